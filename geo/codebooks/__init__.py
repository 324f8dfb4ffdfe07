"""Events in other people's codebooks: the columns of ACLED, of UCDP's GED and of PLOVER, and which events each has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from geo.codebooks import acled, ged, plover
from geo.codebooks.common import Row
from geo.model import Event


@dataclass(frozen=True, slots=True)
class Codebook:
    """`columns` in the codebook's order; `row` gives those that are known. `refusal`: why an event has no row, or ""."""

    columns: tuple[str, ...]
    row: Callable[[Event], Row]
    refusal: Callable[[Event], str]


@dataclass(frozen=True, slots=True)
class Coded:
    """`left_out`: how many events have no row, by the reason."""

    rows: tuple[Row, ...]
    left_out: Mapping[str, int]


CODEBOOKS: Mapping[str, Codebook] = {
    "acled": Codebook(acled.COLUMNS, acled.row, acled.refusal),
    "ged": Codebook(ged.COLUMNS, ged.row, ged.refusal),
    "plover": Codebook(plover.COLUMNS, plover.row, plover.refusal),
}


def code(events: Iterable[Event], codebook: Codebook) -> Coded:
    """One row for each story: whoever adds up a column must not count the dead twice.

    Of several reports, the last published of those that know a place stands for the story, since tolls rise.
    """
    left_out: Counter[str] = Counter()
    chosen: dict[str, Event] = {}
    for event in events:
        if why := codebook.refusal(event):
            left_out[why] += 1
            continue
        story = event.told.story if event.told else event.id
        if story in chosen:
            left_out["other reports of the same event"] += 1
        chosen[story] = max(chosen.get(story, event), event, key=_worth)
    return Coded(tuple(map(codebook.row, chosen.values())), left_out)


def _worth(event: Event) -> tuple[bool, date]:
    return bool(event.located), event.source.published or date.min
