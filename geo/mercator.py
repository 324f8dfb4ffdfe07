"""The square world of web maps: tiles by zoom, column and row, and every position's number in it.

The world is 2^32 squares wide and high, west to east and north to south; what lies beyond 85.05 degrees is put on the
edge. A position's number interleaves the bits of its column and its row (Z-order), so that all of a tile, at any zoom,
is one run of numbers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.errors import QueryError

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.uint64]

BITS = 32
MAX_ZOOM = 24
# Where the square world ends: the latitude whose row is 0.
EDGE = math.degrees(math.atan(math.sinh(math.pi)))

_SPREAD = (
    (16, 0x0000FFFF0000FFFF),
    (8, 0x00FF00FF00FF00FF),
    (4, 0x0F0F0F0F0F0F0F0F),
    (2, 0x3333333333333333),
    (1, 0x5555555555555555),
)


def squares(lons: npt.ArrayLike, lats: npt.ArrayLike) -> tuple[Numbers, Numbers]:
    """Column and row of each position, (lon, lat) in degrees."""
    lon = np.asarray(lons, np.float64)
    lat = np.radians(np.clip(np.asarray(lats, np.float64), -EDGE, EDGE))
    return _whole((lon + 180) / 360), _whole(0.5 - np.arctanh(np.sin(lat)) / (2 * np.pi))


def _whole(share: Floats) -> Numbers:
    return np.clip(share * 2.0**BITS, 0, 2.0**BITS - 1).astype(np.uint64)


def numbers(lons: npt.ArrayLike, lats: npt.ArrayLike) -> Numbers:
    return interleaved(*squares(lons, lats))


def interleaved(columns: Numbers, rows: Numbers) -> Numbers:
    numbers: Numbers = _spread(columns) | _spread(rows) << np.uint64(1)
    return numbers


def _spread(values: Numbers) -> Numbers:
    """Each bit followed by a nought."""
    spread = values.astype(np.uint64)
    for shift, kept in _SPREAD:
        spread = (spread | spread << np.uint64(shift)) & np.uint64(kept)
    return spread


@dataclass(frozen=True, slots=True)
class Tile:
    """A QueryError unless `x` and `y` are from 0 to 2^`z` - 1 and `z` from 0 to `MAX_ZOOM`. `y` counts from the north."""

    z: int
    x: int
    y: int

    def __post_init__(self) -> None:
        if not 0 <= self.z <= MAX_ZOOM:
            raise QueryError("z", f"{self.z} is no zoom from 0 to {MAX_ZOOM}")
        for name, value in (("x", self.x), ("y", self.y)):
            if not 0 <= value < 1 << self.z:
                raise QueryError(name, f"{value} is not from 0 to {(1 << self.z) - 1}, as at zoom {self.z}")

    def run(self) -> tuple[int, int]:
        """The numbers of all positions in it: half-open."""
        first = int(interleaved(np.array([self.x], np.uint64), np.array([self.y], np.uint64))[0])
        shift = 2 * (BITS - self.z)
        return first << shift, (first + 1) << shift

    def pixels(self, lons: Floats, lats: Floats, extent: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Where positions in it lie, from its north-western corner: `extent`ths of its side, rounded down."""
        columns, rows = squares(lons, lats)
        side = 2.0 ** (BITS - self.z)
        x = np.floor((columns.astype(np.float64) - self.x * side) * extent / side)
        y = np.floor((rows.astype(np.float64) - self.y * side) * extent / side)
        return x.astype(np.int64), y.astype(np.int64)
