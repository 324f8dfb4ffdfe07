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
_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")


def rows(features: Iterable[bytes], table: Table) -> Iterator[bytes]:
    """What is null is empty. An area has no `lon` and `lat`: its middle is not where it happened."""
    truths = [number for number, kind in enumerate(table.columns.values()) if kind == "boolean"]
    cells = (_cells(row, truths) for row in read(features, table))
    return _written(["id", *table.columns, "lon", "lat", "wkt"], cells)


def lines(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> Iterator[bytes]:
    """Of rows by the names of their columns; one that a row does not have is empty."""
    return _written(columns, ([row.get(name) for name in columns] for row in rows))


def _cells(row: Row, truths: Iterable[int]) -> list[object]:
    for number in truths:
        if row.values[number] is not None:
            row.values[number] = "true" if row.values[number] else "false"
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
        # Disarmed by a ' that a spreadsheet shows to nobody. Nothing else is asked of a cell: there are many.
        writer.writerow(["'" + cell if isinstance(cell, str) and cell[:1] in _FORMULA else cell for cell in row])
        if buffer.tell() >= PIECE:
            yield _taken(buffer)
    if buffer.tell():
        yield _taken(buffer)


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue().replace("\0", "\ufffd")  # programs end a text at its first NUL
    buffer.seek(0)
    buffer.truncate()
    return text.encode("utf-8", "replace")
