"""What the reports of one event say taken together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from geo.model import Count, Event, People, Status, Story
from geo.stories.reports import report

_FIRMEST = (Status.REPORTED, Status.CLAIMED, Status.DENIED, Status.PLANNED)
_NEVER = 10**7


def first_told(event: Event) -> tuple[int, str]:
    """Sort key of a story's reports; the least is the one that the story has its id from."""
    published = event.source.published
    return published.toordinal() if published else _NEVER, event.id


def told(events: Iterable[Event], publishers: int) -> Story:
    """The story of at least one report."""
    reports = sorted(events, key=first_told)
    best = min(reports, key=lambda event: report(event).rank)
    counting = _last(reports, lambda event: event.fatalities is not None)
    return Story(
        id=reports[0].id,
        reports=tuple(reports),
        publishers=publishers,
        status=min((event.status for event in _last(reports, lambda _: True)), key=_FIRMEST.index),
        start=best.start,
        end=best.end,
        date_precision=best.date_precision,
        places=best.located,
        counts={kind: found for kind in People if (found := _together(_last_counts(reports, kind)))},
        disputed=tuple(event.id for event in counting if any(_contradict(event, other) for other in counting)),
    )


def _last(reports: Sequence[Event], wanted: Callable[[Event], bool]) -> list[Event]:
    """Of the reports wanted, those of the last day on which one was published; undated ones if there are no others."""
    found = [event for event in reports if wanted(event)]
    days = [event.source.published for event in found if event.source.published]
    return [event for event in found if event.source.published == max(days, default=None)]


def _last_counts(reports: Sequence[Event], kind: People) -> list[Count]:
    return [getattr(event, kind) for event in _last(reports, lambda event: getattr(event, kind) is not None)]


def _together(counts: Sequence[Count]) -> Count | None:
    """From the least low to the greatest high; an end that one leaves open is open."""
    if not counts:
        return None
    lows, highs = [count.low for count in counts], [count.high for count in counts]
    return Count(
        None if None in lows else min(low for low in lows if low is not None),
        None if None in highs else max(high for high in highs if high is not None),
    )


def _contradict(one: Event, other: Event) -> bool:
    """Whether all that one count of the dead allows is less than what the other does."""
    a, b = one.fatalities, other.fatalities
    return a is not None and b is not None and (_below(a, b) or _below(b, a))


def _below(a: Count, b: Count) -> bool:
    return a.high is not None and b.low is not None and a.high < b.low
