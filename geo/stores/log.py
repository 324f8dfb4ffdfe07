"""The log of corrections in a GeoPackage, and the machine's own records of the events that were corrected.

Every function works inside the caller's transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

import orjson

from geo.corrections import Anchor, Correction, dumps, known_again, loads
from geo.model import Event
from geo.records import event_from_record, event_record
from geo.stores.base import made_order

# (article, record as JSON), the machine's where there are two: of one event, of one article.
_ONE = """SELECT article, record FROM originals WHERE id = ?1
    UNION ALL SELECT article, record FROM records JOIN bodies USING (fid) WHERE id = ?1 LIMIT 1"""
_ALL = """SELECT article, record FROM originals WHERE article = ?1
    UNION ALL SELECT article, record FROM records JOIN bodies USING (fid)
        WHERE article = ?1 AND id NOT IN (SELECT id FROM originals)"""
_IDS = "SELECT id FROM originals WHERE article = ?1 UNION SELECT id FROM records WHERE article = ?1"


def append(database: sqlite3.Connection, correction: Correction) -> bool:
    """False if it is there already."""
    added = database.execute(
        "INSERT OR IGNORE INTO corrections (id, article, event, record) VALUES (?, ?, ?, ?)",
        (correction.id, correction.event.document, correction.event.event, dumps(correction).decode()),
    )
    return added.rowcount == 1


def read(database: sqlite3.Connection, event_id: str | None = None) -> tuple[Correction, ...]:
    """All, or those made to the event that has this id now, in the order they were made."""
    where, values = ("WHERE current = ?", (event_id,)) if event_id is not None else ("", ())
    found = database.execute(f"SELECT record FROM corrections {where}", values)
    return tuple(sorted((loads(record, source="corrections") for (record,) in found), key=made_order))


def has_any(database: sqlite3.Connection) -> bool:
    return bool(database.execute("SELECT EXISTS (SELECT 1 FROM corrections)").fetchone()[0])


def concerned(database: sqlite3.Connection, article: str, event_ids: Iterable[str]) -> list[Correction]:
    """Before an article is replaced and has these events: the corrections whose event may be another afterwards."""
    if not has_any(database):
        return []
    articles, events = {article}, {event_id for (event_id,) in database.execute(_IDS, (article,))}
    for event_id in event_ids:
        events.add(event_id)
        articles |= {owner for owner, _ in database.execute(_ONE, (event_id,))}
    found: dict[str, str] = {}
    for owner in articles:
        found.update(database.execute("SELECT id, record FROM corrections WHERE article = ?", (owner,)))
    for event_id in events:
        where = "WHERE event = ?1 OR current = ?1"
        found.update(database.execute(f"SELECT id, record FROM corrections {where}", (event_id,)))
    return [loads(record, source="corrections") for record in found.values()]


def link(database: sqlite3.Connection, corrections: Iterable[Correction]) -> set[str]:
    """Find the event of each anew. The ids of all events that have gained or lost one, or may show it otherwise."""
    concerned: set[str | None] = set()
    for correction in corrections:
        (before,) = database.execute("SELECT current FROM corrections WHERE id = ?", (correction.id,)).fetchone()
        now = find(database, correction.event)
        database.execute("UPDATE corrections SET current = ? WHERE id = ?", (now, correction.id))
        concerned |= {before, now}
    return {event_id for event_id in concerned if event_id is not None}


def speaks_of_pairs(database: sqlite3.Connection, article: str | None = None) -> bool:
    """Whether any correction, or any that names this article, says that two events are one, or that they are not."""
    return bool(
        database.execute(
            """SELECT EXISTS (SELECT 1 FROM corrections WHERE instr(record, '"grouped"') AND instr(record, ?))""",
            (orjson.dumps(article).decode() if article is not None else "",),
        ).fetchone()[0]
    )


def find(database: sqlite3.Connection, anchor: Anchor) -> str | None:
    if database.execute(_ONE, (anchor.event,)).fetchone():
        return anchor.event
    return known_again(anchor, (_event(record) for _, record in database.execute(_ALL, (anchor.document,))))


def original(database: sqlite3.Connection, event_id: str) -> tuple[str, Event] | None:
    """(article, the machine's event)"""
    found = database.execute(_ONE, (event_id,)).fetchone()
    return found and (found[0], _event(found[1]))


def keep(database: sqlite3.Connection, article: str, event: Event) -> None:
    """Put the machine's record beside what readers get."""
    record = orjson.dumps(event_record(event)).decode()
    database.execute("INSERT OR REPLACE INTO originals VALUES (?, ?, ?)", (event.id, article, record))


def forget(database: sqlite3.Connection, event_id: str) -> None:
    database.execute("DELETE FROM originals WHERE id = ?", (event_id,))


def _event(record: str) -> Event:
    return event_from_record(orjson.loads(record))
