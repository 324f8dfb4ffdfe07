"""Files read back by the programs they are for, as plain rows."""

import csv
import io
from datetime import date
from pathlib import Path

import numpy as np
import orjson
import pyarrow.parquet as pq
import pyogrio
import shapely

from geo.formats import FORMATS, Table

Row = dict[str, object]


def rows(name: str, data: bytes, table: Table, folder: Path) -> list[Row]:
    """Each with `id`, `geometry` (a shape or None) and the table's columns; days as dates, null as None."""
    path = folder / f"{table.name}{FORMATS[name].suffix}"
    path.write_bytes(data)
    return READERS[name](path, table)


def _geojson(path: Path, table: Table) -> list[Row]:
    return [_feature(each, table) for each in orjson.loads(path.read_bytes())["features"]]


def _sequence(path: Path, table: Table) -> list[Row]:
    head, *records = path.read_bytes().split(b"\x1e")
    assert head == b""
    assert all(record.endswith(b"\n") for record in records)
    return [_feature(orjson.loads(record), table) for record in records]


def _feature(found: dict, table: Table) -> Row:
    values = dict(zip(table.columns, table.reader()(dict(found["properties"])), strict=True))
    shape = found["geometry"] and shapely.from_geojson(orjson.dumps(found["geometry"]))
    return {"id": found["id"], "geometry": shape, **_typed(values, table)}


def _csv(path: Path, table: Table) -> list[Row]:
    found = csv.DictReader(io.StringIO(path.read_bytes().decode(), newline=""))
    return [_cells(each, table) for each in found]


def _cells(cells: dict[str, str], table: Table) -> Row:
    read = {"integer": int, "real": float, "boolean": {"true": True, "false": False}.__getitem__}
    plain = {name: cells[name][cells[name].startswith(ARMED) :] for name in ("id", *table.columns)}
    values = {name: read.get(kind, str)(plain[name]) if plain[name] else None for name, kind in table.columns.items()}
    shape = shapely.from_wkt(cells["wkt"]) if cells["wkt"] else None
    if shape and shape.geom_type == "Point":
        assert (float(cells["lon"]), float(cells["lat"])) == (shape.x, shape.y)
    else:
        assert cells["lon"] == cells["lat"] == ""
    return {"id": plain["id"], "geometry": shape, **_typed(values, table)}


ARMED = tuple(f"'{begin}" for begin in "=+-@\t\r\n＝＋－＠")


def _parquet(path: Path, table: Table) -> list[Row]:
    found = pq.read_table(path)
    assert found.column_names == ["id", *table.columns, "geometry", "bbox"]
    return [_wkb(each, each.pop("geometry")) for each in found.drop_columns("bbox").to_pylist()]


def _geopackage(path: Path, table: Table) -> list[Row]:
    meta, found = pyogrio.read_arrow(path, layer=table.name)
    assert found.column_names == ["id", *table.columns, meta["geometry_name"]]
    return [_wkb(each, each.pop(meta["geometry_name"])) for each in found.to_pylist()]


def _flatgeobuf(path: Path, table: Table) -> list[Row]:
    """Not as Arrow, where GDAL trips over rows without a geometry. The format has times, no days."""
    meta, _, shapes, columns = pyogrio.raw.read(path, layer=table.name)
    assert list(meta["fields"]) == ["id", *table.columns]
    read = zip(*(map(_plain, column) for column in columns), map(_plain, shapes), strict=True)
    return [_days(_wkb(dict(zip(meta["fields"], row, strict=False)), row[-1]), table) for row in read]


def _plain(value: object) -> object:
    """NumPy has no null among numbers and days but these."""
    found = value.item() if isinstance(value, np.generic) else value
    return None if found != found else found


def _kml(path: Path, table: Table) -> list[Row]:
    _, found = pyogrio.read_arrow(path, layer=table.name)
    # Those that every placemark has come first, and their names are taken.
    named = {name: f"{name}2" if name in KML else name for name in table.columns}
    read = [
        {"id": each["id"], **{name: each[column] for name, column in named.items()}, "geometry": each["wkb_geometry"]}
        for each in found.to_pylist()
    ]
    return [_typed(_wkb(each, each.pop("geometry")), table) for each in read]


KML = {
    "name",
    "description",
    "timestamp",
    "begin",
    "end",
    "altitudeMode",
    "tessellate",
    "extrude",
    "visibility",
    "icon",
}


def _wkb(row: Row, wkb: object) -> Row:
    return row | {"geometry": shapely.from_wkb(wkb) if wkb else None}


def _days(row: Row, table: Table) -> Row:
    days = {name: row[name] for name, kind in table.columns.items() if kind == "date" and row[name] is not None}
    return row | {name: date(day.year, day.month, day.day) for name, day in days.items()}


def _typed(row: Row, table: Table) -> Row:
    days = {name: row[name] for name, kind in table.columns.items() if kind == "date" and row[name] is not None}
    return row | {name: date.fromisoformat(day) for name, day in days.items()}


READERS = {
    "geojson": _geojson,
    "geojsonseq": _sequence,
    "csv": _csv,
    "parquet": _parquet,
    "flatgeobuf": _flatgeobuf,
    "gpkg": _geopackage,
    "kml": _kml,
}
