"""Plain text, with front matter if the author wrote some:

---
title: Talks in Yevlakh
published: 2023-09-21
url: https://example.org/talks
---
The text ...
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

from geo.errors import ReadError
from geo.model import Document
from geo.readers.base import Given, decode, make_document, parse_day

_FENCE = re.compile(r"---[ \t]*\n")
_ENTRY = re.compile(r"([A-Za-z_][\w -]*?)[ \t]*:(?:[ \t]+(.*)|[ \t]*)")
# What other tools write between the fences and we have no use for: comments, list items, continued values.
_IGNORED = re.compile(r"\s*$|#|-[ \t]|[ \t]")
_ENDS_SENTENCE = (".", "!", "?", ":", "…", '"', "”")


def read_plain(stream: BinaryIO, source: str, given: Given) -> Iterator[Document | ReadError]:
    try:
        text = decode(stream.read(), source)
        facts, body = front_matter(text, source)
        if not body.strip():
            raise ReadError("the file holds no text", source=source)
        published = _published(facts, source)
    except ReadError as error:
        yield error
        return
    yield make_document(
        body,
        Given(given.published, given.title or headline(body)),
        id=facts.get("id", ""),
        title=facts.get("title", ""),
        url=facts.get("url", ""),
        published=published,
        language=facts.get("language", ""),
        publisher=facts.get("publisher", ""),
    )


def front_matter(text: str, source: str = "-") -> tuple[dict[str, str], str]:
    """The facts between two lines of `---` that begin a text, and the text after them.

    Text that only begins with a rule is all text. Keys are lower case; a value may stand in quotes.
    """
    opening = _FENCE.match(text)
    closing = re.compile(r"^---[ \t]*(?:\n|\Z)", re.MULTILINE).search(text, opening.end()) if opening else None
    if not opening or not closing:
        return {}, text
    lines = text[opening.end() : closing.start()].split("\n")[:-1]
    if not any(_ENTRY.fullmatch(line) for line in lines):
        return {}, text
    facts = {}
    for number, line in enumerate(lines, start=2):
        if entry := _ENTRY.fullmatch(line):
            facts[entry[1].lower()] = _unquoted((entry[2] or "").strip())
        elif not _IGNORED.match(line):
            raise ReadError(f"{line[:60]!r} in the front matter is not 'key: value'", source=source, line=number)
    return facts, text[closing.end() :]


def _published(facts: dict[str, str], source: str) -> date | None:
    if not (written := facts.get("published")):
        return None
    try:
        return parse_day(written)
    except ValueError as error:
        raise ReadError(f"published in the front matter: {error}", source=source) from None


def _unquoted(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def headline(text: str) -> str:
    """The first line if it reads like a headline: short, more below it, no full stop. "" otherwise."""
    first, _, rest = text.strip().partition("\n")
    first = first.strip()
    return first if rest.strip() and len(first) <= 160 and not first.endswith(_ENDS_SENTENCE) else ""
