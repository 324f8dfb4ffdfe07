"""The file that jobs and watched feeds are kept in; several processes may have it open."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geo.errors import StoreError

_VERSION = 1
_ATTEMPTS = 100
_SCHEMA = """
CREATE TABLE leases (name TEXT PRIMARY KEY, holder TEXT NOT NULL, until REAL NOT NULL);
CREATE TABLE jobs (
    id TEXT PRIMARY KEY, feed TEXT NOT NULL, pages INTEGER NOT NULL, state TEXT NOT NULL, problem TEXT NOT NULL,
    created REAL NOT NULL, started REAL, finished REAL,
    total INTEGER NOT NULL, read INTEGER NOT NULL, kept INTEGER NOT NULL, failed INTEGER NOT NULL,
    events INTEGER NOT NULL
);
CREATE INDEX jobs_by_age ON jobs (state, created);
-- tries: how often a worker took it. input: NULL once it is done.
CREATE TABLE items (
    job TEXT NOT NULL REFERENCES jobs ON DELETE CASCADE, number INTEGER NOT NULL, input BLOB, page TEXT NOT NULL,
    state TEXT NOT NULL, tries INTEGER NOT NULL, article TEXT NOT NULL, events INTEGER NOT NULL, reason TEXT NOT NULL,
    PRIMARY KEY (job, number)
) WITHOUT ROWID;
CREATE INDEX items_waiting ON items (job, number) WHERE state = 'queued';
CREATE INDEX items_failed ON items (job, number) WHERE state = 'failed';
CREATE TABLE feeds (
    address TEXT PRIMARY KEY, status TEXT NOT NULL, etag TEXT NOT NULL, modified TEXT NOT NULL, checked REAL NOT NULL,
    next REAL NOT NULL, failures INTEGER NOT NULL
);
-- digest: of the entry as the feed gave it; tries: how often its page was asked for in vain.
CREATE TABLE entries (
    feed TEXT NOT NULL, entry TEXT NOT NULL, digest TEXT NOT NULL, tries INTEGER NOT NULL, seen REAL NOT NULL,
    PRIMARY KEY (feed, entry)
) WITHOUT ROWID;
"""


class JobFile:
    """Safe to use from several threads. `path` None: in memory, as long as it is open. StoreError if it can't be used."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._lock = threading.RLock()
        with self._failures():
            self._database = sqlite3.connect(
                path or ":memory:", timeout=30, isolation_level=None, check_same_thread=False
            )
            try:
                self._prepare()
            except sqlite3.Error:
                self._database.close()
                raise

    @classmethod
    def beside(cls, store: Path) -> JobFile:
        return cls(store.with_name(f"{store.stem}.jobs.sqlite"))

    def _prepare(self) -> None:
        self._keep_a_log()
        self._database.execute("PRAGMA foreign_keys = ON")
        # Should the power fail, the last articles are done again, and found in the store.
        self._database.execute("PRAGMA synchronous = NORMAL")
        with self.writing() as database:
            [(version,)] = database.execute("PRAGMA user_version")
            if version > _VERSION:
                raise StoreError(f"{self.path}: made by a newer version of Dateline")
            if version == 0:
                for statement in _SCHEMA.split(";\n"):
                    database.execute(statement)
                database.execute(f"PRAGMA user_version = {_VERSION}")

    def _keep_a_log(self) -> None:
        """Ten times as fast. SQLite does not wait by itself while another process makes the same change."""
        for attempt in range(_ATTEMPTS):
            try:
                self._database.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError:
                if attempt + 1 == _ATTEMPTS:
                    raise
                time.sleep(0.05)
            else:
                return

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock, self._failures():
            yield self._database

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """All of it or, after an error, nothing."""
        with self._lock, self._failures():
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self._database
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")

    def close(self) -> None:
        with self._lock:
            self._database.close()

    @contextmanager
    def _failures(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(f"{self.path or 'jobs'}: {error}") from error
