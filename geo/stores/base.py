"""What a store of events is, and what all of them answer alike."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

import orjson

from geo.aggregates import MOST_VALUES, Areas, Clusters, Facet, Grid, Level, Step, Timeline
from geo.corrections import Anchor, Correction, Pairs, pairs
from geo.errors import StoreError
from geo.mercator import Tile
from geo.model import Document, Event, Story
from geo.query import EventQuery, Page
from geo.records import event_record


@dataclass(frozen=True, slots=True)
class Summary:
    """`placed` events have a place to draw (`Event.located`); the `unplaced` are the rest. `stories`: different ones."""

    articles: int
    events: int
    placed: int
    unplaced: int
    stories: int


class EventStore(Protocol):
    """Safe to use from several threads. An event belongs to the article that brought it last.

    What is read, searched and counted is `geo.corrections.corrected` of each event; `add` is given the machine's.
    """

    def holds(self, document: Document) -> bool:
        """Whether that very article is there, whatever events were found in it."""

    def add(self, document: Document, events: Sequence[Event]) -> bool:
        """All of an article's events or, after an error, none. False: that very article is there with these very
        events, and nothing changed. A document whose id is known but whose content is not replaces the old one
        with its events."""

    def get(self, event_id: str) -> Event:
        """EventNotFound if there is none."""

    def story(self, event_id: str) -> Story:
        """All that is told of the same event, by it and by others (`geo.stories`); the same whatever came first.
        EventNotFound if there is no such event."""

    def copies(self, document_id: str) -> tuple[str, ...]:
        """The ids of the articles that are copies of this one (`geo.stories.copies`), in alphabetical order."""

    def search(self, query: EventQuery) -> Page: ...

    def stream(self, query: EventQuery) -> Iterator[Event]:
        """All events that match, in the order of `search`, whatever `limit` and `offset` say."""

    def count(self, query: EventQuery) -> int:
        """How many match, whatever `limit`, `offset` and `after` say; nor do they matter to what follows."""

    def clusters(self, query: EventQuery, grid: Grid, tile: Tile | None = None) -> Clusters:
        """Of the matching events' positions in the query's box and in the tile (`geo.aggregates.clusters`)."""

    def timeline(self, query: EventQuery, step: Step, by: str = "") -> Timeline:
        """As in `geo.aggregates`, and so the others."""

    def facets(self, query: EventQuery, names: Sequence[str], limit: int = MOST_VALUES) -> tuple[Facet, ...]: ...

    def areas(self, query: EventQuery, level: Level, within: str = "") -> Areas: ...

    def summary(self) -> Summary: ...

    def correct(self, corrections: Iterable[Correction]) -> int:
        """All of them are kept for ever and applied or, after an error, none; how many were new. One whose event is
        not there waits until it is."""

    def corrections(self, event_id: str | None = None) -> tuple[Correction, ...]:
        """All of one event, or of all, in the order they were made; undone ones too. () for an unknown id."""

    def original(self, event_id: str) -> Event:
        """As the machine read it, even if it is deleted. EventNotFound if there is none."""

    def find(self, anchor: Anchor) -> str | None:
        """The id of the event that is meant (`known_again`); None if it is not there."""

    def close(self) -> None: ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def waiting(store: EventStore) -> tuple[Correction, ...]:
    """Corrections whose event is not in the store, or not known again."""
    return tuple(correction for correction in store.corrections() if store.find(correction.event) is None)


def said_pairs(store: EventStore) -> Pairs:
    """Which events people say are the same, and which they say are not."""
    return pairs(store.corrections(), store.find)


def made_order(correction: Correction) -> tuple[datetime, str]:
    return correction.at, correction.id


def digest(document: Document, events: Sequence[Event]) -> str:
    """The same for the same content only: how a store knows an article again. Other events of an old text are new."""
    content = [
        document.title,
        document.url,
        document.published,
        document.language,
        document.text,
        document.publisher,
        [event_record(event) for event in events],
    ]
    try:
        return hashlib.sha256(orjson.dumps(content)).hexdigest()
    except orjson.JSONEncodeError as error:  # half a surrogate pair, say, which is not text
        raise StoreError(f"article {document.id!r} can't be stored: {error}") from None


def paged(events: Sequence[Event], matched: int, query: EventQuery) -> Page:
    reached = query.offset + len(events)
    return Page(tuple(events), matched, next=reached if events and reached < matched else None)


def page_of(matching: Sequence[Event], query: EventQuery) -> Page:
    """The page of all events that match, in any order."""
    ordered = query.sorted(matching)
    page = ordered[query.offset : query.offset + query.limit]
    reached = query.offset + len(page)
    return Page(tuple(page), len(matching), next=reached if page and reached < len(ordered) else None)
