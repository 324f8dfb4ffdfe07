"""Many events as few numbers: clusters for a view, counts by area, by time and by value, under the filters of the items."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request, Response

from api import params
from api.answers import json
from api.areas import with_boundaries
from api.collections import events
from api.links import GEOJSON, JSON
from api.openapi import Schema, object_of, operation, ref
from api.params import Parameter, Values
from api.service import Service, service
from geo.aggregates import FACETS, TIMELINE_BY, Cluster, Grid, Level, Step
from geo.errors import QueryError

TAG = "Counts"

# Cells of a cluster are an eighth of a tile of 256 pixels, wide enough for a mark with a number in it.
_CELLS = 3
_ZOOM = params.whole("zoom", "The map's zoom: cells are 32 pixels wide. Without it and `cell`, 2.", 0, 24)
_CELL = replace(params.number("cell", "The width of a cell in degrees, instead of `zoom`.", 0.01, 90), required=False)
_STEP = params.choice("step", "How long a bucket is; weeks begin on Monday.", tuple(Step), Step.MONTH)
_BY = params.choice("by", "Count apart in each bucket.", TIMELINE_BY, "type")
_FACETS = params.words("facets", "Whose values are counted; without it, all but actors.", FACETS)
_LEVEL = params.choice("level", "Whole countries or their first-order units.", tuple(Level), Level.COUNTRY)
_WITHIN = params.text("within", "Only areas of this country (ISO 3166-1 alpha-2).", most=2, example="UA")
_GEOMETRY = params.flag("geometry", "With the areas' shapes, simplified.", default=False)
_POPULATION = params.flag("population", "With the areas' people, and events per million of them.", default=False)
_MOST = params.limit(100, 1000)

_NUMBER: Schema = {"type": "integer", "minimum": 0}
_TIMELINE: Schema = object_of(
    {
        "buckets": params.list_of(
            object_of(
                {
                    "start": {"type": "string", "format": "date"},
                    "end": {"type": "string", "format": "date"},
                    "count": _NUMBER,
                    "by": {"type": "object", "additionalProperties": _NUMBER},
                },
                "start",
                "end",
                "count",
            )
        ),
        "undated": _NUMBER,
    },
    "buckets",
    "undated",
)
_FACET: Schema = object_of(
    {
        "values": params.list_of(object_of({"value": {"type": "string"}, "count": _NUMBER}, "value", "count")),
        "different": _NUMBER,
        "without": _NUMBER,
    },
    "values",
    "different",
    "without",
)


def router(filters: Sequence[Parameter]) -> APIRouter:
    """`filters`: the parameters of the collection that say which events."""
    routes = APIRouter()

    def add(
        name: str,
        summary: str,
        description: str,
        answer: Callable[[Service, Values], Any],
        own: Sequence[Parameter],
        schema: Schema,
        media_type: str = JSON,
    ) -> None:
        allowed = (*filters, *own)

        def endpoint(request: Request) -> Response:
            values = params.read(request.query_params, allowed)
            return json(answer(service(request), values), media_type)

        described = operation(summary, TAG, {media_type: schema}, parameters=allowed, description=description)
        routes.add_api_route(f"/collections/events/{name}", endpoint, name=name, **described)

    add(
        "clusters",
        "Events gathered for a map",
        "A point for each cell of a grid, where the mean of its events' positions is; with how many they are, their most "
        "frequent type and the box round them. An event alone has its id. Positions outside of `bbox` are left out.",
        _clusters,
        (_ZOOM, _CELL),
        ref("FeatureCollection"),
        GEOJSON,
    )
    add(
        "areas",
        "Events by country or first-order unit",
        "An event counts once in each area where it has a place. `without`: the events that are in none.",
        _areas,
        (_LEVEL, _WITHIN, _GEOMETRY, _POPULATION),
        ref("FeatureCollection"),
        GEOJSON,
    )
    add(
        "timeline",
        "Events by day, week, month or year",
        "By the day on which they start. Buckets without events are there too, between the first that has one and the "
        "last.",
        _timeline,
        (_STEP, _BY),
        _TIMELINE,
    )
    add(
        "facets",
        "Events by the values they have",
        "For each facet the most frequent values; `different` counts all of them, `without` the events that have none.",
        _facets,
        (_FACETS, _MOST),
        {"type": "object", "additionalProperties": _FACET},
    )
    return routes


def _clusters(shared: Service, values: Values) -> Any:
    if "zoom" in values and "cell" in values:
        raise QueryError("cell", "either zoom or cell, not both")
    grid = Grid(degrees=values["cell"]) if "cell" in values else Grid(zoom=values.get("zoom", 2) + _CELLS)
    found = shared.store().clusters(events.query(shared, values), grid)
    return {"type": "FeatureCollection", "numberReturned": len(found), "features": list(map(_mark, found))}


def _mark(cluster: Cluster) -> dict[str, Any]:
    known = {"status": cluster.status, "precision": cluster.precision, "event": cluster.id} if cluster.id else {}
    return {
        "type": "Feature",
        "bbox": (cluster.west, cluster.south, cluster.east, cluster.north),
        "geometry": {"type": "Point", "coordinates": (round(cluster.lon, 6), round(cluster.lat, 6))},
        "properties": {"count": cluster.count, "type": cluster.type, **known},
    }


def _areas(shared: Service, values: Values) -> Any:
    level = Level(values.get("level", Level.COUNTRY))
    found = shared.store().areas(events.query(shared, values), level, values.get("within", "").upper())
    features = with_boundaries(
        shared, found.counts, shapes=values.get("geometry", False), people=values.get("population", False)
    )
    return {
        "type": "FeatureCollection",
        "numberReturned": len(features),
        "without": found.without,
        "features": features,
    }


def _timeline(shared: Service, values: Values) -> Any:
    found = shared.store().timeline(
        events.query(shared, values), Step(values.get("step", Step.MONTH)), values.get("by", "type")
    )
    buckets = [
        {"start": bucket.start, "end": bucket.end, "count": bucket.count, "by": dict(bucket.by)}
        for bucket in found.buckets
    ]
    return {"buckets": buckets, "undated": found.undated}


def _facets(shared: Service, values: Values) -> Any:
    names = values.get("facets") or tuple(name for name in FACETS if name != "actor")
    found = shared.store().facets(events.query(shared, values), names, values.get("limit", 100))
    return {
        facet.name: {
            "values": [{"value": value, "count": count} for value, count in facet.counts],
            "different": facet.values,
            "without": facet.without,
        }
        for facet in found
    }
