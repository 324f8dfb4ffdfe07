"""The ground under the events: sea, land, borders, a graticule, and the globe that says where all this is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import shapely
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from geo.resources import data_path
from geo.worldviews import Line, Worldview
from maps import basemap, groundfile
from maps.picture.page import Dash, Page
from maps.picture.view import Frame, View

SEA, LAND, COAST, BORDER, UNIT = "#dbe6ea", "#f7f4ec", "#8fa5b0", "#a89c8b", "#d9d1c3"
GRID, RIM, HERE = "#c9d7dd", "#9aa5ab", "#c2272d"

_UNITS_FROM = 3_000_000.0  # metres that the frame is wide, up to which first-order units are drawn
_LOCATED = 7_000_000.0  # metres that the frame is wide, up to which a globe says where it is
_DETAIL = (0.3, 0.1, 0.05)  # degrees, coarsest first
_STEPS = (1, 2, 5, 10, 15, 30)


@dataclass(frozen=True, slots=True, eq=False)
class Land:
    """What is seen of a country, in points. `key` is that of its boundary."""

    key: str
    name: str
    shape: BaseGeometry


def draw_ground(page: Page, view: View, whose: Worldview) -> list[Land]:
    """With the borders of a worldview; what is seen of the countries that it knows, the largest first."""
    seen, land = _lands(view)
    page.shape(view.ground, fill=SEA)
    page.shape(_lines(view, _graticule(view)), edge=GRID, width=0.4)
    # A pale rim where sea meets land, as on a printed map; and no line shows where the frame cuts the land.
    fine, inside = 0.5 if view.world else 1.0, view.ground
    shores = shapely.MultiPolygon([part for part in shapely.get_parts(land.simplify(0.6)) if part.area > 1])
    for width, colour in ((9.0, "#e1eaee"), (4.4, "#e8eff2")):
        page.shape(shores.boundary, edge=colour, width=width * fine, within=inside)
    page.shape(land, fill=LAND)
    if not view.world and view.frame.width / view.scale < _UNITS_FROM:
        page.shape(_edges(view.shapes(_units(view))), edge=UNIT, width=0.5, within=inside)
    for kind, lines in _borders(whose, fine=not view.world).items():
        dash: Dash = (0, (3.2 * fine, 2.2 * fine)) if kind is Line.DASHED else None
        page.shape(_lines(view, lines), edge=BORDER, width=0.85 * fine, dash=dash, within=inside)
    if seen:  # nothing has no boundary
        page.shape(land.boundary, edge=COAST, width=0.6 * fine, within=inside)
    known = {name: (lon, lat, km) for name, lon, lat, km, _ in basemap.labels(whose)}
    named = [one for one in seen if one.name in known]
    return [*named, *_states(view, {name: known[name] for name in known.keys() - set(_column("name"))})]


def _states(view: View, states: Mapping[str, tuple[float, float, float]]) -> Iterator[Land]:
    """Those that are no country of the table, by (lon, lat) and radius in km: as a circle in which a name may stand."""
    for name, (lon, lat, km) in sorted(states.items()):
        ((x, y),) = view.spots([lon], [lat]).tolist()
        if view.sees(x, y):
            yield Land("", name, shapely.Point(x, y).buffer(km * 1000 * view.scale))


def _borders(whose: Worldview, *, fine: bool) -> dict[Line, list[BaseGeometry]]:
    return {
        kind: [LineString(line.points if fine else _coarse(line)) for line in lines]
        for kind, lines in basemap.borders(whose).items()
    }


def _coarse(line: groundfile.Line) -> groundfile.Points:
    kept = line.coarse.copy()
    kept[0] = kept[-1] = True
    return line.points[kept]


@lru_cache(maxsize=8)
def _lands(view: View) -> tuple[list[Land], BaseGeometry]:
    """What is seen of which countries, the largest first, and of all of them together."""
    shapes = view.shapes(_countries(0.3 / view.scale))
    seen = [Land(*row) for row in zip(_column("key"), _column("name"), shapes, strict=True) if not row[2].is_empty]
    land = shapely.union_all([one.shape for one in seen])
    return sorted(seen, key=lambda one: (-one.shape.area, one.key)), land


def draw_frame(page: Page, view: View) -> None:
    page.shape(view.ground.boundary, edge=RIM, width=1.0)


def is_local(view: View) -> bool:
    """Whether so little is shown that a reader wants to know where on earth it is."""
    return not view.world and view.frame.width / view.scale < _LOCATED


def draw_globe(page: Page, view: View, frame: Frame) -> None:
    """The half of the world that `view` lies in, with the view's frame on it."""
    x, y = view.frame.x + view.frame.width / 2, view.frame.y + view.frame.height / 2
    lon, lat = view.position(x, y)
    globe = View.hemisphere(lon, lat, frame)
    disc = shapely.Point(frame.x + frame.width / 2, frame.y + frame.height / 2).buffer(frame.width / 2, quad_segs=32)
    page.shape(disc, fill=SEA)
    page.shape(_lines(globe, _meridians(30)).intersection(disc), edge=GRID, width=0.3)
    land = shapely.union_all(globe.shapes(_countries(1 / globe.scale))).intersection(disc)
    page.shape(land, fill="#e2dccd", edge=COAST, width=0.3)
    page.shape(disc.boundary, edge=RIM, width=0.6)
    outline = globe.spots(*zip(*view.outline(), strict=True))
    seen = shapely.Polygon(outline)
    if seen.area < 30:
        # Too small to be seen as what it is.
        seen = seen.centroid.buffer(3.2, cap_style="square")
    page.shape(seen, edge="#ffffff", width=2.2)
    page.shape(seen, edge=HERE, width=1.1)


def _edges(shapes: Sequence[BaseGeometry]) -> BaseGeometry:
    """Those of neighbours lie upon each other."""
    return shapely.MultiLineString([line for shape in shapes for line in shapely.get_parts(shape.boundary)])


def _lines(view: View, lines: Sequence[BaseGeometry]) -> BaseGeometry:
    parts = [part for line in view.shapes(lines) for part in shapely.get_parts(line)]
    return shapely.MultiLineString(
        [part for part in parts if shapely.get_dimensions(part) == 1 and not part.is_empty]
    )


def _graticule(view: View) -> list[BaseGeometry]:
    west, south, east, north = view.window
    return _meridians(next((step for step in _STEPS if min(east - west, 2 * (north - south)) / step < 7), 30))


def _meridians(step: int) -> list[BaseGeometry]:
    """Lines of longitude and latitude each `step` degrees; the former end 10 degrees before the poles, but for two."""
    up = [
        LineString([(lon, -80 if lon % 90 else -90), (lon, 80 if lon % 90 else 90)]) for lon in range(-180, 180, step)
    ]
    across = [LineString([(lon, lat) for lon in range(-180, 181, 2)]) for lat in range(-90 + step, 90, step)]
    return [*up, *across]


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    from pyogrio import raw

    meta, _, shapes, columns = raw.read(data_path("boundaries", "countries.fgb"))
    return dict(zip(meta["fields"], columns, strict=True)) | {"geometry": shapely.from_wkb(shapes)}


def _countries(finest_m: float) -> Sequence[BaseGeometry]:
    """As fine as a map shows on which so many metres are all but nothing."""
    return _simplified(next((degrees for degrees in _DETAIL if degrees * 111_000 <= finest_m), 0.0))


@lru_cache(maxsize=len(_DETAIL) + 1)
def _simplified(degrees: float) -> Sequence[BaseGeometry]:
    """Neighbours keep one border between them. `degrees`: the root of the area that a corner may lose."""
    shapes: Sequence[BaseGeometry] = _table()["geometry"]
    return shapely.coverage_simplify(shapes, degrees) if degrees else shapes


def _column(name: str) -> Sequence[str]:
    values: Sequence[str] = _table()[name].tolist()
    return values


def _units(view: View) -> Sequence[BaseGeometry]:
    """The first-order units in the view's window."""
    from pyogrio import raw

    west, south, east, north = view.window
    found: list[BaseGeometry] = []
    for turn in (-360.0, 0.0, 360.0):
        low, high = west + view.lon + turn, east + view.lon + turn
        if low < 180 and high > -180:
            box = (max(low, -180), south, min(high, 180), north)
            found.extend(shapely.from_wkb(raw.read(data_path("boundaries", "admin1.fgb"), columns=[], bbox=box)[2]))
    return found
