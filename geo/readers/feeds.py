"""RSS and Atom, by feedparser. Nothing is fetched: an entry is as long as its publisher put into the feed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from email.utils import parsedate_to_datetime
from io import BytesIO
from typing import Any, BinaryIO
from urllib.parse import urljoin

from geo.errors import ReadError
from geo.model import Document
from geo.readers.base import Given, content_id, make_document, parse_day
from geo.readers.markup import plain

# Characters of text from which on an entry is taken for the whole article, not for what leads to it.
_WHOLE = 2000


@dataclass(frozen=True, slots=True)
class Entry:
    """`document`: its id is the same for the same entry, whatever it says; its text may be "" where it has a url."""

    document: Document
    whole: bool


def read_feed(stream: BinaryIO, source: str, given: Given) -> Iterator[Document | ReadError]:
    """An entry's number among the entries stands in for a line in its errors."""
    feed = _parsed(stream.read())
    for number, entry in enumerate(feed.entries, start=1):
        document = _document(entry, feed.feed, given)
        yield document if document.text else ReadError(f"entry {number} has no text", source=source)
    yield from _trouble(feed, source)


def read_entries(data: bytes, address: str, content_type: str = "") -> Iterator[Entry | ReadError]:
    """Of a feed that came from `address`, which links in it may be relative to."""
    feed = _parsed(data, {"content-type": content_type})
    for number, entry in enumerate(feed.entries, start=1):
        document = _document(entry, feed.feed, Given())
        document = replace(document, url=_absolute(address, document.url))
        if not document.text and not document.url:
            yield ReadError(f"entry {number} has neither text nor a link", source=address)
            continue
        # Numbers such as 17 are many feeds' own; links are everybody's.
        known_by = (
            (entry.get("id") or "", document.url or address) if entry.get("id") or document.url else (document.id,)
        )
        yield Entry(replace(document, id=content_id("entry", *known_by)), len(document.text) >= _WHOLE)
    yield from _trouble(feed, address)


def _absolute(address: str, url: str) -> str:
    """ "" for what is no address of the web."""
    try:
        joined = urljoin(address, url) if url else ""
    except ValueError:
        return ""
    return joined if joined.startswith(("http://", "https://")) else ""


def _parsed(data: bytes, headers: dict[str, str] | None = None) -> Any:
    import feedparser

    # A stream, never the bytes themselves: feedparser would open or fetch what looks like a name or an address.
    return feedparser.parse(BytesIO(data), response_headers=headers)


def _trouble(feed: Any, source: str) -> Iterator[ReadError]:
    if not feed.get("version"):  # nor is there one if there is no text at all
        yield ReadError("neither RSS nor Atom", source=source)
    elif feed.bozo and (broken := _position(feed.bozo_exception)):
        yield ReadError(f"not well-formed XML: {broken[1]}; what could be read was", source=source, line=broken[0])


def _document(entry: Any, feed: Any, given: Given) -> Document:
    title = _text(entry.get("title_detail"))
    bodies = [*entry.get("content", ()), entry.get("summary_detail")]
    text = max((_text(body) for body in bodies), key=len) or title
    url = entry.get("link", "")
    # Without a link the guid is taken for one, as RSS has it, though many are mere numbers.
    if not entry.get("links") and not url.startswith(("http://", "https://")):
        url = ""
    # Of an entry with an address its domain tells more: a feed may bring what many publish.
    return make_document(
        text,
        given,
        title=title,
        url=url,
        published=_day(entry),
        language=(feed.get("language") or "").partition("-")[0].lower(),
        publisher="" if url else _text(feed.get("title_detail")),
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
