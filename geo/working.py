"""The worker that does jobs: in one process at a time, article by article, from where the last one stopped."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, field

import orjson

from geo.errors import FetchError, GeoError, ReadError
from geo.feeding import fetch_feed, whole
from geo.fetching import NEW, Fetch
from geo.ingest import in_words, read_into, spares_articles
from geo.jobs import Done, Input, Item, Job, Lease, Queue, State
from geo.model import Document
from geo.pipeline import Pipeline
from geo.readers.feeds import Entry
from geo.readers.jsonlines import document
from geo.stores import EventStore

_POLL_S = 2.0  # between looks at a queue that was empty: other processes fill it too
_FIRST_S, _LONGEST_S = 5.0, 300.0  # of the waits when the store or the gazetteer fails

MOST = 1_000_000  # bytes of an article; the longest in the news is a tenth of it

_log = logging.getLogger("dateline.jobs")


class NotNow(GeoError):  # noqa: N818
    """No article's fault, and the same for all: nothing is given up."""


@dataclass(frozen=True, slots=True)
class Worker:
    """`start` it, `stop` it; what it was at is done again by the next one. `fetch` is for feeds and their pages."""

    queue: Queue
    lease: Lease
    store: Callable[[], EventStore]
    pipeline: Callable[[], Pipeline]
    fetch: Fetch
    stopping: threading.Event = field(default_factory=threading.Event)
    _woken: threading.Event = field(default_factory=threading.Event)

    def start(self) -> threading.Thread:
        thread = threading.Thread(target=self.run, name="jobs", daemon=True)
        thread.start()
        return thread

    def stop(self) -> None:
        self.stopping.set()
        self._woken.set()

    def wake(self) -> None:
        self._woken.set()

    def run(self) -> None:
        """Until it is stopped."""
        beating, failures = False, 0
        while not self.stopping.is_set():
            self._woken.clear()
            pause = _POLL_S
            try:
                if self.lease.take():
                    if not beating:
                        self.lease.beat(self.stopping)
                        beating = True
                    self.work()
                failures = 0
            except Exception as error:
                pause = min(_FIRST_S * 2.0**failures, _LONGEST_S)
                failures += 1
                _log.error("jobs wait %g seconds: %s", pause, error, exc_info=not isinstance(error, GeoError))
            if not self.stopping.is_set():
                self._woken.wait(pause)
        try:
            self.lease.release()
        except GeoError as error:
            _log.warning("%s", error)

    def work(self) -> None:
        """All jobs that are there, while the lease is held. NotNow if the store or the gazetteer fails."""
        while not self.stopping.is_set() and self.lease.take() and (job := self.queue.next_job()):
            try:
                if job.feed and not job.total:
                    self._read_feed(job)
                if self._do(job):
                    self.queue.finish(job.id)
            except (FetchError, ReadError) as error:
                self.queue.finish(job.id, str(error))

    def _read_feed(self, job: Job) -> None:
        feed = fetch_feed(job.feed, self.fetch, NEW)
        self.queue.fill(job.id, (_input(entry, job.pages) for entry in feed.entries or ()))

    def _do(self, job: Job) -> bool:
        """Whether nothing is left."""
        while not self.stopping.is_set() and self.lease.take():
            item = self.queue.next_item(job.id)
            if item is None:
                return True
            try:
                self.queue.done(item, self._outcome(item))
            except NotNow:
                self.queue.untouched(item)
                self.queue.waits(job.id, "waits: the store or the gazetteer can't be used; the log says why")
                raise
        return False

    def _outcome(self, item: Item) -> Done:
        if item.input is None:
            return Done(State.FAILED, reason="the process that read it ended each time")
        id = ""
        try:
            if len(item.input.document) > MOST:
                raise ValueError(f"longer than {MOST:,} bytes")
            read = document(orjson.loads(item.input.document))
            id = read.id
            if item.input.page:
                read = _whole(read, item.input.page, self.fetch)
            parsed = read_into(self.store(), self.pipeline, read)
        except Exception as error:
            if spares_articles(error):
                raise NotNow(str(error)) from error
            return Done(State.FAILED, id, reason=in_words(error))
        if parsed is None:
            return Done(State.KEPT, id)
        return Done(State.STORED, id, len(parsed.events))


def _whole(read: Document, page: str, fetch: Fetch) -> Document:
    """A job comes once: what the page does not give now, the entry must do for."""
    try:
        return whole(read, page, fetch)
    except FetchError:
        if not read.text:
            raise
        return read


def _input(entry: Entry, pages: bool) -> Input:
    found = entry.document
    record = {name: value for name, value in asdict(found).items() if value and name != "mentions"}
    return Input(orjson.dumps({**record, "text": found.text}), found.url if pages and not entry.whole else "")
