"""Queryables on the wire (Part 3 of the standard): `filter` in CQL2, each as a parameter of its own, and `sortby`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from api import params
from api.openapi import Schema
from api.params import CRS84, Parameter, Values
from geo.errors import QueryError
from geo.filters import Filter, Kind, Queryables, parse_json, parse_text
from geo.filters.nodes import And, Comparison, Literal, Property
from geo.query import SortKey

TEXT, JSON = "cql2-text", "cql2-json"
_LONGEST = 1000  # characters of a value

# JSON Schema of a value, by its kind.
SCHEMA_OF_KIND: Mapping[str, Schema] = {
    "text": {"type": "string"},
    "date": {"type": "string", "format": "date"},
    "real": {"type": "number"},
    "integer": {"type": "integer"},
    "boolean": {"type": "boolean"},
    "geometry": {"format": "geometry-any", "x-ogc-role": "primary-geometry"},
    "interval": {"type": "array", "items": {"type": "string", "format": "date"}, "minItems": 2, "maxItems": 2},
}
_NO_VALUE = ("geometry", "interval")

FILTER = Parameter(
    "filter",
    "Only items of which this is true: CQL2, as in type = 'PROTEST' AND fatalities_low > 10. What may stand in it is at "
    "the collection's /queryables.",
    {"type": "string", "maxLength": 100_000},
)
FILTER_LANG = params.choice("filter-lang", "What the filter is written in.", (TEXT, JSON), TEXT)
FILTER_CRS = params.choice("filter-crs", "The CRS of the filter's geometries; there is only one.", (CRS84,), CRS84)


def parameters(queryables: Queryables, besides: Iterable[Parameter]) -> tuple[Parameter, ...]:
    """`filter` and what belongs to it, and a parameter for each queryable that has a value and none of its own
    `besides`."""
    own = {parameter.name for parameter in besides}
    equal = [_equal(name, kind) for name, kind in queryables.items() if name not in own and kind not in _NO_VALUE]
    return (FILTER, FILTER_LANG, FILTER_CRS, *equal)


def expression(values: Values, queryables: Queryables, besides: Iterable[Parameter]) -> Filter | None:
    """All that `parameters` asked for, and; None if nothing."""
    own = {parameter.name for parameter in besides}
    parts: list[Filter] = [
        Comparison("=", Property(name, kind), values[name])
        for name, kind in queryables.items()
        if name in values and name not in own and kind not in _NO_VALUE
    ]
    if "filter" in values:
        parse = parse_json if values.get("filter-lang") == JSON else parse_text
        parts.append(parse(values["filter"], queryables))
    return And(tuple(parts)) if len(parts) > 1 else next(iter(parts), None)


def sortby(queryables: Queryables) -> Parameter:
    names = [name for name, kind in queryables.items() if kind not in _NO_VALUE]
    return Parameter(
        "sortby",
        f"The order, as in -start,title: a minus before what falls. What has no value comes last. By {', '.join(names)}.",
        params.some_of({"type": "string", "enum": [*names, *(f"-{name}" for name in names)]})
        | {"example": [f"-{names[0]}"]},
        # A plus is a blank in a query string.
        partial(_order, queryables),
    )


def _order(queryables: Queryables, text: str) -> tuple[SortKey, ...]:
    return SortKey.parse(text, queryables)


def _equal(name: str, kind: Kind) -> Parameter:
    return Parameter(name, f"Only items whose {name} is this.", SCHEMA_OF_KIND[kind], partial(_literal, name, kind))


def _literal(name: str, kind: Kind, text: str) -> Literal:
    value: Any
    match kind:
        case "boolean":
            value = params.truth(name, text)
        case "date":
            value = params.date_of(name, text).toordinal()
        case "real" | "integer":
            value = params.real(name, -1e300, 1e300, text)
            if kind == "integer" and not value.is_integer():
                raise QueryError(name, f"{text!r} is not a whole number")
            kind = "real"
        case _:
            value = text
            if len(text) > _LONGEST:
                raise QueryError(name, f"{len(text)} characters are more than {_LONGEST}")
    return Literal(value, kind)
