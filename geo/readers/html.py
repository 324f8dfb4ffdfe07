"""Web pages saved to disk: the article without menus and comments, by trafilatura."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from geo.errors import ReadError
from geo.model import Document
from geo.readers.base import Given, make_document, parse_day


def read_html(stream: BinaryIO, source: str, given: Given) -> Iterator[Document | ReadError]:
    """The page's declared encoding is honoured. A date is taken from its metadata, never guessed from its text."""
    from trafilatura import bare_extraction, load_html

    tree = load_html(stream.read())
    page: Any = tree is not None and bare_extraction(
        tree,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if tree is None or not page or not page.text:
        yield ReadError("no article text found in the page", source=source)
        return
    yield make_document(
        page.text,
        given,
        title=page.title or "",
        url=page.url or "",
        published=parse_day(page.date) if page.date else None,
        language=(tree.get("lang") or "").partition("-")[0].lower(),
    )
