"""Events for other programs: GeoJSON, GeoJSON text sequences and CSV as they come, GIS layers and codebooks whole."""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import orjson

from geo.codebooks import CODEBOOKS, code
from geo.errors import QueryError
from geo.features import dumps_collection, feature
from geo.model import Event
from geo.rows import COLUMNS, extra_columns, row
from geo.shapes import Outline, event_shape

# What begins a cell that a spreadsheet would run as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Format:
    """`suffix` with its dot. A format with a `driver` is GDAL's; the others are written event by event."""

    media_type: str
    suffix: str
    driver: str = ""


FORMATS: Mapping[str, Format] = {
    "geojson": Format("application/geo+json", ".geojson"),
    "geojsonseq": Format("application/geo+json-seq", ".geojsonl"),
    "csv": Format("text/csv; charset=utf-8", ".csv"),
    "flatgeobuf": Format("application/flatgeobuf", ".fgb", "FlatGeobuf"),
    "gpkg": Format("application/geopackage+sqlite3", ".gpkg", "GPKG"),
    "kml": Format("application/vnd.google-earth.kml+xml", ".kml", "KML"),
    **dict.fromkeys(CODEBOOKS, Format("text/csv; charset=utf-8", ".csv")),
}
_NOTHING_LEFT_OUT: Mapping[str, int] = {}


def export(events: Iterable[Event], target: Path | BinaryIO, format: str, *, outline: Outline) -> Mapping[str, int]:
    """Write `events` to a file, which appears whole, or to a stream. QueryError for an unknown format.

    Events without a place have no geometry; KML, which knows no such thing to draw, keeps them as entries.
    Gives how many events have no place in the format, by the reason: none but in a codebook's.
    """
    if format not in FORMATS:
        raise QueryError("format", f"{format!r} is none of {', '.join(FORMATS)}")
    with _stream(target) as stream:
        if codebook := CODEBOOKS.get(format):
            coded = code(events, codebook)
            stream.write(_table(codebook.columns, coded.rows))
            return coded.left_out
        if FORMATS[format].driver:
            stream.write(_layer(events, FORMATS[format], outline))
        else:
            for piece in pieces(events, format, outline=outline):
                stream.write(piece)
    return _NOTHING_LEFT_OUT


def pieces(events: Iterable[Event], format: str, *, outline: Outline) -> Iterator[bytes]:
    """The bytes of a format that needs no driver, as the events come: any number of them in little memory."""
    yield from _WRITERS[format](events, outline)


def _geojson(events: Iterable[Event], outline: Outline) -> Iterator[bytes]:
    return dumps_collection(feature(event, outline) for event in events)


def _sequence(events: Iterable[Event], outline: Outline) -> Iterator[bytes]:
    """RFC 8142: a record separator before each feature."""
    for event in events:
        yield b"\x1e" + orjson.dumps(feature(event, outline), option=orjson.OPT_APPEND_NEWLINE)


def _csv(events: Iterable[Event], outline: Outline) -> Iterator[bytes]:
    """With `id`, the point (`lon`, `lat`) or the middle of the area, and the user's own columns as JSON in `extra`."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(["id", *COLUMNS, "lon", "lat", "extra"])
    for event in events:
        shape = event_shape(event.located, outline)
        spot = shape.representative_point() if shape is not None else None
        extra = extra_columns(event, taken=())
        cells = [event.id, *row(event).values(), spot and round(spot.x, 6), spot and round(spot.y, 6)]
        writer.writerow([_disarmed(cell) for cell in [*cells, orjson.dumps(extra).decode() if extra else ""]])
        yield buffer.getvalue().encode("utf-8", "replace")
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue().encode()


def _table(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> bytes:
    """CSV in which a column that a row does not have is empty."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _disarmed(cell) for name, cell in row.items()} for row in rows)
    return buffer.getvalue().encode("utf-8", "replace")


def _disarmed(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


_WRITERS: Mapping[str, Callable[[Iterable[Event], Outline], Iterator[bytes]]] = {
    "geojson": _geojson,
    "geojsonseq": _sequence,
    "csv": _csv,
}


def _layer(events: Iterable[Event], format: Format, outline: Outline) -> bytes:
    """A file made by GDAL, which wants a seekable path of the right name."""
    import geopandas

    kept = list(events)
    columns = {"id": [event.id for event in kept]}
    rows = [row(event) for event in kept]
    columns |= {name: [one[name] for one in rows] for name in COLUMNS}
    shapes = [event_shape(event.located, outline) for event in kept]
    frame = geopandas.GeoDataFrame(columns, geometry=geopandas.GeoSeries(shapes, crs="OGC:CRS84"))
    for name, kind in COLUMNS.items():
        frame[name] = frame[name].astype(
            {"integer": "Int64", "real": "Float64", "boolean": "boolean"}.get(kind, "string")
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"events{format.suffix}"
        options = {"SPATIAL_INDEX": "NO"} if format.driver == "FlatGeobuf" else {}
        frame.to_file(
            path, driver=format.driver, layer="events", engine="pyogrio", geometry_type="Unknown", **options
        )
        return path.read_bytes()


@contextmanager
def _stream(target: Path | BinaryIO) -> Iterator[BinaryIO]:
    """A file is written beside its name and then moved there, so that nobody sees half of it."""
    if not isinstance(target, Path):
        yield target
        return
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".export-") as folder:
        unfinished = Path(folder) / target.name
        with unfinished.open("wb") as stream:
            yield stream
        shutil.move(unfinished, target)
