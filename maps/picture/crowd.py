"""Very many events as what a picture shows: counted by the store, under the same filters, and never read one by one.

What is known to a region only has no spot: its marks are loose, and say so.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from geo.aggregates import Clusters, Grid, Level, Step
from geo.boundaries import Boundaries
from geo.filters import parse_text
from geo.filters.nodes import And
from geo.model import Status
from geo.query import EVENT_QUERYABLES, EventQuery
from geo.shapes import Outline
from geo.stores import EventStore
from maps.picture.scene import Country, Days, Heap, Kind, Mark, Scene, scene_of

_SPOTS = "precision IN ('exact','near','settlement')"
_REGIONS = "precision IN ('admin2','admin1','vague')"
_COUNTRIES = "precision = 'country'"

# Cells of a picture's width, each smaller than a mark: those that would cover each other are gathered when they are drawn.
_CELLS = 128
_FINEST = 24


# As many events are read one by one, at some 20,000 a second; more are counted.
MOST = 20_000


def scene_from(store: EventStore, query: EventQuery, outline: Outline, most: int = MOST) -> Scene:
    """What a store has that matches; of more than `most`, as many around each spot."""
    if store.count(query) > most:
        return crowd_of(store, query)
    return scene_of(store.stream(query), outline, query)


def crowd_of(store: EventStore, query: EventQuery) -> Scene:
    """As `scene_of` of the events that match. A place that is known to the country only is counted at the country, also
    where the event has finer ones."""
    asked = query if query.statuses else _of(query, *(status for status in Status if status is not Status.DENIED))
    (facet,) = store.facets(asked, ["precision"])
    countrywide = dict(facet.counts).get("country", 0)
    grid = Grid(_zoom(store.clusters(_only(asked, "precision <> 'country'"), Grid())))
    kinds, marks = Counter[Kind](), list[Mark]()
    for status in asked.statuses:
        for only in (_SPOTS, _REGIONS):
            chosen = _only(_of(asked, status), only)
            (types,) = store.facets(chosen, ["type"])
            for type, count in types.counts:
                kind = Kind(type, "", status)
                kinds[kind] += count
                marks += _marks(store.clusters(replace(chosen, types=(type,)), grid), kind, loose=only is _REGIONS)
    events = store.count(query)
    placed = sum(count for _, count in facet.counts)
    return Scene(
        events=events,
        marks=tuple(sorted(marks, key=_order)),
        countries=tuple(_countries(store, _only(asked, _COUNTRIES))),
        kinds=dict(kinds),
        days=_days(store, asked),
        countrywide=countrywide,
        unplaced=facet.without,
        denied=events - placed - facet.without,
        gathered=True,
    )


def _order(mark: Mark) -> tuple[object, ...]:
    ((kind, count),) = mark.heap.more.items()
    return -count, mark.lon, mark.lat, mark.loose, kind


def _of(query: EventQuery, *statuses: Status) -> EventQuery:
    return replace(query, statuses=statuses)


def _only(query: EventQuery, filter: str) -> EventQuery:
    more = parse_text(filter, EVENT_QUERYABLES)
    return replace(query, filter=And((query.filter, more)) if query.filter else more)


def _marks(found: Clusters, kind: Kind, *, loose: bool) -> Iterator[Mark]:
    for one in found:
        yield Mark(one.lon, one.lat, "", Heap(more={kind: one.count}), loose=loose)


def _zoom(whole: Clusters) -> int:
    """Of the web map's tiles that are so small that `_CELLS` of them cover all of it."""
    if not len(whole):
        return 0
    span = max(whole.east.max() - whole.west.min(), whole.north.max() - whole.south.min())
    return min(_FINEST, max(0, round(math.log2(360 * _CELLS / max(float(span), 1e-6)))))


def _countries(store: EventStore, query: EventQuery) -> list[Country]:
    """The most events first, then by name."""
    known = {row.country: row for row in Boundaries().rows("country")}
    found = [
        Country(
            known[one.country].name, known[one.country].key, known[one.country].lon, known[one.country].lat, one.count
        )
        for one in store.areas(query, Level.COUNTRY).counts
        if one.country in known
    ]
    return sorted(found, key=lambda country: (-country.count, country.name))


def _days(store: EventStore, query: EventQuery) -> Days:
    """Those on which the first and the last of them start."""
    years = store.timeline(query, Step.YEAR).buckets
    if not years:
        return Days()
    return Days(*(_day(store, query, year.start, year.end, at) for year, at in ((years[0], 0), (years[-1], -1))))


def _day(store: EventStore, query: EventQuery, first: date, last: date, at: int) -> date:
    within = _only(query, f"start >= DATE('{first:%Y-%m-%d}') AND start <= DATE('{last:%Y-%m-%d}')")
    return store.timeline(within, Step.DAY).buckets[at].start
