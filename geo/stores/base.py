"""What a store of events is, and what all of them answer alike."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from types import TracebackType
from typing import Protocol, Self

import orjson

from geo.aggregates import MOST_VALUES, Areas, Clusters, Facet, Grid, Level, Step, Timeline
from geo.corrections import Anchor, Correction, Pairs, pairs
from geo.errors import StoreError
from geo.mercator import Tile
from geo.model import Document, Event, Parsed, Resolution, Story
from geo.query import EventQuery, Extent, ItemQuery, Page, newest_first


@dataclass(frozen=True, slots=True)
class Summary:
    """`placed` events have a place to draw (`Event.located`); the `unplaced` are the rest. `stories`: different ones."""

    articles: int
    events: int
    placed: int
    unplaced: int
    stories: int


@dataclass(frozen=True, slots=True)
class FeaturePage:
    """Each feature is a GeoJSON Feature as JSON text, without links. `matched` counts all that the query matches, on
    every page. `next` is the offset of the next page and `after` the key behind which it begins, both None on the last;
    `after` is None too where the order is not the one order of events."""

    features: tuple[bytes, ...]
    matched: int
    next: int | None = None
    after: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened after one version up to another: ids of events that are new, that are or may be other than before,
    and that are gone, each in the order of their last change."""

    version: int
    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]


class Change(IntEnum):
    """What an entry of a store's log says of an event: its record appeared, vanished, or is told otherwise. One that is
    replaced vanishes and appears."""

    APPEARED = 0
    VANISHED = 1
    RETOLD = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """An article and what was read in it, in the order of its text: mentions as features (`geo.items`), as in a
    `FeaturePage`; events as readers get them, those without a quote last."""

    document: Document
    mentions: tuple[bytes, ...]
    events: tuple[Event, ...]


class EventStore(Protocol):
    """Safe to use from several threads. An event belongs to the article that brought it last.

    What is read, searched and counted is `geo.corrections.corrected` of each event; `add` is given the machine's.
    """

    def holds(self, document: Document) -> bool:
        """Whether that very article is there, whatever events were found in it."""

    def add(self, document: Document, events: Sequence[Event], mentions: Sequence[Resolution] = ()) -> bool:
        """All of an article's events and mentions or, after an error, none. False: that very article is there with
        these very events and mentions, and nothing changed. A document whose id is known but whose content is not
        replaces the old one with its events."""

    def add_many(self, parsed: Iterable[Parsed]) -> int:
        """As `add` for each, which is much slower; how many changed something. After an error some may be there, each
        whole: the same again does the rest. Stories are right once it is done."""

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

    def features(self, query: EventQuery) -> FeaturePage:
        """What `search` finds, each event as `geo.features.feature` has it."""

    def soon(self, query: EventQuery) -> bool:
        """Whether `features` answers within some milliseconds, by an estimate that costs next to nothing: who has others
        wait meanwhile need not hand it to a thread."""

    def stream_features(self, query: EventQuery) -> Iterator[bytes]:
        """All that match, in order, whatever `limit` and `offset` say."""

    def feature(self, event_id: str) -> bytes:
        """EventNotFound if there is none."""

    def mentions(self, query: ItemQuery) -> FeaturePage:
        """Items as in `geo.items`."""

    def articles(self, query: ItemQuery) -> FeaturePage: ...

    def stream_mentions(self, query: ItemQuery) -> Iterator[bytes]: ...

    def stream_articles(self, query: ItemQuery) -> Iterator[bytes]: ...

    def mention(self, mention_id: str) -> bytes:
        """ItemNotFound if there is none."""

    def article(self, article_id: str) -> bytes:
        """ItemNotFound if there is none."""

    def reading(self, article_id: str) -> Reading:
        """ItemNotFound if there is no such article."""

    def version(self) -> int:
        """Grows with each change that readers can see, in whatever process; asking costs next to nothing."""

    def changes(self, since: int, limit: int = 1000) -> Changes:
        """What changed after the version `since`, the oldest first and no more than `limit` events; to be asked again
        with the answer's `version` until that is the store's."""

    def summary(self) -> Summary: ...

    def extent(self) -> Extent:
        """Of all events: the box round their shapes, which may be some metres wider, and their days from the first to the
        last; a side is open where an event has no such day, and what nothing has is None."""

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


def now() -> str:
    """In UTC, to the second (RFC 3339)."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def as_told(event: Event) -> tuple[bool, int, str]:
    """Sort key of the events of one article: as its text has them."""
    return event.quote is None, event.quote.start if event.quote else 0, event.id


def made_order(correction: Correction) -> tuple[datetime, str]:
    return correction.at, correction.id


def digest(document: Document, events: Sequence[Event], mentions: Sequence[Resolution] = ()) -> str:
    """The same for the same content only: how a store knows an article again. Other events of an old text are new."""
    content = [document, events, [(found.toponym, found.place, found.confidence) for found in mentions]]
    try:
        # An event's own columns are a mapping of a kind that orjson does not know.
        return hashlib.sha256(orjson.dumps(content, default=dict)).hexdigest()
    except orjson.JSONEncodeError as error:  # half a surrogate pair, say, which is not text
        raise StoreError(f"article {document.id!r} can't be stored: {error}") from None


def paged(events: Sequence[Event], matched: int, more: bool, query: EventQuery) -> Page:
    """`more`: whether others follow these."""
    return Page(tuple(events), matched, next=query.offset + len(events) if events and more else None)


def page_of(matching: Sequence[Event], query: EventQuery) -> Page:
    """The page of all events that match, in any order."""
    ordered = query.sorted(matching)
    end = query.offset + query.limit
    return paged(ordered[query.offset : end], len(matching), end < len(ordered), query)


def feature_page(page: Page, query: EventQuery, features: tuple[bytes, ...]) -> FeaturePage:
    more = page.next is not None and not query.order
    return FeaturePage(features, page.matched, page.next, newest_first(page.events[-1]) if more else None)


def changes_of(version: int, log: Sequence[tuple[str, int]]) -> Changes:
    """From the log's entries up to `version`: an event's id, or "" for something else that changed, and its `Change`."""
    last: dict[str, int] = {}
    for event, change in log:
        last.pop(event, None)  # so that the order is that of the last changes
        last[event] = change
    last.pop("", None)
    gone = {event for event, change in last.items() if change == Change.VANISHED}
    new = {event for event, change in log if change == Change.APPEARED}
    new -= {event for event, change in log if change == Change.VANISHED}
    return Changes(
        version,
        new=tuple(event for event in last if event in new),
        changed=tuple(event for event in last if event not in new | gone),
        gone=tuple(event for event in last if event in gone),
    )
