"""Shapes in a GeoPackage: the outline of a region once, however many events and mentions have it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from hashlib import blake2b

import orjson
import shapely
from shapely.geometry.base import BaseGeometry

from geo.features import geometry
from geo.shapes import remembered

NOWHERE = "null"


@dataclass(frozen=True, slots=True)
class Drawn:
    """Either `inline`, as GeoJSON, or shared: then `key` says which of the table `shapes`."""

    inline: str | None
    key: int | None = None


def enter(database: sqlite3.Connection, shape: BaseGeometry | None) -> Drawn:
    if shape is None:
        return Drawn(NOWHERE)
    if shapely.get_dimensions(shape) == 0:
        return Drawn(orjson.dumps(geometry(shape)).decode())
    key, text = _shared(shape)
    database.execute("INSERT OR IGNORE INTO shapes VALUES (?, ?)", (key, text))
    return Drawn(None, key)


@remembered
def _shared(shape: BaseGeometry) -> tuple[int, str]:
    """The key is made of what the shape is: the same in every process, whatever transactions come to nothing."""
    text = orjson.dumps(geometry(shape))
    return int.from_bytes(blake2b(text, digest_size=8).digest(), signed=True), text.decode()
