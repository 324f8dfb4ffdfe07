"""Feeds watched: each asked when it is its time, its new entries read into a store, what was seen remembered."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from geo.errors import FetchError, ReadError
from geo.feeding import Feed, fetch_feed, whole
from geo.fetching import Fetch, Validators
from geo.fetching.polite import backed_off, seconds
from geo.ingest import Counts, in_words, read_into, spares_articles
from geo.jobs import Seen, Watched
from geo.model import Document
from geo.pipeline import Pipeline
from geo.readers.base import content_id
from geo.readers.feeds import Entry
from geo.stores import EventStore

_TRIES = 3  # to get an entry's page, in as many rounds; then what the feed gave has to do


@dataclass(frozen=True, slots=True)
class Told:
    """Of one feed in one round. `problem`: of the feed itself, "" if it has none."""

    address: str
    unchanged: bool = False
    counts: Counts = field(default_factory=Counts)
    problem: str = ""
    next: float = 0.0


@dataclass(frozen=True, slots=True)
class Watcher:
    """`every`: seconds between two looks at a feed. `pages`: whether articles are read from their pages. `stopped` is
    asked between articles; `trouble` is told in words of each that fails."""

    seen: Seen
    store: EventStore
    pipeline: Callable[[], Pipeline]
    fetch: Fetch
    trouble: Callable[[str], None]
    every: float = 900.0
    pages: bool = True
    stopped: Callable[[], bool] = bool
    clock: Callable[[], float] = field(default=time.time)

    def due(self, addresses: Sequence[str]) -> list[str]:
        now = self.clock()
        return [address for address in addresses if self.seen.feed(address).next <= now]

    def next(self, addresses: Sequence[str]) -> float:
        """Seconds until the first of them is due."""
        return max(0.0, min(self.seen.feed(address).next for address in addresses) - self.clock())

    def look(self, address: str) -> Told:
        """A feed that fails is asked later and later, and not before its server says. What is no article's
        fault (`geo.ingest.spares_articles`) is raised."""
        known = self.seen.feed(address)
        now = self.clock()
        try:
            feed = fetch_feed(address, self.fetch, Validators(known.etag, known.modified))
        except (FetchError, ReadError) as error:
            failures = known.failures + 1
            asked = seconds(getattr(error, "retry_after", ""), now)
            later = now + backed_off(failures, self.every, asked)
            problem = error.reason
            self.seen.keep(replace(known, status=problem, checked=now, next=later, failures=failures))
            return Told(address, problem=problem, next=later)
        told, pending = self._read(address, feed, now)
        later = now + self.every
        if self.stopped():
            return told
        versions = Validators() if pending else feed.validators
        status = "unchanged" if told.unchanged else "read"
        self.seen.keep(Watched(address, status, versions.etag, versions.modified, now, later))
        return replace(told, next=later)

    def _read(self, address: str, feed: Feed, now: float) -> tuple[Told, bool]:
        """And whether something is to be asked for again."""
        if feed.entries is None:
            return Told(address, unchanged=True), False
        for reason in feed.trouble:
            self.trouble(reason)
        counts, pending = Counts(), False
        # The oldest first: feeds have the newest on top.
        for entry in reversed(feed.entries):
            if self.stopped():
                break
            digest = _digest(entry.document)
            tries = self.seen.tries(address, entry.document.id, digest)
            if tries is None:
                continue
            again = self._take(entry, tries, counts)
            pending = pending or again
            self.seen.enter(address, entry.document.id, digest, now, tries + 1 if again else 0)
        self.seen.refresh(address, [entry.document.id for entry in feed.entries], now)
        return Told(address, counts=counts), pending

    def _take(self, entry: Entry, tries: int, counts: Counts) -> bool:
        """Whether its page is to be asked for again."""
        document, again = entry.document, False
        try:
            if self.pages and document.url and not entry.whole:
                document, again = self._whole(document, tries)
            if again and not document.text:
                return True
            parsed = read_into(self.store, self.pipeline, document)
        except Exception as error:
            if spares_articles(error):
                raise
            counts.failed += 1
            self.trouble(f"article {document.title or document.url!r}: {in_words(error)}")
            return False
        counts.add(parsed)
        return again

    def _whole(self, document: Document, tries: int) -> tuple[Document, bool]:
        try:
            return whole(document, document.url, self.fetch), False
        except FetchError as error:
            if error.passing and tries + 1 < _TRIES:
                return document, True
            if not document.text:
                raise
            self.trouble(f"{error}; the feed's own words are read")
            return document, False


def _digest(document: Document) -> str:
    published = document.published.isoformat() if document.published else ""
    return content_id(document.title, document.text, published)
