"""What part of the world a picture shows, and in which projection: equal areas always, so that no country looks larger
than it is. Up to about half a continent and more, Lambert's azimuthal projection about the middle; beyond, Equal Earth.

`View` takes shapes in degrees (lon, lat) to points on the page. It first turns the world so that the middle of the view
has longitude 0: then nothing is cut at the antimeridian but what lies at the far side.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Proj
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from geo.geometry import BBox

Floats = npt.NDArray[np.float64]

# Degrees from the middle to the farthest that is shown, up to which the azimuthal projection keeps shapes well.
REGIONAL = 55.0
# Metres; a picture of less would show a coast too rough to be recognised.
LEAST = 500_000.0
# Longitude in the middle of a map of the whole world: it is cut through the Bering Strait and no country.
WORLD = 11.0
# Latitudes between which such a map ends, unless something is shown beyond.
_SOUTH, _NORTH = -58.0, 84.0
# Part of the frame's width left free round what is shown.
_MARGIN = 0.08
# Degrees round the point opposite the middle, which the azimuthal projection would spread over all its rim.
_FAR = 25.0
# Degrees; longer edges are bent in between.
_STEP = 1.0


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle in points."""

    x: float
    y: float
    width: float
    height: float

    @property
    def shape(self) -> BaseGeometry:
        return box(self.x, self.y, self.x + self.width, self.y + self.height)


@dataclass(frozen=True)
class View:
    """`lon`, `lat` is the middle of the projection, `scale` points to a metre; (`left`, `bottom`) in metres, as projected,
    is at the frame's lower left corner. `world`: Equal Earth from `south` to `north`, else Lambert's azimuthal equal-area
    projection.
    """

    lon: float
    lat: float
    world: bool
    frame: Frame
    left: float
    bottom: float
    scale: float
    south: float = -90.0
    north: float = 90.0

    @classmethod
    def of(cls, spots: Sequence[tuple[float, float]], frame: Frame, *, margin: float = _MARGIN) -> View:
        """Of all `spots` (lon, lat); of none, the whole world."""
        if not spots:
            return cls._of_world(WORLD, frame, [])
        lon, lat, reach = _cap(spots)
        if reach > REGIONAL:
            return cls._of_world(_world_middle([lon for lon, _ in spots]), frame, [lat for _, lat in spots])
        lon, lat = round(lon, 1), round(lat, 1)
        proj = _projection(lat, world=False)
        x, y = proj(*_turned_spots(spots, lon))
        return cls._round(lon, lat, frame, (min(x), min(y), max(x), max(y)), margin)

    @classmethod
    def of_bbox(cls, bbox: BBox, frame: Frame) -> View:
        """All of a box, and nothing beyond but what the frame's form asks for."""
        east = bbox.east if bbox.east >= bbox.west else bbox.east + 360
        lons, lats = np.linspace(bbox.west, east, 25), np.linspace(bbox.south, bbox.north, 13)
        spots = [(float((lon + 180) % 360 - 180), float(lat)) for lon in lons for lat in lats]
        if east - bbox.west > 300:
            spots += [(lon, 0.0) for lon in (-120.0, 0.0, 120.0)]
        return cls.of(spots, frame, margin=0.0)

    @classmethod
    def hemisphere(cls, lon: float, lat: float, frame: Frame) -> View:
        """The half of the world round a place, as a disc that fills the frame."""
        half = math.sqrt(2) * _RADIUS
        return cls._round(lon, lat, frame, (-half, -half, half, half), 0.0)

    @classmethod
    def _of_world(cls, lon: float, frame: Frame, lats: Sequence[float]) -> View:
        proj = _projection(0, world=True)
        south = -90.0 if min(lats, default=0) < _SOUTH else _SOUTH
        north = 90.0 if max(lats, default=0) > _NORTH else _NORTH
        wide, low, high = 2 * proj(180, 0)[0], proj(0, south)[1], proj(0, north)[1]
        scale = min(frame.width / wide, frame.height / (high - low))
        bottom = (low + high) / 2 - frame.height / scale / 2
        return cls(lon, 0.0, True, frame, -frame.width / scale / 2, bottom, scale, south, north)

    @classmethod
    def _round(
        cls, lon: float, lat: float, frame: Frame, bounds: tuple[float, float, float, float], margin: float
    ) -> View:
        west, south, east, north = bounds
        wide = max(east - west, LEAST) / (1 - 2 * margin)
        high = max(north - south, LEAST / 2) / (1 - 2 * margin)
        scale = min(frame.width / wide, frame.height / high)
        left = (west + east) / 2 - frame.width / scale / 2
        return cls(lon, lat, False, frame, left, (south + north) / 2 - frame.height / scale / 2, scale)

    def spots(self, lons: Iterable[float], lats: Iterable[float]) -> Floats:
        """Positions as an array of shape (n, 2), in points; outside the frame, too."""
        pairs = list(zip(lons, lats, strict=True))
        if not pairs:
            return np.empty((0, 2))
        return self._paged(np.column_stack(self._proj(*_turned_spots(pairs, self.lon))))

    def shapes(self, shapes: Iterable[BaseGeometry | None]) -> list[BaseGeometry]:
        """Each in points and cut to the frame; empty where nothing is left of it."""
        return [self._shape(shape) for shape in shapes]

    def sees(self, x: float, y: float) -> bool:
        at = self.frame
        return at.x <= x <= at.x + at.width and at.y <= y <= at.y + at.height

    def position(self, x: float, y: float) -> tuple[float, float]:
        """Longitude and latitude of a spot of the page, which is on earth."""
        lon, lat = self._proj(
            self.left + (x - self.frame.x) / self.scale, self.bottom + (y - self.frame.y) / self.scale, inverse=True
        )
        return float((lon + self.lon + 180) % 360 - 180), float(lat)

    def outline(self) -> list[tuple[float, float]]:
        """The frame in degrees, corner by corner and in between."""
        rim = shapely.segmentize(self.frame.shape.exterior, self.frame.width / 16)
        return [self.position(x, y) for x, y in shapely.get_coordinates(rim).tolist()]

    @cached_property
    def ground(self) -> BaseGeometry:
        """All of the frame that is on earth, in points: on a map of the world, what is within its rim."""
        ground = self._ground()
        shapely.prepare(ground)
        return ground

    def _ground(self) -> BaseGeometry:
        if not self.world:
            disc = shapely.Point(self._paged(np.zeros((1, 2)))[0]).buffer(2 * _RADIUS * self.scale, quad_segs=64)
            return self.frame.shape if disc.contains(self.frame.shape) else disc.intersection(self.frame.shape)
        up = np.linspace(self.south, self.north, 181)
        lons = np.concatenate([np.full(181, 180.0), np.full(181, -180.0)])
        rim = np.column_stack(self._proj(lons, np.concatenate([up, up[::-1]])))
        return shapely.Polygon(self._paged(rim)).intersection(self.frame.shape)

    @cached_property
    def window(self) -> tuple[float, float, float, float]:
        """West, south, east and north of what the frame shows, in degrees, longitudes counted from the middle."""
        if self.world:
            return (-180.0, self.south, 180.0, self.north)
        x, y = np.meshgrid(np.linspace(0, 1, 41), np.linspace(0, 1, 41))
        metres_x = self.left + x * self.frame.width / self.scale
        metres_y = self.bottom + y * self.frame.height / self.scale
        on_earth = np.hypot(metres_x, metres_y) < 1.99 * _RADIUS
        lons, lats = self._proj(metres_x[on_earth], metres_y[on_earth], inverse=True)
        south, north = float(lats.min()) - 1, float(lats.max()) + 1
        for pole in (-90.0, 90.0):
            if self.sees(*self._paged(np.array([self._proj(0, pole)]))[0]):
                return (-180.0, min(south, pole), 180.0, max(north, pole))
        return (max(float(lons.min()) - 1, -180), max(south, -90), min(float(lons.max()) + 1, 180), min(north, 90))

    @cached_property
    def _proj(self) -> Any:
        return _projection(self.lat, self.world)

    @cached_property
    def _clip(self) -> BaseGeometry:
        clip = self._whole_clip()
        shapely.prepare(clip)
        return clip

    def _whole_clip(self) -> BaseGeometry:
        window = box(*self.window)
        if self.world:
            return window
        return window.difference(shapely.union_all([box(*corners) for corners in _opposite(self.lat)]))

    def _shape(self, shape: BaseGeometry | None) -> BaseGeometry:
        if shape is None or shape.is_empty:
            return shapely.GeometryCollection()
        seen = self._turned(shape)
        if seen.is_empty:
            return seen
        bent = shapely.segmentize(seen, _STEP)
        placed = shapely.transform(bent, lambda at: self._paged(np.column_stack(self._proj(*at.T))))
        if shapely.get_dimensions(placed) == 2:
            # A tenth of a point more joins what the turn of the world had cut, and is not seen.
            placed = shapely.simplify(shapely.make_valid(placed), 0.18).buffer(0.1, join_style="mitre")
        return placed if self.ground.contains_properly(placed) else placed.intersection(self.ground)

    def _turned(self, shape: BaseGeometry) -> BaseGeometry:
        """With the middle at longitude 0, and only what is in the window."""
        west, _, east, _ = self.window
        low, _, high, _ = shape.bounds
        pieces = []
        for turn in (-360.0, 0.0, 360.0):
            by = turn - self.lon
            if low + by < east and high + by > west:
                moved = shapely.transform(shape, lambda at, by=by: at + np.array([by, 0.0]))
                pieces.append(self._clipped(moved))
        return shapely.union_all(pieces) if len(pieces) != 1 else pieces[0]

    def _clipped(self, shape: BaseGeometry) -> BaseGeometry:
        if self._clip.contains_properly(shape):
            return shape
        return (shape if shape.is_valid else shape.buffer(0)).intersection(self._clip)

    def _paged(self, metres: Floats) -> Floats:
        paged: Floats = (metres - (self.left, self.bottom)) * self.scale + (self.frame.x, self.frame.y)
        return paged


_RADIUS = 6_371_007.2  # metres: that of the sphere whose surface is as large as the earth's


def _projection(lat: float, world: bool) -> Any:
    """Of a sphere, and with longitude 0 in the middle."""
    return Proj(proj="eqearth", R=_RADIUS) if world else Proj(proj="laea", lat_0=lat, lon_0=0, R=_RADIUS)


def _opposite(lat: float) -> list[tuple[float, float, float, float]]:
    """Boxes round the point opposite the middle, longitudes counted from there."""
    if lat > 90 - _FAR:
        return [(-180, -90, 180, -90 + 1.5 * _FAR)]
    if lat < -90 + _FAR:
        return [(-180, 90 - 1.5 * _FAR, 180, 90)]
    south, north = -lat - _FAR, -lat + _FAR
    return [(-180, south, -180 + _FAR, north), (180 - _FAR, south, 180, north)]


def _turned_spots(spots: Sequence[tuple[float, float]], lon: float) -> tuple[Floats, Floats]:
    at = np.array(spots, float)
    return (at[:, 0] - lon + 180) % 360 - 180, at[:, 1]


def _cap(spots: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    """The middle of the smallest cap of the sphere that holds all spots, nearly, and its radius in degrees."""
    lons, lats = np.radians(np.array(spots, float)).T
    units = np.column_stack([np.cos(lats) * np.cos(lons), np.cos(lats) * np.sin(lons), np.sin(lats)])
    # Badoiu and Clarkson: a step to the farthest one, ever smaller.
    middle = units.mean(axis=0)
    for step in range(2, 200):
        middle = middle + (units[np.argmin(units @ middle)] - middle) / step
    length = float(np.linalg.norm(middle))
    if length < 1e-9:
        return 0.0, 0.0, 180.0
    middle = middle / length
    reach = math.degrees(math.acos(float(np.clip((units @ middle).min(), -1, 1))))
    return (
        math.degrees(math.atan2(middle[1], middle[0])),
        math.degrees(math.asin(float(np.clip(middle[2], -1, 1)))),
        reach,
    )


def _world_middle(lons: Sequence[float]) -> float:
    """Where all longitudes lie together on about half of the world, their middle, so that none is at the rim."""
    at = np.sort(np.array(lons) % 360)
    gaps = np.diff(np.append(at, at[0] + 360))
    widest = int(np.argmax(gaps))
    if gaps[widest] < 160:
        return WORLD
    middle = at[widest] + gaps[widest] / 2 + 180
    return float(round(((middle + 180) % 360 - 180) / 10) * 10)
