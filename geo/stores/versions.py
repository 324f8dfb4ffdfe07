"""What changed in a GeoPackage, and when: a log that triggers keep, and a number that grows with it.

`change` is a `Change`. An entry without an event says that something else is new: an article, a correction. `record` is
that of an event which came or went; an event that is only told otherwise has none.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from geo.stores.base import Change, Changes, changes_of

TABLES = (
    """CREATE TABLE changes (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL, change INTEGER NOT NULL, record INTEGER)""",
    """CREATE TRIGGER records_appear AFTER INSERT ON records BEGIN
        INSERT INTO changes (event, change, record) VALUES (NEW.id, 0, NEW.fid); END""",
    """CREATE TRIGGER records_vanish AFTER DELETE ON records BEGIN
        INSERT INTO changes (event, change, record) VALUES (OLD.id, 1, OLD.fid); END""",
)


def note(database: sqlite3.Connection, events: Iterable[str] = ("",)) -> None:
    """That these events are told otherwise, or, without any, that something else is."""
    database.executemany(
        "INSERT INTO changes (event, change) VALUES (?, ?)", [(event, Change.RETOLD) for event in events]
    )


def begin(database: sqlite3.Connection, version: int) -> None:
    """The log anew, with nothing in it but that version."""
    database.execute("DELETE FROM changes")
    database.execute("INSERT INTO changes (seq, event, change) VALUES (?, '', ?)", (version, Change.RETOLD))


def last(database: sqlite3.Connection) -> int:
    return int(database.execute("SELECT ifnull(max(seq), 0) FROM changes").fetchone()[0])


def since(database: sqlite3.Connection, version: int, limit: int) -> Changes:
    log = database.execute(
        "SELECT event, change, seq FROM changes WHERE seq > ? ORDER BY seq LIMIT ?", (version, limit)
    )
    found = log.fetchall()
    return changes_of(found[-1][2] if found else version, [(event, change) for event, change, _ in found])


def records(database: sqlite3.Connection, version: int, limit: int) -> set[int]:
    """Those that came or went after the version, `limit` of them at most."""
    found = database.execute(
        "SELECT DISTINCT record FROM changes WHERE seq > ? AND record NOTNULL LIMIT ?", (version, limit)
    )
    return {record for (record,) in found}
