"""The ground under the events: coasts, borders and country names, small enough to travel inside a page.

Land is one fill and each border one line, so that nothing is drawn or stored twice. Lines are strings: per line the
differences between its points on a grid, each a variable-length number of base-64 digits as in source maps (five bits
a digit, lowest first, sign in the lowest bit), longitude before latitude; a space parts the lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from geo.resources import data_path

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

# Root of the area, in degrees, that a simplified corner may cut off: close up, and at a view of the world.
FINE, COARSE = 0.03, 0.25

# Square degrees; a smaller island is left out of a view of the world.
ISLAND = 0.05

# Web Mercator ends here (degrees of latitude).
_POLE = 85.05

_FIELDS = ["name", "lon", "lat", "radius_m"]

Grid = npt.NDArray[np.int64]
Points = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """Points (lon, lat); `coarse` tells which of them are left when the world is seen as a whole."""

    points: Points
    coarse: npt.NDArray[np.bool_]


def land(near: Sequence[tuple[float, float]] | None = None) -> dict[str, Any]:
    """What the page's `land.js` draws. `near`: (lon, lat) around which lines are kept fine, all else being coarse
    and the whole about 50 kB; None: fine everywhere, about 225 kB.
    """
    shores, borders = _ground()
    scale = 100
    if near is not None:
        scale, window = 50, _window(near)
        shores = [line for ring in shores if (line := _thinned(ring, window, island=True))]
        borders = [line for edge in borders if (line := _thinned(edge, window))]
    return {
        "scale": scale,
        "land": _encoded(shores, scale),
        "borders": _encoded(borders, scale),
        "labels": _labels(),
    }


def _window(near: Sequence[tuple[float, float]]) -> BaseGeometry:
    """Boxes of some six degrees around the places, at most a dozen of them: the detail's share of the budget."""
    cells = dict.fromkeys((round(lon / 3) * 3, round(lat / 3) * 3) for lon, lat in near)
    window = shapely.union_all([box(x - 3.5, y - 2.5, x + 3.5, y + 2.5) for x, y in list(cells)[:12]])
    shapely.prepare(window)
    return window


def _thinned(line: Line, window: BaseGeometry, *, island: bool = False) -> Line | None:
    """The points in the window and, of the others, those that also stand in the coarse ground, so that a line goes on
    unbroken where the detail ends. None for an island too small to be seen.
    """
    inside = shapely.contains_xy(window, line.points)
    if island and abs(_area(line.points)) < ISLAND and not inside.any():
        return None
    kept = inside | line.coarse
    kept[0] = kept[-1] = True
    return Line(line.points[kept], line.coarse[kept])


def _area(ring: Points) -> float:
    x, y = ring.T
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) / 2)


@lru_cache(maxsize=1)
def _ground() -> tuple[list[Line], list[Line]]:
    """The rings of the land, which is one shape, and the borders between countries as lines."""
    countries = _countries()["geometry"]
    fine, coarse = shapely.coverage_simplify(countries, FINE), shapely.coverage_simplify(countries, COARSE)
    clip = box(-180, -_POLE, 180, _POLE)
    shores = shapely.get_rings(shapely.get_parts(shapely.coverage_union_all(fine).intersection(clip)))
    borders = shapely.get_parts(shapely.line_merge(_shared_edges(fine)))
    corners = _keys(shapely.get_coordinates(coarse))
    return _marked(shores, corners), _marked(borders, corners)


def _marked(lines: npt.NDArray[np.object_], corners: npt.NDArray[np.complex128]) -> list[Line]:
    points, line = shapely.get_coordinates(lines, return_index=True)
    coarse = np.isin(_keys(points), corners)
    ends = np.flatnonzero(np.diff(line)) + 1
    return [Line(*pair) for pair in zip(np.split(points, ends), np.split(coarse, ends), strict=True)]


def _keys(points: Points) -> npt.NDArray[np.complex128]:
    """A point as one number, to look it up by."""
    keys: npt.NDArray[np.complex128] = points[:, 0] + 1j * points[:, 1]
    return keys


def _shared_edges(shapes: npt.NDArray[np.object_]) -> BaseGeometry:
    """Segments that two countries have in common: in a coverage these are the same two points, met twice."""
    rings = shapely.get_rings(shapely.get_parts(shapes))
    points, ring = shapely.get_coordinates(rings, return_index=True)
    edges = np.hstack([points[:-1], points[1:]])[ring[:-1] == ring[1:]]
    turned = (edges[:, 0] > edges[:, 2]) | ((edges[:, 0] == edges[:, 2]) & (edges[:, 1] > edges[:, 3]))
    edges[turned] = edges[turned][:, [2, 3, 0, 1]]
    unique, times = np.unique(edges, axis=0, return_counts=True)
    return shapely.multilinestrings(shapely.linestrings(unique[times > 1].reshape(-1, 2, 2)))


def _encoded(lines: Iterable[Line], scale: int) -> str:
    grids = (np.rint(line.points * scale).astype(np.int64) for line in lines)
    return " ".join(filter(None, map(_encode_line, grids)))


def _encode_line(points: Grid) -> str:
    """ "" for a line that shrinks to a point on the grid."""
    moved = np.any(points[1:] != points[:-1], axis=1)
    kept = points[np.concatenate([[True], moved])]
    if len(kept) < 2:
        return ""
    steps = np.diff(kept, axis=0, prepend=np.zeros((1, 2), np.int64)).ravel()
    return "".join(map(_number, steps.tolist()))


def _number(value: int) -> str:
    rest = -2 * value + 1 if value < 0 else 2 * value
    digits = []
    while rest >= 32:
        digits.append(DIGITS[32 + rest % 32])
        rest //= 32
    return "".join([*digits, DIGITS[rest]])


def _labels() -> list[list[Any]]:
    """[name, lon, lat, radius in km] of each country, largest first."""
    table = _countries()
    columns = zip(*(table[name].tolist() for name in _FIELDS), strict=True)
    rows = [[name, round(lon, 1), round(lat, 1), round(radius / 1000)] for name, lon, lat, radius in columns]
    return sorted(rows, key=lambda row: -row[3])


@lru_cache(maxsize=1)
def _countries() -> dict[str, Any]:
    # Here, since pyogrio brings pandas along, which a page without a ground need not wait for.
    from pyogrio import raw

    meta, _, shapes, columns = raw.read(data_path("boundaries", "countries.fgb"), columns=_FIELDS)
    table = dict(zip(meta["fields"], columns, strict=True))
    return table | {"geometry": shapely.from_wkb(shapes)}
