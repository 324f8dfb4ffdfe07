"""The connections to one GeoPackage: one per thread, and what is read or written together."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from geo.errors import StoreError

# Seconds a writer waits for another one to finish its article.
_PATIENCE = 30.0
# Bytes of the file that are read where they lie, without a copy; and KiB of pages that each connection keeps.
_MAPPED, _CACHE_KIB = 1 << 40, 16_384


class Connections:
    """`prepare` is called with each new one. sqlite3's errors become StoreErrors that name the file."""

    def __init__(self, path: Path, prepare: Callable[[sqlite3.Connection], None]) -> None:
        self.path = path
        self._prepare = prepare
        self._local = threading.local()
        self._open: list[tuple[threading.Thread, sqlite3.Connection]] = []
        self._file: tuple[int, int] | None = None
        self._lock = threading.Lock()
        self._closed = False

    def own(self) -> sqlite3.Connection:
        """This thread's own."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None or self._closed:
            connection = self._connect()
            with self._lock:
                self._close([(thread, each) for thread, each in self._open if not thread.is_alive()])
                self._open.append((threading.current_thread(), connection))
            self._local.connection = connection
        return connection

    def _connect(self) -> sqlite3.Connection:
        if self._closed:
            raise StoreError(f"{self.path}: the store is closed")
        # Used by other threads only to close it, or, of a stream, one after the other.
        connection = sqlite3.connect(self.path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA mmap_size = {_MAPPED}")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        try:
            self._check_file(connection)
            self._prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _check_file(self, connection: sqlite3.Connection) -> None:
        """What is known of one file holds for no other that has come into its place."""
        connection.execute("PRAGMA schema_version").fetchone()  # only now it is there
        found = self.path.stat()
        file = found.st_dev, found.st_ino
        if self._file not in (None, file):
            raise StoreError(f"{self.path} is another file than the one that was opened; open it again, or restart")
        self._file = file

    @contextmanager
    def failures(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_NOTADB:
                raise StoreError(f"{self.path} is not a Dateline store: {error}") from None
            raise StoreError(f"{self.path}: {error}") from error

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """All that is read inside is of one moment."""
        with self.failures():
            database = self.own()
            database.execute("BEGIN")
            try:
                yield database
            finally:
                if database.in_transaction:
                    database.execute("ROLLBACK")

    @contextmanager
    def standing(self) -> Iterator[sqlite3.Connection]:
        """A connection of its own: what it reads stands still, whichever threads take it or write meanwhile."""
        with self.failures():
            database = self._connect()
            try:
                yield database
            finally:
                database.close()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """All that is written inside, or none of it."""
        with self.failures():
            database = self.own()
            database.execute("BEGIN IMMEDIATE")
            try:
                yield database
                database.execute("COMMIT")
            except BaseException:
                if database.in_transaction:  # else SQLite has ended it: the disk was full
                    database.execute("ROLLBACK")
                raise

    def close(self) -> None:
        with self._lock:
            self._closed = True
            self._close(list(self._open))

    def _close(self, some: list[tuple[threading.Thread, sqlite3.Connection]]) -> None:
        for each in some:
            each[1].close()
            self._open.remove(each)
