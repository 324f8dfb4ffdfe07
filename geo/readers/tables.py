"""Rows of a user's table, whatever file it is in: CSV, JSON lines, GeoJSON."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any, BinaryIO

import orjson
import shapely
from shapely.geometry import shape

from geo.errors import ReadError
from geo.geometry import distance_m
from geo.readers.base import decode
from geo.readers.jsonlines import json_lines

SUFFIXES = frozenset({".csv", ".tsv", ".geojson"})
# Of files that hold articles as often as rows.
LINES = frozenset({".jsonl", ".ndjson"})


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a geometry is: a point on it, and how far it reaches around that (0 for a point), metres."""

    lon: float
    lat: float
    radius_m: float = 0.0


@dataclass(frozen=True, slots=True)
class Row:
    """`line` is the file's line, or a GeoJSON feature's number. an empty cell is ""."""

    line: int
    cells: Mapping[str, str]
    spot: Spot | None = None


def read_rows(path: Path) -> Iterator[Row | ReadError]:
    """By suffix: .csv, .tsv; .geojson, .json; anything else is JSON lines. OSError if the file can't be opened."""
    suffix = path.suffix.lower()
    with path.open("rb") as stream:
        if suffix in {".csv", ".tsv"}:
            yield from _csv_rows(stream, str(path))
        elif suffix in {".geojson", ".json"}:
            yield from _geojson_rows(stream, str(path))
        else:
            for number, line in json_lines(stream, str(path)):
                yield line if isinstance(line, ReadError) else _json_row(line, number, str(path))


def _csv_rows(stream: BinaryIO, source: str) -> Iterator[Row | ReadError]:
    lines = _decoded(stream, source)
    try:
        header = next(lines, "")
        table = csv.reader(chain([header], lines), delimiter=_delimiter(header))
        headers = [name.strip() for name in next(table, [])]
        for cells in table:
            if len(cells) > len(headers):
                reason = (
                    f"{len(cells)} cells, but the header has {len(headers)}; is a cell with a delimiter unquoted?"
                )
                yield ReadError(reason, source=source, line=table.line_num)
            elif any(cells):
                # A short row ends in empty cells.
                pairs = zip_longest(headers, cells, fillvalue="")
                yield Row(table.line_num, {name: cell.strip() for name, cell in pairs if name})
    except ReadError as error:
        yield error
    except csv.Error as error:
        yield ReadError(f"{error}; the rest of the file was not read", source=source, line=table.line_num)


def _decoded(stream: BinaryIO, source: str) -> Iterator[str]:
    for number, line in enumerate(stream, start=1):
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            reason = "not UTF-8; save the table as UTF-8 (in a spreadsheet: CSV UTF-8). The rest was not read"
            raise ReadError(reason, source=source, line=number) from None


def _delimiter(header: str) -> str:
    """What cuts the header into the most columns; csv.Sniffer looks at the data, where commas mean nothing."""
    return max(",;\t|", key=lambda mark: len(next(csv.reader([header], delimiter=mark), ())))


def _geojson_rows(stream: BinaryIO, source: str) -> Iterator[Row | ReadError]:
    try:
        whole = orjson.loads(decode(stream.read(), source))
    except ReadError as error:
        yield error
        return
    except orjson.JSONDecodeError as error:
        yield ReadError(f"not JSON: {error}", source=source)
        return
    features = whole.get("features", [whole]) if isinstance(whole, dict) else whole
    for number, feature in enumerate(features if isinstance(features, list) else [features], start=1):
        yield _json_row(feature, number, source)


def _json_row(record: Any, number: int, source: str) -> Row | ReadError:
    """A GeoJSON feature is its properties, its id and its geometry; any other object is its members."""
    if not isinstance(record, dict):
        return ReadError("not an object", source=source, line=number)
    if record.get("type") != "Feature":
        return Row(number, _cells(record))
    properties = record.get("properties") or {}
    if not isinstance(properties, dict):
        return ReadError('the feature\'s "properties" are no object', source=source, line=number)
    own = {"id": record["id"]} if "id" in record else {}
    try:
        return Row(number, _cells({**own, **properties}), _spot(record.get("geometry")))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, shapely.errors.ShapelyError) as error:
        return ReadError(f"the feature's geometry is broken: {error}", source=source, line=number)


def _cells(record: Mapping[str, Any]) -> dict[str, str]:
    return {name: _cell(value) for name, value in record.items() if name}


def _cell(value: Any) -> str:
    """A list or an object stays JSON."""
    if value is None:
        return ""
    return value.strip() if isinstance(value, str) else orjson.dumps(value).decode()


def _spot(geometry: Any) -> Spot | None:
    if geometry is None:
        return None
    drawn = shape(geometry)
    if drawn.is_empty:
        return None
    point = drawn.representative_point()
    west, south, east, north = drawn.bounds
    return Spot(point.x, point.y, distance_m(west, south, east, north) / 2)
