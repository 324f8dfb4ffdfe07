"""The events on the map: regions with a soft edge, circles, lines, badges, and their names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from geo.model import Status
from geo.shapes import disc
from maps.picture import badges, when
from maps.picture.ground import Land
from maps.picture.lettering import SERIF, Face, clean, fitted, width
from maps.picture.looks import Look, Looks
from maps.picture.page import Page
from maps.picture.placing import Box, Taken, beside
from maps.picture.scene import Country, Heap, Mark, Region, Scene, tally
from maps.picture.view import View

RADIUS = 7.0  # points, of a badge
# Points between the middles of two badges, within which they become one.
_TOO_CLOSE = 14.0
# Points across; a circle or a region that is smaller is covered by its badge, and so is one.
_SMALL = 34.0
_NAMES = 70  # at most so many
# At most so many, of most events; drawing one takes as long as some fifty badges, and more would cover each other.
_REGIONS, _CIRCLES = 300, 150
_WIDEST = 110.0  # points that a name may take
# How dark a region is, and points from its rim over which it fades away.
_DARK, _SOFT = 0.34, 7.0

INK, QUIET, HALO, COUNTRY = "#1d2328", "#5d666e", "#fbf9f4", "#8d8473"
NAME = Face(7.2)
WHEN = Face(5.8)
REGION = Face(8.2, SERIF, style="italic")
LAND = Face(6.4)
PILL = Face(6.0)


@dataclass(frozen=True, slots=True)
class Placed:
    """A badge, or several gathered to one, at (x, y) on the page. `names`: of its places, the most events first."""

    x: float
    y: float
    names: tuple[str, ...]
    heap: Heap
    near: bool = False

    @property
    def radius(self) -> float:
        return RADIUS if self.alike else badges.ring_radius(self.heap.count, RADIUS + 0.6)

    @property
    def alike(self) -> bool:
        return len(self.heap.kinds) == 1


@dataclass(frozen=True, slots=True)
class Signs:
    """Which signs a map has, of those that a legend explains. `plain`: regions and circles that a badge stands for, as
    they are too many to draw."""

    several: bool = True
    near: bool = True
    area: bool = True
    line: bool = True
    country: bool = True
    plain: int = 0


def draw_events(page: Page, view: View, scene: Scene, looks: Looks, lands: Sequence[Land], taken: Taken) -> Signs:
    """`lands`: what is seen of the countries; `taken`: what else stands on the map. Badges and names are added to it."""
    seen = _seen_regions(view, scene.regions[:_REGIONS])
    regions = [(region, shape) for region, shape in seen if _across(shape) >= _SMALL]
    circles, small, beyond = _circles(view, scene.marks)
    plain = [*beyond, *_middles(view, scene.regions[_REGIONS:])]
    small += plain
    small += [_middle(region, shape) for region, shape in seen if _across(shape) < _SMALL]
    for region, shape in regions:
        _draw_region(page, shape, _leading(looks, region.heap), planned=_planned(region.heap))
    for mark, shape in circles:
        _draw_circle(page, shape, _leading(looks, mark.heap))
    gathered = gather(small)
    for one in gathered:
        taken.take(Box.round(one.x, one.y, one.radius + 1))
    for one in reversed(gathered):
        draw_placed(page, one, looks)
    rims = [_on_rim(mark, shape, taken) for mark, shape in circles]
    for one in rims:
        draw_placed(page, one, looks)
    _name_marks(page, [*gathered, *rims], taken)
    for region, shape in regions:
        _name_region(page, region, shape, looks, taken)
    return Signs(
        several=not all(one.alike for one in gathered),
        near=bool(rims) or any(one.near for one in gathered),
        area=any(shapely.get_dimensions(shape) == 2 for _, shape in regions),
        line=any(shapely.get_dimensions(shape) == 1 for _, shape in regions),
        country=_tell_countrywide(page, scene.countries, lands, taken),
        plain=len(plain),
    )


def most_plain(scene: Scene) -> int:
    """As many as `Signs.plain` can be."""
    near = sum(mark.radius_m > 0 for mark in scene.marks)
    return max(len(scene.regions) - _REGIONS, 0) + max(near - _CIRCLES, 0)


def _across(shape: BaseGeometry) -> float:
    west, south, east, north = shape.bounds
    return float(max(east - west, north - south))


def _seen_regions(view: View, regions: Sequence[Region]) -> list[tuple[Region, BaseGeometry]]:
    shapes = view.shapes(region.shape for region in regions)
    return [(region, shape) for region, shape in zip(regions, shapes, strict=True) if not shape.is_empty]


def _circles(view: View, marks: Sequence[Mark]) -> tuple[list[tuple[Mark, BaseGeometry]], list[Placed], list[Placed]]:
    """Those that are circles on the page, those that a badge stands for, and so those beyond the most that are drawn."""
    circles, small, beyond, tried = [], list[Placed](), list[Placed](), 0
    spots = view.spots([mark.lon for mark in marks], [mark.lat for mark in marks])
    for mark, (x, y) in zip(marks, spots.tolist(), strict=True):
        large = mark.radius_m * view.scale * 2 >= _SMALL
        if large and tried < _CIRCLES:
            tried += 1
            (shape,) = view.shapes([disc(mark.lon, mark.lat, mark.radius_m)])
            if not shape.is_empty:
                circles.append((mark, shape))
        elif view.sees(x, y):
            (beyond if large else small).append(Placed(x, y, (mark.name,), mark.heap, near=mark.radius_m > 0))
    return circles, small, beyond


def _middles(view: View, regions: Sequence[Region]) -> list[Placed]:
    """Badges for regions that are not drawn, those that the page shows."""
    middles = [region.shape.point_on_surface() for region in regions]
    spots = view.spots([at.x for at in middles], [at.y for at in middles]).tolist()
    return [
        Placed(x, y, (region.name,), region.heap, near=True)
        for region, (x, y) in zip(regions, spots, strict=True)
        if view.sees(x, y)
    ]


def _middle(region: Region, shape: BaseGeometry) -> Placed:
    at = shape.point_on_surface()
    return Placed(at.x, at.y, (region.name,), region.heap, near=True)


def gather(marks: Sequence[Placed]) -> list[Placed]:
    """Those too close to one with more events become one with it, where that one is; the most events first."""
    homes: list[list[Placed]] = []
    cells: dict[tuple[int, int], list[list[Placed]]] = {}
    for mark in sorted(marks, key=lambda one: (-one.heap.count, one.names, one.x, one.y)):
        column, row = int(mark.x // _TOO_CLOSE), int(mark.y // _TOO_CLOSE)
        around = (cells.get((column + i, row + j), []) for i in (-1, 0, 1) for j in (-1, 0, 1))
        home = next((home for near in around for home in near if _close(home[0], mark)), None)
        if home is None:
            home = []
            homes.append(home)
            cells.setdefault((column, row), []).append(home)
        home.append(mark)
    return sorted(map(_together, homes), key=lambda one: (-one.heap.count, one.names))


def _close(one: Placed, other: Placed) -> bool:
    return (one.x - other.x) ** 2 + (one.y - other.y) ** 2 < _TOO_CLOSE**2


def _together(marks: Sequence[Placed]) -> Placed:
    first = marks[0]
    if len(marks) == 1:
        return first
    heap = Heap.of(mark.heap for mark in marks)
    names = dict.fromkeys(name for mark in marks for name in mark.names if name)
    return Placed(first.x, first.y, tuple(names), heap)


def draw_placed(page: Page, mark: Placed, looks: Looks) -> None:
    kinds = mark.heap.kinds
    if not mark.alike:
        shares = tally(kinds, looks.colour)
        badges.ring(page, mark.x, mark.y, mark.radius, shares, badges.short(mark.heap.count))
        return
    (kind,) = kinds
    look = looks.of(kind)
    if mark.near:
        page.path_round(mark.x, mark.y, RADIUS + 2.6, look.colour)
    look.draw(page, mark.x, mark.y, RADIUS, kind.status)
    if mark.heap.count > 1:
        draw_count(page, mark.x + RADIUS * 0.9, mark.y + RADIUS * 0.9, mark.heap.count)


def draw_count(page: Page, x: float, y: float, count: int) -> None:
    words, face = badges.short(count), Face(5.0, weight="bold")
    wide = max(width(words, face) + 3.6, 7.0)
    page.box(x - wide / 2, y - 3.5, wide, 7.0, round_by=3.4, fill=INK, edge="#ffffff", width=0.6)
    page.text(x, y, words, face, across="center", up="middle", colour="#ffffff")


def _leading(looks: Looks, heap: Heap) -> Look:
    """One of the group that most of the events are of; among equals of the one that the legend names first."""
    counts = dict(tally(heap.kinds, lambda kind: looks.of(kind).group))
    return min(map(looks.of, sorted(heap.kinds)), key=lambda look: (-counts[look.group], looks.order(look)))


def _planned(heap: Heap) -> bool:
    return all(kind.status is Status.PLANNED for kind in heap.kinds)


def _draw_region(page: Page, shape: BaseGeometry, look: Look, *, planned: bool) -> None:
    """Its rim fades, since nobody knows where in it, nor how sharply it ends."""
    if shapely.get_dimensions(shape) < 2:
        page.shape(shape, edge="#ffffff", width=4.0, alpha=0.8)
        page.shape(shape, edge=look.colour, width=2.4, dash=(0, (4, 2.4)) if planned else None)
        return
    steps = 7
    soft = min(_SOFT, _across(shape) / 5)
    shade = 1 - (1 - (_DARK / 3 if planned else _DARK)) ** (1 / steps)
    for step in range(steps):
        page.shape(shape.buffer(soft * (0.35 - step / steps)), fill=look.colour, alpha=shade)
    if planned:
        page.shape(shape.boundary, edge=look.colour, width=0.8, dash=(0, (3, 2)))


def _draw_circle(page: Page, shape: BaseGeometry, look: Look) -> None:
    page.shape(shape, fill=look.colour, alpha=0.16)
    page.shape(shape.boundary, edge="#ffffff", width=2.0, alpha=0.7)
    page.shape(shape.boundary, edge=look.colour, width=1.0, dash=(0, (1.2, 1.6)))


def _on_rim(mark: Mark, shape: BaseGeometry, taken: Taken) -> Placed:
    """The badge of a circle, which stands on its rim: its middle claims nothing."""
    rim = shape.boundary if shape.geom_type == "Polygon" else shape.geoms[0].boundary
    west, south, _, _ = shape.bounds
    spots = [rim.interpolate(part / 16, normalized=True) for part in range(16)]
    spots.sort(key=lambda at: (round(west - at.x + south - at.y, 3), at.x))
    radius = RADIUS + 1
    free = (at for at in spots if taken.free(Box.round(at.x, at.y, radius)))
    at = next(free, spots[0])
    taken.take(Box.round(at.x, at.y, radius))
    return Placed(at.x, at.y, (mark.name,), mark.heap)


def _name_marks(page: Page, marks: Sequence[Placed], taken: Taken) -> None:
    dated = len(marks) <= 40
    for mark in marks[:_NAMES]:
        lines = [(line, NAME, INK) for line in _names(mark.names)]
        if dated and lines and (days := _days(mark)):
            lines.append((days, WHEN, QUIET))
        for shown in (lines, lines[:1]):
            wide = max((width(words, face) for words, face, _ in shown), default=0)
            high = sum(face.height for _, face, _ in shown)
            if shown and (box := taken.first_free(beside(mark.x, mark.y, mark.radius, wide, high))):
                _write(page, box, shown)
                break


def _names(names: Sequence[str]) -> list[str]:
    if not names or not names[0]:
        return []
    first = clean(names[0])
    both = ", ".join(map(clean, names[:2]))
    if len(names) == 2 and width(both, NAME) <= _WIDEST:
        return [both]
    first = fitted(first, NAME, _WIDEST)
    return [first] if len(names) == 1 else [f"{first} and {len(names) - 1} more"]


def _days(mark: Placed) -> str:
    said = when.days(mark.heap.days)
    statuses = {kind.status for kind in mark.heap.kinds}
    return f"planned {said}".strip() if statuses == {Status.PLANNED} else said


def _write(page: Page, box: Box, lines: Iterable[tuple[str, Face, str]]) -> None:
    top = box.top
    for words, face, colour in lines:
        page.text(
            box.anchor, top - face.height / 2, words, face, across=box.across, up="middle", colour=colour, halo=HALO
        )
        top -= face.height


def _name_region(page: Page, region: Region, shape: BaseGeometry, looks: Looks, taken: Taken) -> None:
    """Its name stands on it, after its badges: it has no spot for them to stand at."""
    kinds = region.heap.kinds
    name = fitted(clean(region.name), REGION, _WIDEST)
    found = list(dict.fromkeys(looks.of(kind) for kind, _ in kinds.most_common()))[:4]
    size = 4.6
    wide = len(found) * (2 * size + 3) + width(name, REGION) + (9 if region.heap.count > 1 else 0)
    box = taken.first_free(Box.centred(x, y, wide, 12) for x, y in _inside(shape))
    if box is None:
        return
    x, y = box.left, (box.bottom + box.top) / 2
    for look in found:
        status = next(kind.status for kind in sorted(kinds) if looks.of(kind) == look)
        look.draw(page, x + size, y, size, status)
        x += 2 * size + 3
    page.text(x, y, name, REGION, up="middle", colour=INK, halo=HALO)
    if region.heap.count > 1:
        draw_count(page, x + width(name, REGION) + 6, y + 2, region.heap.count)


def _inside(shape: BaseGeometry) -> Iterable[tuple[float, float]]:
    """Spots in the middle of a shape's largest parts, and some above and below."""
    parts = sorted(shapely.get_parts(shape), key=lambda part: (-part.area, -part.length))[:3]
    middles = [part.point_on_surface() if part.area else part.interpolate(0.5, normalized=True) for part in parts]
    near = shape.buffer(8)
    for down in (0, 12, -12, 24, -24, 36, -36, 48, -48):
        for middle in middles:
            if near.contains(shapely.Point(middle.x, middle.y - down)):
                yield middle.x, middle.y - down


def _tell_countrywide(page: Page, countries: Sequence[Country], lands: Sequence[Land], taken: Taken) -> bool:
    """What is known of a country as a whole, in words within it. Whether any country had room."""
    shapes, told = {land.key: land.shape for land in lands}, False
    for country in countries:
        words = f"{country.count:,} country-wide"
        wide = width(words, PILL) + 9
        box = _room_in(shapes.get(country.boundary), wide, 10.0, taken)
        if box is not None:
            style = {"fill": HALO, "edge": QUIET, "width": 0.6, "dash": (0, (2, 1.4))}
            page.box(box.left, box.bottom, wide, 10, round_by=4.9, **style)
            page.text(box.anchor, box.bottom + 5, words, PILL, across="center", up="middle", colour=QUIET)
            told = True
    return told


def name_lands(page: Page, lands: Sequence[Land], taken: Taken) -> None:
    """Where what is seen of them has room."""
    for land in lands:
        words = spaced(clean(land.name))
        box = _room_in(land.shape, width(words, LAND), 8.0, taken)
        if box is not None:
            middle = (box.bottom + box.top) / 2
            page.text(box.anchor, middle, words, LAND, across="center", up="middle", colour=COUNTRY, halo=HALO)


def _room_in(shape: BaseGeometry | None, wide: float, high: float, taken: Taken) -> Box | None:
    """A box that lies in the largest part of a shape, or nearly so, and is now taken."""
    if shape is None or shape.area < wide * high:
        return None
    part = max(shapely.get_parts(shape), key=lambda part: (part.area, part.length))
    x, y = shapely.maximum_inscribed_circle(part, tolerance=1).coords[0]
    offs = ((0, 0), (0, high), (0, -high), (wide / 3, 0), (-wide / 3, 0), (0, 2 * high), (0, -2 * high))
    boxes = (Box.centred(x + right, y + up, wide, high) for right, up in offs)
    inside = (box for box in boxes if part.intersection(box.shape).area > 0.8 * wide * high)
    return taken.first_free(inside)


def spaced(name: str) -> str:
    """In capitals with hair spaces between, as maps write names of countries; as it is where the script has no capitals."""
    capitals = name.upper()
    return "\u200a".join(capitals) if capitals != name.lower() else name
