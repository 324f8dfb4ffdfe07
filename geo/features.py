"""The one place where an Event becomes a GeoJSON Feature (RFC 7946)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import orjson
import shapely
from shapely.geometry.base import BaseGeometry

from geo.model import Event
from geo.records import event_record
from geo.rows import STORY_COLUMNS, Row, extra_columns, row
from geo.shapes import Outline, event_shape, remembered

Feature = dict[str, Any]


def feature(event: Event, outline: Outline) -> Feature:
    """`geometry` is None and `placed` false where nothing honest can be drawn: no place, a region without a shape."""
    shape = event_shape(event.located, outline)
    columns = row(event)
    return {
        "type": "Feature",
        "id": event.id,
        "time": time_of(event.start, event.end),
        "geometry": None if shape is None else geometry(shape),
        "properties": properties(event, columns, event_record(event), placed=shape is not None),
    }


def properties(event: Event, columns: Row, record: Mapping[str, Any], *, placed: bool) -> dict[str, Any]:
    """Of a feature. `columns` is the event's `geo.rows.row`, `record` its `event_record`.

    The story comes first: it changes as other reports come and go, the rest only with the event.

    The publication day stays inside `sources`, away from the other dates: GDAL turns a filter on any date
    among the properties of an OGC API into one on the event's own time.
    """
    named = {name: columns[name] for name in STORY_COLUMNS}
    named |= {name: value for name, value in columns.items() if name not in _ELSEWHERE}
    named |= {
        "placed": placed,
        "sources": [{key: columns[f"source_{key}"] for key in ("title", "url", "published")}],
        **{key: record[key] for key in ("places", "figures", "confidence_reasons")},
    }
    if event.extra:
        named |= extra_columns(event, taken=named)
    return named


_ELSEWHERE = frozenset((*STORY_COLUMNS, "source_title", "source_url", "source_published"))


def time_of(start: date | None, end: date | None) -> dict[str, Any] | None:
    """The days of something as JSON-FG's "time": a date, or an interval of which ".." leaves a side open."""
    if start is None and end is None:
        return None
    if start == end and start is not None:
        return {"date": start.isoformat()}
    return {"interval": [day.isoformat() if day else ".." for day in (start, end)]}


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
