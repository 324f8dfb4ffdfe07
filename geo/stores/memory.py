"""A store in memory: what a store means, in the fewest lines. The others are tested against it; use it in tests."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from types import TracebackType
from typing import Self

from geo import aggregates
from geo.aggregates import MOST_VALUES, Areas, Clusters, Facet, Grid, Level, Step, Timeline
from geo.corrections import Anchor, Correction, corrected, known_again, pairs
from geo.errors import EventNotFound
from geo.mercator import Tile
from geo.model import Document, Event, Story, Telling
from geo.query import EventQuery, Page
from geo.stores.base import Summary, digest, made_order, page_of
from geo.stories import copies
from geo.stories.grouping import grouped
from geo.stories.publishers import independent, publisher
from geo.stories.reports import report
from geo.stories.told import first_told, told


class MemoryStore:
    def __init__(self) -> None:
        self._digests: dict[str, str] = {}
        self._documents: dict[str, Document] = {}
        self._originals: dict[str, tuple[str, Event]] = {}  # event id -> document id, the machine's event
        self._corrections: dict[str, Correction] = {}
        self._events: dict[str, Event] | None = None  # what readers get; None until somebody reads
        self._lock = threading.Lock()

    def holds(self, document: Document) -> bool:
        return self._documents.get(document.id) == document

    def add(self, document: Document, events: Sequence[Event]) -> bool:
        content = digest(document, events)
        with self._lock:
            if self._digests.get(document.id) == content:
                return False
            kept = {key: entry for key, entry in self._originals.items() if entry[0] != document.id}
            self._originals = kept | {event.id: (document.id, event) for event in events}
            self._events = None
            self._digests[document.id] = content
            self._documents[document.id] = document
        return True

    def get(self, event_id: str) -> Event:
        try:
            return self._shown()[event_id]
        except KeyError:
            raise EventNotFound(event_id) from None

    def story(self, event_id: str) -> Story:
        asked = self.get(event_id).told
        events = [event for event in self._shown().values() if event.told == asked]
        return told(events, asked.publishers if asked else 1)

    def copies(self, document_id: str) -> tuple[str, ...]:
        runs = {key: copies.runs(document.text) for key, document in self._documents.items()}
        mine = runs.pop(document_id, frozenset())
        return tuple(sorted(key for key, other in runs.items() if copies.are(mine, other)))

    def search(self, query: EventQuery) -> Page:
        matching = list(filter(query.matches, self._shown().values()))
        return page_of(matching, query)

    def stream(self, query: EventQuery) -> Iterator[Event]:
        # A new dict comes into the old one's place, so what is read here stands still.
        yield from query.sorted(filter(query.matches, self._shown().values()))

    def clusters(self, query: EventQuery, grid: Grid, tile: Tile | None = None) -> Clusters:
        return aggregates.clusters(self._matching(query), grid, bbox=query.bbox, tile=tile)

    def timeline(self, query: EventQuery, step: Step, by: str = "") -> Timeline:
        return aggregates.timeline(self._matching(query), step, by)

    def facets(self, query: EventQuery, names: Sequence[str], limit: int = MOST_VALUES) -> tuple[Facet, ...]:
        return aggregates.facets(self._matching(query), names, limit)

    def areas(self, query: EventQuery, level: Level, within: str = "") -> Areas:
        return aggregates.areas(self._matching(query), level, within)

    def count(self, query: EventQuery) -> int:
        return sum(1 for _ in self._matching(query))

    def _matching(self, query: EventQuery) -> Iterator[Event]:
        return filter(query.matches, self._shown().values())

    def summary(self) -> Summary:
        events = self._shown().values()
        placed = sum(bool(event.located) for event in events)
        apart = {event.told.story for event in events if event.told}
        return Summary(len(self._digests), len(events), placed, len(events) - placed, len(apart))

    def correct(self, corrections: Iterable[Correction]) -> int:
        with self._lock:
            before = len(self._corrections)
            self._corrections = {correction.id: correction for correction in corrections} | self._corrections
            self._events = None
            return len(self._corrections) - before

    def corrections(self, event_id: str | None = None) -> tuple[Correction, ...]:
        made = sorted(self._corrections.values(), key=made_order)
        return tuple(c for c in made if event_id is None or self.find(c.event) == event_id)

    def original(self, event_id: str) -> Event:
        try:
            return self._originals[event_id][1]
        except KeyError:
            raise EventNotFound(event_id) from None

    def find(self, anchor: Anchor) -> str | None:
        if anchor.event in self._originals:
            return anchor.event
        return known_again(
            anchor, [event for article, event in self._originals.values() if article == anchor.document]
        )

    def _shown(self) -> dict[str, Event]:
        with self._lock:
            if self._events is None:
                self._events = self._told(self._corrected())
            return self._events

    def _corrected(self) -> dict[str, Event]:
        made: defaultdict[str | None, list[Correction]] = defaultdict(list)
        for correction in self._corrections.values():
            made[self.find(correction.event)].append(correction)
        shown = {key: corrected(event, made.get(key, ())) for key, (_, event) in self._originals.items()}
        return {key: event for key, event in shown.items() if event is not None}

    def _told(self, events: dict[str, Event]) -> dict[str, Event]:
        """With the story of each: all of them grouped anew."""
        stories: defaultdict[str, list[Event]] = defaultdict(list)
        for key, lead in grouped(map(report, events.values()), pairs(self._corrections.values(), self.find)).items():
            stories[lead].append(events[key])
        runs = {key: copies.runs(document.text) for key, document in self._documents.items()}
        bands = {key: copies.bands(found) for key, found in runs.items()}
        for members in stories.values():
            by = {e.source.document_id: publisher(e.source.publisher, e.source.url) for e in members}
            same = copies.among({key: bands[key] for key in by.keys() & bands}, runs.__getitem__)
            telling = Telling(min(members, key=first_told).id, len(members), independent(by, same))
            events |= {event.id: replace(event, told=telling) for event in members}
        return events

    def close(self) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
