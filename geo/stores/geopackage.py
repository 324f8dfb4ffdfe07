"""A store in one GeoPackage file, which QGIS and GDAL open as it is; by `sqlite3` alone.

`records` holds each event as the text of its feature, `bodies` whole. What is asked for is found in columns in memory
(`geo.stores.columns`) and fetched from there. `originals` holds the machine's own records of those that `corrections`
changed. The layers `events` (points), `regions` (areas) and `unplaced` (no geometry) are for GIS programs: a row for each
place drawn.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import orjson

from geo import filters
from geo.aggregates import MOST_VALUES, Areas, Clusters, Facet, Grid, Level, Step, Timeline
from geo.corrections import Anchor, Correction, Pairs, corrected, pairs
from geo.errors import EventNotFound, StoreError
from geo.items import mention_items
from geo.mercator import Tile
from geo.model import Document, Event, Parsed, Resolution, Story, Telling
from geo.query import EventQuery, Extent, ItemQuery, Page
from geo.records import event_from_record
from geo.shapes import Outline
from geo.stores import counting, entering, items, log, selection, stories, versions
from geo.stores.base import Changes, FeaturePage, Reading, Summary, as_told, digest, paged
from geo.stores.columns import InStep
from geo.stores.connections import Connections
from geo.stores.container import add_functions, touch
from geo.stores.counting import Asked
from geo.stores.schema import migrate
from geo.stores.selection import EVENT, FEATURE, FEATURE_AND_KEY
from geo.stories.told import told

# Articles that are written in one transaction.
_AT_ONCE = 500

# What a select of events or of features gives.
_Row = tuple[Any, ...]


class GeoPackageStore:
    """One connection per thread; other processes may read while one writes. StoreError for a file of another kind."""

    def __init__(self, path: Path, *, outline: Outline) -> None:
        self.path = path
        self._outline = outline
        self._connections = Connections(path, _prepare)
        self._in_step = InStep()
        self._seen = threading.local()
        if not path.parent.is_dir():
            raise StoreError(f"{path}: there is no folder {path.parent}")
        try:
            with self._connections.failures():
                migrate(self._connections.own(), path, outline)
        except StoreError:
            self.close()
            raise

    def holds(self, document: Document) -> bool:
        with self._connections.reading() as database:
            return items.holds(database, document)

    def add(self, document: Document, events: Sequence[Event], mentions: Sequence[Resolution] = ()) -> bool:
        with self._connections.writing() as database:
            changed = self._add(database, [Parsed(document, tuple(mentions), tuple(events))])
            stories.regroup(database)
        return changed == 1

    def add_many(self, parsed: Iterable[Parsed]) -> int:
        changed = 0
        coming = iter(parsed)
        while some := list(islice(coming, _AT_ONCE)):
            with self._connections.writing() as database:
                changed += self._add(database, some)
        with self._connections.writing() as database:
            stories.regroup(database)
        return changed

    def _add(self, database: sqlite3.Connection, parsed: Sequence[Parsed]) -> int:
        """How many changed something. Stories are left to be grouped."""
        if len(parsed) > 1 and log.has_any(database):  # which may be made to events that come and go in between
            return sum(self._add(database, [each]) for each in parsed)
        concerned: list[Correction] = []
        fresh: dict[str, tuple[str, Event] | None] = {}  # by the events' ids; None for one that has gone again
        there = items.digests(database, [each.document.id for each in parsed])
        latest: dict[str, tuple[Parsed, str]] = {}
        changed = 0
        for each in parsed:
            article, content = each.document.id, digest(each.document, each.events, each.resolutions)
            before = latest[article][1] if article in latest else there.get(article)
            if before == content:
                continue
            changed += 1
            concerned += log.concerned(database, article, [event.id for event in each.events])
            if article in latest:
                fresh |= {id_: None for id_, found in fresh.items() if found and found[0] == article}
            latest[article] = each, content
            fresh |= {event.id: (article, event) for event in each.events}
        if not latest:
            return 0
        versions.note(database)
        self._enter_articles(database, list(latest.values()), there.keys() & latest.keys())
        for table in ("originals", "records"):
            database.executemany(f"DELETE FROM {table} WHERE id = ?", [(id_,) for id_ in fresh])
        entering.enter(database, filter(None, fresh.values()), self._outline)
        self._apply(database, concerned)
        if any(log.speaks_of_pairs(database, None if article in there else article) for article in latest):
            stories.say(database, self._pairs(database))
        touch(database)
        return changed

    def _enter_articles(
        self, database: sqlite3.Connection, parsed: list[tuple[Parsed, str]], known: Set[str]
    ) -> None:
        """All but their events, each with its digest. Of the `known` ones what was there goes, events included."""
        for table in ("records", "originals", "mentions", "article_bands"):
            database.executemany(f"DELETE FROM {table} WHERE article = ?", [(article,) for article in known])
        items.enter_articles(database, [(each.document, content) for each, content in parsed])
        mentions = ((each.document.id, mention_items(each.document, each.resolutions)) for each, _ in parsed)
        items.enter_mentions(database, mentions, self._outline)
        stories.enter_articles(database, [each.document for each, _ in parsed])

    def get(self, event_id: str) -> Event:
        with self._connections.failures():
            found = self._connections.own().execute(f"{EVENT} WHERE records.id = ?", (event_id,)).fetchone()
        if found is None:
            raise EventNotFound(event_id)
        return _event(*found)

    def story(self, event_id: str) -> Story:
        with self._connections.reading() as database:
            statement = f"{EVENT} WHERE story = (SELECT story FROM records WHERE id = ?)"
            events = [_event(*found) for found in database.execute(statement, (event_id,))]
        if not events:
            raise EventNotFound(event_id)
        return told(events, events[0].told.publishers if events[0].told else 1)

    def copies(self, document_id: str) -> tuple[str, ...]:
        with self._connections.reading() as database:
            return stories.copies_of(database, document_id)

    def search(self, query: EventQuery) -> Page:
        rows, matched, more = self._page(EVENT, query)
        return paged([_event(*row) for row in rows], matched, more, query)

    def features(self, query: EventQuery) -> FeaturePage:
        rows, matched, more = self._page(FEATURE_AND_KEY, query)
        reached = query.offset + len(rows) if more else None
        after = rows[-1][1:] if more and not query.order else None
        return FeaturePage(tuple(text for text, *_ in rows), matched, reached, after)

    def soon(self, query: EventQuery) -> bool:
        columns = self._in_step.held
        return columns is not None and columns.version == self.version() and counting.soon(columns, query)

    def _page(self, select: str, query: EventQuery) -> tuple[list[_Row], int, bool]:
        """The rows of a page, how many match, and whether others follow."""
        with self._counting() as asked:
            if query.order:
                matched = asked.count(query)
                statement, values = selection.ordered(select, query, query.limit + 1, query.offset)
            else:
                found = asked.newest(query)
                matched = found.matched
                statement, values = selection.of_records(select, found.records)
            rows = asked.database.execute(statement, values).fetchall()
        return rows[: query.limit], matched, 0 < query.limit < len(rows)

    def stream(self, query: EventQuery) -> Iterator[Event]:
        return (_event(*row) for row in self._streamed(EVENT, query))

    def stream_features(self, query: EventQuery) -> Iterator[bytes]:
        return chain.from_iterable(self._streamed(FEATURE, query))

    def _streamed(self, select: str, query: EventQuery) -> Iterator[_Row]:
        with self._connections.standing() as database:
            yield from database.execute(*selection.ordered(select, query))

    def feature(self, event_id: str) -> bytes:
        with self._connections.failures():
            found = self._connections.own().execute(f"{FEATURE} WHERE records.id = ?", (event_id,)).fetchone()
        if found is None:
            raise EventNotFound(event_id)
        text: bytes = found[0]
        return text

    def mentions(self, query: ItemQuery) -> FeaturePage:
        with self._connections.reading() as database:
            return items.page(database, items.MENTIONS, query)

    def articles(self, query: ItemQuery) -> FeaturePage:
        with self._connections.reading() as database:
            return items.page(database, items.ARTICLES, query)

    def stream_mentions(self, query: ItemQuery) -> Iterator[bytes]:
        return self._items(items.MENTIONS, query)

    def stream_articles(self, query: ItemQuery) -> Iterator[bytes]:
        return self._items(items.ARTICLES, query)

    def _items(self, collection: items.Collection, query: ItemQuery) -> Iterator[bytes]:
        with self._connections.standing() as database:
            yield from items.stream(database, collection, query)

    def mention(self, mention_id: str) -> bytes:
        with self._connections.reading() as database:
            return items.one(database, items.MENTIONS, mention_id)

    def article(self, article_id: str) -> bytes:
        with self._connections.reading() as database:
            return items.one(database, items.ARTICLES, article_id)

    def reading(self, article_id: str) -> Reading:
        with self._connections.reading() as database:
            document, mentions = items.read(database, article_id)
            found = database.execute(f"{EVENT} WHERE article = ?", (article_id,))
            return Reading(document, mentions, tuple(sorted((_event(*row) for row in found), key=as_told)))

    def version(self) -> int:
        """A file that nobody wrote to since this thread asked last is not read again."""
        with self._connections.failures():
            database = self._connections.own()
            (moved,) = database.execute("PRAGMA data_version").fetchone()
            seen: tuple[int, int, int] = getattr(self._seen, "of", (0, 0, 0))
            if seen[:2] != (moved, database.total_changes):
                seen = self._seen.of = (moved, database.total_changes, versions.last(database))
        return seen[2]

    def changes(self, since: int, limit: int = 1000) -> Changes:
        with self._connections.reading() as database:
            return versions.since(database, since, limit)

    def clusters(self, query: EventQuery, grid: Grid, tile: Tile | None = None) -> Clusters:
        with self._counting() as asked:
            return asked.clusters(query, grid, tile)

    def timeline(self, query: EventQuery, step: Step, by: str = "") -> Timeline:
        with self._counting() as asked:
            return asked.timeline(query, step, by)

    def facets(self, query: EventQuery, names: Sequence[str], limit: int = MOST_VALUES) -> tuple[Facet, ...]:
        with self._counting() as asked:
            return asked.facets(query, names, limit)

    def areas(self, query: EventQuery, level: Level, within: str = "") -> Areas:
        with self._counting() as asked:
            return asked.areas(query, level, within)

    def count(self, query: EventQuery) -> int:
        with self._counting() as asked:
            return asked.count(query)

    @contextmanager
    def _counting(self) -> Iterator[Asked]:
        while True:
            with self._connections.reading() as database:
                columns = self._in_step.columns(database)
                if columns is not None:
                    yield Asked(columns, database)
                    return

    def summary(self) -> Summary:
        with self._connections.reading() as database:
            (articles,) = database.execute("SELECT count(*) FROM articles").fetchone()
            events, placed = database.execute("SELECT count(*), total(placed) FROM records").fetchone()
            (apart,) = database.execute("SELECT count(*) FROM (SELECT DISTINCT story FROM records)").fetchone()
        return Summary(articles, events, int(placed), events - int(placed), apart)

    def extent(self) -> Extent:
        with self._counting() as asked:
            return asked.extent()

    def correct(self, corrections: Iterable[Correction]) -> int:
        with self._connections.writing() as database:
            versions.note(database)
            added = [correction for correction in corrections if log.append(database, correction)]
            self._apply(database, added)
            if log.speaks_of_pairs(database):
                stories.say(database, self._pairs(database))
            stories.regroup(database)
            touch(database)
        return len(added)

    def corrections(self, event_id: str | None = None) -> tuple[Correction, ...]:
        with self._connections.failures():
            return log.read(self._connections.own(), event_id)

    def original(self, event_id: str) -> Event:
        with self._connections.failures():
            found = log.original(self._connections.own(), event_id)
        if found is None:
            raise EventNotFound(event_id)
        return found[1]

    def find(self, anchor: Anchor) -> str | None:
        with self._connections.reading() as database:
            return log.find(database, anchor)

    def _pairs(self, database: sqlite3.Connection) -> Pairs:
        return pairs(log.read(database), partial(log.find, database))

    def _apply(self, database: sqlite3.Connection, corrections: Sequence[Correction]) -> None:
        """Work out again what readers get of the events that these corrections are made to, or were."""
        for event_id in log.link(database, corrections):
            if found := log.original(database, event_id):
                article, event = found
                made = log.read(database, event_id)
                database.execute("DELETE FROM records WHERE id = ?", (event_id,))
                if made:
                    log.keep(database, article, event)
                else:
                    log.forget(database, event_id)
                if shown := corrected(event, made):
                    entering.enter(database, [(article, shown)], self._outline)

    def close(self) -> None:
        self._connections.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _prepare(connection: sqlite3.Connection) -> None:
    add_functions(connection)
    filters.add_functions(connection)
    items.add_functions(connection)


def _event(record: str, story: str, reports: int, publishers: int, updated: str) -> Event:
    return replace(event_from_record(orjson.loads(record)), told=Telling(story, reports, publishers, updated))
