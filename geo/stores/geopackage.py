"""A store in one GeoPackage file, which QGIS and GDAL open as it is; by `sqlite3` alone.

`records` holds the events whole as readers get them, `positions` and its R*Tree where they are; queries read only
these. `originals` holds the machine's own records of those that `corrections` changed. The layers
`events` (points), `regions` (areas) and `unplaced` (no geometry) are for GIS programs: a row for each place drawn.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import numpy.typing as npt
import orjson
import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from geo import filters
from geo.aggregates import MOST_VALUES, Areas, Clusters, Facet, Grid, Level, Step, Timeline
from geo.corrections import Anchor, Correction, Pairs, corrected, pairs
from geo.errors import EventNotFound, StoreError
from geo.features import feature
from geo.items import mention_items
from geo.mercator import Tile
from geo.model import Document, Event, EventPlace, Parsed, Resolution, Story, Telling
from geo.query import EventQuery, ItemQuery, Page, days_of, newest_first, positions, searched
from geo.records import event_from_record, event_record
from geo.rows import COLUMNS, row
from geo.shapes import Outline, drawn, remembered, written
from geo.stores import facts, items, log, stories, versions
from geo.stores.base import Changes, FeaturePage, Summary, digest, feature_page, page_of, paged
from geo.stores.columns import InStep
from geo.stores.container import add_functions, blob, touch
from geo.stores.counting import Asked
from geo.stores.schema import migrate
from geo.stores.selection import RECORDS, count, is_answered, is_crowded, newest, records
from geo.stories.told import told

# Seconds a writer waits for another one to finish its article.
_PATIENCE = 30.0


class GeoPackageStore:
    """One connection per thread; other processes may read while one writes. StoreError for a file of another kind."""

    def __init__(self, path: Path, *, outline: Outline) -> None:
        self.path = path
        self._outline = outline
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._closed = False
        self._in_step = InStep()
        if not path.parent.is_dir():
            raise StoreError(f"{path}: there is no folder {path.parent}")
        try:
            with self._failures():
                migrate(self._connection(), path)
        except StoreError:
            self.close()
            raise

    def holds(self, document: Document) -> bool:
        published = document.published and document.published.isoformat()
        with self._failures():
            found = self._connection().execute(
                "SELECT title, url, published, language, text, publisher FROM articles WHERE id = ?", (document.id,)
            )
            return bool(
                found.fetchone()
                == (document.title, document.url, published, document.language, document.text, document.publisher)
            )

    def add(self, document: Document, events: Sequence[Event], mentions: Sequence[Resolution] = ()) -> bool:
        content = digest(document, events, mentions)
        published = document.published and document.published.isoformat()
        with self._writing() as database:
            known = database.execute("SELECT digest FROM articles WHERE id = ?", (document.id,)).fetchone()
            if known == (content,):
                return False
            versions.note(database)
            corrections = log.concerned(database, document.id, [event.id for event in events])
            database.execute("DELETE FROM records WHERE article = ?", (document.id,))
            database.execute("DELETE FROM originals WHERE article = ?", (document.id,))
            database.execute(
                """INSERT OR REPLACE INTO articles
                   (id, digest, title, url, published, language, text, publisher, characters, words)
                   VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                (
                    document.id,
                    content,
                    document.title,
                    document.url,
                    published,
                    document.language,
                    document.text,
                    document.publisher,
                    len(document.text),
                    document.title,
                ),
            )
            items.enter_mentions(database, document.id, mention_items(document, mentions), self._outline)
            stories.enter_article(database, document)
            for event in events:
                log.forget(database, event.id)
                self._insert(database, document.id, event)
            self._apply(database, corrections)
            if log.speaks_of_pairs(database, document.id if known is None else None):
                stories.say(database, self._pairs(database))
            stories.regroup(database)
            touch(database)
        return True

    def add_many(self, parsed: Iterable[Parsed]) -> int:
        return sum(self.add(each.document, each.events, each.resolutions) for each in parsed)

    def _insert(self, database: sqlite3.Connection, article: str, event: Event) -> None:
        database.execute("DELETE FROM records WHERE id = ?", (event.id,))
        first, last = days_of(event) or (None, None)
        [(fid,)] = database.execute(
            """INSERT INTO records (id, story, article, type, status, day, first, last, placed, words, record)
               VALUES (?1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
               RETURNING fid""",
            (
                event.id,
                article,
                event.type,
                event.status.value,
                newest_first(event)[0],
                first,
                last,
                bool(event.located),
                searched(event).casefold(),
                orjson.dumps(event_record(event)).decode(),
            ),
        )
        database.executemany(
            "INSERT INTO positions (record, lon, lat) VALUES (?, ?, ?)", [(fid, *spot) for spot in positions(event)]
        )
        stories.enter(database, fid, event)
        facts.enter(database, fid, event)
        self._insert_into_layers(database, replace(event, told=Telling(event.id)))

    def _insert_into_layers(self, database: sqlite3.Connection, event: Event) -> None:
        shown = drawn(event.located, self._outline)
        if not shown:
            database.execute(_INSERT["unplaced"], _layer_row(None, event, event.located))
        for place, shape in {(place.place, place.lon, place.lat): (place, shape) for place, shape in shown}.values():
            layer = "regions" if shapely.get_dimensions(shape) == 2 else "events"
            database.execute(_INSERT[layer], _layer_row(_geometry(place, shape), event, (place,)))

    def get(self, event_id: str) -> Event:
        with self._failures():
            found = self._connection().execute(f"{RECORDS} WHERE id = ?", (event_id,)).fetchone()
        if found is None:
            raise EventNotFound(event_id)
        return _event(found)

    def story(self, event_id: str) -> Story:
        with self._reading() as database:
            found = database.execute(f"{RECORDS} WHERE story = (SELECT story FROM records WHERE id = ?)", (event_id,))
            events = [_event(each) for each in found]
        if not events:
            raise EventNotFound(event_id)
        return told(events, events[0].told.publishers if events[0].told else 1)

    def copies(self, document_id: str) -> tuple[str, ...]:
        with self._reading() as database:
            return stories.copies_of(database, document_id)

    def search(self, query: EventQuery) -> Page:
        if not is_answered(query):
            return page_of([event for event in self._near(query) if query.matches(event)], query)
        with self._reading() as database:
            crowded = is_crowded(database, query)
            (matched,) = database.execute(*count(query, crowded)).fetchone()
            page = database.execute(*newest(query, crowded, query.limit + 1, query.offset))
            events = [_event(found) for found in page]
        return paged(events[: query.limit], matched, len(events) > query.limit, query)

    def features(self, query: EventQuery) -> FeaturePage:
        page = self.search(query)
        return feature_page(page, query, tuple(map(self._feature, page.events)))

    def stream_features(self, query: EventQuery) -> Iterator[bytes]:
        return map(self._feature, self.stream(query))

    def feature(self, event_id: str) -> bytes:
        return self._feature(self.get(event_id))

    def _feature(self, event: Event) -> bytes:
        return orjson.dumps(feature(event, self._outline))

    def mentions(self, query: ItemQuery) -> FeaturePage:
        with self._reading() as database:
            return items.page(database, items.MENTIONS, query)

    def articles(self, query: ItemQuery) -> FeaturePage:
        with self._reading() as database:
            return items.page(database, items.ARTICLES, query)

    def stream_mentions(self, query: ItemQuery) -> Iterator[bytes]:
        return self._streamed(items.MENTIONS, query)

    def stream_articles(self, query: ItemQuery) -> Iterator[bytes]:
        return self._streamed(items.ARTICLES, query)

    def _streamed(self, collection: items.Collection, query: ItemQuery) -> Iterator[bytes]:
        with self._standing() as database:
            yield from items.stream(database, collection, query)

    def mention(self, mention_id: str) -> bytes:
        with self._reading() as database:
            return items.one(database, items.MENTIONS, mention_id)

    def article(self, article_id: str) -> bytes:
        with self._reading() as database:
            return items.one(database, items.ARTICLES, article_id)

    def version(self) -> int:
        """A file that nobody wrote to since this thread asked last is not read again."""
        with self._failures():
            database = self._connection()
            (moved,) = database.execute("PRAGMA data_version").fetchone()
            seen: tuple[int, int, int] = getattr(self._local, "seen", (0, 0, 0))
            if seen[:2] != (moved, database.total_changes):
                seen = self._local.seen = (moved, database.total_changes, versions.last(database))
        return seen[2]

    def changes(self, since: int, limit: int = 1000) -> Changes:
        with self._reading() as database:
            return versions.since(database, since, limit)

    def stream(self, query: EventQuery) -> Iterator[Event]:
        if is_answered(query):
            yield from self._near(query)
        else:
            yield from query.sorted(event for event in self._near(query) if query.matches(event))

    def _near(self, query: EventQuery) -> Iterator[Event]:
        """All that match, newest first; of what SQL does not answer (`is_answered`), regardless of that."""
        with self._standing() as database:
            for found in database.execute(*newest(query, is_crowded(database, query), limit=-1, offset=0)):
                yield _event(found)

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
        with self._reading() as database:
            columns = self._in_step.columns(database)
            yield Asked(columns, partial(self._matching, database), partial(_ids, database))

    def _matching(self, database: sqlite3.Connection, query: EventQuery) -> npt.NDArray[np.int64]:
        """The records that match a query without a box."""
        if is_answered(query):
            found = database.execute(*records(query, crowded=False))
        else:
            ids = orjson.dumps([event.id for event in self.stream(query)]).decode()
            found = database.execute("SELECT fid FROM records WHERE id IN (SELECT value FROM json_each(?))", (ids,))
        return np.fromiter((fid for (fid,) in found), np.int64)

    def summary(self) -> Summary:
        with self._reading() as database:
            (articles,) = database.execute("SELECT count(*) FROM articles").fetchone()
            events, placed = database.execute("SELECT count(*), total(placed) FROM records").fetchone()
            (apart,) = database.execute("SELECT count(*) FROM (SELECT DISTINCT story FROM records)").fetchone()
        return Summary(articles, events, int(placed), events - int(placed), apart)

    def correct(self, corrections: Iterable[Correction]) -> int:
        with self._writing() as database:
            versions.note(database)
            added = [correction for correction in corrections if log.append(database, correction)]
            self._apply(database, added)
            if log.speaks_of_pairs(database):
                stories.say(database, self._pairs(database))
            stories.regroup(database)
            touch(database)
        return len(added)

    def corrections(self, event_id: str | None = None) -> tuple[Correction, ...]:
        with self._failures():
            return log.read(self._connection(), event_id)

    def original(self, event_id: str) -> Event:
        with self._failures():
            found = log.original(self._connection(), event_id)
        if found is None:
            raise EventNotFound(event_id)
        return found[1]

    def find(self, anchor: Anchor) -> str | None:
        with self._reading() as database:
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
                    self._insert(database, article, shown)

    def close(self) -> None:
        with self._lock:
            self._closed = True
            for connection in self._connections:
                connection.close()
            self._connections.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _connection(self) -> sqlite3.Connection:
        """This thread's own."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None or self._closed:
            connection = self._connect()
            with self._lock:
                self._connections.append(connection)
            self._local.connection = connection
        return connection

    def _connect(self) -> sqlite3.Connection:
        if self._closed:
            raise StoreError(f"{self.path}: the store is closed")
        # Used by other threads only to close it, or, of a stream, one after the other.
        connection = sqlite3.connect(self.path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA synchronous = NORMAL")
        add_functions(connection)
        filters.add_functions(connection)
        items.add_functions(connection)
        return connection

    @contextmanager
    def _failures(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_NOTADB:
                raise StoreError(f"{self.path} is not a Dateline store: {error}") from None
            raise StoreError(f"{self.path}: {error}") from error

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """All that is read inside is of one moment."""
        with self._failures():
            database = self._connection()
            database.execute("BEGIN")
            try:
                yield database
            finally:
                database.execute("ROLLBACK")

    @contextmanager
    def _standing(self) -> Iterator[sqlite3.Connection]:
        """A connection of its own: what it reads stands still, whichever threads take it or write meanwhile."""
        with self._failures():
            database = self._connect()
            try:
                yield database
            finally:
                database.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._failures():
            database = self._connection()
            database.execute("BEGIN IMMEDIATE")
            try:
                yield database
            except BaseException:
                database.execute("ROLLBACK")
                raise
            database.execute("COMMIT")


def _ids(database: sqlite3.Connection, numbers: Sequence[int]) -> dict[int, str]:
    wanted = orjson.dumps(numbers).decode()
    return dict(
        database.execute("SELECT fid, id FROM records WHERE fid IN (SELECT value FROM json_each(?))", (wanted,))
    )


def _into(layer: str, *columns: str) -> str:
    quoted = ", ".join(f'"{column}"' for column in columns)
    return f"INSERT INTO {layer} ({quoted}) VALUES ({', '.join('?' * len(columns))})"


_INSERT = {
    "events": _into("events", "geom", "event_id", *COLUMNS, "extra"),
    "regions": _into("regions", "geom", "event_id", *COLUMNS, "extra"),
    "unplaced": _into("unplaced", "event_id", *COLUMNS, "extra"),
}


def _layer_row(geometry: bytes | None, event: Event, places: Sequence[EventPlace]) -> list[object]:
    extra = orjson.dumps(dict(event.extra)).decode() if event.extra else None
    return [*((geometry,) if geometry else ()), event.id, *row(event, places).values(), extra]


def _geometry(place: EventPlace, shape: BaseGeometry) -> bytes:
    """An area as it is; a route, in a layer of points, as its place's point."""
    if shapely.get_dimensions(shape) == 1 and place.place:
        shape = Point(place.place.lon, place.place.lat)
    return blob(written(shape)) if isinstance(shape, Point) else _area_blob(shape)


@remembered
def _area_blob(shape: BaseGeometry) -> bytes:
    return blob(written(shape))


def _event(found: tuple[str, str, int, int]) -> Event:
    record, story, reports, publishers = found
    return replace(event_from_record(orjson.loads(record)), told=Telling(story, reports, publishers))
