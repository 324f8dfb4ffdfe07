"""The formats of files that Features are written into, each in a module of its own: for exports and for the service."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from geo.formats import csv, geojson, kml
from geo.formats.base import Format, Table

__all__ = ["FORMATS", "Format", "Table"]


# Here, since pyarrow and pyogrio, which brings pandas along, take a second that other formats need not wait.


def _parquet(features: Iterable[bytes], table: Table) -> Iterator[bytes]:
    from geo.formats import parquet

    return parquet.rows(features, table)


def _geopackage(features: Iterable[bytes], table: Table) -> Iterator[bytes]:
    from geo.formats import layers

    return layers.geopackage(features, table)


def _flatgeobuf(features: Iterable[bytes], table: Table) -> Iterator[bytes]:
    from geo.formats import layers

    return layers.flatgeobuf(features, table)


FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        Format("geojson", "GeoJSON", "application/geo+json", ".geojson", geojson.collection),
        Format("geojsonseq", "GeoJSON text sequence", "application/geo+json-seq", ".geojsons", geojson.sequence),
        Format("csv", "CSV", "text/csv", ".csv", csv.rows),
        Format("parquet", "GeoParquet", "application/vnd.apache.parquet", ".parquet", _parquet),
        Format("flatgeobuf", "FlatGeobuf", "application/flatgeobuf", ".fgb", _flatgeobuf),
        Format("gpkg", "GeoPackage", "application/geopackage+sqlite3", ".gpkg", _geopackage),
        Format("kml", "KML", "application/vnd.google-earth.kml+xml", ".kml", kml.placemarks),
    )
}
