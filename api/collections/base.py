"""What a collection is to the service: what its items look like, what may be asked of them, where they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from api import params
from api.openapi import Schema
from api.params import Parameter, Values
from api.service import Service
from geo.geometry import BBox
from geo.query import Interval

# JSON Schema of a value, by the kind of its column.
SCHEMA_OF_KIND: Mapping[str, Schema] = {
    "text": {"type": "string"},
    "date": {"type": "string", "format": "date"},
    "real": {"type": "number"},
    "integer": {"type": "integer"},
    "boolean": {"type": "boolean"},
    "geometry": {"format": "geometry-any"},
}
_PRIMARY_GEOMETRY: Schema = {"format": "geometry-any", "x-ogc-role": "primary-geometry"}


@dataclass(frozen=True, slots=True)
class Found:
    """Each feature is JSON text. `matched` counts all that fit, on every page; `next`: the offset of the next page,
    None on the last."""

    features: tuple[bytes, ...]
    matched: int
    next: int | None = None


@dataclass(frozen=True, slots=True)
class Extent:
    """Where and when the items of a collection are; None: nowhere, no known time."""

    bbox: BBox | None = None
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class Collection:
    """`properties`: JSON Schema of each property of an item. `queryables`: those that may stand in a filter, each with
    its kind. `filters`: the parameters that choose items. `stream` gives all that match, whatever `limit` and `offset`
    say, and complains of wrong values when called. `get` raises a LookupError for an id that nothing has.
    """

    id: str
    title: str
    description: str
    item: str
    properties: Mapping[str, Schema]
    queryables: Mapping[str, str]
    filters: tuple[Parameter, ...]
    search: Callable[[Service, Values], Found]
    stream: Callable[[Service, Values], Iterator[bytes]]
    get: Callable[[Service, str], bytes]
    extent: Callable[[Service], Extent]

    @property
    def path(self) -> str:
        return f"/collections/{self.id}"

    @property
    def items_path(self) -> str:
        return f"{self.path}/items"

    def item_path(self, item_id: str) -> str:
        return f"{self.items_path}/{params.quoted(item_id)}"

    def schema(self, url: str) -> dict[str, Any]:
        """JSON Schema of an item's properties; GDAL takes its field types from it."""
        return _json_schema(url, self.title, {"geometry": _PRIMARY_GEOMETRY, **self.properties})

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
