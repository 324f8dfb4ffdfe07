"""An article with what was read in it, as a page: its text with names and events marked, and a map beside it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import orjson

from geo.features import feature
from geo.items import item_feature, mention_items
from geo.model import Document, Event, Parsed, Span
from geo.shapes import Outline
from geo.stores import Reading
from geo.stores.base import as_told
from maps.assets import modules
from maps.layers import legend, script_json
from maps.page import Tiles, render, spoken_words
from maps.words import spoken, words

_OF_PLACE = ("name", "country", "admin1", "feature_code", "precision", "radius_m")
_OF_MENTION = ("begin", "end", "text", "kind", "role", "confidence")


def read_in(parsed: Parsed, outline: Outline) -> Reading:
    """As a store would answer it."""
    mentions = mention_items(parsed.document, parsed.resolutions)
    features = tuple(orjson.dumps(item_feature(one, outline)) for one in mentions)
    return Reading(parsed.document, features, tuple(sorted(parsed.events, key=as_told)))


def reading_record(reading: Reading, outline: Outline) -> dict[str, Any]:
    """What `reading.js` draws. Offsets count characters of `text`. A place is there once, by its id, however often it
    is named; a mention that was taken for none has null for it. Events are features, each with the `spans` that tell of it.
    """
    document = reading.document
    mentions = list(map(orjson.loads, reading.mentions))
    return {
        "id": document.id,
        "title": document.title,
        "url": document.url if urlsplit(document.url).scheme in ("http", "https") else "",
        "publisher": document.publisher,
        "published": document.published and document.published.isoformat(),
        "language": document.language,
        "text": document.text,
        "places": {one["properties"]["place_id"]: _place(one) for one in mentions if one["properties"]["place_id"]},
        "mentions": [_mention(one["properties"]) for one in mentions],
        "events": [{**feature(event, outline), "spans": _spans(event)} for event in reading.events],
    }


def _place(mention: dict[str, Any]) -> dict[str, Any]:
    return {name: mention["properties"][name] for name in _OF_PLACE} | {"geometry": mention["geometry"]}


def _mention(properties: dict[str, Any]) -> dict[str, Any]:
    return {name: properties[name] for name in _OF_MENTION} | {"place": properties["place_id"] or None}


def _spans(event: Event) -> dict[str, Any]:
    return {
        "quote": _ends(event.quote),
        "trigger": _ends(event.trigger),
        "places": [[place.mention.start, place.mention.end] for place in event.located if place.mention],
    }


def _ends(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def article_page(reading: dict[str, Any], *, root: str, language: str, tiles: Tiles | None) -> str:
    """Of a `reading_record`. `root`: the way from this page's address to the service's root, such as "../"."""
    title = reading["title"] or reading["text"].strip().partition("\n")[0][:100]
    return _page("article", root, language, tiles, title=title, reading=reading)


def try_page(*, root: str, language: str, tiles: Tiles | None, most: int, example: Document) -> str:
    """Where a text of no more than `most` bytes is pasted, or the example taken."""
    shown = {"text": example.text, "published": example.published and example.published.isoformat()}
    title = words(spoken(language))["try.title"]
    return _page("try", root, language, tiles, title=title, reading=None, most=most, example=shown)


def _page(script: str, root: str, language: str, tiles: Tiles | None, *, title: str, **data: Any) -> str:
    given = {**spoken_words(language), "legend": legend(), "root": root, "tiles": tiles, **data}
    return render(
        "reading.html.j2",
        script_json(given),
        language=spoken(language),
        title=title,
        root=root,
        script=script,
        modules=modules(script),
        reading=data["reading"],
    )
