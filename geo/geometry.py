"""Positions, boxes and distances on the sphere. (lon, lat) degrees, WGS 84; metres."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from geo.errors import QueryError

Box = tuple[float, float, float, float]  # west, south, east, north

# Mean radius of the WGS 84 ellipsoid, (2a + b) / 3; a sphere of it is within 0.5 % of the geodesic.
EARTH_RADIUS_M = 6_371_008.8


def distance_m(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Great-circle distance (haversine), metres."""
    p1, p2 = math.radians(lat1), math.radians(lat2)
    half_dp, half_dl = (p2 - p1) / 2, math.radians(lon2 - lon1) / 2
    a = math.sin(half_dp) ** 2 + math.cos(p1) * math.cos(p2) * math.sin(half_dl) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, a)))


def offset(lon: float, lat: float, bearing: float, metres: float) -> tuple[float, float]:
    """The (lon, lat) that lies `metres` away along `bearing` (degrees clockwise from north), on the sphere."""
    p, b, d = math.radians(lat), math.radians(bearing), metres / EARTH_RADIUS_M
    p2 = math.asin(math.sin(p) * math.cos(d) + math.cos(p) * math.sin(d) * math.cos(b))
    dl = math.atan2(math.sin(b) * math.sin(d) * math.cos(p), math.cos(d) - math.sin(p) * math.sin(p2))
    return (lon + math.degrees(dl) + 180) % 360 - 180, math.degrees(p2)


@dataclass(frozen=True, slots=True)
class BBox:
    """A closed box of longitudes and latitudes; `west` > `east` means it crosses the antimeridian (RFC 7946, 5.2)."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def around(cls, boxes: Iterable[Box]) -> BBox | None:
        """The smallest round all of them that does not cross the antimeridian; None of none."""
        sides = list(zip(*boxes, strict=True))
        return cls(min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3])) if sides else None

    @classmethod
    def parse(cls, text: str) -> BBox:
        """From "west,south,east,north", or six numbers with heights, which are ignored; else a QueryError."""
        try:
            numbers = [float(part) for part in text.split(",")]
        except ValueError:
            raise QueryError("bbox", f"{text!r} is not a list of numbers such as 44.5,38.8,50.4,41.9") from None
        if len(numbers) == 6:
            numbers = [*numbers[:2], *numbers[3:5]]
        if len(numbers) != 4:
            raise QueryError("bbox", f"{len(numbers)} numbers given; west,south,east,north are needed")
        west, south, east, north = numbers
        if not all(map(math.isfinite, numbers)) or not -180 <= west <= 180 or not -180 <= east <= 180:
            raise QueryError("bbox", f"longitudes {west} and {east} must lie between -180 and 180")
        if not -90 <= south <= north <= 90:
            raise QueryError("bbox", f"latitudes {south} and {north} must rise within -90 and 90")
        return cls(west, south, east, north)

    def parts(self) -> tuple[BBox, ...]:
        """One box, or the two on either side of the antimeridian; only here are west and east compared."""
        if self.west <= self.east:
            return (self,)
        return BBox(self.west, self.south, 180.0, self.north), BBox(-180.0, self.south, self.east, self.north)

    def contains(self, lon: float, lat: float) -> bool:
        return any(p.west <= lon <= p.east and p.south <= lat <= p.north for p in self.parts())
