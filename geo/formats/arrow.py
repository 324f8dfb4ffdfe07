"""Features as Arrow columns, from which columnar and GIS files are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from geo.formats import geometries
from geo.formats.base import Row, Table, read
from geo.formats.geometries import Binary

_TYPES: Mapping[str, pa.DataType] = {
    "text": pa.string(),
    "date": pa.date32(),
    "integer": pa.int64(),
    "real": pa.float64(),
    "boolean": pa.bool_(),
    "json": pa.string(),
}
# Rows of a batch: a few megabytes of text and Python objects.
_ROWS = 1000


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows; `columns` are `id` and the table's, `shapes` the geometries, None where there is none."""

    rows: list[Row]
    columns: list[pa.Array]
    shapes: list[Binary | None]

    def wkb(self) -> pa.Array:
        return pa.array([shape and shape.wkb for shape in self.shapes], pa.binary())


def batches(features: Iterable[bytes], table: Table) -> Iterator[Batch]:
    rows = read(features, table)
    while batch := list(islice(rows, _ROWS)):
        columns = zip(*(row.values for row in batch), strict=True)
        own = [_array(column, kind) for column, kind in zip(columns, table.columns.values(), strict=True)]
        ids = _texts([row.id for row in batch])
        yield Batch(batch, [ids, *own], [geometries.binary(row.geometry) if row.geometry else None for row in batch])


def fields(table: Table) -> list[pa.Field]:
    """Of `Batch.columns`."""
    return [pa.field("id", pa.string()), *(pa.field(name, _TYPES[kind]) for name, kind in table.columns.items())]


def _array(values: Iterable[Any], kind: str) -> pa.Array:
    if kind == "date":  # from ISO 8601 text
        return pa.array(values, pa.string()).cast(pa.date32())
    if kind == "text":
        return _texts(values)
    return pa.array(values, _TYPES[kind])


def _texts(values: Iterable[Any]) -> pa.Array:
    """Programs that end a text at its first NUL, as GDAL does, get all of it."""
    return pc.replace_substring(pa.array(values, pa.string()), "\0", "\ufffd")
