"""Mentions and articles as items of their own: flat values with names, and GeoJSON Features.

A mention is a place name as it was resolved in an article; an article has no place of its own and no text here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from geo.features import Feature, geometry
from geo.filters import Kind
from geo.model import Document, EventPlace, Resolution
from geo.shapes import Outline, event_shape

# As `geo.rows.COLUMNS`: each property and the type of its values.
MENTION_COLUMNS: dict[str, str] = {
    "text": "text",
    "kind": "text",
    "role": "text",
    "name": "text",
    "place_id": "text",
    "feature_code": "text",
    "country": "text",
    "admin1": "text",
    "precision": "text",
    "radius_m": "real",
    "confidence": "real",
    "begin": "integer",
    "end": "integer",
    "article": "text",
    "title": "text",
    "url": "text",
    "publisher": "text",
    "published": "date",
}
ARTICLE_COLUMNS: dict[str, str] = {
    "title": "text",
    "url": "text",
    "publisher": "text",
    "published": "date",
    "language": "text",
    "characters": "integer",
}

_OWN: Mapping[str, Kind] = {"id": "text", "geometry": "geometry", "time": "interval"}
# What a filter and an order may speak of; an article has no geometry.
MENTION_QUERYABLES: Mapping[str, Kind] = {
    **_OWN,
    **{name: cast(Kind, kind) for name, kind in MENTION_COLUMNS.items()},
}
ARTICLE_QUERYABLES: Mapping[str, Kind] = {
    **_OWN,
    **{name: cast(Kind, kind) for name, kind in ARTICLE_COLUMNS.items()},
}


@dataclass(frozen=True, slots=True)
class Item:
    """`positions` as `geo.query.positions` of an event; `words` is what a text search looks into."""

    id: str
    published: date | None
    properties: Mapping[str, Any]
    place: EventPlace | None = None
    words: str = ""

    @property
    def positions(self) -> tuple[tuple[float, float], ...]:
        known = self.place
        return ((known.lon, known.lat),) if known and known.lon is not None and known.lat is not None else ()

    @property
    def values(self) -> Mapping[str, Any]:
        """As `geo.filters.Values`: dates as ordinals."""
        day = self.published and self.published.toordinal()
        time = None if day is None else (day, day)
        return {**self.properties, "published": day, "id": self.id, "geometry": self.positions, "time": time}

    @property
    def newest_first(self) -> tuple[int, str]:
        """Sort key of the one order of items."""
        return (-self.published.toordinal() if self.published else 1, self.id)


def mention_items(document: Document, mentions: Iterable[Resolution]) -> list[Item]:
    """In the order of the text. Ids are stable: where in which article."""
    return [_mention(document, found) for found in sorted(mentions, key=lambda found: found.toponym.start)]


def _mention(document: Document, found: Resolution) -> Item:
    toponym, place = found.toponym, found.place
    properties = {
        "text": toponym.text,
        "kind": toponym.kind.value,
        "role": toponym.role.value,
        "name": place.name if place else "",
        "place_id": place.id if place else "",
        "feature_code": place.feature_code if place else "",
        "country": place.country if place else "",
        "admin1": place.admin1 if place else "",
        "precision": place.precision.name.lower() if place else "",
        "radius_m": (place.radius_m or None) if place else None,
        "confidence": found.confidence,
        "begin": toponym.start,
        "end": toponym.end,
        "article": document.id,
        "title": document.title,
        "url": document.url,
        "publisher": document.publisher,
        "published": document.published and document.published.isoformat(),
    }
    return Item(
        id=f"{document.id}-{toponym.start:06d}-{toponym.end:06d}",
        published=document.published,
        properties=properties,
        place=EventPlace.whole(place) if place else None,
        words=f"{toponym.text} {properties['name']}",
    )


def article_item(document: Document) -> Item:
    properties = {
        "title": document.title,
        "url": document.url,
        "publisher": document.publisher,
        "published": document.published and document.published.isoformat(),
        "language": document.language,
        "characters": len(document.text),
    }
    return Item(document.id, document.published, properties, words=document.title)


def item_feature(item: Item, outline: Outline) -> Feature:
    """As of events: a region is its area or nothing. `time` (JSON-FG) is the day of publication."""
    shape = event_shape([item.place], outline) if item.place else None
    return {
        "type": "Feature",
        "id": item.id,
        "time": item.published and {"date": item.published.isoformat()},
        "geometry": None if shape is None else geometry(shape),
        "properties": dict(item.properties),
    }
