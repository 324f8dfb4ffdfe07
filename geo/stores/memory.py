"""A store in memory: what a store means, in the fewest lines. The others are tested against it; use it in tests."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from types import TracebackType
from typing import Self

import orjson

from geo import aggregates
from geo.aggregates import MOST_VALUES, Areas, Clusters, Facet, Grid, Level, Step, Timeline
from geo.corrections import Anchor, Correction, corrected, known_again, pairs
from geo.errors import EventNotFound, ItemNotFound
from geo.features import feature
from geo.geometry import BBox
from geo.items import Item, article_item, item_feature, mention_items
from geo.mercator import Tile
from geo.model import Document, Event, Parsed, Resolution, Story, Telling
from geo.query import EventQuery, Extent, ItemQuery, Page, days_of, days_of_all, in_order, positions
from geo.shapes import Outline, event_shape
from geo.stores.base import (
    Change,
    Changes,
    FeaturePage,
    Reading,
    Summary,
    as_told,
    changes_of,
    digest,
    feature_page,
    made_order,
    now,
    page_of,
)
from geo.stories import copies
from geo.stories.grouping import grouped
from geo.stories.publishers import independent, publisher
from geo.stories.reports import report
from geo.stories.told import first_told, told


def _nowhere(_boundary: str) -> None:
    return None


class MemoryStore:
    """`outline` gives regions their shapes in features."""

    def __init__(self, *, outline: Outline = _nowhere) -> None:
        self._outline = outline
        self._mentions: dict[str, list[Item]] = {}
        self._log: list[tuple[str, Change]] = []  # an event's id, or "" for something else
        self._noted: dict[str, Event] = {}  # what `_log` leads to
        self._digests: dict[str, str] = {}
        self._documents: dict[str, Document] = {}
        self._updated: dict[str, str] = {}  # event id -> when it came or was corrected
        self._originals: dict[str, tuple[str, Event]] = {}  # event id -> document id, the machine's event
        self._corrections: dict[str, Correction] = {}
        self._events: dict[str, Event] | None = self._noted  # what readers get; None until somebody reads
        self._lock = threading.Lock()

    def holds(self, document: Document) -> bool:
        return self._documents.get(document.id) == document

    def add(self, document: Document, events: Sequence[Event], mentions: Sequence[Resolution] = ()) -> bool:
        content = digest(document, events, mentions)
        with self._lock:
            if self._digests.get(document.id) == content:
                return False
            kept = {key: entry for key, entry in self._originals.items() if entry[0] != document.id}
            self._originals = kept | {event.id: (document.id, event) for event in events}
            self._digests[document.id] = content
            self._documents[document.id] = document
            self._updated |= dict.fromkeys((event.id for event in events), now())
            self._mentions[document.id] = mention_items(document, mentions)
            self._events = None
        return True

    def add_many(self, parsed: Iterable[Parsed]) -> int:
        return sum(self.add(each.document, each.events, each.resolutions) for each in parsed)

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
        return page_of(list(filter(query.matches, self._shown().values())), query)

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

    def features(self, query: EventQuery) -> FeaturePage:
        page = self.search(query)
        return feature_page(page, query, tuple(map(self._feature, page.events)))

    def soon(self, query: EventQuery) -> bool:  # noqa: ARG002  (it looks at every event)
        return False

    def stream_features(self, query: EventQuery) -> Iterator[bytes]:
        return map(self._feature, self.stream(query))

    def feature(self, event_id: str) -> bytes:
        return self._feature(self.get(event_id))

    def _feature(self, event: Event) -> bytes:
        return orjson.dumps(feature(event, self._outline))

    def mentions(self, query: ItemQuery) -> FeaturePage:
        return self._page(self._all_mentions(), query)

    def articles(self, query: ItemQuery) -> FeaturePage:
        return self._page(self._all_articles(), query)

    def stream_mentions(self, query: ItemQuery) -> Iterator[bytes]:
        return (self._item(item) for item in _found(self._all_mentions(), query))

    def stream_articles(self, query: ItemQuery) -> Iterator[bytes]:
        return (self._item(item) for item in _found(self._all_articles(), query))

    def mention(self, mention_id: str) -> bytes:
        return self._one("mention", mention_id, self._all_mentions())

    def article(self, article_id: str) -> bytes:
        return self._one("article", article_id, self._all_articles())

    def reading(self, article_id: str) -> Reading:
        document = self._documents.get(article_id)
        if document is None:
            raise ItemNotFound("article", article_id)
        mine = {key for key, (article, _) in self._originals.items() if article == article_id}
        events = [event for event in self._shown().values() if event.id in mine]
        return Reading(
            document, tuple(map(self._item, self._mentions[article_id])), tuple(sorted(events, key=as_told))
        )

    def _all_mentions(self) -> list[Item]:
        return [item for items in list(self._mentions.values()) for item in items]

    def _all_articles(self) -> list[Item]:
        return list(map(article_item, list(self._documents.values())))

    def _page(self, items: Iterable[Item], query: ItemQuery) -> FeaturePage:
        found = _found(items, query)
        shown = found[query.offset : query.offset + query.limit]
        reached = query.offset + len(shown)
        return FeaturePage(
            tuple(map(self._item, shown)), len(found), reached if shown and reached < len(found) else None
        )

    def _one(self, kind: str, item_id: str, items: Iterable[Item]) -> bytes:
        found = next((item for item in items if item.id == item_id), None)
        if found is None:
            raise ItemNotFound(kind, item_id)
        return self._item(found)

    def _item(self, item: Item) -> bytes:
        return orjson.dumps(item_feature(item, self._outline))

    def version(self) -> int:
        self._note()
        return len(self._log)

    def changes(self, since: int, limit: int = 1000) -> Changes:
        self._note()
        log = self._log[since : since + limit]
        return changes_of(since + len(log), log)

    def summary(self) -> Summary:
        events = self._shown().values()
        placed = sum(bool(event.located) for event in events)
        apart = {event.told.story for event in events if event.told}
        return Summary(len(self._digests), len(events), placed, len(events) - placed, len(apart))

    def extent(self) -> Extent:
        events = self._shown().values()
        boxes = [(lon, lat, lon, lat) for event in events for lon, lat in positions(event)]
        boxes += [shape.bounds for event in events if (shape := event_shape(event.located, self._outline))]
        return Extent(BBox.around(boxes), days_of_all(filter(None, map(days_of, events))))

    def correct(self, corrections: Iterable[Correction]) -> int:
        corrections = list(corrections)
        with self._lock:
            count = len(self._corrections)
            self._updated |= dict.fromkeys(filter(None, (self.find(each.event) for each in corrections)), now())
            self._corrections = {correction.id: correction for correction in corrections} | self._corrections
            self._events = None
            return len(self._corrections) - count

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

    def _note(self) -> None:
        """What readers get that is other than when they last asked what changed."""
        now = self._shown()
        with self._lock:
            before, self._noted = self._noted, now
            if before is not now:
                self._log += [(key, Change.VANISHED) for key in before if key not in now]
                self._log += [(key, Change.APPEARED) for key in now if key not in before]
                self._log += [
                    (key, Change.RETOLD) for key in now if key in before and _differs(before[key], now[key])
                ]
                self._log.append(("", Change.RETOLD))

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
            for event in members:
                events[event.id] = replace(event, told=replace(telling, updated=self._updated[event.id]))
        return events

    def close(self) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _differs(one: Event, other: Event) -> bool:
    return one != other or one.told != other.told


def _found(items: Iterable[Item], query: ItemQuery) -> list[Item]:
    found = sorted((item for item in items if query.matches(item.values, item.words)), key=lambda i: i.newest_first)
    return in_order([(item.values, item) for item in found], query.order)
