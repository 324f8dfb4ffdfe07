"""Whose a land is, from a point of view and on a day, and which lines between lands are borders then.

From our own table, `data/boundaries/worldviews.toml`, which says of each disputed area who holds it, what states and
the United Nations say, and since when. A land is an ISO 3166-1 code (what no row takes away from that country) or the
id of an area ("crimea"). Nothing here draws: `maps.basemap` does.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from geo.errors import QueryError
from geo.resources import data_path

DE_FACTO, UN = "de-facto", "un"


class Line(StrEnum):
    """How a border is drawn. Dashed: not all who are asked say that it is one."""

    SOLID = "solid"
    DASHED = "dashed"


@dataclass(frozen=True, slots=True)
class View:
    """A point of view. `note` is "" for a state's own."""

    id: str
    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """`views` say that an area is `whose`: an ISO 3166-1 code, an entity's id, or "" where they name nobody.

    So from `start` (inclusive) until `end` (exclusive); None: no such limit. `source` is what says so. `open`: they say
    so for the time being, its status being unsettled.
    """

    whose: str
    views: tuple[str, ...]
    source: str
    start: date | None = None
    end: date | None = None
    open: bool = False

    def holds(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class Area:
    """A land that is disputed. Of two positions that hold on a day for one view, the first counts."""

    id: str
    name: str
    note: str
    positions: tuple[Position, ...]

    def said(self, view: str, day: date) -> Position | None:
        """What this view itself says; None if it says nothing."""
        return next((one for one in self.positions if view in one.views and one.holds(day)), None)

    def claimed_by(self, day: date) -> frozenset[str]:
        """All whose it is for somebody on that day. A state that names nobody may mean itself."""
        held = [one for one in self.positions if one.holds(day)]
        nobody = [view.upper() for one in held if not one.whose for view in one.views if view not in (DE_FACTO, UN)]
        return frozenset([*(one.whose for one in held if one.whose), *nobody])


@dataclass(frozen=True, slots=True)
class Worldview:
    """The world of one view on one day."""

    view: View
    day: date

    def whose(self, land: str) -> str:
        """An ISO 3166-1 code, the id of an entity, or "" where nobody is named."""
        area = areas().get(land)
        if area is None:
            return land
        position = self.position(area)
        return position.whose if position else ""

    def position(self, area: Area) -> Position | None:
        """What counts for this view: its own word, else that of the United Nations, else who holds the area."""
        return self._word(area) or area.said(DE_FACTO, self.day)

    def border(self, one: str, other: str) -> Line | None:
        """Between two lands that touch: None where this view knows no border.

        It is solid where nobody claims both sides, and where this view has its word on both.
        """
        owners = self.whose(one), self.whose(other)
        if owners[0] == owners[1] != "":
            return None
        if not self._claims(one) & self._claims(other):
            return Line.SOLID
        return Line.SOLID if self._settled(one) and self._settled(other) else Line.DASHED

    def _word(self, area: Area) -> Position | None:
        return area.said(self.view.id, self.day) or area.said(UN, self.day)

    def _claims(self, land: str) -> frozenset[str]:
        area = areas().get(land)
        return area.claimed_by(self.day) if area else frozenset({land})

    def _settled(self, land: str) -> bool:
        area = areas().get(land)
        if area is None:
            return True
        word = None if self.view.id == DE_FACTO else self._word(area)
        return word is not None and word.whose != "" and not word.open


def worldview(view: str = DE_FACTO, day: date | None = None) -> Worldview:
    """`day`: None means today. QueryError if there is no such view."""
    if view not in views():
        raise QueryError("worldview", f"{view!r} is not one of {', '.join(views())}")
    return Worldview(views()[view], day or date.today())


@lru_cache(maxsize=1)
def views() -> dict[str, View]:
    """By id, in the order to offer them in; the first is the default."""
    return {row["id"]: View(**row) for row in _table()["view"]}


@lru_cache(maxsize=1)
def areas() -> dict[str, Area]:
    """By id."""
    return {row["id"]: _area(row) for row in _table()["area"]}


@lru_cache(maxsize=1)
def entities() -> dict[str, str]:
    """Names of states that few or none recognise, by id."""
    return dict(_table()["entities"])


def _area(row: dict[str, Any]) -> Area:
    return Area(row["id"], row["name"], row["note"], tuple(_positions(row["positions"])))


def _positions(rows: list[dict[str, Any]]) -> Iterator[Position]:
    for row in rows:
        yield Position(
            row["whose"], tuple(row["in"]), row["source"], row.get("from"), row.get("to"), row.get("open", False)
        )


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    return tomllib.loads(data_path("boundaries", "worldviews.toml").read_text(encoding="utf-8"))
