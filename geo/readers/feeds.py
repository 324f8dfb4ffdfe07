"""RSS and Atom files, by feedparser. Nothing is fetched: an entry is as long as its publisher put into the feed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from email.utils import parsedate_to_datetime
from io import BytesIO
from typing import Any, BinaryIO

from geo.errors import ReadError
from geo.model import Document
from geo.readers.base import Given, make_document, parse_day
from geo.readers.markup import plain


def read_feed(stream: BinaryIO, source: str, given: Given) -> Iterator[Document | ReadError]:
    """An entry's number among the entries stands in for a line in its errors."""
    import feedparser

    # A stream, never the bytes themselves: feedparser would open or fetch what looks like a name or an address.
    feed = feedparser.parse(BytesIO(stream.read()))
    if not feed.get("version"):  # nor is there one if there is no text at all
        yield ReadError("neither RSS nor Atom", source=source)
        return
    language = (feed.feed.get("language") or "").partition("-")[0].lower()
    publisher = _text(feed.feed.get("title_detail"))
    for number, entry in enumerate(feed.entries, start=1):
        yield _document(entry, given, language, publisher) or ReadError(f"entry {number} has no text", source=source)
    if feed.bozo and (broken := _position(feed.bozo_exception)):
        yield ReadError(f"not well-formed XML: {broken[1]}; what could be read was", source=source, line=broken[0])


def _document(entry: Any, given: Given, language: str, publisher: str) -> Document | None:
    title = _text(entry.get("title_detail"))
    bodies = [*entry.get("content", ()), entry.get("summary_detail")]
    text = max((_text(body) for body in bodies), key=len) or title
    if not text:
        return None
    url = entry.get("link", "")
    # Of an entry with an address its domain tells more: a feed may bring what many publish.
    return make_document(
        text,
        given,
        title=title,
        url=url,
        published=_day(entry),
        language=language,
        publisher="" if url else publisher,
    )


def _text(detail: Any) -> str:
    if not detail:
        return ""
    value = detail.get("value") or ""
    return plain(value) if "html" in detail.get("type", "html") else value.strip()


def _day(entry: Any) -> date | None:
    """The day as the publisher wrote it; feedparser's own parsed times are turned to UTC, often the day after."""
    for key in ("published", "updated", "created"):
        if written := entry.get(key):
            for parse in (parse_day, _rfc822_day):
                try:
                    return parse(written)
                except ValueError:
                    continue
            if parsed := entry.get(f"{key}_parsed"):
                return date(*parsed[:3])
    return None


def _rfc822_day(text: str) -> date:
    return parsedate_to_datetime(text).date()


def _position(error: Any) -> tuple[int, str] | None:
    """Line and message of an XML parser's error; None for feedparser's other warnings, such as an odd media type."""
    line = getattr(error, "getLineNumber", None)
    return (line(), error.getMessage()) if line else None
