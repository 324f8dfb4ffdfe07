"""GeoPackage and FlatGeobuf, written by GDAL into a file of its own, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyogrio

from geo.formats import arrow
from geo.formats.base import PIECE, Table

_GEOMETRY = "geometry"


def geopackage(features: Iterable[bytes], table: Table) -> Iterator[bytes]:
    return _file(features, table, "GPKG", ".gpkg", {})


def flatgeobuf(features: Iterable[bytes], table: Table) -> Iterator[bytes]:
    """Without its spatial index: that would put the features into another order, leave out those without a geometry, and
    keep all boxes in memory."""
    return _file(features, table, "FlatGeobuf", ".fgb", {"SPATIAL_INDEX": "NO"})


def _file(
    features: Iterable[bytes], table: Table, driver: str, suffix: str, options: Mapping[str, str]
) -> Iterator[bytes]:
    """GDAL writes here and there in a file, so it goes out when it is whole; and is gone once that is done or given up."""
    with TemporaryDirectory(prefix="dateline-") as folder:
        path = Path(folder) / f"{table.name}{suffix}"
        source = _Source(features, table)
        try:
            pyogrio.write_arrow(
                source.reader(),
                path,
                layer=table.name,
                driver=driver,
                geometry_name=_GEOMETRY,
                geometry_type="Unknown",
                crs="OGC:CRS84",
                layer_options=dict(options),
            )
        except Exception as error:
            raise source.error or error from None
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece


class _Source:
    """Features as GDAL takes them; `error` is what ended them, of which GDAL tells no more than that there was one."""

    def __init__(self, features: Iterable[bytes], table: Table) -> None:
        self._features = features
        self._table = table
        self.error: Exception | None = None

    def reader(self) -> pa.RecordBatchReader:
        schema = pa.schema([*arrow.fields(self._table), pa.field(_GEOMETRY, pa.binary())])
        return pa.RecordBatchReader.from_batches(schema, self._batches(schema))

    def _batches(self, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        try:
            for batch in arrow.batches(self._features, self._table):
                yield pa.record_batch([*batch.columns, batch.wkb()], schema)
        except Exception as error:
            self.error = error
            raise
