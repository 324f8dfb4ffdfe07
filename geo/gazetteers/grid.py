"""The populated places by half degrees, on disk: which of millions lie nearest to a position.

settled.bin   position and row of each, cell by cell, in rows of cells from the south-west
cells.bin     where each cell's places start; one more than there are cells
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from geo.gazetteers.columns import DEGREE, Array
from geo.gazetteers.files import Records

SETTLED = np.dtype([("lon", "<i4"), ("lat", "<i4"), ("row", "<u4")])
_CELL = DEGREE // 2
_COLUMNS, _ROWS = 720, 360
_FIRST_REACH = 0.25  # degrees


def write_grid(folder: Path, rows: Array, lon: Array, lat: Array) -> None:
    """`lon` and `lat` of the places in `rows`, as whole numbers of 1 / DEGREE."""
    cell = _index(lat, 90, _ROWS) * _COLUMNS + _index(lon, 180, _COLUMNS)
    order = np.argsort(cell, kind="stable")
    settled = np.zeros(len(rows), SETTLED)
    settled["lon"], settled["lat"], settled["row"] = lon[order], lat[order], rows[order]
    settled.tofile(folder / "settled.bin")
    counts = np.bincount(cell, minlength=_COLUMNS * _ROWS)
    np.concatenate([[0], np.cumsum(counts)]).astype("<u4").tofile(folder / "cells.bin")


def _index(value: Array, least: int, count: int) -> Array:
    shifted = (value.astype(np.int64) + least * DEGREE) // _CELL
    return np.clip(shifted, 0, count - 1)


class Grid:
    def __init__(self, folder: Path) -> None:
        self._settled = Records(folder / "settled.bin", SETTLED)
        self._cells = np.fromfile(folder / "cells.bin", "<u4")

    def nearest(self, lon: float, lat: float, limit: int) -> list[int]:
        """The rows of the `limit` places nearest to a position, nearest first."""
        limit = min(limit, len(self._settled))
        reach = _FIRST_REACH
        while limit > 0:
            near = self._around(lon, lat, reach)
            chords = _chords(near, lon, lat)
            # Whatever lies outside is further than `reach`.
            if reach >= 180 or np.count_nonzero(chords <= 2 * math.sin(math.radians(reach) / 2)) >= limit:
                best = np.argpartition(chords, limit - 1)[:limit]
                return [int(row) for row in near["row"][best[np.argsort(chords[best], kind="stable")]]]
            reach *= 2
        return []

    def _around(self, lon: float, lat: float, reach: float) -> Array:
        """All places within `reach` degrees of arc, and some beyond."""
        south, north = (_at(edge, 90, _ROWS) for edge in (lat - reach, lat + reach))
        wide = 180.0
        if abs(lat) + reach < 90:  # else a pole is within reach, and every meridian
            wide = math.degrees(math.asin(min(1.0, math.sin(math.radians(reach)) / math.cos(math.radians(lat)))))
        found = []
        for west, east in _stretches(lon - wide, lon + wide):
            first, last = _at(west, 180, _COLUMNS), _at(east, 180, _COLUMNS)
            for row in range(south, north + 1):
                start, end = self._cells[[row * _COLUMNS + first, row * _COLUMNS + last + 1]].tolist()
                if start < end:
                    found.append(self._settled.array(start, end))
        return np.concatenate([*found, np.zeros(0, SETTLED)])


def _stretches(west: float, east: float) -> list[tuple[float, float]]:
    """The longitudes from west to east, cut where they pass the antimeridian."""
    if east - west >= 360:
        return [(-180.0, 180.0)]
    if west < -180:
        return [(west + 360, 180.0), (-180.0, east)]
    if east > 180:
        return [(west, 180.0), (-180.0, east - 360)]
    return [(west, east)]


def _at(degrees: float, least: int, count: int) -> int:
    return min(max(int((degrees + least) * 2), 0), count - 1)


def _chords(places: Array, lon: float, lat: float) -> Array:
    """Straight through the earth, of radius one: nearer on the sphere is nearer in space, at the poles too."""
    there = _unit_vectors(places["lon"] / DEGREE, places["lat"] / DEGREE)
    here = _unit_vectors(np.array([lon]), np.array([lat]))
    chords: Array = np.sqrt(((there - here) ** 2).sum(axis=1))
    return chords


def _unit_vectors(lon: Array, lat: Array) -> Array:
    east, north = np.radians(lon), np.radians(lat)
    return np.column_stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)])
