"""KML 2.2 (OGC 07-147r2): a placemark for each feature, its days as its time, its properties typed by a schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any

import orjson

from geo.formats.base import Row, Table, batches, read
from geo.formats.geometries import Geometry

# What XML 1.0 can't hold, not even escaped.
_NO_XML = "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
_NEVER = re.compile(_NO_XML)
# That, and what must be escaped: \r too, of which a parser would make a line feed.
_SPECIAL = re.compile(rf"[&<>\"'\r]|{_NO_XML}")
# KML has no type for days.
_TYPES: Mapping[str, str] = {"integer": "int", "real": "double", "boolean": "bool"}


def placemarks(features: Iterable[bytes], table: Table) -> Iterator[bytes]:
    """What is null is left out; so is the shape of what has none, and the placemark is then an entry in the list only."""
    texts = _document(read(features, table), table)
    return (b"".join(batch) for batch in batches(text.encode() for text in texts))


def _document(rows: Iterable[Row], table: Table) -> Iterator[str]:
    name = _text(table.name)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>\n'
    yield f'<name>{name}</name>\n<Schema name="{name}" id="{name}">\n'
    for column, kind in table.columns.items():
        yield f'<SimpleField name="{_text(column)}" type="{_TYPES.get(kind, "string")}"/>\n'
    yield f"</Schema>\n<Folder><name>{name}</name>\n"
    columns = [_text(column) for column in table.columns]
    label = list(table.columns).index(table.label) if table.label in table.columns else None
    for row in rows:
        title = row.id if label is None else row.values[label] or row.id
        data = "".join(map(_datum, columns, row.values))
        yield (
            f'<Placemark id="{_attribute(row.id)}"><name>{_text(title)}</name>{_time(row.time)}'
            f'<ExtendedData><SchemaData schemaUrl="#{name}">{data}</SchemaData></ExtendedData>'
            f"{_geometry(row.geometry)}</Placemark>\n"
        )
    yield "</Folder></Document></kml>\n"


def _text(text: str) -> str:
    if _SPECIAL.search(text) is None:  # as nearly all
        return text
    return escape(_NEVER.sub("\ufffd", text)).replace("\r", "&#13;")


def _attribute(text: str) -> str:
    return _text(text).replace("\n", "&#10;").replace("\t", "&#9;")


def _datum(name: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        value = "true" if value else "false"
    return f'<SimpleData name="{name}">{_text(value if isinstance(value, str) else repr(value))}</SimpleData>'


def _time(time: Mapping[str, Any] | None) -> str:
    """Of JSON-FG's time."""
    if not time:
        return ""
    if "date" in time:
        return f"<TimeStamp><when>{_text(time['date'])}</when></TimeStamp>"
    ends = zip(("begin", "end"), time["interval"], strict=True)
    return f"<TimeSpan>{''.join(f'<{end}>{_text(day)}</{end}>' for end, day in ends if day != '..')}</TimeSpan>"


def _geometry(geometry: Geometry | None) -> str:
    if geometry is None:
        return ""
    if geometry["type"] == "Point":
        return _point(geometry["coordinates"])
    return _shape(orjson.dumps(geometry))


@lru_cache(maxsize=512)
def _shape(text: bytes) -> str:
    geometry = orjson.loads(text)
    kind, coordinates = geometry["type"], geometry["coordinates"]
    if kind.startswith("Multi"):
        part = _DRAWN[kind.removeprefix("Multi")]
        return f"<MultiGeometry>{''.join(part(each) for each in coordinates)}</MultiGeometry>"
    return _DRAWN[kind](coordinates)


def _point(position: Sequence[float]) -> str:
    return f"<Point>{_positions([position])}</Point>"


def _line(positions: Sequence[Sequence[float]]) -> str:
    return f"<LineString>{_positions(positions)}</LineString>"


def _polygon(rings: Sequence[Sequence[Sequence[float]]]) -> str:
    sides = ("outerBoundaryIs", *["innerBoundaryIs"] * (len(rings) - 1))
    drawn = (
        f"<{side}><LinearRing>{_positions(ring)}</LinearRing></{side}>"
        for side, ring in zip(sides, rings, strict=True)
    )
    return f"<Polygon>{''.join(drawn)}</Polygon>"


def _positions(positions: Iterable[Sequence[float]]) -> str:
    return f"<coordinates>{' '.join(','.join(map(repr, position)) for position in positions)}</coordinates>"


_DRAWN: Mapping[str, Callable[[Any], str]] = {"Point": _point, "LineString": _line, "Polygon": _polygon}
