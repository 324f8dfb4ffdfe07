"""The collections the service offers: what an item looks like, what it may be asked for, where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api import params
from api.openapi import Schema, object_of
from api.params import Parameter, Values, list_of
from api.service import Service
from geo.errors import QueryError
from geo.features import Feature, feature
from geo.query import EventQuery
from geo.rows import COLUMNS

_SCHEMA_OF_COLUMN: Mapping[str, Schema] = {
    "text": {"type": "string"},
    "date": {"type": "string", "format": "date"},
    "real": {"type": "number"},
    "integer": {"type": "integer"},
    "boolean": {"type": "boolean"},
}


@dataclass(frozen=True, slots=True)
class Found:
    """`following`: the offset of the next page, None on the last."""

    features: Sequence[Feature]
    matched: int
    following: int | None


@dataclass(frozen=True, slots=True)
class Collection:
    """`properties`: JSON Schema of each property of an item. `queryables`: the names of the parameters that
    filter by the property of the same name. `stream` gives all that match, whatever `limit` and `offset` say, and
    complains of wrong values when called. `get` raises a LookupError for an id that nothing has.
    """

    id: str
    title: str
    description: str
    item: str
    properties: Mapping[str, Schema]
    filters: tuple[Parameter, ...]
    queryables: tuple[str, ...]
    search: Callable[[Service, Values], Found]
    stream: Callable[[Service, Values], Iterator[Feature]]
    get: Callable[[Service, str], Feature]

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """All that a request for items may have."""
        return (*self.filters, params.LIMIT, params.OFFSET, params.CRS, params.BBOX_CRS, params.ITEMS_FORMAT)

    @property
    def path(self) -> str:
        return f"/collections/{self.id}"

    def schema(self, url: str) -> dict[str, Any]:
        """JSON Schema of an item's properties; GDAL takes its field types from it."""
        shape = {"geometry": {"format": "geometry-any", "x-ogc-role": "primary-geometry"}}
        return _json_schema(url, self.title, {**shape, **self.properties})

    def queryables_schema(self, url: str) -> dict[str, Any]:
        filters = {p.name: p.schema for p in self.filters if p.name in self.queryables}
        # As a property it has one value; that the parameter takes a list of them is the parameter's affair.
        return _json_schema(url, self.title, {name: schema.get("items", schema) for name, schema in filters.items()})


def _json_schema(url: str, title: str, properties: Mapping[str, Schema]) -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": url,
        "type": "object",
        "title": title,
        "properties": dict(properties),
        "additionalProperties": False,
    }


def events() -> Collection:
    text = {"type": "string"}
    columns = {name: _SCHEMA_OF_COLUMN[kind] for name, kind in COLUMNS.items() if not name.startswith("source_")}
    source = object_of({"title": text, "url": text, "published": text})
    return Collection(
        id="events",
        title="Events",
        description="What happened, is claimed, planned or denied according to the articles read, and where. "
        "An event known only to a region is that region's area; one without a place has no geometry.",
        item="event",
        properties={
            **columns,
            "placed": {"type": "boolean"},
            "sources": list_of(source),
            "places": list_of({"type": "object"}),
            "figures": list_of({"type": "object"}),
            "confidence_reasons": list_of(text),
        },
        filters=(params.BBOX, params.DATETIME, params.type_parameter(), params.STATUS, params.STORY, params.Q),
        queryables=("type", "status"),
        search=_search_events,
        stream=_stream_events,
        get=lambda service, id: feature(service.store().get(id), service.outline),
    )


def _search_events(service: Service, values: Values) -> Found:
    page = service.store().search(_event_query(service, values))
    return Found([feature(event, service.outline) for event in page.events], page.matched, page.next)


def _stream_events(service: Service, values: Values) -> Iterator[Feature]:
    query = _event_query(service, values)
    return (feature(event, service.outline) for event in service.store().stream(query))


def _event_query(service: Service, values: Values) -> EventQuery:
    query = params.event_query(values)
    _check_types(service, query.types)
    return query


def _check_types(service: Service, types: Sequence[str]) -> None:
    """A type that is neither ours nor any stored event's is a slip of the pen, not a question without answers."""
    for kind in types:
        if kind not in params.known_types() and not service.store().search(EventQuery(types=(kind,), limit=1)).events:
            raise QueryError("type", f"{kind!r} is not one of {', '.join(params.known_types())}")
