"""What a collection is to the service: what its items look like, what may be asked of them, where they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from api import params
from api.filtering import SCHEMA_OF_KIND
from api.openapi import Schema
from api.params import Parameter, Values
from api.service import Service
from geo.filters import Queryables
from geo.formats import Table
from geo.query import Extent
from geo.stores.base import FeaturePage


@dataclass(frozen=True, slots=True)
class Collection:
    """`properties`: JSON Schema of each property of an item; `table`: what flat formats make of them. `queryables`:
    those that may stand in a filter, each with its kind. `filters`: the parameters that choose items, and `paging`
    those that order and cut them. `stream` gives all that match, whatever `limit` and `offset` say, and complains of
    wrong values when called; closing it ends the reading. `soon`: whether a search takes so little time that others may
    wait for it. `get` raises a LookupError for an id that nothing has.
    """

    id: str
    title: str
    description: str
    item: str
    properties: Mapping[str, Schema]
    table: Table
    queryables: Queryables
    filters: tuple[Parameter, ...]
    paging: tuple[Parameter, ...]
    search: Callable[[Service, Values], FeaturePage]
    stream: Callable[[Service, Values], Iterator[bytes]]
    get: Callable[[Service, str], bytes]
    soon: Callable[[Service, Values], bool] = lambda _, __: False
    extent: Callable[[Service], Extent] = lambda _: Extent()

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
        return _json_schema(url, self.title, {"geometry": SCHEMA_OF_KIND["geometry"], **self.properties})

    def queryables_schema(self, url: str) -> dict[str, Any]:
        filters = {parameter.name: parameter.schema for parameter in self.filters}
        # Where a parameter knows the words that are possible; that it takes a list of them is its own affair.
        known = {name: filters.get(name, SCHEMA_OF_KIND[kind]) for name, kind in self.queryables.items()}
        values = {
            name: schema["items"] if "items" in schema and self.queryables[name] == "text" else schema
            for name, schema in known.items()
        }
        return _json_schema(url, self.title, values)


def _json_schema(url: str, title: str, properties: Mapping[str, Schema]) -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": url,
        "type": "object",
        "title": title,
        "properties": dict(properties),
        "additionalProperties": False,
    }
