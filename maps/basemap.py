"""The ground under the events: coasts, borders as one worldview has them, country names; small enough for a page.

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

from geo import worldviews
from geo.resources import data_path
from geo.worldviews import Worldview, worldview

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

# Root of the area, in degrees, that a corner may cut off in a view of the world; close up, lines are as they ship.
COARSE = 0.25

# Square degrees; a smaller island is left out of a view of the world.
ISLAND = 0.05

# Web Mercator ends here (degrees of latitude).
_POLE = 85.05

_PLACE = ("lon", "lat", "radius_m")

Grid = npt.NDArray[np.int64]
Points = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """Points (lon, lat); `coarse` tells which of them are left when the world is seen as a whole."""

    points: Points
    coarse: npt.NDArray[np.bool_]


def land(near: Sequence[tuple[float, float]] | None = None, view: Worldview | None = None) -> dict[str, Any]:
    """What the page's `land.js` draws. `near`: (lon, lat) around which lines are kept fine, all else being coarse
    and the whole about 50 kB; None: fine everywhere, about 225 kB. `view`: whose borders; None: de facto, today's.
    """
    view = view or worldview()
    shores, lines = _shores(), borders(view)
    scale = 100
    if near is not None:
        scale, window = 50, _window(near)
        shores = [line for ring in shores if (line := _thinned(ring, window, island=True))]
        lines = {kind: list(filter(None, (_thinned(one, window) for one in some))) for kind, some in lines.items()}
    return {
        "scale": scale,
        "land": _encoded(shores, scale),
        "borders": _encoded(lines[worldviews.Line.SOLID], scale),
        "disputed": _encoded(lines[worldviews.Line.DASHED], scale),
        "labels": labels(view),
        "worldview": {"id": view.view.id, "name": view.view.name, "date": view.day.isoformat()},
    }


def borders(view: Worldview) -> dict[worldviews.Line, list[Line]]:
    """The lines that are borders in this view, by how they are drawn."""
    drawn: dict[worldviews.Line, list[Line]] = {kind: [] for kind in worldviews.Line}
    for one, other, lines in _shared_lines():
        if (kind := view.border(one, other)) is not None:
            drawn[kind] += lines
    return drawn


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
def _shores() -> list[Line]:
    """The rings of the land, which is one shape."""
    countries = _rows("countries", "country", "name", *_PLACE)["geometry"]
    clip = box(-180, -_POLE, 180, _POLE)
    shores = shapely.get_rings(shapely.get_parts(shapely.coverage_union_all(countries).intersection(clip)))
    return _marked(shores, _keys(shapely.get_coordinates(shapely.coverage_simplify(countries, COARSE))))


@lru_cache(maxsize=1)
def _shared_lines() -> list[tuple[str, str, list[Line]]]:
    """Two lands and the lines they have in common, for all that touch."""
    table = _rows("borders", "one", "other")
    coarse = shapely.simplify(table["geometry"], COARSE / 2)
    lines = [
        _marked(shapely.get_parts(shape), _keys(shapely.get_coordinates(far)))
        for shape, far in zip(table["geometry"], coarse, strict=True)
    ]
    return list(zip(table["one"], table["other"], lines, strict=True))


def _marked(lines: npt.NDArray[np.object_], corners: npt.NDArray[np.complex128]) -> list[Line]:
    points, line = shapely.get_coordinates(lines, return_index=True)
    coarse = np.isin(_keys(points), corners)
    ends = np.flatnonzero(np.diff(line)) + 1
    return [Line(*pair) for pair in zip(np.split(points, ends), np.split(coarse, ends), strict=True)]


def _keys(points: Points) -> npt.NDArray[np.complex128]:
    """A point as one number, to look it up by."""
    keys: npt.NDArray[np.complex128] = points[:, 0] + 1j * points[:, 1]
    return keys


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


def labels(view: Worldview) -> list[list[Any]]:
    """[name, lon, lat, radius in km, ISO 3166-1 code or ""] of each country and other state that this view knows, largest
    first. By the code a browser names a country in its reader's language.
    """
    disputed = _rows("disputed", "id", "whole", *_PLACE)
    owners = list(map(view.whose, disputed["id"]))
    places = list(zip(*(disputed[name] for name in _PLACE), strict=True))
    known = worldviews.entities()
    states = {owner: place for owner, place in sorted(zip(owners, places, strict=True), key=_size) if owner in known}
    # A country of disputed areas alone is one to those that give it any of them, or give it to nobody.
    kept = {whole for whole, owner in zip(disputed["whole"], owners, strict=True) if owner in (whole, "")}
    lost = set(disputed["whole"]) - kept
    table = _rows("countries", "country", "name", *_PLACE)
    rows = zip(*(table[name] for name in ("country", "name", *_PLACE)), strict=True)
    named = [(*place, code) for code, *place in rows if code not in lost]
    named += [(known[owner], *place, "") for owner, place in states.items()]
    rounded = [[name, round(lon, 1), round(lat, 1), round(km / 1000), code] for name, lon, lat, km, code in named]
    return sorted(rounded, key=lambda row: -row[3])


def _size(owned: tuple[str, Sequence[float]]) -> float:
    return owned[1][-1]


@lru_cache(maxsize=8)
def _rows(name: str, *columns: str) -> dict[str, Any]:
    """Columns of a table of shapes as lists, beside "geometry"."""
    # Here, since pyogrio brings pandas along, which a page without a ground need not wait for.
    from pyogrio import raw

    meta, _, shapes, values = raw.read(data_path("boundaries", f"{name}.fgb"), columns=list(columns))
    table = {field: column.tolist() for field, column in zip(meta["fields"], values, strict=True)}
    return table | {"geometry": shapely.from_wkb(shapes)}
