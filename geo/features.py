"""The one place where an Event becomes a GeoJSON Feature (RFC 7946)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import orjson
import shapely
from shapely.geometry.base import BaseGeometry

from geo.model import Event
from geo.records import event_record
from geo.rows import extra_columns, row
from geo.shapes import Outline, event_shape, remembered

Feature = dict[str, Any]


def feature(event: Event, outline: Outline) -> Feature:
    """`geometry` is None and `placed` false where nothing honest can be drawn: no place, a region without a shape.

    The publication day stays inside `sources`, away from the other dates: GDAL turns a filter on any date
    among the properties of an OGC API into one on the event's own time.
    """
    shape = event_shape(event.located, outline)
    properties = row(event)
    source = {key: properties.pop(f"source_{key}") for key in ("title", "url", "published")}
    record = event_record(event)
    properties |= {
        "placed": shape is not None,
        "sources": [source],
        **{key: record[key] for key in ("places", "figures", "confidence_reasons")},
    }
    properties |= extra_columns(event, taken=properties)
    return {
        "type": "Feature",
        "id": event.id,
        "geometry": None if shape is None else geometry(shape),
        "properties": properties,
    }


def geometry(shape: BaseGeometry) -> dict[str, Any]:
    """The GeoJSON geometry of a shape; shared between the features that have it, so not to be changed."""
    if isinstance(shape, shapely.Point):
        return {"type": "Point", "coordinates": [shape.x, shape.y]}
    return _mapped(shape)


@remembered
def _mapped(shape: BaseGeometry) -> dict[str, Any]:
    if isinstance(shape, shapely.MultiPolygon) and len(shape.geoms) == 1:
        shape = shape.geoms[0]
    mapped: dict[str, Any] = orjson.loads(shapely.to_geojson(shape))
    return mapped


def dumps_collection(features: Iterable[Feature]) -> Iterator[bytes]:
    """A FeatureCollection piece by piece, a feature a line, so that it need not fit into memory."""
    yield b'{"type":"FeatureCollection","features":['
    for number, one in enumerate(features):
        yield (b",\n" if number else b"\n") + orjson.dumps(one)
    yield b"\n]}\n"
