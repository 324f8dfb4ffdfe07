"""An EventQuery as SQL over `records` and `positions`, every value a bound parameter."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from geo.geometry import BBox
from geo.query import EventQuery, Interval

Statement = tuple[str, list[object]]

# What an event is made of.
RECORDS = """SELECT record, story, ifnull(reports, 1), ifnull(publishers, 1)
    FROM records LEFT JOIN stories ON stories.key = records.story"""

# A box with more positions than this is searched by walking the events in their order until a page is full;
# one with fewer by fetching all that is in it from the tree. Both answer alike; the other way round is slow.
_CROWD = 2_000

# The tree's 32-bit numbers are rounded outwards, so it finds all that is in a box and a little beside it; but those next
# to nothing are rounded to nothing.
_TINY = 1e-37
_TREE = "SELECT id FROM positions_tree WHERE west <= ? AND east >= ? AND south <= ? AND north >= ?"
_INSIDE = "lon BETWEEN ? AND ? AND lat BETWEEN ? AND ?"


def is_answered(query: EventQuery) -> bool:
    """Whether the statements here say all that the query asks."""
    return query.filter is None and not query.order and query.after is None and not query.text.strip()


def is_crowded(database: sqlite3.Connection, query: EventQuery) -> bool:
    found = 0
    for box in query.bbox.parts() if query.bbox else ():
        statement = f"SELECT count(*) FROM ({_TREE} LIMIT ?)"
        found += database.execute(statement, [*_corners(box), _CROWD]).fetchone()[0]
    return found >= _CROWD


def count(query: EventQuery, crowded: bool) -> Statement:
    where, values = _where(query, crowded)
    return f"SELECT count(*) FROM records WHERE {where}", values


def records(query: EventQuery, crowded: bool) -> Statement:
    """The numbers of the records that match, in any order."""
    where, values = _where(query, crowded)
    return f"SELECT fid FROM records WHERE {where}", values


def newest(query: EventQuery, crowded: bool, limit: int, offset: int) -> Statement:
    """The records that match, in the one order; `limit` -1 for all."""
    where, values = _where(query, crowded)
    # The plus keeps SQLite from walking all events in order when the tree has already found the few.
    order = "+day, +id" if query.bbox and not crowded else "day, id"
    return f"{RECORDS} WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?", [*values, limit, offset]


def _where(query: EventQuery, crowded: bool) -> Statement:
    conditions: list[str] = ["1"]
    values: list[object] = []
    for condition, parameters in _conditions(query, crowded):
        conditions.append(condition)
        values += parameters
    return " AND ".join(conditions), values


def _conditions(query: EventQuery, crowded: bool) -> Iterator[Statement]:
    for column, allowed in (("id", query.ids), ("type", query.types), ("status", query.statuses)):
        if allowed:
            yield f"{column} IN ({', '.join('?' * len(allowed))})", [str(value) for value in allowed]
    if query.story:
        yield "story = ?", [query.story]
    if query.interval:
        yield from _meets(query.interval)
    if query.bbox:
        boxes = query.bbox.parts()
        yield _walked(boxes) if crowded else _from_tree(boxes)


def _meets(interval: Interval) -> Iterator[Statement]:
    """An undated event has NULL days, which meet no bound."""
    if interval.end:
        yield "first <= ?", [interval.end.toordinal()]
    if interval.start:
        yield "last >= ?", [interval.start.toordinal()]


def _from_tree(boxes: tuple[BBox, ...]) -> Statement:
    one = f"SELECT record FROM positions WHERE fid IN ({_TREE}) AND {_INSIDE}"
    values = [value for box in boxes for value in (*_corners(box), *_sides(box))]
    return f"fid IN ({' UNION ALL '.join([one] * len(boxes))})", list(values)


def _walked(boxes: tuple[BBox, ...]) -> Statement:
    inside = " OR ".join([_INSIDE] * len(boxes))
    values = [value for box in boxes for value in _sides(box)]
    return f"EXISTS (SELECT 1 FROM positions WHERE record = records.fid AND ({inside}))", list(values)


def _corners(box: BBox) -> tuple[float, ...]:
    return box.east + _TINY, box.west - _TINY, box.north + _TINY, box.south - _TINY


def _sides(box: BBox) -> tuple[float, ...]:
    return box.west, box.east, box.south, box.north
