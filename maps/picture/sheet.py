"""The sheet: where title, map, legend and credits stand on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geo.query import EventQuery
from maps.picture import legend, marks, notes
from maps.picture.ground import draw_frame, draw_globe, draw_ground, is_local
from maps.picture.lettering import SERIF, Face, clean, fitted, wrapped
from maps.picture.looks import Looks
from maps.picture.page import Page, rules
from maps.picture.paper import Brief, Paper
from maps.picture.placing import Taken
from maps.picture.scale_bar import draw_scale_bar
from maps.picture.scene import Scene
from maps.picture.view import Frame, View

TITLE, SUBTITLE, NOTE = Face(15, SERIF, weight="bold"), Face(7.8), Face(5.9)
_EDGE = 14.0
_COLUMN, _GAP = 136.0, 14.0
_GLOBE = 74.0
_NARROW = 430.0  # points; a narrower sheet has its legend below the map, and not beside it
_BELOW = 0.42  # of the height, the most that a legend below may take
_FOOT = 4.0  # points left free above and below the world
# How many kinds a legend may tell apart, and how many countries it may name.
_ROWS = ((40, 20), (30, 15), (24, 12), (18, 9), (14, 7), (12, 6), (10, 5), (8, 3), (8, 1))


@dataclass(frozen=True, slots=True)
class _Plan:
    """What of the world is shown where, what the legend tells apart, how many `countries` it names, and where it stands."""

    view: View
    looks: Looks
    countries: int
    columns: Sequence[Frame]
    globe: Frame | None


def drawn(scene: Scene, form: str, brief: Brief, paper: Paper) -> bytes:
    """`form`: png, svg or pdf. The same bytes for the same scene, and for the same version of matplotlib."""
    with rules():
        page = Page(paper.width * 72 / paper.dpi, paper.height * 72 / paper.dpi, paper.dpi)
        said = clean(brief.title), clean(notes.subtitle(scene, brief.query))
        _draw(page, scene, brief, *said)
        return page.written(form, title=said[0], description=f"{said[1]}. {notes.counts(scene)}".lstrip(". "))


def _draw(page: Page, scene: Scene, brief: Brief, title: str, subtitle: str) -> None:
    wide = page.width - 2 * _EDGE
    top = _draw_title(page, title, subtitle, wide)
    counts, most = notes.counts(scene), notes.plain(marks.most_plain(scene))
    words = [f"{counts} {most}".rstrip(), notes.sources(scene), notes.credits(brief)]
    # The view decides what the credits say of it, and they take two lines whatever that is.
    bottom = _EDGE + NOTE.height * (len(_credit_lines(words, "", wide)) + 1)
    plan = _plan(scene, page, top, bottom, brief.query)
    view = plan.view
    lands = draw_ground(page, view, brief.view)
    taken = Taken(view.frame)
    taken.take(draw_scale_bar(page, view))
    signs = marks.draw_events(page, view, scene, plan.looks, lands, taken)
    marks.name_lands(page, lands, taken)
    draw_frame(page, view)
    legend.draw(page, legend.rows(scene, plan.looks, plan.countries, signs), plan.columns)
    if plan.globe and is_local(view):
        draw_globe(page, view, plan.globe)
    words[0] = f"{counts} {notes.plain(signs.plain)}".rstrip()
    _draw_credits(page, _credit_lines(words, notes.projection(view), wide))


def _spots(scene: Scene) -> list[tuple[float, float]]:
    """What the map should show all of: marks and regions or, where there are none, countries."""
    spots = [(mark.lon, mark.lat) for mark in scene.marks]
    for region in scene.regions:
        west, south, east, north = region.shape.bounds
        spots += [(west, south), (east, north), (west, north), (east, south)]
    return spots or [(country.lon, country.lat) for country in scene.countries]


def _draw_title(page: Page, title: str, subtitle: str, wide: float) -> float:
    """Where the map may begin."""
    top = page.height - _EDGE
    for line in wrapped(title, TITLE, wide, lines=2):
        top -= TITLE.height
        page.text(_EDGE, top + TITLE.size * 0.24, line, TITLE)
    if subtitle:
        top -= SUBTITLE.height + 2
        page.text(_EDGE, top + SUBTITLE.size * 0.24, fitted(subtitle, SUBTITLE, wide), SUBTITLE, colour=marks.QUIET)
    return top - 7


def _plan(scene: Scene, page: Page, top: float, bottom: float, query: EventQuery) -> _Plan:
    """The one with the finest legend of those whose map is about as large as it can be."""
    area = Frame(_EDGE, bottom, page.width - 2 * _EDGE, top - bottom)
    beside = page.width >= _NARROW and page.width > page.height
    plans: list[_Plan] = []
    for most, countries in _ROWS:
        looks = Looks(scene.kinds, most)
        rows = legend.rows(scene, looks, countries, legend.possible(scene))
        last = (most, countries) == _ROWS[-1]
        if beside and (last or legend.height_of(rows) <= area.height - _GLOBE - 10):
            plans.append(_beside(scene, area, query, looks, countries))
        below = _below(scene, area, query, looks, countries, rows)
        if below.columns[0].height <= area.height * _BELOW or last:
            plans.append(below)
    largest = max(plan.view.scale for plan in plans)
    return next(plan for plan in plans if plan.view.scale >= largest * 0.93)


def _columns(area: Frame) -> int:
    return max(1, int((area.width + _GAP) // (_COLUMN + _GAP)))


def _beside(scene: Scene, area: Frame, query: EventQuery, looks: Looks, countries: int) -> _Plan:
    column = Frame(area.x + area.width - _COLUMN, area.y, _COLUMN, area.height)
    globe = Frame(column.x + (_COLUMN - _GLOBE) / 2, area.y, _GLOBE, _GLOBE)
    frame = Frame(area.x, area.y, area.width - _COLUMN - _GAP, area.height)
    return _Plan(_view(scene, frame, query), looks, countries, [column], globe)


def _below(
    scene: Scene, area: Frame, query: EventQuery, looks: Looks, countries: int, rows: Sequence[legend.Row]
) -> _Plan:
    view, many = _view(scene, area, query), _columns(area)
    # The globe stands in the last column's place.
    located = is_local(view) and many > 1
    high = legend.needed(rows, many - located) if rows else 0.0
    high = min(max(high, _GLOBE if located else 0.0), area.height * _BELOW)
    frame = Frame(area.x, area.y + high + 8, area.width, area.height - high - 8)
    view = _view(scene, frame, query)
    if view.world:
        # Just below the map, and not at the foot of a tall sheet.
        needed = min(frame.height, view.ground.bounds[3] - view.ground.bounds[1] + 2 * _FOOT)
        frame = Frame(frame.x, frame.y + frame.height - needed, frame.width, needed)
        view = _view(scene, frame, query)
    each = (area.width + _GAP) / many - _GAP
    columns = [Frame(area.x + i * (each + _GAP), frame.y - 8 - high, each, high) for i in range(many - located)]
    globe = Frame(area.x + area.width - _GLOBE, frame.y - 8 - _GLOBE, _GLOBE, _GLOBE) if located else None
    return _Plan(view, looks, countries, columns, globe)


def _view(scene: Scene, frame: Frame, query: EventQuery) -> View:
    return View.of_bbox(query.bbox, frame) if query.bbox else View.of(_spots(scene), frame)


def _credit_lines(words: Sequence[str], projection: str, wide: float) -> list[str]:
    counts, *credits = words
    lines = wrapped(clean(counts), NOTE, wide, lines=2)
    rest = " ".join(filter(None, (*credits, projection)))
    return [*lines, *wrapped(clean(rest), NOTE, wide, lines=3)]


def _draw_credits(page: Page, lines: Sequence[str]) -> None:
    y = _EDGE + NOTE.height * (len(lines) - 1)
    for number, line in enumerate(lines):
        page.text(_EDGE, y + 1, line, NOTE, colour=marks.INK if number == 0 else marks.QUIET)
        y -= NOTE.height
