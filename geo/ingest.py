"""Files into a store: articles parsed into events, tables of event records geocoded. What fails is told and counted."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from geo.corrections import rulings
from geo.engine import Engine, Failure, serial
from geo.errors import GazetteerError, GeoError, ReadError, StoreError
from geo.model import Document, Parsed
from geo.pipeline import Parse, Pipeline
from geo.readers import read_paths
from geo.readers.columns import Columns
from geo.readers.paths import articles
from geo.readers.records import Record, open_table
from geo.readers.tables import LINES, SUFFIXES
from geo.stores import EventStore

Trouble = Callable[[str], None]
# Hands on what it is given while it shows that something moves.
Watch = Callable[[Iterable[Document | ReadError]], Iterable[Document | ReadError]]


@dataclass(slots=True)
class Counts:
    """`kept` articles were in the store already and are as they were; `failed` could not be read or parsed."""

    articles: int = 0
    kept: int = 0
    events: int = 0
    placed: int = 0
    failed: int = 0

    @property
    def unplaced(self) -> int:
        return self.events - self.placed

    def add(self, parsed: Parsed | None) -> None:
        """What was stored of an article; None: it was there."""
        if parsed is None:
            self.kept += 1
            return
        self.articles += 1
        self.events += len(parsed.events)
        self.placed += sum(bool(event.located) for event in parsed.events)


@dataclass(frozen=True, slots=True)
class Ingestion:
    """Reads into `store`, whose corrections rule what names mean. `pipeline` is asked for only when there is something
    to parse: opening it takes a moment.

    `engine` decides where articles are parsed; `trouble` is told in words of each one that fails.
    """

    store: EventStore
    pipeline: Callable[[], Pipeline]
    trouble: Trouble
    engine: Engine = serial

    def articles(
        self,
        paths: Iterable[Path | str],
        *,
        published: date | None = None,
        title: str | None = None,
        again: bool = False,
        watch: Watch = iter,
    ) -> Counts:
        """Articles in files and folders. One that the store holds word for word is not parsed, unless `again`."""
        counts = Counts()
        read = watch(read_paths(paths, published=published, title=title))
        fresh = self._fresh(read, counts, again)
        first = next(fresh, None)
        if first is None:
            return counts
        parse = Parse(self.pipeline(), _whole, rulings=rulings(self.store.corrections()))
        for result in self.engine(parse, _chained(first, fresh)):
            if isinstance(result, Failure):
                self._failed(counts, f"{_named(result.item)}: {result.reason}")
            elif isinstance(result, Parsed):
                self.store.add(result.document, result.events, result.resolutions)
                counts.add(result)
        return counts

    def table(
        self, path: Path, columns: Columns, *, date_format: str = "", show: Callable[[Columns], None] | None = None
    ) -> Counts:
        """Event records of a table; `show` is told the columns, named or guessed, before the first row."""
        counts = Counts()
        table = open_table(path, columns, date_format=date_format)
        if show:
            show(table.columns)
        locate = partial(self.pipeline().locate, rulings=rulings(self.store.corrections()))
        for record in table.records(locate):
            if isinstance(record, Record):
                self._add(record, counts)
            else:
                self._failed(counts, str(record))
        return counts

    def _add(self, record: Record, counts: Counts) -> None:
        if not self.store.add(record.document, [record.event]):
            counts.kept += 1
            return
        counts.events += 1
        counts.placed += bool(record.event.located)

    def _fresh(self, read: Iterable[Document | ReadError], counts: Counts, again: bool) -> Iterator[Document]:
        for document in read:
            if isinstance(document, ReadError):
                self._failed(counts, str(document))
            elif not again and self.store.holds(document):
                counts.kept += 1
            else:
                yield document

    def _failed(self, counts: Counts, reason: str) -> None:
        counts.failed += 1
        self.trouble(reason)


def read_into(store: EventStore, pipeline: Callable[[], Pipeline], document: Document) -> Parsed | None:
    """One article, parsed and stored; None if the store holds it word for word."""
    if store.holds(document):
        return None
    parsed = pipeline().parse(document, rulings=rulings(store.corrections()))
    store.add(parsed.document, parsed.events, parsed.resolutions)
    return parsed


def spares_articles(error: Exception) -> bool:
    """Whether it is no article's fault and the next one would fare no better: no gazetteer, a full disk, a lock."""
    full = isinstance(error, StoreError) and isinstance(error.__cause__, sqlite3.OperationalError)
    return full or isinstance(error, GazetteerError)


def in_words(error: Exception) -> str:
    """What to tell of an article that failed."""
    return str(error) if isinstance(error, GeoError | ValueError) else f"{type(error).__name__}: {error}"


def tables_in(paths: Iterable[Path], *, records: bool = False) -> tuple[list[Path], list[Path]]:
    """(files and folders of articles, tables): a table is a file whose suffix says so, in a folder too. `records`: of the
    files named, JSON lines are tables, too, which are else articles."""
    prose, tables = [], []
    for path in paths:
        found = sorted(file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES) if path.is_dir() else []
        tables += found
        if path.suffix.lower() in (SUFFIXES | LINES if records else SUFFIXES) and not path.is_dir():
            tables.append(path)
        elif not path.is_dir() or articles(path):
            prose.append(path)
    return prose, list(dict.fromkeys(tables))  # named, and in a named folder too


def _whole(parsed: Parsed) -> Parsed:
    return parsed


def _chained(first: Document, rest: Iterator[Document]) -> Iterator[Document]:
    yield first
    yield from rest


def _named(document: Document) -> str:
    return f"article {document.title or document.id!r}"
