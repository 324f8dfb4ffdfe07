"""What a reader may ask a store for. `EventQuery.matches` is the meaning; every store is tested against it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from geo.errors import QueryError
from geo.geometry import BBox
from geo.model import Event, Status


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


@dataclass(frozen=True, slots=True)
class EventQuery:
    """Empty tuples and None ask for everything. A page holds at most `limit` events, after skipping `offset`.

    Events come newest first: by `start` descending (undated ones last), then by id ascending.
    `bbox` finds events with the point of a drawn place (`Event.located`) in it; an unplaced event is in no box.
    `story` finds all reports of one story; outside a store, events are in none.
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

    def matches(self, event: Event) -> bool:
        return (
            (not self.ids or event.id in self.ids)
            and (not self.story or (event.told is not None and event.told.story == self.story))
            and (not self.types or event.type in self.types)
            and (not self.statuses or event.status in self.statuses)
            and (self.interval is None or self.interval.intersects(event.start, event.end))
            and (self.bbox is None or any(self.bbox.contains(lon, lat) for lon, lat in positions(event)))
            and _mentions_all(event, self.text)
        )


def positions(event: Event) -> list[tuple[float, float]]:
    """(lon, lat) of each place to draw: the shifted position where the text shifts it, else the place's own."""
    return [(p.lon, p.lat) for p in event.located if p.lon is not None and p.lat is not None]


def _mentions_all(event: Event, text: str) -> bool:
    """Whether each word of `text` is a substring, in any case, of the quote, the title or a place's name."""
    if not text.strip():
        return True
    names = " ".join(p.place.name for p in event.places if p.place)
    hay = f"{event.quote.text if event.quote else ''}\n{event.source.title}\n{names}".casefold()
    return all(word in hay for word in text.casefold().split())


def newest_first(event: Event) -> tuple[int, str]:
    """Sort key of the one order that stores answer in."""
    return (-event.start.toordinal() if event.start else 1, event.id)


@dataclass(frozen=True, slots=True)
class Page:
    """`matched` counts all that the query matches, on every page; `offset` of the next page, None on the last."""

    events: tuple[Event, ...]
    matched: int
    next: int | None = None
