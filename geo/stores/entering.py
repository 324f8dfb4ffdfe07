"""Events put into a GeoPackage: the rows of every table that holds something of them.

Every function works inside the caller's transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

import orjson
from shapely.geometry import MultiPolygon, Point
from shapely.geometry.base import BaseGeometry

from geo.features import properties, time_of
from geo.model import Event, EventPlace, Telling
from geo.query import days_of, newest_first, positions, searched
from geo.records import event_record
from geo.rows import COLUMNS, Row, row
from geo.shapes import Outline, as_one, drawn, remembered, written
from geo.stores import facts, shapes, stories
from geo.stores.base import now
from geo.stores.container import blob
from geo.stores.selection import AFTER_GEOMETRY
from geo.text import search_words


@dataclass(frozen=True, slots=True)
class _Entry:
    """An event with the number of its record, and what several tables need of it."""

    fid: int
    article: str
    event: Event
    columns: Row
    record: Mapping[str, object]
    shown: Sequence[tuple[EventPlace, BaseGeometry]]


def enter(
    database: sqlite3.Connection,
    events: Iterable[tuple[str, Event]],
    outline: Outline,
    updated: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Each with the id of its article; none of the ids may be there, or twice. `updated`: when those came that are not
    new, by their ids."""
    (last,) = database.execute("SELECT ifnull(max(fid), 0) FROM records").fetchone()
    entries = [_entry(last + number, *each, outline) for number, each in enumerate(events, start=1)]
    database.executemany(
        """INSERT INTO records (fid, id, story, reports, publishers, article, type, status, day, first, last, placed,
               updated, head, shape, properties)
           VALUES (?1, ?2, ?2, 1, 1, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)""",
        [_record(database, each, updated.get(each.event.id) or now()) for each in entries],
    )
    database.executemany("INSERT INTO bodies VALUES (?, ?)", [(each.fid, _json(each.record)) for each in entries])
    database.executemany(
        "INSERT INTO positions (record, lon, lat) VALUES (?, ?, ?)",
        [(each.fid, *spot) for each in entries for spot in positions(each.event)],
    )
    database.executemany(
        "INSERT INTO words (rowid, text) VALUES (?, ?)",
        [(each.fid, " ".join(search_words(searched(each.event)))) for each in entries],
    )
    stories.enter(database, [(each.fid, each.event) for each in entries])
    facts.enter(database, [(each.fid, each.event, each.columns) for each in entries])
    _enter_layers(database, entries)


def _entry(fid: int, article: str, event: Event, outline: Outline) -> _Entry:
    told = replace(event, told=Telling(event.id))
    return _Entry(fid, article, told, row(told), event_record(event), drawn(event.located, outline))


def _record(database: sqlite3.Connection, entry: _Entry, updated: str) -> tuple[object, ...]:
    event = entry.event
    shape = as_one([shape for _, shape in entry.shown])
    where = shapes.enter(database, shape)
    first, last = days_of(event) or (None, None)
    head = f'{{"type":"Feature","id":{_json(event.id)},"time":{_json(time_of(event.start, event.end))},"geometry":'
    return (
        entry.fid,
        event.id,
        entry.article,
        event.type,
        event.status.value,
        newest_first(event)[0],
        first,
        last,
        bool(event.located),
        updated,
        f"{head}{where.inline}{AFTER_GEOMETRY}" if where.key is None else head,
        where.key,
        _json(properties(event, entry.columns, entry.record, placed=shape is not None)),
    )


def _json(value: object) -> str:
    return orjson.dumps(value).decode()


def _enter_layers(database: sqlite3.Connection, entries: Sequence[_Entry]) -> None:
    rows: dict[str, list[list[object]]] = {layer: [] for layer in _INSERT}
    for entry in entries:
        for layer, values in _layer_rows(entry):
            rows[layer].append(values)
    for layer, statement in _INSERT.items():
        database.executemany(statement, rows[layer])


def _layer_rows(entry: _Entry) -> Iterator[tuple[str, list[object]]]:
    event = entry.event
    if not entry.shown:
        yield "unplaced", _layer_row(None, event, entry.columns)
    for place, shape in {
        (place.place, place.lon, place.lat): (place, shape) for place, shape in entry.shown
    }.values():
        layer = "regions" if isinstance(shape, MultiPolygon) else "events"
        columns = entry.columns if event.located == (place,) else row(event, (place,))
        yield layer, _layer_row(_geometry(place, shape), event, columns)


def _into(layer: str, *columns: str) -> str:
    quoted = ", ".join(f'"{column}"' for column in columns)
    return f"INSERT INTO {layer} ({quoted}) VALUES ({', '.join('?' * len(columns))})"


_INSERT = {
    "events": _into("events", "geom", "event_id", *COLUMNS, "extra"),
    "regions": _into("regions", "geom", "event_id", *COLUMNS, "extra"),
    "unplaced": _into("unplaced", "event_id", *COLUMNS, "extra"),
}


def _layer_row(geometry: bytes | None, event: Event, columns: Row) -> list[object]:
    extra = _json(dict(event.extra)) if event.extra else None
    return [*((geometry,) if geometry else ()), event.id, *columns.values(), extra]


def _geometry(place: EventPlace, shape: BaseGeometry) -> bytes:
    """An area as it is; a route, in a layer of points, as its place's point."""
    if isinstance(shape, MultiPolygon):
        return _area_blob(shape)
    if not isinstance(shape, Point) and place.place:
        return _point_blob(place.place.lon, place.place.lat)
    return _point_blob(shape.x, shape.y)


@lru_cache(maxsize=8192)
def _point_blob(lon: float, lat: float) -> bytes:
    return blob(written(Point(lon, lat)))


@remembered
def _area_blob(shape: BaseGeometry) -> bytes:
    return blob(written(shape))
