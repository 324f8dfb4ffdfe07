"""The events of a GeoPackage as columns in memory, from which all that is counted is answered, and what a page holds.

They are read once, in one pass, and kept in step with the file by its log of changes, whichever process writes: what is
new since goes into a small part of its own beside the large one, what is gone is marked in both.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson

from geo import mercator
from geo.filters import Column, Spots
from geo.geometry import BBox, Box
from geo.mercator import Floats, Numbers, Tile
from geo.stores import facts, versions

Mask = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.integer[Any]]
Chosen = slice | Integers

# From so many new events on, all is read again; and a part is read again with what comes after it, unless it is so many
# times larger.
_MANY, _LARGER = 50_000, 2
_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """A value for each row: an index into `words`, which are in alphabetical order."""

    code: Integers
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Many(Coded):
    """Some values for each row: `row` says whose each is."""

    row: Integers


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A row for each event, in the order of `record`, and a mark for each position, in the order of its `number`.

    `newest` has the rows in the one order of events, `rank` the place of each row in it. `turn` numbers the marks of events
    that have several, event by event, up to `turns`; -1 for others. `kind`: the type of each mark's event. Rows that are
    not `alive` are of events that are gone.
    """

    alive: Mask
    record: Integers
    newest: Integers
    rank: Integers
    first: Integers
    last: Integers
    fatalities_low: Integers
    fatalities_high: Integers
    status: Integers
    date_precision: Integers
    precision: Integers
    confidence_band: Integers
    type: Coded
    mode: Coded
    country: Coded
    actor_names: Coded
    confidence: Floats
    units: Many
    actors: Many
    row: Integers
    turn: Integers
    turns: int
    kind: Integers
    lon: Floats
    lat: Floats
    number: Numbers

    def __len__(self) -> int:
        return len(self.record)

    def day_of(self, rows: Integers) -> Integers:
        """The first part of the keys of these rows (`geo.query.newest_first`)."""
        start = self.first[rows]
        return np.where((start > facts.BEFORE) & (start < facts.BEHIND), -start, 1)

    def without(self, records: Integers) -> Part:
        rows = self.rows(records)
        if not len(rows):
            return self
        alive = self.alive.copy()
        alive[rows] = False
        return replace(self, alive=alive)

    def rows(self, records: Integers) -> Integers:
        """Of those of these records that are here."""
        if not len(self):
            return np.zeros(0, np.intp)
        at = np.minimum(np.searchsorted(self.record, records), len(self) - 1)
        found: Integers = at[self.record[at] == records]
        return found

    def box(self) -> Box | None:
        """Round the positions."""
        there = self.alive[self.row]
        lon, lat = self.lon[there], self.lat[there]
        return (float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())) if len(lon) else None

    def days(self) -> tuple[int, int] | None:
        """The first and the last that events have (`geo.query.days_of`)."""
        dated = self.alive & (self.first < facts.BEHIND)
        if not dated.any():
            return None
        return max(int(self.first[dated].min()), 1), min(int(self.last[dated].max()), facts.BEHIND - 1)

    def arrays(self) -> dict[str, Column | tuple[Column, Column] | Spots]:
        """What a filter may be asked of (`geo.filters.to_mask`)."""
        started = (self.first > facts.BEFORE) & (self.first < facts.BEHIND)
        ended = (self.last > facts.BEFORE) & (self.last < facts.BEHIND)
        dated = self.first < facts.BEHIND  # a correction may put an end before its start: that is no undated event
        days = (np.maximum(self.first, 1), np.minimum(self.last, facts.BEHIND - 1))
        return {
            "type": _texts(self.type),
            **{column: _texts(getattr(self, name)) for name, column in facts.TEXTS.items()},
            "confidence": Column(self.confidence),
            "status": Column(self.status, None, facts.STATUSES),
            "date_precision": Column(self.date_precision, None, facts.DATE_PRECISIONS),
            "precision": Column(self.precision, None, facts.PRECISIONS),
            "confidence_band": Column(self.confidence_band, None, facts.BANDS),
            "start": Column(self.first, started),
            "end": Column(self.last, ended),
            "time": (Column(days[0], dated), Column(days[1], dated)),
            "fatalities_low": Column(self.fatalities_low, self.fatalities_low != facts.UNKNOWN),
            "fatalities_high": Column(self.fatalities_high, self.fatalities_high != facts.UNKNOWN),
            "placed": Column(self.precision > 0),
            "geometry": Spots(self.row, self.lon, self.lat),
        }

    def in_tile(self, tile: Tile) -> slice:
        """The marks in it."""
        first, end = tile.run()
        start = np.searchsorted(self.number, np.uint64(first))
        # The last tile ends where numbers do.
        stop = len(self.number) if end == 1 << 64 else np.searchsorted(self.number, np.uint64(end))
        return slice(int(start), int(stop))

    def in_box(self, box: BBox) -> Integers:
        """The marks in it."""
        return np.concatenate([self._in(part) for part in box.parts()])

    def _in(self, box: BBox) -> Integers:
        near = self._near(box)
        lon, lat = self.lon[near], self.lat[near]
        inside = np.flatnonzero((lon >= box.west) & (lon <= box.east) & (lat >= box.south) & (lat <= box.north))
        return inside + near.start if isinstance(near, slice) else near[inside]

    def near(self, box: BBox) -> int:
        """How many marks are looked at to find those in the box."""
        return sum(int((stop - start).sum()) for start, stop in map(self._runs, box.parts()))

    def _near(self, box: BBox) -> Chosen:
        """The marks in the tiles that cover the box; all, if they are most."""
        start, stop = self._runs(box)
        if (stop - start).sum() * 2 > len(self.number):
            return slice(0, len(self.number))
        return _ranges(start, stop)

    def _runs(self, box: BBox) -> tuple[Integers, Integers]:
        """Where the marks in the tiles that cover the box begin and end."""
        first, last = _covering(box)
        return np.searchsorted(self.number, first), np.searchsorted(self.number, last, side="right")


# A box is covered by at most (2^this + 1)^2 tiles.
_FINENESS = 4


@lru_cache(64)
def _covering(box: BBox) -> tuple[Numbers, Numbers]:
    """The first and last numbers of the tiles that cover the box, some dozens of runs. A map asks for the same box in many
    ways."""
    columns, rows = mercator.squares([box.west, box.east], [box.north, box.south])
    widest = max(int(columns[1] - columns[0]), int(rows[1] - rows[0]), 1)
    shift = np.uint64(max(widest.bit_length() - _FINENESS, 0))
    x, y = (np.arange(int(ends[0] >> shift), int(ends[1] >> shift) + 1, dtype=np.uint64) for ends in (columns, rows))
    tiles = np.sort(mercator.interleaved(np.tile(x, len(y)), np.repeat(y, len(x))))
    first = tiles[np.diff(tiles, prepend=tiles[:1] - np.uint64(2)) != 1]
    last = tiles[np.diff(tiles, append=tiles[-1:] + np.uint64(2)) != 1]
    all_below = (np.uint64(1) << shift << shift) - np.uint64(1)
    return first << shift << shift, (last << shift << shift) + all_below


def _ranges(start: Integers, stop: Integers) -> Integers:
    """All whole numbers from each start up to its stop."""
    lengths = stop - start
    return np.repeat(start - np.cumsum(lengths) + lengths, lengths) + np.arange(lengths.sum())


def _texts(coded: Coded) -> Column:
    return Column(coded.code, None, coded.words)


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """As the file was at a version; masks that filters gave are kept in `masks` for as long."""

    version: int
    parts: tuple[Part, ...]
    masks: dict[object, tuple[Mask, ...]]


class InStep:
    """The columns of one file, shared by all threads of a process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._columns: Columns | None = None

    @property
    def held(self) -> Columns | None:
        """As they are, which may be behind the file; None before anybody asked."""
        return self._columns

    def columns(self, database: sqlite3.Connection) -> Columns | None:
        """As the file is in the transaction that is open; None if another thread has seen a newer one."""
        version = versions.last(database)
        held = self._columns
        if held is None or held.version < version:
            with self._lock:
                held = self._columns
                if held is None or held.version < version:
                    held = self._columns = (
                        _read(database, version) if held is None else _next(database, version, held)
                    )
        return held if held.version == version else None


def _read(database: sqlite3.Connection, version: int) -> Columns:
    return Columns(version, (_part(database, "1", []),), {})


def _next(database: sqlite3.Connection, version: int, held: Columns) -> Columns:
    """What is new is a part, together with the parts before it that are not much larger."""
    moved = versions.records(database, held.version, _MANY + 1)
    if not moved:
        return Columns(version, held.parts, {})  # a mask may have asked for stories, which are told otherwise
    gone = np.array(sorted(moved), np.int64)
    parts = [part.without(gone) for part in held.parts]
    while len(parts) > 1 and len(parts[-1]) <= _LARGER * len(moved):
        moved.update(parts.pop().record.tolist())
    if len(moved) > _MANY or len(parts[0]) <= _LARGER * len(moved):
        return _read(database, version)
    fresh = _part(database, "{record} IN (SELECT value FROM json_each(?))", [orjson.dumps(list(moved)).decode()])
    return Columns(version, (*parts, fresh), {})


def _part(database: sqlite3.Connection, where: str, values: Sequence[object]) -> Part:
    heads, *following = (np.concatenate(column) for column in zip(*_blocks(database, where, values), strict=True))
    spots, units, actors = following
    rows = np.arange(len(heads), dtype=np.int32)
    coded = ("type", *facts.TEXTS)
    words = _words(database, np.unique(np.concatenate([*(heads[name] for name in coded), units, actors])))
    row = np.repeat(rows, heads["spots"])
    number = mercator.numbers(spots[0::2], spots[1::2])
    order = np.argsort(number)
    row = row[order]
    newest = _newest(database, where, values, heads["record"])
    rank = np.empty(len(heads), np.int32)
    rank[newest] = rows
    columns: dict[str, Any] = {name: np.ascontiguousarray(heads[name]) for name in facts.HEAD.names or ()}
    columns |= {
        **{name: Coded(*_coded(heads[name], words)) for name in coded},
        "units": Many(*_coded(units, words), np.repeat(rows, heads["units"])),
        "actors": Many(*_coded(actors, words), np.repeat(rows, heads["actors"])),
    }
    del columns["spots"]
    return Part(
        **columns,
        alive=np.ones(len(heads), bool),
        newest=newest,
        rank=rank,
        row=row,
        turn=_turns(heads["spots"], order),
        turns=int(heads["spots"][heads["spots"] > 1].sum()),
        kind=columns["type"].code[row],
        lon=spots[0::2][order],
        lat=spots[1::2][order],
        number=number[order],
    )


def _newest(database: sqlite3.Connection, where: str, values: Sequence[object], records: Integers) -> Integers:
    """The rows of these records, which are in order of their numbers, in the one order of events."""
    found = database.execute(f"SELECT fid FROM records WHERE {where.format(record='fid')} ORDER BY day, id", values)
    ordered = np.fromiter(chain.from_iterable(found), np.int64, len(records))
    return np.searchsorted(records, ordered).astype(np.int32)


def _words(database: sqlite3.Connection, codes: Integers) -> dict[int, str]:
    """Of these codes at least; of many, all there are, in one go."""
    if len(codes) > _AT_ONCE:
        return dict(database.execute("SELECT code, word FROM facts_words"))
    wanted = orjson.dumps(codes.tolist()).decode()
    statement = "SELECT code, word FROM facts_words WHERE code IN (SELECT value FROM json_each(?))"
    return dict(database.execute(statement, (wanted,)))


def _turns(spots: Integers, order: Integers) -> Integers:
    """`order`: the marks as they are kept, by their place event by event; `spots`: how many each event has."""
    several = np.repeat(spots > 1, spots)
    turn = np.where(several, np.cumsum(several) - 1, -1).astype(np.int32)
    kept: Integers = turn[order]
    return kept


def _blocks(database: sqlite3.Connection, where: str, values: Sequence[object]) -> Iterator[list[npt.NDArray[Any]]]:
    """The heads and what follows them, many rows at a time, at least once."""
    found = database.execute(f"SELECT facts FROM facts WHERE {where.format(record='record')} ORDER BY record", values)
    while True:
        rows = list(chain.from_iterable(found.fetchmany(_AT_ONCE)))
        yield _taken_apart(rows)
        if len(rows) < _AT_ONCE:
            return


def _taken_apart(rows: Sequence[bytes]) -> list[npt.NDArray[Any]]:
    # In words of eight bytes: those of each row's head, its spots, its units and so on, as often as its head says.
    words = np.frombuffer(b"".join(rows), np.int64)
    wide = facts.HEAD.itemsize // 8
    ends = np.cumsum(np.fromiter(map(len, rows), np.int64, len(rows))) // 8
    starts = np.concatenate([[0], ends])[: len(rows)]
    heads = words[starts[:, None] + np.arange(wide)].reshape(-1).view(facts.HEAD)
    sizes = [np.full(len(rows), wide), *(heads[name] * each for name, _, each in facts.FOLLOWING)]
    whose = np.repeat(np.tile(np.arange(len(sizes), dtype=np.int8), len(rows)), np.stack(sizes, axis=1).ravel())
    return [heads, *(words[whose == at].view(kind) for at, (_, kind, _) in enumerate(facts.FOLLOWING, start=1))]


def _coded(codes: Integers, words: dict[int, str]) -> tuple[Integers, tuple[str, ...]]:
    known, index = np.unique(codes, return_inverse=True)
    names = [words[code] for code in known.tolist()]
    order = sorted(range(len(names)), key=names.__getitem__)
    rank = np.empty(len(names), np.min_scalar_type(max(len(names), 1)))
    rank[order] = np.arange(len(names), dtype=rank.dtype)
    return rank[index], tuple(names[at] for at in order)
