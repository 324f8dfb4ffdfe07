"""What is counted of each event, in a GeoPackage: a narrow table beside the records, read whole in a second or two.

A row's facts are bytes: a `HEAD`, then its positions (lon, lat), then the codes of its units and actors, eight bytes each;
`facts_words` says what a code means.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from hashlib import blake2b

import numpy as np

from geo.aggregates import units
from geo.model import Band, DatePrecision, Event, Status
from geo.query import positions
from geo.rows import Row, precision_of

TABLES = (
    "CREATE TABLE facts (record INTEGER PRIMARY KEY, facts BLOB NOT NULL)",
    "CREATE TABLE facts_words (code INTEGER PRIMARY KEY, word TEXT NOT NULL)",
)

# Days count from 0001-01-01 as 1. A start that is not known, of an event with an end, lies before all days, such an end
# behind them; an undated event ends before it starts, so no day meets it.
BEFORE, BEHIND = 0, date.max.toordinal() + 1
UNDATED = (BEHIND, BEFORE)

# The numbers of people that are not known, and the largest that is told from a larger one.
UNKNOWN, MOST = -1, 2**63 - 1

# Names of the small codes in HEAD, each by its number there; 0 is none. New ones go to the end.
STATUSES = ("", *(status.value for status in Status))
DATE_PRECISIONS = ("", *(precision.value for precision in DatePrecision))
PRECISIONS = ("", "exact", "near", "settlement", "admin2", "admin1", "country", "vague")
BANDS = ("", *(band.value for band in Band))

# Columns of `geo.rows` that are kept as codes of their texts, beside the type, since filters ask for them; the actors of an
# event are there one by one, too, and so have another name here.
TEXTS = {"mode": "mode", "country": "country", "actor_names": "actors"}

HEAD = np.dtype(
    [
        ("record", "<i8"),
        ("first", "<i4"),
        ("last", "<i4"),
        ("type", "<i8"),
        *((name, "<i8") for name in ("fatalities_low", "fatalities_high")),
        *((name, "<i4") for name in ("spots", "units", "actors")),
        *((name, "u1") for name in ("status", "date_precision", "precision", "confidence_band")),
        ("confidence", "<f8"),
        *((name, "<i8") for name in TEXTS),
    ]
)
_HEAD = struct.Struct(f"<qiiqqqiii4Bd{len(TEXTS)}q")
# What follows the head, in this order; each value's type, and how many there are of each that the head counts.
FOLLOWING = (("spots", "<f8", 2), ("units", "<i8", 1), ("actors", "<i8", 1))
# Between the two parts of a unit's word.
SEPARATOR = "\t"


def enter(database: sqlite3.Connection, events: Iterable[tuple[int, Event, Row]]) -> None:
    """Of each event, by the number of its record, with its `geo.rows.row`."""
    words: dict[int, str] = {}
    packed = [(record, _packed(record, event, columns, words)) for record, event, columns in events]
    database.executemany("INSERT INTO facts VALUES (?, ?)", packed)
    database.executemany("INSERT OR IGNORE INTO facts_words VALUES (?, ?)", words.items())


def _packed(record: int, event: Event, columns: Row, words: dict[int, str]) -> bytes:
    """Puts into `words` what the codes mean."""
    spots = positions(event)
    places = [f"{country}{SEPARATOR}{admin1}" for country, admin1 in units(event)]
    actors = list(dict.fromkeys(actor.name for actor in event.actors if actor.name))
    texts = [columns[name] for name in TEXTS.values()]
    words.update((_code(word), word) for word in (event.type, *texts, *places, *actors))
    low, high = (event.fatalities.low, event.fatalities.high) if event.fatalities else (None, None)
    head = _HEAD.pack(
        record,
        *_days(event),
        _code(event.type),
        _people(low),
        _people(high),
        len(spots),
        len(places),
        len(actors),
        STATUSES.index(event.status.value),
        DATE_PRECISIONS.index(event.date_precision.value),
        max(map(precision_of, event.located), default=0),
        BANDS.index(event.confidence_band.value),
        event.confidence,
        *map(_code, texts),
    )
    degrees = [degree for spot in spots for degree in spot]
    codes = [_code(word) for word in (*places, *actors)]
    return head + struct.pack(f"<{len(degrees)}d{len(codes)}q", *degrees, *codes)


def _days(event: Event) -> tuple[int, int]:
    if event.start is None and event.end is None:
        return UNDATED
    return event.start.toordinal() if event.start else BEFORE, event.end.toordinal() if event.end else BEHIND


def _people(count: int | None) -> int:
    return UNKNOWN if count is None else min(count, MOST)


@lru_cache(maxsize=20_000)
def _code(word: str) -> int:
    """Made of the word alone, so that it needs no look-up and is the same in every file."""
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little", signed=True)
