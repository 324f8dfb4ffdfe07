"""GeoJSON geometries in what other formats have for them. (lon, lat) degrees, WGS 84, as they come."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson
import shapely

Geometry = dict[str, Any]

# Little-endian, type 1 (OGC 06-103r4, 8.2.7).
_POINT = struct.Struct("<BIdd")


@dataclass(frozen=True, slots=True)
class Binary:
    """Well-known binary, and the box around it: west, south, east, north."""

    wkb: bytes
    bounds: tuple[float, float, float, float]


def binary(geometry: Geometry) -> Binary:
    if geometry["type"] == "Point":
        lon, lat = geometry["coordinates"]
        return Binary(_POINT.pack(1, 1, lon, lat), (lon, lat, lon, lat))
    return _binary(orjson.dumps(geometry))


def text(geometry: Geometry) -> str:
    """Well-known text."""
    if geometry["type"] == "Point":
        return "POINT ({} {})".format(*geometry["coordinates"])
    return _text(orjson.dumps(geometry))


# One region has many events: each shape is turned once, however many rows have it.


@lru_cache(maxsize=512)
def _binary(geometry: bytes) -> Binary:
    shape = shapely.from_geojson(geometry)
    return Binary(shapely.to_wkb(shape, byte_order=1), shape.bounds)


@lru_cache(maxsize=512)
def _text(geometry: bytes) -> str:
    return str(shapely.to_wkt(shapely.from_geojson(geometry), rounding_precision=-1))
