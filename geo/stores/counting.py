"""What `geo.aggregates` means, answered from columns."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Any

import numpy as np

from geo import aggregates
from geo.aggregates import AreaCount, Areas, Bucket, Clusters, Facet, Grid, Level, Step, Timeline
from geo.filters import to_mask
from geo.geometry import BBox
from geo.mercator import Floats, Numbers, Tile
from geo.query import EventQuery, Extent, days_of_all
from geo.stores import facts, newest, selection
from geo.stores.columns import Chosen, Coded, Columns, Integers, Many, Mask, Part

_REGIONS = "SELECT min(minx), min(miny), max(maxx), max(maxy) FROM rtree_regions_geom"
# Masks of so many filters are kept: a map asks for the same events tile by tile.
_KEPT = 16
# What is answered within some milliseconds: so many rows looked at, so many events fetched.
_ROWS_SOON, _FETCHED_SOON = 200_000, 500
_ALL = slice(None)


@dataclass(frozen=True, slots=True)
class Newest:
    """The records of a page, in order, and one more if others follow."""

    matched: int
    records: list[int]


@dataclass(frozen=True, slots=True)
class Asked:
    """The columns, and the file as it is with them."""

    columns: Columns
    database: sqlite3.Connection

    def count(self, query: EventQuery) -> int:
        return sum(len(rows) for _, rows in self._rows(query))

    def newest(self, query: EventQuery) -> Newest:
        """In the one order, whatever the query's is."""
        wanted = query.offset + query.limit + 1
        matched, records = 0, list[Integers]()
        after = query.after and (query.after[0], self._numbers(*selection.until(query.after)))
        for part, rows in self._rows(query):
            matched += len(rows)
            behind = newest.behind(part, rows, *after) if after else rows
            records.append(newest.first(part, behind, wanted))
        if len(records) == 1:
            return Newest(matched, records[0][query.offset :].tolist())
        some = [record for each in records for record in each.tolist()]
        return Newest(matched, self._numbers(*selection.in_order(some, query.limit + 1, query.offset)).tolist())

    def _rows(self, query: EventQuery) -> Iterator[tuple[Part, Integers]]:
        """The rows of each part that match. In a box that nobody asked about yet, only what lies in it is looked at."""
        plain = query.filter is None and not _only_in_the_file(query)
        if query.bbox is None or not plain or self._whole(query) in self.columns.masks:
            for part, mask in self._found(query):
                yield part, np.flatnonzero(mask)
            return
        for part in self.columns.parts:
            rows = part.row[part.in_box(query.bbox)]
            rows = rows if part.turns == 0 else _once(rows, len(part))
            yield part, rows[_mask(part, query, rows)]

    def clusters(self, query: EventQuery, grid: Grid, tile: Tile | None = None) -> Clusters:
        parts = self.columns.parts
        chosen = [_marks(part, mask, query, tile) for part, mask in zip(parts, self._passing(query), strict=True)]
        return _gathered(parts, chosen, grid, self._ids)

    def timeline(self, query: EventQuery, step: Step, by: str = "") -> Timeline:
        found, undated = [], 0
        for part, mask in self._found(query):
            started = mask & (part.first > facts.BEFORE) & (part.first < facts.BEHIND)
            undated += int(np.count_nonzero(mask) - np.count_nonzero(started))
            found.append((_column(part, by), started, part.first[started]))
        return Timeline(tuple(_buckets(found, step, by)), undated)

    def facets(
        self, query: EventQuery, names: Sequence[str], limit: int = aggregates.MOST_VALUES
    ) -> tuple[Facet, ...]:
        found = list(self._found(query))
        return tuple(_facet(found, name, limit) for name in names)

    def areas(self, query: EventQuery, level: Level, within: str = "") -> Areas:
        counts: Counter[tuple[str, str]] = Counter()
        without = 0
        for part, mask in self._found(query):
            units = part.units if level is Level.ADMIN1 else _countries(part.units)
            kept = [not within or word.partition(facts.SEPARATOR)[0] == within for word in units.words]
            found, none = _counted(units, mask, np.array(kept or [False]))
            without += none
            for word, count in found.items():
                country, _, admin1 = word.partition(facts.SEPARATOR)
                counts[country, admin1] += count
        return Areas(tuple(AreaCount(*unit, count) for unit, count in sorted(counts.items())), without)

    def extent(self) -> Extent:
        boxes = [part.box() for part in self.columns.parts]
        west, south, east, north = self.database.execute(_REGIONS).fetchone()
        if west is not None:  # rounded outwards, to 32 bits
            boxes.append((max(west, -180.0), max(south, -90.0), min(east, 180.0), min(north, 90.0)))
        days = [part.days() for part in self.columns.parts]
        return Extent(BBox.around(filter(None, boxes)), days_of_all(filter(None, days)))

    def _found(self, query: EventQuery) -> Iterator[tuple[Part, Mask]]:
        """The rows of each part that match."""
        for part, mask in zip(self.columns.parts, self._passing(query), strict=True):
            if query.bbox is None:
                yield part, mask
            else:
                there = np.zeros(len(part), bool)
                there[part.row[part.in_box(query.bbox)]] = True
                yield part, there & mask

    def _passing(self, query: EventQuery) -> tuple[Mask, ...]:
        """As `_found`, but wherever it lies."""
        asked = self._whole(query)
        kept = self.columns.masks
        masks = kept.get(asked)
        if masks is None:
            masks = self._masks(asked)
            if len(kept) >= _KEPT:
                kept.clear()
            kept[asked] = masks
        return masks

    def _numbers(self, statement: str, values: Sequence[object]) -> Integers:
        return np.fromiter(chain.from_iterable(self.database.execute(statement, values)), np.int64)

    def _ids(self, numbers: Sequence[int]) -> dict[int, str]:
        return dict(self.database.execute(*selection.ids_of(numbers)))

    @staticmethod
    def _whole(query: EventQuery) -> EventQuery:
        """What the masks of a query are kept under: they are the same in all boxes, and on all pages."""
        return replace(query, bbox=None, order=(), after=None, limit=0, offset=0)

    def _masks(self, query: EventQuery) -> tuple[Mask, ...]:
        parts = self.columns.parts
        if not _only_in_the_file(query):
            masks = [_mask(part, query) for part in parts]
            if query.filter is None:
                return tuple(masks)
            found = [to_mask(query.filter, part.arrays(), len(part)) for part in parts]
            known = [mask & more for mask, more in zip(masks, found, strict=True) if more is not None]
            if len(known) == len(parts):
                return tuple(known)
        records = np.sort(self._numbers(*selection.matching(query)))
        masks = [np.zeros(len(part), bool) for part in parts]
        for part, mask in zip(parts, masks, strict=True):
            rows = part.rows(records)
            mask[rows] = part.alive[rows]
        return tuple(masks)


def soon(columns: Columns, query: EventQuery) -> bool:
    """Whether a page is found within some milliseconds."""
    if query.order or query.filter is not None or _only_in_the_file(query):
        return False
    box = query.bbox
    looked_at = sum(len(part) if box is None else part.near(box) for part in columns.parts)
    return looked_at <= _ROWS_SOON and query.offset + query.limit <= _FETCHED_SOON


def _only_in_the_file(query: EventQuery) -> bool:
    return bool(query.ids or query.story or query.text.strip())


def _mask(part: Part, query: EventQuery, rows: Chosen = _ALL) -> Mask:
    """Whether each of the rows matches, but for the box and the filter."""
    mask = part.alive[rows]
    if query.interval and query.interval.end:
        mask = mask & (part.first[rows] <= query.interval.end.toordinal())
    if query.interval and query.interval.start:
        mask = mask & (part.last[rows] >= query.interval.start.toordinal())
    if query.types:
        wanted = np.array([word in query.types for word in part.type.words] or [False])
        mask = mask & wanted[part.type.code[rows]]
    if query.statuses:
        wanted = np.array([word in query.statuses for word in facts.STATUSES])
        mask = mask & wanted[part.status[rows]]
    return mask


def _once(rows: Integers, size: int) -> Integers:
    """Each of the rows once, in order."""
    if len(rows) * 32 < size:  # twice as quick as np.unique
        ordered = np.sort(rows)
        once: Integers = ordered[np.diff(ordered, prepend=-1) != 0]
        return once
    there = np.zeros(size, bool)
    there[rows] = True
    return np.flatnonzero(there)


def _marks(part: Part, mask: Mask, query: EventQuery, tile: Tile | None) -> Chosen:
    run = slice(0, len(part.number)) if tile is None else part.in_tile(tile)
    near: Chosen = run
    if query.bbox is not None:
        inside = part.in_box(query.bbox)
        near = inside[(inside >= run.start) & (inside < run.stop)]
    if mask.all():
        return near
    passing = np.flatnonzero(mask[part.row[near]])
    return passing + near.start if isinstance(near, slice) else near[passing]


def _gathered(
    parts: Sequence[Part], chosen: Sequence[Chosen], grid: Grid, ids: Callable[[Sequence[int]], dict[int, str]]
) -> Clusters:
    """The clusters of the chosen marks of each part. A row is counted on from one part to the next."""
    words = sorted({word for part in parts for word in part.type.words})
    offsets = np.cumsum([0, *(len(part) for part in parts[:-1])])
    turns = np.cumsum([0, *(part.turns for part in parts[:-1])])
    taken = list(zip(parts, chosen, offsets, turns, strict=True))
    lon: Floats = _joined([part.lon[at] for part, at, _, _ in taken])
    lat: Floats = _joined([part.lat[at] for part, at, _, _ in taken])
    number: Numbers = _joined([part.number[at] for part, at, _, _ in taken])
    if not len(lon):
        return aggregates.clusters((), grid)
    kind: Integers = _joined([_translated(part.type.words, words, part.kind[at]) for part, at, _, _ in taken])
    row: Integers = _joined([_moved(part.row[at], by) for part, at, by, _ in taken])
    turn: Integers = _joined([_moved(part.turn[at], by) for part, at, _, by in taken])

    # Marks that lie near each other have numbers near each other: first come runs of marks in one cell, then their cells.
    cell = grid.cells(lon, lat, number)
    runs = _begins(cell)
    order = np.argsort(cell[runs], kind="stable")
    start = _begins(cell[runs][order])
    aggregates.check_clusters(len(start))
    lengths = np.diff(runs, append=len(cell))
    of_run = np.empty(len(runs), np.int64)
    of_run[order] = np.repeat(np.arange(len(start)), np.diff(start, append=len(runs)))
    index = np.repeat(of_run, lengths)

    def over(operation: np.ufunc, values: Floats) -> Floats:
        reduced: Floats = operation.reduceat(operation.reduceat(values, runs)[order], start)
        return reduced

    marks = np.add.reduceat(lengths[order], start)
    again = _again(index, row, turn)
    count = marks - np.bincount(index[again], minlength=len(start))
    tally = index * len(words) + kind
    frequent = np.bincount(tally, minlength=len(start) * len(words))
    np.subtract.at(frequent, tally[again], 1)
    alone = np.flatnonzero(count == 1)
    only = row[runs[order[start[alone]]]]
    record, status, precision = (_of(parts, offsets, only, name) for name in ("record", "status", "precision"))
    names = ids(record.tolist()) if len(alone) else {}
    return Clusters(
        over(np.add, lon) / marks,
        over(np.add, lat) / marks,
        over(np.minimum, lon),
        over(np.minimum, lat),
        over(np.maximum, lon),
        over(np.maximum, lat),
        count,
        [words[code] for code in frequent.reshape(len(start), -1).argmax(axis=1).tolist()],
        _spread(len(start), alone, [facts.STATUSES[code] for code in status.tolist()]),
        _spread(len(start), alone, [facts.PRECISIONS[code] for code in precision.tolist()]),
        _spread(len(start), alone, [names[each] for each in record.tolist()]),
    )


def _begins(cells: Integers) -> Integers:
    """Where another cell than the one before begins."""
    return np.concatenate([[0], np.flatnonzero(cells[1:] != cells[:-1]) + 1])


def _moved(values: Integers, by: int) -> Integers:
    """Counted on from another part; what is none stays below 0."""
    return np.where(values < 0, values, values + by) if by else values


def _joined(columns: Sequence[Any]) -> Any:
    return columns[0] if len(columns) == 1 else np.concatenate(columns)


def _again(index: Integers, row: Integers, turn: Integers) -> Integers:
    """The marks of an event that has another before them in the same cell."""
    several = np.flatnonzero(turn >= 0)
    if not len(several):
        return several
    # Put in their turn, the marks of an event stand together.
    places = np.full(int(turn.max()) + 1, -1)
    places[turn[several]] = several
    at = places[places >= 0]
    rows, cells = row[at], index[at]
    again = np.zeros(len(at), bool)
    apart, later = 1, np.arange(1, len(at))
    while len(later := later[rows[later] == rows[later - apart]]):
        again[later[cells[later] == cells[later - apart]]] = True
        apart += 1
        later = later[later >= apart]
    found: Integers = at[again]
    return found


def _translated(known: Sequence[str], words: Sequence[str], codes: Integers) -> Integers:
    """Indexes into `known` as indexes into `words`."""
    if list(known) == list(words):
        return codes
    place = {word: at for at, word in enumerate(words)}
    translated: Integers = np.array([place[word] for word in known] or [0])[codes]
    return translated


def _of(parts: Sequence[Part], offsets: Integers, rows: Integers, name: str) -> Integers:
    values = np.zeros(len(rows), np.int64)
    for part, offset in zip(parts, offsets, strict=True):
        mine = (rows >= offset) & (rows < offset + len(part))
        values[mine] = getattr(part, name)[rows[mine] - offset]
    return values


def _spread(size: int, at: Integers, values: Sequence[str]) -> list[str]:
    spread = [""] * size
    for index, value in zip(at.tolist(), values, strict=True):
        spread[index] = value
    return spread


def _column(part: Part, name: str) -> Coded:
    """The one value of each row by its name in `aggregates.FACETS`; "" for one that all share."""
    match name:
        case "":
            return Coded(np.zeros(len(part), np.uint8), ("",))
        case "type":
            return part.type
        case "status":
            return Coded(part.status, facts.STATUSES)
        case "precision":
            return Coded(part.precision, facts.PRECISIONS)
        case "confidence_band":
            return Coded(part.confidence_band, facts.BANDS)
        case "date_precision":
            return Coded(part.date_precision, facts.DATE_PRECISIONS)
    raise KeyError(name)


def _buckets(found: Sequence[tuple[Coded, Mask, Integers]], step: Step, by: str) -> Iterator[Bucket]:
    """From each part's column, its rows that count, and the days on which those start."""
    ends = [(int(days.min()), int(days.max())) for _, _, days in found if len(days)]
    if not ends:
        return
    first, last = min(low for low, _ in ends), max(high for _, high in ends)
    starts = aggregates.bucket_starts(step, date.fromordinal(first), date.fromordinal(last))
    # The bucket of each day from the first to the last.
    edges = np.array([*(start.toordinal() for start in starts), last + 1]).clip(min=first)
    bucket = np.repeat(np.arange(len(starts)), np.diff(edges))
    words = sorted({word for column, _, _ in found for word in column.words})
    counts = np.zeros(len(starts) * len(words), np.int64)
    for column, mask, days in found:
        value = _translated(column.words, words, column.code[mask])
        counts += np.bincount(bucket[days - first] * len(words) + value, minlength=len(counts))
    for start, row in zip(starts, counts.reshape(len(starts), -1).tolist(), strict=True):
        parts = tuple((word, count) for word, count in zip(words, row, strict=True) if count) if by else ()
        yield Bucket(start, aggregates.bucket_end(step, start), sum(row), parts)


def _facet(found: Sequence[tuple[Part, Mask]], name: str, limit: int) -> Facet:
    counts: Counter[str] = Counter()
    without = 0
    for part, mask in found:
        if name == "actor":
            these, none = _counted(part.actors, mask)
        elif name == "country":
            these, none = _counted(_countries(part.units), mask)
        else:
            column = _column(part, name)
            tally = np.bincount(column.code[mask], minlength=len(column.words)).tolist()
            these = {word: count for word, count in zip(column.words, tally, strict=True) if count}
            none = these.pop("", 0)
        counts.update(these)
        without += none
    return aggregates.facet(name, counts.items(), without, limit)


def _counted(values: Many, mask: Mask, kept: Mask | None = None) -> tuple[dict[str, int], int]:
    """How many of the rows have each word, those that are `kept`, and how many have none. A row has a word once."""
    at = mask[values.row] if kept is None else mask[values.row] & kept[values.code]
    tally = np.bincount(values.code[at], minlength=len(values.words))
    some = np.zeros(len(mask), bool)
    some[values.row[at]] = True
    counts = {values.words[code]: int(tally[code]) for code in np.flatnonzero(tally).tolist()}
    return counts, int(np.count_nonzero(mask) - np.count_nonzero(some))


def _countries(units: Many) -> Many:
    """A row whose units are of one country has that once."""
    names = [word.partition(facts.SEPARATOR)[0] for word in units.words]
    words = sorted(set(names))
    code = _translated(names, words, units.code)
    order = np.lexsort((code, units.row))
    code, row = code[order], units.row[order]
    same = (row[1:] == row[:-1]) & (code[1:] == code[:-1])
    once = np.concatenate([[True], ~same])[: len(code)]
    return Many(code[once], tuple(words), row[once])
