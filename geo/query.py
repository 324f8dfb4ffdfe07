"""What a reader may ask a store for. `EventQuery.matches` is the meaning; every store is tested against it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from geo.errors import QueryError
from geo.filters import Filter, Kind, Values, matches
from geo.geometry import BBox
from geo.model import Event, Status
from geo.rows import COLUMNS, row
from geo.text import all_begin, search_words


@dataclass(frozen=True, slots=True)
class Interval:
    """Days from `start` to `end`, both inclusive; None leaves that side open."""

    start: date | None
    end: date | None

    @classmethod
    def parse(cls, text: str) -> Interval:
        """From an instant or "start/end" with ".." or nothing for an open side (OGC API - Features, 7.15.4).

        A time of day is accepted and cut to its day: events are dated by days.
        """
        sides = text.split("/")
        if len(sides) > 2 or not text.strip():
            raise QueryError(
                "datetime", f"{text!r} is neither an instant nor an interval such as 2023-09-19/2023-09-21"
            )
        days = [None if side in ("", "..") else _day(side) for side in sides]
        if len(sides) == 2 and days == [None, None]:
            return cls(None, None)
        start, end = days[0], days[-1]
        if start and end and start > end:
            raise QueryError("datetime", f"{start} lies after {end}")
        return cls(start, end)

    def intersects(self, start: date | None, end: date | None) -> bool:
        """Whether the days `start` to `end` (inclusive) meet it; undated (both None) meets no bounded interval."""
        if start is None and end is None:
            return self.start is None and self.end is None
        first, last = start or date.min, end or date.max
        return (self.end is None or first <= self.end) and (self.start is None or last >= self.start)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        raise QueryError("datetime", f"{text!r} is not a date such as 2023-09-20 or 2023-09-20T12:00:00Z") from None


# What a filter and an order may speak of. The publication day is text, and no date: GDAL takes a filter on any date for
# one on the event's own time. `updated` (`geo.model.Telling`) is null outside of a store.
EVENT_QUERYABLES: Mapping[str, Kind] = {
    "id": "text",
    "geometry": "geometry",
    "time": "interval",
    "placed": "boolean",
    "updated": "text",
    **{name: "text" if name == "source_published" else cast(Kind, kind) for name, kind in COLUMNS.items()},
}


def event_values(event: Event) -> Values:
    """Of each of `EVENT_QUERYABLES`; dates as ordinals, "geometry" as `positions`."""
    values = row(event)
    values |= {name: day and day.toordinal() for name, day in (("start", event.start), ("end", event.end))}
    return values | {
        "id": event.id,
        "geometry": positions(event),
        "time": days_of(event),
        "placed": bool(event.located),
        "updated": event.told.updated or None if event.told else None,
    }


@dataclass(frozen=True, slots=True)
class SortKey:
    name: str
    descending: bool = False

    @classmethod
    def parse(cls, text: str, queryables: Mapping[str, Kind]) -> tuple[SortKey, ...]:
        """From "-start,country": a minus before what falls; + says that it rises, as does nothing."""
        keys = []
        for part in text.split(","):
            name = part.strip().lstrip("+-")
            if queryables.get(name, "geometry") in ("geometry", "interval"):
                able = ", ".join(key for key, kind in queryables.items() if kind not in ("geometry", "interval"))
                raise QueryError("sortby", f"nothing can be ordered by {name[:60]!r}; there are {able}")
            keys.append(cls(name, part.strip().startswith("-")))
        return tuple(keys)


def in_order(items: Iterable[tuple[Values, Any]], order: Sequence[SortKey]) -> list[Any]:
    """The second of each pair, by the values in the first; equal ones stay as they come, nulls are last both ways."""
    found = list(items)
    for key in reversed(order):
        known = [item for item in found if item[0][key.name] is not None]
        unknown = [item for item in found if item[0][key.name] is None]
        found = _sorted(known, key) + unknown
    return [item for _, item in found]


def _sorted(items: list[tuple[Values, Any]], key: SortKey) -> list[tuple[Values, Any]]:
    return sorted(items, key=lambda item: item[0][key.name], reverse=key.descending)


@dataclass(frozen=True, slots=True)
class EventQuery:
    """Empty tuples and None ask for everything. A page holds at most `limit` events, after skipping `offset`.

    Events come newest first: by `start` descending (undated ones last), then by id ascending; or by `order`, and newest
    first where that leaves them equal. `after` leaves out those up to this `newest_first` key, and so starts a page
    where another ended; it goes with no `order`, and does not change how many match.
    `bbox` finds events with the point of a drawn place (`Event.located`) in it; an unplaced event is in no box.
    `story` finds all reports of one story; outside a store, events are in none.
    `text` finds events with all its words in their quote, title and places' names; a word's beginning is enough.
    """

    bbox: BBox | None = None
    interval: Interval | None = None
    types: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    text: str = ""
    ids: tuple[str, ...] = ()
    story: str = ""
    limit: int = 100
    offset: int = 0
    filter: Filter | None = None
    order: tuple[SortKey, ...] = ()
    after: tuple[int, str] | None = None

    def matches(self, event: Event) -> bool:
        return (
            (not self.ids or event.id in self.ids)
            and (not self.story or (event.told is not None and event.told.story == self.story))
            and (not self.types or event.type in self.types)
            and (not self.statuses or event.status in self.statuses)
            and (self.interval is None or self.interval.intersects(event.start, event.end))
            and (self.bbox is None or any(self.bbox.contains(lon, lat) for lon, lat in positions(event)))
            and finds(self.text, searched(event))
            and (self.filter is None or matches(self.filter, event_values(event)))
        )

    def sorted(self, events: Iterable[Event]) -> list[Event]:
        """In the order of the answer, without those that `after` leaves out."""
        newest = sorted(events, key=newest_first)
        if self.order:
            return in_order([(event_values(event), event) for event in newest], self.order)
        return [event for event in newest if self.after is None or newest_first(event) > self.after]


def positions(event: Event) -> list[tuple[float, float]]:
    """(lon, lat) of each place to draw: the shifted position where the text shifts it, else the place's own."""
    return [(p.lon, p.lat) for p in event.located if p.lon is not None and p.lat is not None]


def days_of(event: Event) -> tuple[int, int] | None:
    """Ordinals of the first and last day; one that is not known is as far as can be, of an undated event there are none."""
    if event.start is None and event.end is None:
        return None
    return (event.start or date.min).toordinal(), (event.end or date.max).toordinal()


def searched(event: Event) -> str:
    """What `EventQuery.text` is looked for in."""
    names = " ".join(p.place.name for p in event.places if p.place)
    return f"{event.quote.text if event.quote else ''}\n{event.source.title}\n{names}"


def finds(text: str, hay: str) -> bool:
    """Whether each word of `text` begins a word of `hay` (`search_words`)."""
    words = search_words(text)
    return not words or all_begin(words, search_words(hay))


@dataclass(frozen=True, slots=True)
class ItemQuery:
    """What may be asked of mentions and articles (`geo.items`). As in `EventQuery`; without an order, newest first by
    the day of publication, and by id where that is the same."""

    bbox: BBox | None = None
    interval: Interval | None = None
    text: str = ""
    filter: Filter | None = None
    order: tuple[SortKey, ...] = ()
    ids: Collection[str] = ()
    limit: int = 100
    offset: int = 0

    def matches(self, values: Values, hay: str = "") -> bool:
        """Of an item's values (`geo.filters.Values`, with "id", and "geometry" and "time" if it has any) and of what
        `text` is looked for in."""
        return (
            (not self.ids or values["id"] in self.ids)
            and (self.interval is None or self._meets(self.interval, values.get("time")))
            and (self.bbox is None or any(self.bbox.contains(*spot) for spot in values.get("geometry") or ()))
            and finds(self.text, hay)
            and matches(self.filter, values)
        )

    @staticmethod
    def _meets(interval: Interval, days: tuple[int, int] | None) -> bool:
        start, end = (None, None) if days is None else map(date.fromordinal, days)
        return interval.intersects(start, end)


def newest_first(event: Event) -> tuple[int, str]:
    """Sort key of the one order that stores answer in."""
    return (-event.start.toordinal() if event.start else 1, event.id)


@dataclass(frozen=True, slots=True)
class Extent:
    """Where and when things are: a box that does not cross the antimeridian, and days. None: anywhere, at any time."""

    bbox: BBox | None = None
    interval: Interval | None = None


def days_of_all(events: Iterable[tuple[int, int]]) -> Interval | None:
    """From the first to the last of these `days_of` events; a side is open where one of them is. None of none."""
    ends = list(events)
    if not ends:
        return None
    first, last = min(start for start, _ in ends), max(end for _, end in ends)
    known = date.min.toordinal() < first, last < date.max.toordinal()
    return Interval(date.fromordinal(first) if known[0] else None, date.fromordinal(last) if known[1] else None)


@dataclass(frozen=True, slots=True)
class Page:
    """`matched` counts all that the query matches, on every page; `offset` of the next page, None on the last."""

    events: tuple[Event, ...]
    matched: int
    next: int | None = None
