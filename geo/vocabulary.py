"""The vocabulary of events: what a type and its mode are called, drawn as, and coded as in CAMEO and ACLED.

The words are data: `data/events/types.csv` and, for what differs by mode, `data/events/modes.csv`.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from geo.model import Status
from geo.resources import data_path

# What PLOVER's coders call giving in or joining in, and what they call coercing, when it still lies ahead.
_COOPERATIVE = frozenset("CONSULT SUPPORT COOPERATE AID RETREAT CONCEDE".split())
_HOSTILE = frozenset("ASSAULT COERCE SANCTION MOBILIZE PROTEST".split())
_OURS = frozenset("DISASTER ACCIDENT HEALTH CRIME".split())


@dataclass(frozen=True, slots=True)
class EventType:
    """`cameo` is the CAMEO code, `acled_type` and `acled_subtype` ACLED's; "" where those schemes have no such event.

    `colour` is an HTML colour that colour-blind readers can tell apart; types of one `group` share it.
    """

    type: str
    mode: str
    cameo: str
    acled_type: str
    acled_subtype: str
    label: str
    group: str
    colour: str
    icon: str
    definition: str

    @property
    def acled(self) -> str:
        """ "Protests: Peaceful protest", or "" without a counterpart."""
        return ": ".join(filter(None, (self.acled_type, self.acled_subtype)))


def event_type(type: str, mode: str = "") -> EventType:
    """Never fails: an unknown mode reads as its type, a user's own type as itself, uncoded, in the neutral group."""
    table = vocabulary()
    found = table.get((type, mode)) or table.get((type, ""))
    if found:
        return found if found.mode == mode else replace(found, mode=mode)
    label = type.replace("_", " ").replace("-", " ").strip().capitalize() or "Event"
    return EventType(type, mode, "", "", "", label, "OTHER", "#666666", "dot", "")


def plover(type: str, status: Status) -> str:
    """The type in PLOVER's scheme, which knows no status: a planned visit is an AGREE, a planned strike a THREATEN, aid
    denied a REJECT. Types that it lacks are marked "X-"."""
    if type in _OURS:
        return f"X-{type}"
    if status is Status.PLANNED and type in _COOPERATIVE | _HOSTILE:
        return "AGREE" if type in _COOPERATIVE else "THREATEN"
    if status is Status.DENIED and (type in _COOPERATIVE or type == "AGREE"):
        return "REJECT"
    return type


@dataclass(frozen=True, slots=True)
class Sector:
    """`acled_inter` is the kind of actor that ACLED's `inter1` would say."""

    sector: str
    label: str
    definition: str
    acled_inter: str


@cache
def sectors() -> Mapping[str, Sector]:
    """What actors are, by their code ("GOV")."""
    return {row["sector"]: Sector(**row) for row in _rows("sectors.csv")}


@cache
def vocabulary() -> Mapping[tuple[str, str], EventType]:
    """(type, mode) -> its entry, in the tables' order, types before modes; mode "" is the type itself."""
    types = {row["type"]: EventType(mode="", **row) for row in _rows("types.csv")}
    table = {(name, ""): entry for name, entry in types.items()}
    for row in _rows("modes.csv"):
        table[row["type"], row["mode"]] = replace(types[row["type"]], **row)
    return table


def _rows(name: str) -> list[dict[str, str]]:
    with data_path("events", name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
