"""The ground under the events: coasts, borders as one worldview has them, country names; small enough for a page.

Land is one fill and each border one line, so that nothing is drawn or stored twice. Lines are strings: per line the
differences between its points on a grid, each a variable-length number of base-64 digits as in source maps (five bits
a digit, lowest first, sign in the lowest bit), longitude before latitude; a space parts the lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from geo import worldviews
from geo.worldviews import Worldview, worldview
from maps.groundfile import Land, Line, Points, ground

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

# Square degrees; a smaller island is left out of a view of the world.
ISLAND = 0.05

Grid = npt.NDArray[np.int64]


def land(near: Sequence[tuple[float, float]] | None = None, view: Worldview | None = None) -> dict[str, Any]:
    """What the page's `land.js` draws. `near`: (lon, lat) around which lines are kept fine, all else being coarse
    and the whole about 50 kB; None: fine everywhere, about 225 kB. `view`: whose borders; None: de facto, today's.
    """
    view = view or worldview()
    pen, lines = _pen(near), borders(view)
    return {
        "scale": pen.scale,
        "land": pen.written(ground().shores, islands=True),
        "borders": pen.written(lines[worldviews.Line.SOLID]),
        "disputed": pen.written(lines[worldviews.Line.DASHED]),
        "labels": labels(view),
        "worldview": {"id": view.view.id, "name": view.view.name, "date": view.day.isoformat()},
    }


def lands(near: Sequence[tuple[float, float]], usual: Worldview) -> dict[str, Any]:
    """`land` as all worldviews have it on the day of `usual`, for a page that can ask for none.

    Beside `lines` and `labels` stands who has them, a letter for each of `views` in their order: "s" solid, "d" dashed,
    "n" named, "-" not at all.
    """
    seen = [worldview(view, usual.day) for view in worldviews.views()]
    lines: dict[str, list[Line]] = {}
    for one, other, common in ground().shared:
        lines.setdefault("".join((view.border(one, other) or "-")[0] for view in seen), []).extend(common)
    known = [list(map(tuple, labels(view))) for view in seen]
    names: dict[str, list[Any]] = {}
    for row in dict.fromkeys(row for rows in known for row in rows):
        names.setdefault("".join("n" if row in rows else "-" for rows in known), []).append(row)
    pen = _pen(near)
    return {
        "scale": pen.scale,
        "land": pen.written(ground().shores, islands=True),
        "lines": [[who, pen.written(some)] for who, some in lines.items() if who.strip("-")],
        "labels": list(names.items()),
        "views": [{"id": view.view.id, "name": view.view.name} for view in seen],
        "default": usual.view.id,
        "date": usual.day.isoformat(),
    }


def borders(view: Worldview) -> dict[worldviews.Line, list[Line]]:
    """The lines that are borders in this view, by how they are drawn."""
    drawn: dict[worldviews.Line, list[Line]] = {kind: [] for kind in worldviews.Line}
    for one, other, lines in ground().shared:
        if (kind := view.border(one, other)) is not None:
            drawn[kind] += lines
    return drawn


@dataclass(frozen=True, slots=True)
class _Pen:
    """Writes lines on a grid of 1 / `scale` degrees, fine in the window only; None: everywhere."""

    scale: int
    window: BaseGeometry | None

    def written(self, lines: Iterable[Line], *, islands: bool = False) -> str:
        window = self.window
        if window is not None:
            lines = filter(None, [_thinned(line, window, island=islands) for line in lines])
        return _encoded(lines, self.scale)


def _pen(near: Sequence[tuple[float, float]] | None) -> _Pen:
    return _Pen(100, None) if near is None else _Pen(50, _window(near))


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
    countries, disputed = ground().countries, ground().disputed
    owners = [view.whose(area.id) for area in disputed]
    known = worldviews.entities()
    by_size = sorted(zip(owners, disputed, strict=True), key=lambda pair: pair[1].radius_m)
    states = {owner: area for owner, area in by_size if owner in known}
    # A country of disputed areas alone is one to those that give it any of them, or give it to nobody.
    kept = {area.whole for area, owner in zip(disputed, owners, strict=True) if owner in (area.whole, "")}
    lost = {area.whole for area in disputed} - kept
    named = [_label(land.name, land, land.id) for land in countries if land.id not in lost]
    named += [_label(known[owner], area, "") for owner, area in states.items()]
    return sorted(named, key=lambda row: -row[3])


def _label(name: str, land: Land, code: str) -> list[Any]:
    return [name, round(land.lon, 1), round(land.lat, 1), round(land.radius_m / 1000), code]
