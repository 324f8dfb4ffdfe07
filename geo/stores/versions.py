"""What changed in a GeoPackage, and when: a log that triggers keep, and a number that grows with it.

An entry without an event says that something else is new: an article, a correction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from geo.stores.base import Change, Changes, changes_of

TABLES = (
    # `gone` holds a `Change`.
    """CREATE TABLE IF NOT EXISTS changes (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL, gone INTEGER NOT NULL)""",
    """CREATE TRIGGER records_appear AFTER INSERT ON records BEGIN
        INSERT INTO changes (event, gone) VALUES (NEW.id, 0); END""",
    """CREATE TRIGGER records_vanish AFTER DELETE ON records BEGIN
        INSERT INTO changes (event, gone) VALUES (OLD.id, 1); END""",
)


def note(database: sqlite3.Connection, events: Iterable[str] = ("",)) -> None:
    """That these events are told otherwise, or, without any, that something else is."""
    database.executemany(
        "INSERT INTO changes (event, gone) VALUES (?, ?)", [(event, Change.RETOLD) for event in events]
    )


def last(database: sqlite3.Connection) -> int:
    return int(database.execute("SELECT ifnull(max(seq), 0) FROM changes").fetchone()[0])


def since(database: sqlite3.Connection, version: int, limit: int) -> Changes:
    log = database.execute(
        "SELECT event, gone, seq FROM changes WHERE seq > ? ORDER BY seq LIMIT ?", (version, limit)
    )
    found = log.fetchall()
    return changes_of(found[-1][2] if found else version, [(event, change) for event, change, _ in found])
