"""The boundaries: countries, their first-order units and regions, in the light shapes that maps draw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import orjson
import shapely

from api import filtering, params
from api.collections.base import Collection
from api.filtering import SCHEMA_OF_KIND
from api.params import Values
from api.service import Service
from geo.boundaries import FILES, Boundaries, Boundary
from geo.errors import ItemNotFound
from geo.features import geometry
from geo.filters import Filter, Kind, Queryables, matches
from geo.formats import Table
from geo.geometry import BBox
from geo.query import Interval, in_order
from geo.stores.base import FeaturePage
from geo.text import all_begin, search_words

COLUMNS: dict[str, Kind] = {
    "level": "text",
    "name": "text",
    "kind": "text",
    "country": "text",
    "iso": "text",
    "geonameid": "integer",
    "area_km2": "real",
    "disputed": "text",
}
LEVELS = tuple(FILES)

_LEVEL = params.words("level", "Only boundaries of these levels.", LEVELS)
_Q = params.text("q", "Only those one of whose names has a word that begins like each of these.", most=200)
_DATETIME = replace(
    params.DATETIME,
    description="Only those whose name was in use then, as far as that is known: an instant or an interval.",
)
# `bbox` asks for the shapes, which a filter does not speak of.
_QUERYABLES: Queryables = {"id": "text", **COLUMNS}
_OWN = (params.BBOX, _DATETIME, _LEVEL, _Q)


def collection() -> Collection:
    return Collection(
        id="boundaries",
        title="Boundaries",
        description="Countries, first-order units and regions, simplified for maps of the world. They are no statement on "
        "whose a land is: `disputed` says who claims and who controls it.",
        item="boundary",
        properties={name: SCHEMA_OF_KIND[kind] for name, kind in COLUMNS.items()},
        table=Table("boundaries", COLUMNS, label="name"),
        queryables=_QUERYABLES,
        filters=(*_OWN, *filtering.parameters(_QUERYABLES, _OWN)),
        paging=(params.LIMIT, params.OFFSET, filtering.sortby(_QUERYABLES)),
        search=_search,
        stream=_stream,
        get=_get,
    )


class _Items:
    """All boundaries with the boxes around them; countries first, then first-order units, then regions."""

    def __init__(self, boundaries: Boundaries) -> None:
        self._boundaries = boundaries
        self._rows = {row.key: row for row in boundaries}
        self._keys = tuple(self._rows)
        self._boxes = boundaries.boxes(self._keys)
        self._text = lru_cache(maxsize=2048)(self._make_text)

    def find(self, values: Values) -> list[str]:
        """Keys of those that fit."""
        box: BBox | None = values.get("bbox")
        keys = self._keys if box is None else self._within(box)
        condition = filtering.expression(values, _QUERYABLES, _OWN)
        words = search_words(values.get("q", ""))
        found = [key for key in keys if self._named(key, words) and _fits(self._rows[key], values, condition)]
        if order := values.get("sortby", ()):
            return in_order(((self._values(key), key) for key in found), order)
        return found

    def _named(self, key: str, words: Sequence[str]) -> bool:
        return not words or any(all_begin(words, name) for name in self._words[key])

    @cached_property
    def _words(self) -> dict[str, list[list[str]]]:
        return {key: _names(row) for key, row in self._rows.items()}

    def _values(self, key: str) -> dict[str, Any]:
        return {"id": key, **_properties(self._rows[key])}

    def text(self, key: str) -> bytes:
        return self._text(key)

    def __contains__(self, key: str) -> bool:
        return key in self._rows

    def _within(self, box: BBox) -> list[str]:
        found: set[str] = set()
        for part in box.parts():
            west, south, east, north = self._boxes
            near = (west <= part.east) & (east >= part.west) & (south <= part.north) & (north >= part.south)
            inside = (west >= part.west) & (east <= part.east) & (south >= part.south) & (north <= part.north)
            found.update(self._keys[i] for i in np.flatnonzero(near & inside))
            area = shapely.box(part.west, part.south, part.east, part.north)
            found.update(key for i in np.flatnonzero(near & ~inside) if self._meets(key := self._keys[i], area))
        return [key for key in self._keys if key in found]

    def _meets(self, key: str, area: shapely.Geometry) -> bool:
        outline = self._boundaries.outline(key)
        return outline is not None and bool(shapely.intersects(outline, area))

    def _make_text(self, key: str) -> bytes:
        row, outline = self._rows[key], self._boundaries.outline(key)
        feature = {
            "type": "Feature",
            "id": key,
            "geometry": None if outline is None else geometry(outline),
            "properties": _properties(row),
        }
        return orjson.dumps(feature)


@lru_cache(maxsize=1)
def _items(boundaries: Boundaries) -> _Items:
    return _Items(boundaries)


def _properties(row: Boundary) -> dict[str, Any]:
    known = {name: getattr(row, name) for name in COLUMNS if name != "level"}
    return {"level": row.key.partition(":")[0]} | known | {"geonameid": row.geonameid or None}


def _fits(row: Boundary, values: Values, condition: Filter | None) -> bool:
    interval: Interval | None = values.get("datetime")
    return (
        ("level" not in values or row.key.partition(":")[0] in values["level"])
        and matches(condition, {"id": row.key, **_properties(row)})
        and (interval is None or interval.intersects(*_days(row)))
    )


def _days(row: Boundary) -> tuple[date, date]:
    return row.valid_from or date.min, row.valid_to - timedelta(1) if row.valid_to else date.max


def _names(row: Boundary) -> list[list[str]]:
    """The words of each of its names."""
    return [search_words(name) for name in dict.fromkeys((row.name, *(name.text for name in row.names)))]


def _search(service: Service, values: Values) -> FeaturePage:
    items = _items(service.boundaries())
    keys = items.find(values)
    start, limit = values.get("offset", 0), values.get("limit", params.DEFAULT_LIMIT)
    shown = keys[start : start + limit]
    reached = start + len(shown)
    return FeaturePage(tuple(map(items.text, shown)), len(keys), reached if shown and reached < len(keys) else None)


def _stream(service: Service, values: Values) -> Iterator[bytes]:
    items = _items(service.boundaries())
    return map(items.text, items.find(values))


def _get(service: Service, item_id: str) -> bytes:
    items = _items(service.boundaries())
    if item_id not in items:
        raise ItemNotFound("boundary", item_id)
    return items.text(item_id)
