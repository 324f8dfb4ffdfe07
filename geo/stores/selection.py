"""An EventQuery as SQL over the records, every value a bound parameter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import orjson

from geo.filters import Columns, Days, Positions, ordinal, to_sql
from geo.query import EventQuery, Interval, SortKey
from geo.rows import COLUMNS, STORY_COLUMNS
from geo.text import search_words

Statement = tuple[str, list[object]]

# What an event is made of: the whole of it as JSON, and what is told beside it.
EVENT = "SELECT record, story, reports, publishers, updated FROM records JOIN bodies USING (fid)"

AFTER_GEOMETRY = ',"properties":'

# The text of its feature, put together as bytes; and with it the key in the one order.
FEATURE = f"""SELECT CAST(
        iif(shape ISNULL, head, head || (SELECT geojson FROM shapes WHERE key = shape) || '{AFTER_GEOMETRY}')
        || properties || '}}' AS BLOB) FROM records"""
FEATURE_AND_KEY = FEATURE.replace(" FROM records", ", day, records.id FROM records")

_QUERYABLES: Columns = {
    **{name: f"json_extract(properties, '$.{name}')" for name in COLUMNS},
    **{name: ordinal(f"json_extract(properties, '$.{name}')") for name in ("start", "end")},
    **{f"source_{key}": f"json_extract(properties, '$.sources[0].{key}')" for key in ("title", "url", "published")},
    **{name: f"records.{name}" for name in ("id", "type", "status", "placed", "updated", *STORY_COLUMNS)},
    "time": Days("first", "last"),
    "geometry": Positions("positions WHERE record = records.fid"),
}


def of_records(select: str, numbers: Sequence[int]) -> Statement:
    """EVENT, FEATURE or FEATURE_AND_KEY of these records, in this order."""
    # SQLite never turns a CROSS JOIN round: it takes the numbers in turn, and sorts nothing.
    each = " FROM json_each(?) CROSS JOIN records ON records.fid = value"
    return select.replace(" FROM records", each), [_listed(numbers)]


def in_order(numbers: Sequence[int], limit: int, offset: int) -> Statement:
    """These records in the one order."""
    where = "WHERE fid IN (SELECT value FROM json_each(?))"
    return f"SELECT fid FROM records {where} ORDER BY day, id LIMIT ? OFFSET ?", [_listed(numbers), limit, offset]


def matching(query: EventQuery) -> Statement:
    """The records that match, in any order."""
    where, values = _where(query)
    return f"SELECT records.fid FROM records WHERE {where}", values


def until(key: tuple[int, str]) -> Statement:
    """The records on the day of a key of the one order that come no later than it."""
    return "SELECT fid FROM records WHERE day = ? AND id <= ?", list(key)


def ids_of(numbers: Sequence[int]) -> Statement:
    """Records with the ids of their events."""
    return "SELECT fid, id FROM records WHERE fid IN (SELECT value FROM json_each(?))", [_listed(numbers)]


def ordered(select: str, query: EventQuery, limit: int = -1, offset: int = 0) -> Statement:
    """EVENT, FEATURE or FEATURE_AND_KEY of all that match, in their order; `limit` -1 for all."""
    where, values = _where(query)
    if query.after and not query.order:
        where, values = f"{where} AND (day, records.id) > (?, ?)", [*values, *query.after]
    order = ", ".join([*order_by(query.order, _QUERYABLES), "day", "records.id"])
    return f"{select} WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?", [*values, limit, offset]


def order_by(order: Iterable[SortKey], columns: Columns) -> Iterator[str]:
    """The terms of an order; KeyError or TypeError for what nothing can be ordered by."""
    for key in order:
        column = columns[key.name]
        if not isinstance(column, str):
            raise TypeError(f"nothing can be ordered by {key.name}")
        yield f"{column} {'DESC' if key.descending else 'ASC'} NULLS LAST"


def _where(query: EventQuery) -> Statement:
    conditions: list[str] = ["1"]
    values: list[object] = []
    for condition, parameters in _conditions(query):
        conditions.append(condition)
        values += parameters
    return " AND ".join(conditions), values


def _conditions(query: EventQuery) -> Iterator[Statement]:
    for column, allowed in (("id", query.ids), ("type", query.types), ("status", query.statuses)):
        if allowed:
            yield f"records.{column} IN (SELECT value FROM json_each(?))", [_listed(allowed)]
    if query.story:
        yield "story = ?", [query.story]
    if query.interval:
        yield from _meets(query.interval)
    if query.bbox:
        boxes = query.bbox.parts()
        inside = " OR ".join(["lon BETWEEN ? AND ? AND lat BETWEEN ? AND ?"] * len(boxes))
        sides: list[object] = [side for box in boxes for side in (box.west, box.east, box.south, box.north)]
        yield f"EXISTS (SELECT 1 FROM positions WHERE record = records.fid AND ({inside}))", sides
    if words := search_words(query.text):
        yield "records.fid IN (SELECT rowid FROM words WHERE words MATCH ?)", [" ".join(f'"{w}"*' for w in words)]
    if query.filter is not None:
        yield to_sql(query.filter, _QUERYABLES)


def _listed(values: Sequence[object]) -> str:
    return orjson.dumps(values).decode()


def _meets(interval: Interval) -> Iterator[Statement]:
    """An undated event has NULL days, which meet no bound."""
    if interval.end:
        yield "first <= ?", [interval.end.toordinal()]
    if interval.start:
        yield "last >= ?", [interval.start.toordinal()]
