"""The legend: rows that explain only what the picture shows, flowing into the columns that there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import shapely
from shapely import Point

from geo.model import Status
from maps.picture import badges
from maps.picture.lettering import Face, clean, fitted, width
from maps.picture.looks import Looks
from maps.picture.marks import HALO, INK, QUIET, Signs
from maps.picture.page import Page
from maps.picture.scene import Scene
from maps.picture.view import Frame

HEADING = Face(7.4, weight="bold")
ROW = Face(7.0)
_SIGN = 18.0  # points that the sign before a row's words takes
_LINE = 12.6

Sign = Callable[[Page, float, float], None]

STATUS_WORDS = {
    Status.REPORTED: "reported",
    Status.CLAIMED: "claimed by one side",
    Status.PLANNED: "planned, expected",
    Status.DENIED: "denied",
}


@dataclass(frozen=True, slots=True)
class Row:
    """`sign` draws round a middle. `count` 0 is not written. Without a sign and a count: a heading or a note."""

    words: str
    sign: Sign | None = None
    count: int = 0
    heading: bool = False
    quiet: bool = False

    @property
    def height(self) -> float:
        return 15.5 if self.heading else _LINE

    def draw(self, page: Page, x: float, top: float, wide: float) -> None:
        middle = top - self.height + _LINE / 2
        left = x + (_SIGN if self.sign else 0)
        number = f"{self.count:,}" if self.count else ""
        room = wide - (left - x) - width(number, ROW) - (6 if number else 0)
        face = HEADING if self.heading else ROW
        if self.sign:
            self.sign(page, x + 7, middle)
        colour = QUIET if self.quiet else INK
        page.text(left, middle, fitted(clean(self.words), face, room), face, up="middle", colour=colour)
        page.text(x + wide, middle, number, ROW, across="right", up="middle", colour=QUIET)


def rows(scene: Scene, looks: Looks, most_countries: int, signs: Signs) -> list[Row]:
    return [*_what(looks), *_how(scene), *_where(signs), *_countries(scene, most_countries)]


def _what(looks: Looks) -> Iterable[Row]:
    if looks.rows:
        yield Row("What happened", heading=True)
    for look, count in looks.rows:
        yield Row(look.label, lambda page, x, y, look=look: look.draw(page, x, y, 5.2), count)  # type: ignore[misc]


def _how(scene: Scene) -> Iterable[Row]:
    found = {kind.status for kind in scene.kinds}
    if found <= {Status.REPORTED}:
        return
    yield Row("How it is told", heading=True)
    for status in (status for status in Status if status in found):
        count = sum(number for kind, number in scene.kinds.items() if kind.status is status)
        yield Row(STATUS_WORDS[status], _plain_badge(status), count)


def _plain_badge(status: Status) -> Sign:
    def sign(page: Page, x: float, y: float) -> None:
        badges.badge(page, x, y, 4.6, shape="circle", colour=QUIET, ink="#ffffff", icon="", status=status)

    return sign


def possible(scene: Scene) -> Signs:
    """The signs that a map of this may have."""
    kinds = {shapely.get_dimensions(region.shape) for region in scene.regions}
    near = any(mark.radius_m for mark in scene.marks) or bool(scene.regions)
    return Signs(len(scene.marks) > 1, near, 2 in kinds, 1 in kinds, bool(scene.countries))


def _where(signs: Signs) -> Iterable[Row]:
    known = [
        (signs.several, "several events, by kind", _several),
        (signs.near, "near: somewhere in the circle", _near),
        (signs.area, "somewhere in the area", _area),
        (signs.line, "along the line", _line),
        (signs.country, "somewhere in the country", _countrywide),
    ]
    shown = [(words, sign) for there, words, sign in known if there]
    if shown:
        yield Row("Where", heading=True)
    for words, sign in shown:
        yield Row(words, sign)


def _several(page: Page, x: float, y: float) -> None:
    badges.ring(page, x, y, 5.2, [("#0072B2", 1), ("#D55E00", 1), ("#009E73", 1)], "3")


def _near(page: Page, x: float, y: float) -> None:
    page.disc(x, y, 5.0, fill="#e4e4e2")
    page.shape(Point(x, y).buffer(5.0).boundary, edge=QUIET, width=0.9, dash=(0, (1.2, 1.4)))


def _area(page: Page, x: float, y: float) -> None:
    for inset in (0.0, 0.7, 1.4, 2.1, 2.8, 3.5):
        wide, high = 14 - 2 * inset, 8.4 - 2 * inset
        page.box(x - wide / 2, y - high / 2, wide, high, round_by=min(1.4, high / 2.1), fill=QUIET, alpha=0.1)


def _line(page: Page, x: float, y: float) -> None:
    page.shape(
        shapely.LineString([(x - 7, y - 2), (x - 2, y + 2), (x + 2, y - 1), (x + 7, y + 2)]), edge=QUIET, width=2.2
    )


def _countrywide(page: Page, x: float, y: float) -> None:
    page.box(x - 7, y - 3.6, 14, 7.2, round_by=3.5, fill=HALO, edge=QUIET, width=0.6, dash=(0, (2, 1.4)))
    page.text(x, y, "2", Face(5.4), across="center", up="middle", colour=QUIET)


def _countries(scene: Scene, most: int) -> Iterable[Row]:
    if not scene.countries:
        return
    yield Row("Known only by country", heading=True)
    fits = len(scene.countries) <= most
    shown = scene.countries if fits else scene.countries[: most - 1]
    for country in shown:
        yield Row(country.name, count=country.count)
    if not fits:
        rest = scene.countries[len(shown) :]
        more = f"{len(rest)} {'more ' if shown else ''}countries"
        yield Row(more, count=sum(country.count for country in rest), quiet=True)


def draw(page: Page, found: Sequence[Row], columns: Sequence[Frame]) -> None:
    """From the top of each column down; what finds no room is left out."""
    for column, part in zip(columns, _flowed(found, [column.height for column in columns]), strict=True):
        top = column.y + column.height + (part[0].height - _LINE if part else 0)
        for row in part:
            row.draw(page, column.x, top, column.width)
            top -= row.height


def _flowed(found: Sequence[Row], heights: Sequence[float]) -> list[list[Row]]:
    """Parted to columns of these heights. A heading goes with the row after it."""
    queue, parts = list(found), list[list[Row]]()
    for height in heights:
        part: list[Row] = []
        left = height
        while queue and height_of(queue[: 2 if queue[0].heading else 1]) <= left + 0.01:
            left -= queue[0].height
            part.append(queue.pop(0))
        parts.append(part)
    return parts


def needed(found: Sequence[Row], columns: int) -> float:
    """The least height of so many columns that hold all rows."""
    least = height_of(found) / columns
    while sum(map(len, _flowed(found, [least] * columns))) < len(found):
        least += 2.0
    return least


def height_of(found: Iterable[Row]) -> float:
    return sum(row.height for row in found)
