"""A store in memory: what a store means, in the fewest lines. The others are tested against it; use it in tests."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from types import TracebackType
from typing import Self

from geo.corrections import Anchor, Correction, corrected, known_again
from geo.errors import EventNotFound
from geo.model import Document, Event
from geo.query import EventQuery, Page, newest_first
from geo.stores.base import Summary, digest, made_order, paged


class MemoryStore:
    def __init__(self) -> None:
        self._digests: dict[str, str] = {}
        self._documents: dict[str, Document] = {}
        self._originals: dict[str, tuple[str, Event]] = {}  # event id -> document id, the machine's event
        self._corrections: dict[str, Correction] = {}
        self._events: dict[str, Event] = {}  # what readers get
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
            self._apply()
            self._digests[document.id] = content
            self._documents[document.id] = document
        return True

    def get(self, event_id: str) -> Event:
        try:
            return self._events[event_id]
        except KeyError:
            raise EventNotFound(event_id) from None

    def search(self, query: EventQuery) -> Page:
        found = list(self.stream(query))
        return paged(found[query.offset : query.offset + query.limit], len(found), query)

    def stream(self, query: EventQuery) -> Iterator[Event]:
        # A new dict comes into the old one's place, so what is read here stands still.
        yield from sorted(filter(query.matches, self._events.values()), key=newest_first)

    def summary(self) -> Summary:
        events = self._events.values()
        placed = sum(bool(event.located) for event in events)
        return Summary(len(self._digests), len(events), placed, len(events) - placed)

    def correct(self, corrections: Iterable[Correction]) -> int:
        with self._lock:
            before = len(self._corrections)
            self._corrections = {correction.id: correction for correction in corrections} | self._corrections
            self._apply()
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

    def _apply(self) -> None:
        made: defaultdict[str | None, list[Correction]] = defaultdict(list)
        for correction in self._corrections.values():
            made[self.find(correction.event)].append(correction)
        shown = {key: corrected(event, made.get(key, ())) for key, (_, event) in self._originals.items()}
        self._events = {key: event for key, event in shown.items() if event is not None}

    def close(self) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
