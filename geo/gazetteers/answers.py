"""What an online geocoder answered, kept on disk so that no name is asked for twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path

import orjson

from geo.model import Place

_DAY_S = 86_400.0
_KEPT_S = 90 * _DAY_S  # a place found
_KEPT_MISSING_S = 7 * _DAY_S  # "no such place": maps grow

_SCHEMA = """
create table if not exists answers (
  service text not null, name text not null, place_id text, place text, asked real not null,
  primary key (service, name)
) without rowid;
create index if not exists answers_by_id on answers (place_id);
"""


class Answers:
    """One service's answers in an SQLite file that other services, threads and processes may share."""

    def __init__(self, path: Path, service: str) -> None:
        self._path = path
        self._service = service
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._connected() as db:
            db.executescript(_SCHEMA)

    def get(self, name: str, now: float) -> tuple[bool, Place | None]:
        """(whether there is an answer that is not too old, the place); (True, None) is "no such place"."""
        with self._connected() as db:
            row = db.execute(
                "select place, asked from answers where service = ? and name = ?", (self._service, name)
            ).fetchone()
        if row is None or now - row[1] > (_KEPT_S if row[0] else _KEPT_MISSING_S):
            return False, None
        return True, _place(row[0])

    def put(self, name: str, place: Place | None, now: float) -> None:
        told = (place.id, orjson.dumps(asdict(place)).decode()) if place else (None, None)
        with self._connected() as db:
            db.execute("insert or replace into answers values (?, ?, ?, ?, ?)", (self._service, name, *told, now))

    def place(self, place_id: str) -> Place | None:
        with self._connected() as db:
            row = db.execute("select place from answers where place_id = ? limit 1", (place_id,)).fetchone()
        return _place(row[0]) if row else None

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        # A connection for each use: next to a request over the network it costs nothing, and needs no lock.
        with closing(sqlite3.connect(self._path, timeout=30)) as db, db:
            yield db


def _place(told: str | None) -> Place | None:
    return Place(**orjson.loads(told)) if told else None
