"""GeoParquet 1.1: geometry as WKB, with the box around each, by which readers skip what lies elsewhere."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from geo.formats import arrow
from geo.formats.arrow import Batch
from geo.formats.base import Table

_SIDES = ("xmin", "ymin", "xmax", "ymax")
_BOX = pa.struct([pa.field(side, pa.float64()) for side in _SIDES])
# Batches in a row group: large enough to compress and to skip, small enough to be held.
_GROUP = 16


def rows(features: Iterable[bytes], table: Table) -> Iterator[bytes]:
    """Without a file on the way: a row group goes out as soon as it is made."""
    schema = pa.schema([*arrow.fields(table), pa.field("geometry", pa.binary()), pa.field("bbox", _BOX)])
    sink, seen = _Sink(), _Seen()
    with pq.ParquetWriter(sink, schema, compression="zstd") as writer:
        batches = (_record_batch(batch, schema, seen) for batch in arrow.batches(features, table))
        while group := list(islice(batches, _GROUP)):
            writer.write_table(pa.Table.from_batches(group, schema))
            yield sink.taken()
        writer.add_key_value_metadata({"geo": orjson.dumps(seen.metadata()).decode()})
    yield sink.taken()


class _Sink(io.RawIOBase):
    """Keeps what was written until it is taken, and counts all of it: offsets in the file are from its beginning."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._pieces.append(bytes(data))
        self._size += len(self._pieces[-1])
        return len(self._pieces[-1])

    def tell(self) -> int:
        return self._size

    def taken(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


@dataclass(slots=True)
class _Seen:
    """What the end of the file says of all geometries."""

    types: set[str] = field(default_factory=set)
    box: tuple[float, float, float, float] | None = None

    def add(self, batch: Batch) -> None:
        self.types |= {row.geometry["type"] for row in batch.rows if row.geometry}
        boxes = [one.bounds for one in batch.shapes if one]
        if boxes:
            west, south, east, north = zip(*(*boxes, *([self.box] if self.box else ())), strict=True)
            self.box = min(west), min(south), max(east), max(north)

    def metadata(self) -> dict[str, Any]:
        """Without a `crs`, which means OGC:CRS84."""
        column = {
            "encoding": "WKB",
            "geometry_types": sorted(self.types),
            "covering": {"bbox": {side: ["bbox", side] for side in _SIDES}},
        }
        box = {"bbox": self.box} if self.box else {}
        return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column | box}}


def _record_batch(batch: Batch, schema: pa.Schema, seen: _Seen) -> pa.RecordBatch:
    seen.add(batch)
    nothing = pa.array([shape is None for shape in batch.shapes], pa.bool_())
    sides = zip(*(shape.bounds if shape else (None,) * 4 for shape in batch.shapes), strict=True)
    boxes = pa.StructArray.from_arrays(
        [pa.array(side, pa.float64()) for side in sides], fields=list(_BOX), mask=nothing
    )
    return pa.record_batch([*batch.columns, batch.wkb(), boxes], schema=schema)
