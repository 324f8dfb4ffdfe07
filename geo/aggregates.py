"""Many events as few numbers: marks for a map, counts by time, by value and by area. What they mean, in plain Python.

Each function here counts the events that it is given; which those are, `EventQuery.matches` says. An event counts once in
whatever it is counted in: a cell, a bucket, a value, an area.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from geo import mercator
from geo.errors import QueryError
from geo.geometry import BBox
from geo.mercator import Floats, Numbers, Tile
from geo.model import Event
from geo.query import positions
from geo.rows import precision_of

# The most clusters of one answer, buckets of one timeline, and values of one facet.
MOST_CLUSTERS = 50_000
MOST_BUCKETS = 5_000
MOST_VALUES = 1_000


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells to gather marks in: squares of `degrees`, counted from the south-western corner of the world, or, where that
    is 0, the web map's tiles of `zoom`, from 0 to `mercator.BITS`."""

    zoom: int = 0
    degrees: float = 0.0

    def cells(self, lons: Floats, lats: Floats, numbers: Numbers) -> Numbers:
        """The number of each position's cell; `numbers` are the positions' own (`geo.mercator`)."""
        if not self.degrees:
            # Two shifts, since one by 64 is none.
            half = np.uint64(mercator.BITS - self.zoom)
            return numbers >> half >> half
        column = ((lons + 180) / self.degrees).astype(np.int64)
        row = ((lats + 90) / self.degrees).astype(np.int64)
        return (row * int(360 / self.degrees + 1) + column).view(np.uint64)


@dataclass(frozen=True, slots=True)
class Cluster:
    """The events with a mark in one cell. `lon`, `lat` is the mean of the marks, `west` to `north` the box round them.
    `type` is the most frequent, the first in the alphabet of several. `id`, `status` and `precision` are those of the
    one event where `count` is 1, else ""."""

    lon: float
    lat: float
    west: float
    south: float
    east: float
    north: float
    count: int
    type: str
    status: str
    precision: str
    id: str


@dataclass(frozen=True, slots=True, eq=False)
class Clusters:
    """The same in columns, in the order of the cells' numbers."""

    lon: Floats
    lat: Floats
    west: Floats
    south: Floats
    east: Floats
    north: Floats
    count: npt.NDArray[np.int64]
    type: Sequence[str]
    status: Sequence[str]
    precision: Sequence[str]
    id: Sequence[str]

    def __iter__(self) -> Iterator[Cluster]:
        spots = (column.tolist() for column in (self.lon, self.lat, self.west, self.south, self.east, self.north))
        rows = zip(*spots, self.count.tolist(), self.type, self.status, self.precision, self.id, strict=True)
        return (Cluster(*row) for row in rows)

    def __len__(self) -> int:
        return len(self.count)


def clusters(events: Iterable[Event], grid: Grid, *, bbox: BBox | None = None, tile: Tile | None = None) -> Clusters:
    """Of the events' positions that lie in the box and in the tile. A QueryError for more than `MOST_CLUSTERS`."""
    cells: defaultdict[int, list[tuple[float, float, Event]]] = defaultdict(list)
    for event in events:
        for lon, lat in positions(event):
            number = mercator.numbers([lon], [lat])
            if (bbox is None or bbox.contains(lon, lat)) and (tile is None or _holds(tile, int(number[0]))):
                cells[int(grid.cells(np.array([lon]), np.array([lat]), number)[0])].append((lon, lat, event))
    check_clusters(len(cells))
    found = [_cluster(cells[cell]) for cell in sorted(cells)]

    columns: dict[str, Any] = {
        field.name: [getattr(cluster, field.name) for cluster in found] for field in fields(Cluster)
    }
    kinds = dict.fromkeys(("lon", "lat", "west", "south", "east", "north"), np.float64) | {"count": np.int64}
    return Clusters(**columns | {name: np.array(columns[name], kind) for name, kind in kinds.items()})


def check_clusters(count: int) -> None:
    if count > MOST_CLUSTERS:
        raise QueryError(
            "bbox", f"{count} clusters are more than {MOST_CLUSTERS}; take larger cells or a smaller box"
        )


def _holds(tile: Tile, number: int) -> bool:
    first, end = tile.run()
    return first <= number < end


def _cluster(marks: Sequence[tuple[float, float, Event]]) -> Cluster:
    lons, lats = [lon for lon, _, _ in marks], [lat for _, lat, _ in marks]
    events = {event.id: event for _, _, event in marks}
    types = Counter(event.type for event in events.values())
    alone = marks[0][2] if len(events) == 1 else None
    return Cluster(
        sum(lons) / len(marks),
        sum(lats) / len(marks),
        min(lons),
        min(lats),
        max(lons),
        max(lats),
        len(events),
        min(types, key=lambda name: (-types[name], name)),
        alone.status.value if alone else "",
        precision(alone) if alone else "",
        alone.id if alone else "",
    )


def precision(event: Event) -> str:
    """The coarsest of its places', as `geo.rows` has it; "" for an event without one."""
    coarsest = max(map(precision_of, event.located), default=None)
    return coarsest.name.lower() if coarsest else ""


class Step(StrEnum):
    """Weeks begin on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"

    def start(self, day: date) -> date:
        """The first day of the step that has this one."""
        if self is Step.WEEK:
            return day - timedelta(day.weekday())
        return day.replace(day=1 if self is not Step.DAY else day.day, month=1 if self is Step.YEAR else day.month)

    def following(self, start: date) -> date | None:
        """The first day of the next step; None at the end of the calendar."""
        try:
            if self in (Step.DAY, Step.WEEK):
                return start + timedelta(1 if self is Step.DAY else 7)
            years, month = (1, 0) if self is Step.YEAR else divmod(start.month, 12)
            return date(start.year + years, month + 1, 1)
        except (OverflowError, ValueError):
            return None


@dataclass(frozen=True, slots=True)
class Bucket:
    """The events that start from `start` to `end`, both inclusive; `by` counts them by value, in alphabetical order."""

    start: date
    end: date
    count: int
    by: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Timeline:
    """All buckets from the first that has an event to the last, empty ones too. `undated`: events without a start."""

    buckets: tuple[Bucket, ...]
    undated: int


TIMELINE_BY = ("type", "status")


def timeline(events: Iterable[Event], step: Step, by: str = "") -> Timeline:
    """`by`: "", type or status. A QueryError for more than `MOST_BUCKETS`."""
    events = list(events)
    days = [event.start for event in events if event.start]
    starts = bucket_starts(step, min(days), max(days)) if days else []
    counts = {start: Counter[str]() for start in starts}
    for event in events:
        if event.start:
            counts[step.start(event.start)][_VALUES[by](event)[0] if by else ""] += 1
    buckets = (
        Bucket(start, bucket_end(step, start), found.total(), tuple(sorted(found.items())) if by else ())
        for start, found in counts.items()
    )
    return Timeline(tuple(buckets), len(events) - len(days))


def bucket_starts(step: Step, first: date, last: date) -> list[date]:
    """Of the buckets that hold these days and all between."""
    length = {Step.DAY: 1, Step.WEEK: 7, Step.MONTH: 28, Step.YEAR: 365}[step]
    if (last - first).days // length > MOST_BUCKETS + MOST_BUCKETS // 10:
        raise QueryError("step", f"from {first} to {last} are more than {MOST_BUCKETS} by {step}; take a longer step")
    starts: list[date] = []
    start: date | None = step.start(first)
    while start is not None and start <= last:
        starts.append(start)
        start = step.following(start)
    return starts


def bucket_end(step: Step, start: date) -> date:
    following = step.following(start)
    return following - timedelta(1) if following else date.max


@dataclass(frozen=True, slots=True)
class Facet:
    """How many events have each value, the most frequent first, then in alphabetical order; no more than asked for.
    `values` counts all different ones, `without` the events that have none."""

    name: str
    counts: tuple[tuple[str, int], ...]
    values: int
    without: int


_VALUES: Mapping[str, Callable[[Event], Sequence[str]]] = {
    "type": lambda event: (event.type,),
    "status": lambda event: (event.status.value,),
    "precision": lambda event: (precision(event),),
    "confidence_band": lambda event: (event.confidence_band.value,),
    "date_precision": lambda event: (event.date_precision.value,),
    "country": lambda event: [country for country, _ in units(event)],
    "actor": lambda event: [actor.name for actor in event.actors],
}
FACETS = tuple(_VALUES)


def facets(events: Iterable[Event], names: Sequence[str], limit: int = MOST_VALUES) -> tuple[Facet, ...]:
    """`names` out of `FACETS`; "" is no value."""
    events = list(events)
    return tuple(_facet(events, name, limit) for name in names)


def _facet(events: Sequence[Event], name: str, limit: int) -> Facet:
    had = [{value for value in _VALUES[name](event) if value} for event in events]
    counts = Counter(value for values in had for value in values)
    return facet(name, counts.items(), had.count(set()), limit)


def facet(name: str, counts: Iterable[tuple[str, int]], without: int, limit: int) -> Facet:
    ordered = sorted(counts, key=lambda item: (-item[1], item[0]))
    return Facet(name, tuple(ordered[:limit]), len(ordered), without)


class Level(StrEnum):
    COUNTRY = "country"
    ADMIN1 = "admin1"


@dataclass(frozen=True, slots=True)
class AreaCount:
    """`country`: ISO 3166-1 alpha-2. `admin1`: the name of a first-order unit, "" for those of the country's events that
    are known to no unit of it, and for whole countries."""

    country: str
    admin1: str
    count: int


@dataclass(frozen=True, slots=True)
class Areas:
    """In alphabetical order. `without`: the events that are in no country, or in none that was asked for."""

    counts: tuple[AreaCount, ...]
    without: int


def areas(events: Iterable[Event], level: Level, within: str = "") -> Areas:
    """Of the places to draw (`Event.located`). `within`: only units of this country."""
    counts: Counter[tuple[str, str]] = Counter()
    without = 0
    for event in events:
        named = {
            (country, admin1 if level is Level.ADMIN1 else "")
            for country, admin1 in units(event)
            if not within or country == within
        }
        counts.update(named)
        without += not named
    return Areas(tuple(AreaCount(*unit, count) for unit, count in sorted(counts.items())), without)


def units(event: Event) -> list[tuple[str, str]]:
    """The (country, first-order unit) of its places to draw, in the order of the places, each once."""
    places = (place.place for place in event.located if place.place)
    return list(dict.fromkeys((place.country, place.admin1) for place in places if place.country))
