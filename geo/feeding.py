"""Feeds over HTTP, and articles whole: an entry that only leads to its article is read from the article's page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import islice

from geo.errors import FetchError, ReadError
from geo.fetching import NEW, Answer, Fetch, Validators
from geo.model import Document
from geo.readers.base import Given
from geo.readers.feeds import Entry, read_entries
from geo.readers.html import read_html

# Entries of one feed; those that are read hold some hundred.
_MOST = 5_000


@dataclass(frozen=True, slots=True)
class Feed:
    """`entries` None: nothing has changed. `trouble`: what in it could not be read."""

    entries: tuple[Entry, ...] | None
    trouble: tuple[str, ...] = ()
    validators: Validators = NEW


def fetch_feed(address: str, fetch: Fetch, have: Validators = NEW) -> Feed:
    """FetchError if it does not come, ReadError if it is no feed."""
    answer = fetch(address, have)
    if answer.body is None:
        return Feed(None, validators=have)
    read = list(islice(read_entries(answer.body, answer.address, answer.content_type), _MOST))
    entries = tuple(one for one in read if isinstance(one, Entry))
    trouble = [one for one in read if isinstance(one, ReadError)]
    if trouble and not entries:
        raise trouble[0]
    return Feed(entries, tuple(map(str, trouble)), answer.validators)


def whole(document: Document, page: str, fetch: Fetch) -> Document:
    """With the text of its page where that is longer. FetchError if the page may come later, or there is no text at all
    without it; a page that will never come leaves the document as it is."""
    try:
        found = _article(fetch(page, NEW), document)
    except FetchError as error:
        if error.passing or not document.text:
            raise
        return document
    return found if len(found.text) > len(document.text) else document


def _article(answer: Answer, document: Document) -> Document:
    given = Given(document.published, document.title)
    kind = answer.content_type.partition(";")[0].strip().lower()
    if kind not in ("text/html", "application/xhtml+xml", ""):
        raise FetchError(answer.address, f"{kind} is no web page")
    found = _first(read_html(BytesIO(answer.body or b""), answer.address, given))
    if isinstance(found, ReadError):
        raise FetchError(answer.address, found.reason)
    # Of the two, the feed says more surely what and when; the page has the text.
    return replace(
        document,
        text=found.text,
        title=document.title or found.title,
        published=document.published or found.published,
        language=found.language,
    )


def _first(read: Iterable[Document | ReadError]) -> Document | ReadError:
    return next(iter(read))
