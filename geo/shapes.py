"""Where on a map an event's place is drawn, and as what: the one answer for GeoJSON, tables and stores.

A country or a region is an area or nothing: a point in the middle of it would claim that something happened there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TypeVar

import numpy as np
import shapely
from shapely.geometry import MultiLineString, MultiPoint, MultiPolygon, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from geo.geometry import EARTH_RADIUS_M, offset
from geo.model import EventPlace, PlaceKind

# From a boundary key (`Place.boundary`) to its shape, None where there is none; hashable, and always the same answer.
# Shapes that cross the antimeridian are cut there.
Outline = Callable[[str], BaseGeometry | None]

# Decimal places of a degree in what is written: about a metre, finer than any gazetteer.
DIGITS = 5

T = TypeVar("T")


class _Same:
    """A shape as a key by what it is, not by its thousands of points: hashing those costs more than drawing them."""

    __slots__ = ("shape",)

    def __init__(self, shape: BaseGeometry) -> None:
        self.shape = shape

    def __hash__(self) -> int:
        return id(self.shape)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.shape is self.shape


def remembered(function: Callable[[BaseGeometry], T]) -> Callable[[BaseGeometry], T]:
    """Work out `function` once for each shape object: one region has many events."""

    @lru_cache(maxsize=256)
    def once(same: _Same) -> T:
        return function(same.shape)

    return lambda shape: once(_Same(shape))


def place_shape(place: EventPlace, outline: Outline) -> BaseGeometry | None:
    """A Point, a MultiLineString or a MultiPolygon; None where an honest shape is not known.

    Only a place with a definite spot is moved by words ("20 km north of"): moved from the middle of a country,
    the point would be invented, so such a place stays the whole area.
    """
    known = place.place
    if known is None:
        return None
    kinds = (place.kind, known.kind)
    if PlaceKind.ROUTE in kinds:
        line = _outlined(outline, known.boundary, 1) if known.boundary else None
        # A river that is known by its middle alone is no spot.
        return _disc_of(place) if line is None else line
    if place.kind is PlaceKind.REGION and known.kind is PlaceKind.POINT:
        return _off_the_coast(place, outline)
    if PlaceKind.REGION in kinds:
        area = _outlined(outline, known.boundary, 2) if known.boundary else None
        return _disc_of(place) if area is None else area
    return _point(place.lon, place.lat) if is_spot(place) else None


def is_spot(place: EventPlace) -> bool:
    """Whether `place_shape` makes a Point of it, told without making one."""
    known, spot = place.place, PlaceKind.POINT
    return known is not None and place.kind is known.kind is spot and place.lon is not None and place.lat is not None


def drawn(places: Sequence[EventPlace], outline: Outline) -> list[tuple[EventPlace, BaseGeometry]]:
    """The places that are points, if there are any, else those that are lines, else the areas, each with its shape.

    A mixture would be a GeometryCollection, which most GIS refuse as a layer; the finest places say the most.
    """
    shapes = list(_shaped(places, outline))
    if len(shapes) < 2:
        return shapes
    finest = min((shapely.get_dimensions(shape) for _, shape in shapes), default=None)
    return [(place, shape) for place, shape in shapes if shapely.get_dimensions(shape) == finest]


def _shaped(places: Sequence[EventPlace], outline: Outline) -> Iterator[tuple[EventPlace, BaseGeometry]]:
    """Each place with its shape; the two ends of a road, which share the words that join them, as one line."""
    ends: dict[str, EventPlace] = {}
    for place in places:
        if place.kind is PlaceKind.ROUTE and place.place and place.place.kind is PlaceKind.POINT:
            if (start := ends.pop(place.relation, None)) is None:
                ends[place.relation] = place
            elif (line := _line(start, place)) is not None:
                yield start, line
        elif (shape := place_shape(place, outline)) is not None:
            yield place, shape


def _line(start: EventPlace, end: EventPlace) -> BaseGeometry | None:
    """Straight, for no map of roads is at hand; None over the antimeridian, where it would go round the world."""
    if start.lon is None or start.lat is None or end.lon is None or end.lat is None or abs(start.lon - end.lon) > 180:
        return None
    return MultiLineString([[(start.lon, start.lat), (end.lon, end.lat)]])


def _off_the_coast(place: EventPlace, outline: Outline) -> BaseGeometry | None:
    """The circle round a town without its country's land; all of it where nothing is left."""
    known = place.place
    circle = _disc_of(place)
    land = outline(f"country:{known.country}") if known and known.country else None
    if circle is None or land is None or "off" not in place.relation.lower():
        return circle
    left = [piece for piece in shapely.get_parts(circle.difference(land)) if piece.area]
    return MultiPolygon(left) if left else circle


def event_shape(places: Sequence[EventPlace], outline: Outline) -> BaseGeometry | None:
    """One shape, as `written`, for all that is `drawn` of several places."""
    return as_one([shape for _, shape in drawn(places, outline)])


def as_one(shapes: Sequence[BaseGeometry]) -> BaseGeometry | None:
    """Shapes that are `drawn` together as one that is `written`; None of none."""
    if not shapes:
        return None
    if isinstance(shapes[0], Point) and len(shapes) > 1:
        spots = list(dict.fromkeys((round(shape.x, DIGITS), round(shape.y, DIGITS)) for shape in shapes))
        return MultiPoint(spots) if len(spots) > 1 else _point(*spots[0])
    return written(shapes[0] if len(shapes) == 1 else shapely.union_all(shapes))


def written(shape: BaseGeometry) -> BaseGeometry:
    """As it goes into a file: rounded to `DIGITS`, exterior rings counter-clockwise (RFC 7946, 3.1.6)."""
    if isinstance(shape, Point):
        return _point(round(shape.x, DIGITS), round(shape.y, DIGITS))
    return _written(shape)


@remembered
def _written(shape: BaseGeometry) -> BaseGeometry:
    rounded = shapely.transform(shape, lambda coordinates: coordinates.round(DIGITS))
    return shapely.orient_polygons(rounded) if shapely.get_dimensions(shape) == 2 else rounded


@lru_cache(maxsize=8192)
def _point(lon: float, lat: float) -> Point:
    """Made once for many events: news is of few places."""
    return Point(lon, lat)


@lru_cache(maxsize=1024)
def _outlined(outline: Outline, boundary: str, dimension: int) -> BaseGeometry | None:
    """The parts of a boundary that are areas (2) or lines (1), in one."""
    parts = [part for part in shapely.get_parts(outline(boundary)) if shapely.get_dimensions(part) == dimension]
    if not parts:
        return None
    return MultiPolygon(parts) if dimension == 2 else MultiLineString(parts)


def _disc_of(place: EventPlace) -> BaseGeometry | None:
    """For a sea, a range or a town's surroundings, which no border encloses: the circle of its extent, if known.

    Not for an administrative unit: a circle would cover its neighbours too.
    """
    known = place.place
    radius = place.radius_m or (known.radius_m if known else 0.0)
    if known is None or known.feature_class == "A" or not radius or place.lon is None or place.lat is None:
        return None
    return disc(place.lon, place.lat, radius)


@lru_cache(maxsize=1024)
def disc(lon: float, lat: float, radius_m: float) -> MultiPolygon:
    """The circle on the sphere, within -180..180; round a pole, the cap down to the circle's latitude."""
    degrees = float(np.degrees(radius_m / EARTH_RADIUS_M))
    if abs(lat) + degrees >= 90:
        edge = max(abs(lat) - degrees, -90.0)
        return MultiPolygon([box(-180, edge, 180, 90) if lat > 0 else box(-180, -90, 180, -edge)])
    rim = (offset(lon, lat, bearing, radius_m) for bearing in range(0, 360, 6))
    # Longitudes counted on from the centre, so that the ring does not jump at the antimeridian; there it is cut.
    ring = Polygon([(lon + (x - lon + 180) % 360 - 180, y) for x, y in rim])
    worlds = [_turned(ring.intersection(box(west, -90, west + 360, 90)), -180 - west) for west in (-540, -180, 180)]
    return MultiPolygon([part for world in worlds for part in shapely.get_parts(world) if part.area > 0])


def _turned(shape: BaseGeometry, degrees: float) -> BaseGeometry:
    """Moved east by `degrees`."""
    turned: BaseGeometry = shapely.transform(shape, lambda coordinates: coordinates + np.array([degrees, 0.0]))
    return turned
