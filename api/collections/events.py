"""The events: their parameters, which maps and aggregates share, and their items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from api import filtering, params
from api.collections.base import Collection
from api.filtering import SCHEMA_OF_KIND
from api.openapi import object_of
from api.params import Parameter, Values, list_of
from api.service import Service
from geo.errors import QueryError
from geo.formats import tables
from geo.query import EVENT_QUERYABLES, EventQuery, Extent
from geo.rows import COLUMNS, STORY_COLUMNS
from geo.stores.base import FeaturePage


def filters() -> tuple[Parameter, ...]:
    """All that chooses events: what an aggregate takes too, so that it counts what the items list."""
    return (*_own(), *filtering.parameters(EVENT_QUERYABLES, _own()))


def query(service: Service, values: Values) -> EventQuery:
    """What `filters` and the paging ask for; a QueryError for a type that neither we nor any event know."""
    asked = _asked(values)
    _check_types(service, asked.types)
    return asked


def _asked(values: Values) -> EventQuery:
    if "after" in values and "sortby" in values:
        raise QueryError("after", "goes with no sortby")
    return EventQuery(
        bbox=values.get("bbox"),
        interval=values.get("datetime"),
        types=values.get("type", ()),
        statuses=values.get("status", ()),
        text=values.get("q", ""),
        story=values.get("story", ""),
        filter=filtering.expression(values, EVENT_QUERYABLES, _own()),
        order=values.get("sortby", ()),
        after=values.get("after"),
        limit=values.get("limit", params.DEFAULT_LIMIT),
        offset=values.get("offset", 0),
    )


@cache
def _own() -> tuple[Parameter, ...]:
    return (params.BBOX, params.DATETIME, params.type_parameter(), params.STATUS, params.STORY, params.Q)


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
        table=tables.EVENTS,
        queryables=EVENT_QUERYABLES,
        filters=filters(),
        paging=(params.LIMIT, params.OFFSET, params.AFTER, filtering.sortby(EVENT_QUERYABLES)),
        search=_search,
        stream=_stream,
        get=_get,
        soon=_soon,
        extent=_extent,
    )


def _search(service: Service, values: Values) -> FeaturePage:
    return service.store().features(query(service, values))


def _soon(service: Service, values: Values) -> bool:
    # A filter takes its time to be read, and a type that is not ours to be looked for.
    if "filter" in values or not set(params.known_types()).issuperset(values.get("type", ())):
        return False
    return service.store().soon(_asked(values))


def _stream(service: Service, values: Values) -> Iterator[bytes]:
    return service.store().stream_features(query(service, values))


def _get(service: Service, item_id: str) -> bytes:
    return service.store().feature(item_id)


def _extent(service: Service) -> Extent:
    return service.extent()


def _check_types(service: Service, types: Sequence[str]) -> None:
    """A type that is neither ours nor any stored event's is a slip of the pen, not a question without answers."""
    for kind in types:
        if kind not in params.known_types() and not service.store().search(EventQuery(types=(kind,), limit=1)).events:
            raise QueryError("type", f"{kind!r} is not one of {', '.join(params.known_types())}")
