"""Query strings: the one table that reads each parameter and describes it in the OpenAPI document."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial
from typing import Any
from urllib.parse import quote

from starlette.datastructures import QueryParams

from geo.errors import QueryError
from geo.geometry import BBox
from geo.model import Status
from geo.query import EventQuery, Interval
from geo.vocabulary import vocabulary

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
DEFAULT_LIMIT = EventQuery().limit
MAX_LIMIT = 10_000

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Parameter:
    """`read` turns the text into a value and raises QueryError; `schema` is an OpenAPI 3.0 schema object.

    A parameter that `repeats` may be given several times, which means the same as one list with commas.
    """

    name: str
    description: str
    schema: Mapping[str, Any] = field(hash=False)
    read: Callable[[str], Any] = str
    repeats: bool = False
    required: bool = False
    place: str = "query"

    def documented(self) -> dict[str, Any]:
        # style and explode as OGC API - Features Part 1 asks of limit, bbox and datetime (7.15.2 to 7.15.4)
        return {
            "name": self.name,
            "in": self.place,
            "description": self.description,
            "required": self.required,
            "style": "form" if self.place == "query" else "simple",
            "explode": False,
            "schema": dict(self.schema),
        }


def read(given: QueryParams, allowed: Sequence[Parameter]) -> dict[str, Any]:
    """The values of the parameters given; QueryError for one that is unknown, repeated or missing."""
    names = {parameter.name for parameter in allowed}
    if unknown := next((name for name in given if name not in names), None):
        known = ", ".join(p.name for p in allowed) or "none"
        raise QueryError(unknown, f"no such parameter here; known are {known}")
    values = {}
    there = set(given)
    for parameter in allowed:
        if parameter.name not in there and not parameter.required:
            continue
        texts = given.getlist(parameter.name)
        if len(texts) > 1 and not parameter.repeats:
            raise QueryError(parameter.name, "given more than once")
        if parameter.required and not "".join(texts).strip():
            raise QueryError(parameter.name, "is needed")
        values[parameter.name] = parameter.read(",".join(texts))
    return values


def _integer(name: str, least: int, most: int, text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 12 or int(text) < least:
        raise QueryError(name, f"{text!r} is not a whole number of {least} or more")
    return min(int(text), most)


def _whole(name: str, least: int, most: int, text: str) -> int:
    value = _integer(name, least, most + 1, text)
    if value > most:
        raise QueryError(name, f"{text!r} is not a whole number from {least} to {most}")
    return value


def real(name: str, least: float, most: float, text: str) -> float:
    """Both ends belong to it."""
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not least <= value <= most:
        raise QueryError(name, f"{text!r} is not a number from {least:g} to {most:g}")
    return value


def _words(name: str, known: Sequence[str], text: str) -> tuple[str, ...]:
    by_key = {word.casefold(): word for word in known}
    found = []
    for word in text.split(","):
        if (key := word.strip().casefold()) not in by_key:
            raise QueryError(name, f"{word!r} is not one of {', '.join(known)}")
        found.append(by_key[key])
    return tuple(dict.fromkeys(found))


def _text(name: str, most: int, text: str) -> str:
    if len(text) > most:
        raise QueryError(name, f"{len(text)} characters are more than {most}")
    return text.strip()


def quoted(item_id: str) -> str:
    """An id as one segment of a path."""
    return quote(item_id, safe=":")


def _word(name: str, known: Sequence[str], text: str) -> str:
    words = _words(name, known, text)
    if len(words) > 1:
        raise QueryError(name, f"{text!r} is more than one")
    return words[0]


def date_of(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise QueryError(name, f"{text!r} is not a date such as 2023-09-20") from None


def truth(name: str, text: str) -> bool:
    return _word(name, ("true", "false"), text) == "true"


def _after(text: str) -> tuple[int, str]:
    """As `after_text` writes it."""
    day, colon, item_id = text.partition(":")
    if not colon or not re.fullmatch(r"-?[0-9]{1,9}", day):
        raise QueryError("after", f"{text[:60]!r} is not what a next link of this service holds")
    return int(day), item_id


def after_text(key: tuple[int, str]) -> str:
    return f"{key[0]}:{key[1]}"


def _statuses(text: str) -> tuple[Status, ...]:
    return tuple(map(Status, _words("status", tuple(Status), text)))


@cache
def known_types() -> tuple[str, ...]:
    return tuple(kind for kind, mode in vocabulary() if not mode)


def list_of(items: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": dict(items)}


def some_of(items: Mapping[str, Any]) -> dict[str, Any]:
    """A list that is not empty."""
    return list_of(items) | {"minItems": 1}


def choice(name: str, description: str, known: Sequence[str], default: str) -> Parameter:
    schema = {"type": "string", "enum": list(known), "default": default}
    return Parameter(name, description, schema, partial(_word, name, known))


def words(name: str, description: str, known: Sequence[str]) -> Parameter:
    """A list of known words, with commas or given several times."""
    schema = some_of({"type": "string", "enum": list(known)})
    return Parameter(name, description, schema, partial(_words, name, known), repeats=True)


def text(name: str, description: str, *, most: int, example: str = "", required: bool = False) -> Parameter:
    schema = {"type": "string", "minLength": int(required), "maxLength": most}
    if example:
        schema["example"] = example
    return Parameter(name, description, schema, partial(_text, name, most), required=required)


def number(name: str, description: str, least: float, most: float) -> Parameter:
    schema = {"type": "number", "minimum": least, "maximum": most}
    return Parameter(name, description, schema, partial(real, name, least, most), required=True)


def whole(name: str, description: str, least: int, most: int, *, place: str = "query") -> Parameter:
    """Of a path it is needed."""
    schema = {"type": "integer", "minimum": least, "maximum": most}
    return Parameter(
        name, description, schema, partial(_whole, name, least, most), required=place == "path", place=place
    )


def flag(name: str, description: str, *, default: bool) -> Parameter:
    return Parameter(name, description, {"type": "boolean", "default": default}, partial(truth, name))


def day(name: str, description: str) -> Parameter:
    return Parameter(name, description, {"type": "string", "format": "date"}, partial(date_of, name))


def limit(default: int, most: int) -> Parameter:
    # Part 1, /req/core/fc-limit-response-1: a limit above the maximum is not an error but means the maximum.
    schema = {"type": "integer", "minimum": 1, "maximum": most, "default": default}
    return Parameter("limit", "Answer at most so many.", schema, partial(_integer, "limit", 1, most))


BBOX = Parameter(
    "bbox",
    "Only what lies in this box: west,south,east,north in degrees, WGS 84; with west > east it crosses "
    "the antimeridian. Heights are accepted and ignored.",
    list_of({"type": "number"}) | {"minItems": 4, "maxItems": 6},
    BBox.parse,
)
DATETIME = Parameter(
    "datetime",
    "Only events whose own days meet this instant or interval: 2023-09-20, 2023-09-19/2023-09-21, ../2023-09-20, "
    "2023-09-20/.. ; it says nothing of the day the article was published.",
    {"type": "string", "example": "2023-09-19/2023-09-21"},
    Interval.parse,
)
LIMIT = limit(DEFAULT_LIMIT, MAX_LIMIT)
OFFSET = Parameter(
    "offset",
    "Skip so many first. The next link of an answer has it filled in.",
    {"type": "integer", "minimum": 0, "maximum": 10**9, "default": 0},
    partial(_integer, "offset", 0, 10**9),
)
AFTER = Parameter(
    "after",
    "Begin behind this item of the page before, however far that is: the next link of an answer has it filled in. It goes "
    "with no sortby.",
    {"type": "string", "maxLength": 2000},
    _after,
)
Q = text(
    "q", "Only events with a word that begins like each of these in the quote, the title or a place's name.", most=200
)
STORY = text("story", "Only the reports of this story, by the `story` that each of them bears.", most=200)
STATUS = Parameter(
    "status",
    "Only events of these statuses.",
    some_of({"type": "string", "enum": list(Status)}),
    _statuses,
    repeats=True,
)
ITEM_ID = Parameter("item_id", "Its id.", {"type": "string"}, required=True, place="path")
LANG = text(
    "lang",
    "The language of the page's words (BCP 47); without it, what the browser says it likes.",
    most=35,
    example="hy",
)
CRS = choice("crs", "The CRS of the answer's coordinates; there is only one.", (CRS84,), CRS84)
BBOX_CRS = choice("bbox-crs", "The CRS of bbox; there is only one.", (CRS84,), CRS84)
FORMAT = choice("f", "The format of the answer.", ("json",), "json")
PAGE_FORMAT = choice(
    "f", "JSON, or a page for people; without it the Accept header decides.", ("json", "html"), "json"
)


def type_parameter() -> Parameter:
    # A function, because the vocabulary is a file and nothing is read at import.
    own = {kind.casefold(): kind for kind in known_types()}

    def types(text: str) -> tuple[str, ...]:
        words = [word.strip() for word in text.split(",")]
        if not all(words):
            raise QueryError("type", f"{text!r} has an empty place where a type should be")
        return tuple(dict.fromkeys(own.get(word.casefold(), word.upper()) for word in words))

    description = f"Only events of these types: {', '.join(known_types())}, or any other that your own records have."
    return Parameter("type", description, some_of({"type": "string", "minLength": 1}), types, repeats=True)
