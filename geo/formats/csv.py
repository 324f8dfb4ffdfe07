"""CSV (RFC 4180): `id`, the columns, `lon` and `lat` of a point, the geometry as well-known text.

That is in `wkt`, the name by which GDAL and QGIS know it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from geo.formats import geometries
from geo.formats.base import PIECE, Row, Table, read

# What begins a cell that a spreadsheet would run as a formula, in wide letters too (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def rows(features: Iterable[bytes], table: Table) -> Iterator[bytes]:
    """What is null is empty. An area has no `lon` and `lat`: its middle is not where it happened."""
    return _written(["id", *table.columns, "lon", "lat", "wkt"], map(_cells, read(features, table)))


def lines(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> Iterator[bytes]:
    """Of rows by the names of their columns; one that a row does not have is empty."""
    return _written(columns, ([row.get(name) for name in columns] for row in rows))


def _cells(row: Row) -> list[object]:
    shape = row.geometry
    if shape is None:
        return [row.id, *row.values, None, None, None]
    spot = shape["coordinates"] if shape["type"] == "Point" else (None, None)
    return [row.id, *row.values, *spot, geometries.text(shape)]


def _written(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([disarmed(cell) for cell in row])
        if buffer.tell() >= PIECE:
            yield _taken(buffer)
    if buffer.tell():
        yield _taken(buffer)


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue().encode("utf-8", "replace")
    buffer.seek(0)
    buffer.truncate()
    return text


def disarmed(cell: object) -> object:
    """A text that a spreadsheet would run, behind a ' that it shows to nobody; truth as JSON writes it."""
    if isinstance(cell, str):
        text = cell.replace("\0", "\ufffd")  # programs end a text at its first NUL
        return f"'{text}" if text.startswith(_FORMULA) else text
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return cell
