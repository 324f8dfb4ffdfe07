"""The events: their parameters, which maps and aggregates share, and their items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import orjson

from api import params
from api.collections.base import SCHEMA_OF_KIND, Collection, Extent, Found
from api.openapi import object_of
from api.params import Parameter, Values, list_of
from api.service import Service
from geo.errors import QueryError
from geo.features import feature
from geo.query import EventQuery
from geo.rows import COLUMNS, STORY_COLUMNS


def filters() -> tuple[Parameter, ...]:
    """All that chooses events: what an aggregate takes too, so that it counts what the items list."""
    return (params.BBOX, params.DATETIME, params.type_parameter(), params.STATUS, params.STORY, params.Q)


def query(service: Service, values: Values) -> EventQuery:
    """What `filters`, `limit` and `offset` ask for; a QueryError for a type that neither we nor any event know."""
    asked = params.event_query(values)
    _check_types(service, asked.types)
    return asked


def collection() -> Collection:
    text = {"type": "string"}
    names = dict.fromkeys([*STORY_COLUMNS, *COLUMNS])  # in the order of a feature's properties
    columns = {name: SCHEMA_OF_KIND[COLUMNS[name]] for name in names if not name.startswith("source_")}
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
        queryables={"type": "text", "status": "text", "story": "text"},
        filters=filters(),
        search=_search,
        stream=_stream,
        get=_get,
        extent=_extent,
    )


def _search(service: Service, values: Values) -> Found:
    page = service.store().search(query(service, values))
    features = tuple(orjson.dumps(feature(event, service.outline)) for event in page.events)
    return Found(features, page.matched, page.next)


def _stream(service: Service, values: Values) -> Iterator[bytes]:
    asked = query(service, values)
    return (orjson.dumps(feature(event, service.outline)) for event in service.store().stream(asked))


def _get(service: Service, item_id: str) -> bytes:
    return orjson.dumps(feature(service.store().get(item_id), service.outline))


def _extent(_: Service) -> Extent:
    return Extent()


def _check_types(service: Service, types: Sequence[str]) -> None:
    """A type that is neither ours nor any stored event's is a slip of the pen, not a question without answers."""
    for kind in types:
        if kind not in params.known_types() and not service.store().search(EventQuery(types=(kind,), limit=1)).events:
            raise QueryError("type", f"{kind!r} is not one of {', '.join(params.known_types())}")
