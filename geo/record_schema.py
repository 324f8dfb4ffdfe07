"""The event record as a JSON Schema (Draft 2020-12): what `geo.records` writes, for programs that read it.

`docs/event.schema.json` is this, written by `scripts/make_schema.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import IntEnum, StrEnum
from typing import Any

from geo.model import Band, DatePrecision, GeoPrecision, People, PlaceKind, Role, Status
from geo.vocabulary import vocabulary

Schema = Mapping[str, Any]

_TEXT = {"type": "string"}
_FLAG = {"type": "boolean"}
_WHOLE = {"type": ["integer", "null"], "minimum": 0}
_LON = {"type": "number", "minimum": -180, "maximum": 180}
_LAT = {"type": "number", "minimum": -90, "maximum": 90}
_METRES = {"type": "number", "minimum": 0}


def event_schema(id: str = "event.schema.json") -> dict[str, Any]:
    """Of one event, as `dateline geoparse` writes it, with the keys that only stored events have as optional ones."""
    types = sorted({type for type, _ in vocabulary()})
    contract = {
        "id": _said("The same for the same words of the same article.", _TEXT),
        "type": _said(f"One of {', '.join(types)}, or a type of the user's own table.", _TEXT),
        "mode": _said('How, of the type\'s modes; "" where the text does not say.', _TEXT),
        "status": _one_of(Status),
        "start": _said("First day, ISO 8601; null where unknown.", _nullable(_DAY)),
        "end": _said("Last day, inclusive; null where unknown.", _nullable(_DAY)),
        "date_precision": _one_of(DatePrecision),
        "quote": _said("The sentence. Null in a record that came without text.", _or_null("span")),
        "trigger": _said("The words that name the event.", _or_null("span")),
        "places": _list_of("place"),
        "actors": _list_of("actor"),
        **{kind.value: _said(_PEOPLE[kind], _or_null("count")) for kind in People},
        "figures": _said("Each number as one sentence gives it.", _list_of("figure")),
        "said_by": _said("Who says it; null where the article tells it as its own.", _or_null("attribution")),
        "historical": _said("Told as background, of another year or age.", _FLAG),
        "cameo": _said('CAMEO\'s code; "" where it has none.', _TEXT),
        "acled": _said('ACLED\'s "Event type: Sub-event type"; "" where it has none.', _TEXT),
        "confidence": {"type": "number", "minimum": 0, "maximum": 1},
        "confidence_band": _one_of(Band),
        "confidence_reasons": _said(
            'Short sentences, what counts most first; "for: " or "against: " begins each.',
            {"type": "array", "items": _TEXT},
        ),
    }
    stored = {
        "source": _object(
            {"document_id": _TEXT, "title": _TEXT, "url": _TEXT, "published": _nullable(_DAY), "publisher": _TEXT},
        ),
        "extra": _said("A user's own columns.", {"type": "object", "additionalProperties": _TEXT}),
        "corrected": _said(
            "Who corrected it by hand last, and when.",
            _nullable(_object({"by": _TEXT, "at": {"type": "string", "format": "date-time"}})),
        ),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": id,
        "title": "Event",
        "description": "One thing that happened, is claimed, planned or denied, in one article. "
        "Offsets are half-open, into the article's text. Positions are degrees, WGS 84.",
        **_object(contract, stored),
        "$defs": _definitions(),
    }


_DAY = {"type": "string", "format": "date"}
_PEOPLE = {
    People.FATALITIES: "Killed.",
    People.INJURED: "Injured.",
    People.MISSING: "Missing.",
    People.DISPLACED: "Driven from their homes.",
    People.ARRESTED: "Arrested or detained.",
    People.CROWD: "Gathered.",
}


def _definitions() -> dict[str, Schema]:
    span: dict[str, Schema] = {
        "start": {"type": "integer", "minimum": 0},
        "end": {"type": "integer", "minimum": 0},
        "text": _TEXT,
    }
    ends = {"low": _said("Null: open.", _WHOLE), "high": _said("Null: open.", _WHOLE)}
    precision = _names(GeoPrecision)
    gazetteer = {
        "id": _said("With its namespace: geonames:616052.", _TEXT),
        "geonameid": {"type": ["integer", "null"]},
        "name": _TEXT,
        "lon": _LON,
        "lat": _LAT,
        "country": _said('ISO 3166-1 alpha-2; "" where none.', _TEXT),
        "admin1": _TEXT,
        "feature_code": _said("GeoNames'.", _TEXT),
        "precision": precision,
        "radius_m": _METRES,
    }
    known = {"feature_class": _TEXT, "population": {"type": "integer"}, "boundary": _TEXT}
    shifted = {
        "relation": _said('The words that shift it: "20 km north of".', _TEXT),
        "lon": _nullable(_LON),
        "lat": _nullable(_LAT),
        "radius_m": _nullable(_METRES),
        "precision": {"enum": [*precision["enum"], None]},
    }
    return {
        "span": _object(span),
        "count": _object(ends),
        "attribution": _object({"name": _TEXT, "verb": _TEXT}),
        "figure": _object(
            {"kind": _one_of(People), **ends, "span": _reference("span"), "said_by": _or_null("attribution")}
        ),
        "actor": _object({"name": _TEXT, "role": _TEXT, "country": _TEXT, "sector": _TEXT}),
        "place": _object(
            {
                "role": _one_of(Role),
                "kind": _one_of(PlaceKind),
                "explicit": _FLAG,
                "mention": _or_null("span"),
                "place": _nullable(_object(gazetteer, known)),
            },
            shifted,
        ),
    }


def _object(required: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None) -> dict[str, Any]:
    properties = {**required, **(optional or {})}
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _said(description: str, schema: Schema) -> Schema:
    return {"description": description, **schema}


def _one_of(values: Iterable[StrEnum]) -> Schema:
    return {"enum": [value.value for value in values]}


def _names(values: Iterable[IntEnum]) -> dict[str, Any]:
    return {"enum": [value.name.lower() for value in values]}


def _reference(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _or_null(name: str) -> Schema:
    return _nullable(_reference(name))


def _nullable(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _list_of(name: str) -> Schema:
    return {"type": "array", "items": _reference(name)}
