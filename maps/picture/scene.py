"""Events as what a picture shows: marks, areas and lines, what is only counted, and what is not shown and why.

A place that is known to the country only is never a mark: it is counted at the country. Nothing here draws.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from geo.model import Event, EventPlace, GeoPrecision, Place, Status
from geo.query import EventQuery
from geo.rows import precision_of
from geo.shapes import Outline, drawn
from geo.stores import EventStore
from geo.stories.publishers import publisher


@dataclass(frozen=True, slots=True, order=True)
class Kind:
    """What events have in common that look alike."""

    type: str
    mode: str
    status: Status


@dataclass(frozen=True, slots=True)
class Days:
    """From `start` to `end`, both inclusive; None where nothing is known of that side."""

    start: date | None = None
    end: date | None = None

    def with_(self, other: Days) -> Days:
        starts, ends = filter(None, (self.start, other.start)), filter(None, (self.end, other.end))
        return Days(min(starts, default=None), max(ends, default=None))


@dataclass(frozen=True, slots=True)
class Heap:
    """Events together: by their id those that are known one by one, and `more` that are only counted."""

    events: Mapping[str, Kind] = field(default_factory=dict)
    more: Mapping[Kind, int] = field(default_factory=dict)
    days: Days = Days()

    @property
    def kinds(self) -> Counter[Kind]:
        return Counter(self.events.values()) + Counter(self.more)

    @property
    def count(self) -> int:
        return len(self.events) + sum(self.more.values())

    @classmethod
    def of(cls, heaps: Iterable[Heap]) -> Heap:
        """All together; an event in several counts once."""
        events, more, days = dict[str, Kind](), Counter[Kind](), Days()
        for heap in heaps:
            events.update(heap.events)
            more.update(heap.more)
            days = days.with_(heap.days)
        return cls(events, more, days)


@dataclass(frozen=True, slots=True)
class Mark:
    """Events at one spot. `radius_m`: they happened somewhere in that circle; 0: at the spot."""

    lon: float
    lat: float
    name: str
    heap: Heap
    radius_m: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """Events somewhere in a shape or, if that is lines, somewhere along it."""

    name: str
    shape: BaseGeometry
    heap: Heap


@dataclass(frozen=True, slots=True)
class Country:
    """Events of which no more than the country is known. `boundary` is the key of its shape, "" where it has none."""

    name: str
    boundary: str
    lon: float
    lat: float
    count: int


@dataclass(frozen=True, slots=True)
class Scene:
    """`events` are all that were asked for: those `shown` by a mark or a region, those `countrywide`, `unplaced` (no place
    is known), `shapeless` (the place is known, its extent is not) and `denied` ones that nobody asked to see.

    `publishers`: who published the articles, with how many events are from each; only as far as that is known.
    """

    events: int = 0
    marks: tuple[Mark, ...] = ()
    regions: tuple[Region, ...] = ()
    countries: tuple[Country, ...] = ()
    kinds: Mapping[Kind, int] = field(default_factory=dict)
    days: Days = Days()
    publishers: Mapping[str, int] = field(default_factory=dict)
    countrywide: int = 0
    unplaced: int = 0
    shapeless: int = 0
    denied: int = 0

    @property
    def shown(self) -> int:
        return sum(self.kinds.values())


def scene_from(store: EventStore, query: EventQuery, outline: Outline) -> Scene:
    """What a store has that matches."""
    return scene_of(store.stream(query), outline, query)


def scene_of(events: Iterable[Event], outline: Outline, query: EventQuery) -> Scene:
    """Of the events that a query found; what was denied is shown only if it asks for that. Marks and regions come with
    the most events first, then by name."""
    gathering = _Gathering(outline, Status.DENIED in query.statuses)
    for event in events:
        gathering.add(event)
    return gathering.scene()


class _Gathering:
    def __init__(self, outline: Outline, denied: bool) -> None:
        self._outline, self._show_denied = outline, denied
        self._why: Counter[str] = Counter()
        self._spots: dict[tuple[float, float, float], _Growing] = {}
        self._regions: dict[str, tuple[BaseGeometry, _Growing]] = {}
        self._countries: Counter[Place] = Counter()
        self._publishers: Counter[str] = Counter()
        self._kinds: Counter[Kind] = Counter()
        self._days = Days()

    def add(self, event: Event) -> None:
        self._why["events"] += 1
        if event.status is Status.DENIED and not self._show_denied:
            self._why["denied"] += 1
        elif not event.located:
            self._why["unplaced"] += 1
        else:
            self._place(event, drawn(event.located, self._outline))

    def _place(self, event: Event, found: Sequence[tuple[EventPlace, BaseGeometry]]) -> None:
        finer = [(place, shape) for place, shape in found if not _countrywide(place)]
        countries = {place.place for place in event.located if place.place and _countrywide(place)}
        if not finer and not countries:
            self._why["shapeless"] += 1
            return
        days = Days(event.start, event.end or event.start)
        self._days = self._days.with_(days)
        self._publishers[publisher(event.source.publisher, event.source.url)] += 1
        if not finer:
            self._why["countrywide"] += 1
            self._countries.update(countries)
            return
        kind = Kind(event.type, event.mode, event.status)
        self._kinds[kind] += 1
        for place, shape in finer:
            home = self._spot(place, shape) if isinstance(shape, Point) else self._region(place, shape)
            home.events[event.id] = kind
            home.days = home.days.with_(days)

    def _spot(self, place: EventPlace, shape: Point) -> _Growing:
        near = precision_of(place) is GeoPrecision.NEAR
        key = (round(shape.x, 4), round(shape.y, 4), (place.radius_m or 0.0) if near else 0.0)
        return self._spots.setdefault(key, _Growing(_name(place)))

    def _region(self, place: EventPlace, shape: BaseGeometry) -> _Growing:
        known = place.place
        key = f"{known and (known.boundary or known.id)} {place.relation} {shape.geom_type}"
        return self._regions.setdefault(key, (shape, _Growing(_name(place))))[1]

    def scene(self) -> Scene:
        marks = [Mark(lon, lat, home.name, home.heap(), radius) for (lon, lat, radius), home in self._spots.items()]
        regions = [Region(home.name, shape, home.heap()) for shape, home in self._regions.values()]
        countries = [
            Country(place.name, place.boundary, place.lon, place.lat, count)
            for place, count in self._countries.items()
        ]
        return Scene(
            events=self._why["events"],
            marks=tuple(sorted(marks, key=lambda one: (-one.heap.count, one.name, one.lon, one.lat, one.radius_m))),
            regions=tuple(sorted(regions, key=lambda region: (-region.heap.count, region.name))),
            countries=tuple(sorted(countries, key=lambda country: (-country.count, country.name))),
            kinds=dict(self._kinds),
            days=self._days,
            publishers=dict(self._publishers),
            **{why: self._why[why] for why in ("countrywide", "unplaced", "shapeless", "denied")},
        )


@dataclass(slots=True)
class _Growing:
    """What is at one spot or in one region, as it grows."""

    name: str
    events: dict[str, Kind] = field(default_factory=dict)
    days: Days = Days()

    def heap(self) -> Heap:
        return Heap(self.events, {}, self.days)


def _countrywide(place: EventPlace) -> bool:
    """All of a country; what words make of it (its coast, its east) is a region like any other."""
    known = place.place
    return known is not None and known.is_country and known.boundary in ("", f"country:{known.country}")


def _name(place: EventPlace) -> str:
    name = place.place.name if place.place else ""
    return f"{place.relation} {name}" if place.relation else name


def tally(kinds: Mapping[Kind, int], key: Callable[[Kind], str]) -> list[tuple[str, int]]:
    """Events counted by `key` of their kind, most first, then by the key."""
    counts: Counter[str] = Counter()
    for kind, count in kinds.items():
        counts[key(kind)] += count
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
