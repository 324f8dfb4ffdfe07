"""JSON lines, a document each: `text`, and where known `id`, `title`, `published`, `url`, `language`, `publisher` and
`mentions`.

A mention is `{"start", "end"}` in characters of `text`, half-open, with `text` and `kind` if the writer likes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

import orjson

from geo.errors import ReadError
from geo.model import Document, MentionKind, Toponym
from geo.readers.base import Given, make_document, parse_day


def read_json_lines(stream: BinaryIO, source: str, given: Given) -> Iterator[Document | ReadError]:
    for number, line in json_lines(stream, source):
        if isinstance(line, ReadError):
            yield line
            continue
        try:
            yield document(line, given)
        except ValueError as error:
            yield ReadError(str(error), source=source, line=number)


def json_lines(stream: BinaryIO, source: str) -> Iterator[tuple[int, Any]]:
    """Each line's number and its value, or the ReadError in its place. Empty lines are passed over."""
    for number, line in enumerate(stream, start=1):
        if not (line := line.removeprefix(b"\xef\xbb\xbf").strip()):
            continue
        try:
            yield number, orjson.loads(line)
        except orjson.JSONDecodeError as error:
            yield number, ReadError(f"not JSON: {error}", source=source, line=number)


def document(record: Any, given: Given = Given()) -> Document:  # noqa: B008 - frozen
    """ValueError says which field is wrong and what would be right."""
    if not isinstance(record, dict):
        raise ValueError('not an object such as {"id": "1", "text": "..."}')
    if "text" not in record:
        raise ValueError('no "text"')
    text = _string(record, "text")
    published = _string(record, "published")
    number = record.get("id")
    own = str(number) if isinstance(number, int) and not isinstance(number, bool) else _string(record, "id")
    return make_document(
        text,
        given,
        id=own,
        title=_string(record, "title"),
        url=_string(record, "url"),
        published=_day(published) if published else None,
        language=_string(record, "language"),
        mentions=_mentions(record.get("mentions"), text),
        publisher=_string(record, "publisher"),
    )


def _string(record: dict[str, Any], key: str) -> str:
    value = record.get(key)
    if value is not None and not isinstance(value, str):
        raise ValueError(f'"{key}" is {_named(value)}, not a string')
    return value or ""


def _day(text: str) -> Any:
    try:
        return parse_day(text)
    except ValueError as error:
        raise ValueError(f'"published": {error}') from None


def _mentions(value: Any, text: str) -> tuple[Toponym, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list):
        raise ValueError(f'"mentions" is {_named(value)}, not a list')
    return tuple(_mention(item, text, number) for number, item in enumerate(value))


def _mention(item: Any, text: str, number: int) -> Toponym:
    where = f'"mentions"[{number}]'
    if not isinstance(item, dict):
        raise ValueError(f'{where} is {_named(item)}, not an object such as {{"start": 0, "end": 5}}')
    start, end = item.get("start"), item.get("end")
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(text):
        raise ValueError(f"{where}: 0 <= start < end <= {len(text)} does not hold for start {start!r}, end {end!r}")
    found = text[start:end]
    if item.get("text", found) != found:
        raise ValueError(f"{where}: the text from {start} to {end} is {found!r}, not {item['text']!r}")
    kinds = [kind.value for kind in MentionKind]
    if (kind := item.get("kind") or MentionKind.TOPONYM) not in kinds:
        raise ValueError(f"{where}: kind {kind!r} is none of {', '.join(kinds)}")
    return Toponym(start, end, found, MentionKind(kind))


def _named(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "a string", bool: "a truth value", type(None): "null"}
    return names.get(type(value), "a number")
