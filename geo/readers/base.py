"""What the readers share: a document's identity, days, and bytes into text."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import BinaryIO

import orjson

from geo.errors import ReadError
from geo.model import Document, Toponym


@dataclass(frozen=True, slots=True)
class Given:
    """What the user says of articles that do not say it themselves."""

    published: date | None = None
    title: str = ""


Reader = Callable[[BinaryIO, str, Given], Iterator[Document | ReadError]]


def content_id(*parts: str) -> str:
    """16 hexadecimal digits that only equal parts share."""
    return sha256(orjson.dumps(parts)).hexdigest()[:16]


def make_document(
    text: str,
    given: Given,
    *,
    id: str = "",
    title: str = "",
    url: str = "",
    published: date | None = None,
    language: str = "",
    mentions: tuple[Toponym, ...] | None = None,
    publisher: str = "",
) -> Document:
    """What the article says of itself stands, `given` fills the rest; without an id the content is its own."""
    title, published = title or given.title, published or given.published
    own = id or content_id(url, title, published.isoformat() if published else "", text)
    return Document(own, text, title, url, published, language or "en", mentions, publisher)


def parse_day(text: str) -> date:
    """The day of an ISO 8601 date or time, as written: no time zone moves it. ValueError otherwise."""
    try:
        return datetime.fromisoformat(text.strip()).date()
    except ValueError:
        raise ValueError(f"{text!r} is not a date such as 2023-09-20 or 2023-09-20T18:30:00+04:00") from None


_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    # UTF-32 first: its little-endian mark begins with UTF-16's.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes, source: str) -> str:
    """UTF-8, or what a byte order mark names. No other encoding is guessed: a wrong guess misspells names.

    Line ends become newlines, as in any text file.
    """
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        reason = f"byte {error.start} is not {encoding}; save the file as UTF-8 (iconv -f OLD_ENCODING -t UTF-8)"
        raise ReadError(reason, source=source, line=line) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")
