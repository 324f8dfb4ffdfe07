"""The GeoPackage container (OGC 12-128r18, version 1.3): its own tables, geometry blobs, layers with a spatial index.

It knows nothing of events. 1.3 and not 1.4, which GDAL before 3.7 opens with a warning.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Mapping
from functools import partial

import shapely
from shapely.geometry.base import BaseGeometry

APPLICATION_ID = 0x47504B47  # "GPKG"
VERSION = 10300
WGS_84 = 4326

_WKT = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,'
    'AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]'
)
_NOW = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"

_TABLES = (
    """CREATE TABLE gpkg_spatial_ref_sys (
        srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
        organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT)""",
    f"""CREATE TABLE gpkg_contents (
        table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
        description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT ({_NOW}),
        min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
        CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id))""",
    """CREATE TABLE gpkg_geometry_columns (
        table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
        srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
        CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
        CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents (table_name),
        CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id))""",
    """CREATE TABLE gpkg_extensions (
        table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
        CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name))""",
)
_REFERENCE_SYSTEMS = (
    ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined", "undefined Cartesian coordinate reference system"),
    ("Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic coordinate reference system"),
    ("WGS 84 geodetic", WGS_84, "EPSG", WGS_84, _WKT, "longitude/latitude in decimal degrees on WGS 84"),
)

# The triggers of Annex F.3, by which programs that edit a layer keep its index right: event, condition, action.
_ENTRY = """INSERT OR REPLACE INTO rtree_{t}_geom VALUES
    (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom));"""
_FULL = "(NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))"
_EMPTY = "(NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))"
_LEAVE = "DELETE FROM rtree_{t}_geom WHERE id = OLD.fid;"
_TRIGGERS = {
    "insert": ("INSERT", _FULL, _ENTRY),
    "update1": ("UPDATE OF geom", f"OLD.fid = NEW.fid AND {_FULL}", _ENTRY),
    "update2": ("UPDATE OF geom", f"OLD.fid = NEW.fid AND {_EMPTY}", _LEAVE),
    "update3": ("UPDATE", f"OLD.fid != NEW.fid AND {_FULL}", f"{_LEAVE} {_ENTRY}"),
    "update4": (
        "UPDATE",
        f"OLD.fid != NEW.fid AND {_EMPTY}",
        "DELETE FROM rtree_{t}_geom WHERE id IN (OLD.fid, NEW.fid);",
    ),
    "delete": ("DELETE", "OLD.geom NOTNULL", _LEAVE),
}


def create_container(connection: sqlite3.Connection) -> None:
    """Inside the caller's transaction, in a database without tables."""
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {VERSION}")
    for statement in _TABLES:
        connection.execute(statement)
    connection.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", _REFERENCE_SYSTEMS)


def create_layer(
    connection: sqlite3.Connection, name: str, geometry_type: str, columns: Mapping[str, str], description: str
) -> None:
    """A table `name` with the primary key `fid`, a column `geom` unless `geometry_type` is "", and `columns` (name ->
    SQL type). Names come from the program, never from a user."""
    geometry = [f"geom {geometry_type}"] if geometry_type else []
    fields = ", ".join(
        [
            "fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL",
            *geometry,
            *(f'"{key}" {kind}' for key, kind in columns.items()),
        ]
    )
    connection.execute(f"CREATE TABLE {name} ({fields})")
    connection.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES (?, ?, ?, ?, ?)",
        (name, "features" if geometry else "attributes", name, description, WGS_84 if geometry else None),
    )
    if not geometry:
        return
    connection.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)", (name, geometry_type, WGS_84)
    )
    connection.execute(
        "INSERT INTO gpkg_extensions VALUES (?, 'geom', 'gpkg_rtree_index', ?, 'write-only')",
        (name, "http://www.geopackage.org/spec120/#extension_rtree"),
    )
    connection.execute(f"CREATE VIRTUAL TABLE rtree_{name}_geom USING rtree(id, minx, maxx, miny, maxy)")
    for suffix, (event, condition, action) in _TRIGGERS.items():
        connection.execute(
            f"CREATE TRIGGER rtree_{name}_geom_{suffix} AFTER {event} ON {name} WHEN {condition} "
            f"BEGIN {action.format(t=name)} END"
        )


def touch(connection: sqlite3.Connection) -> None:
    """Note the time of the last change of every layer."""
    connection.execute(f"UPDATE gpkg_contents SET last_change = {_NOW}")


# Header of a geometry blob (2.1.3): "GP", version 0, flags, SRS id, then west, east, south, north.
_HEADER = struct.Struct("<2sBBi4d")
_LITTLE_ENDIAN, _ENVELOPE_XY = 0b1, 0b10


def blob(shape: BaseGeometry) -> bytes:
    """A geometry that is not empty, as GeoPackage stores it."""
    west, south, east, north = shape.bounds
    flags = _LITTLE_ENDIAN | _ENVELOPE_XY
    well_known: bytes = shapely.to_wkb(shape, byte_order=1)
    return _HEADER.pack(b"GP", 0, flags, WGS_84, west, east, south, north) + well_known


def add_functions(connection: sqlite3.Connection) -> None:
    """What the index triggers call, for the blobs that `blob` makes; GIS programs bring their own."""
    for number, name in enumerate(("ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY")):
        bound = struct.Struct(f"<{8 + 8 * number}xd")
        connection.create_function(name, 1, partial(_first, bound), deterministic=True)
    connection.create_function("ST_IsEmpty", 1, _is_empty, deterministic=True)


def _first(layout: struct.Struct, geometry: bytes) -> float:
    bound: float = layout.unpack_from(geometry)[0]
    return bound


def _is_empty(_geometry: bytes) -> int:
    return 0
