"""A store in memory: what a store means, in the fewest lines. The others are tested against it; use it in tests."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Self

from geo.errors import EventNotFound
from geo.model import Document, Event
from geo.query import EventQuery, Page, newest_first
from geo.stores.base import Summary, digest, paged


class MemoryStore:
    def __init__(self) -> None:
        self._digests: dict[str, str] = {}
        self._documents: dict[str, Document] = {}
        self._events: dict[str, tuple[str, Event]] = {}  # event id -> document id, event
        self._lock = threading.Lock()

    def holds(self, document: Document) -> bool:
        return self._documents.get(document.id) == document

    def add(self, document: Document, events: Sequence[Event]) -> bool:
        content = digest(document, events)
        with self._lock:
            if self._digests.get(document.id) == content:
                return False
            kept = {key: entry for key, entry in self._events.items() if entry[0] != document.id}
            self._events = kept | {event.id: (document.id, event) for event in events}
            self._digests[document.id] = content
            self._documents[document.id] = document
        return True

    def get(self, event_id: str) -> Event:
        try:
            return self._events[event_id][1]
        except KeyError:
            raise EventNotFound(event_id) from None

    def search(self, query: EventQuery) -> Page:
        found = list(self.stream(query))
        return paged(found[query.offset : query.offset + query.limit], len(found), query)

    def stream(self, query: EventQuery) -> Iterator[Event]:
        # `add` puts a new dict in the old one's place, so what is read here stands still.
        yield from sorted((event for _, event in self._events.values() if query.matches(event)), key=newest_first)

    def summary(self) -> Summary:
        events = [event for _, event in self._events.values()]
        placed = sum(bool(event.located) for event in events)
        return Summary(len(self._digests), len(events), placed, len(events) - placed)

    def close(self) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
