"""What the handlers share: opened when first asked for, closed when the service stops."""

from __future__ import annotations

import logging
from collections.abc import Callable
from secrets import token_hex
from threading import Event, Lock, Thread
from typing import Generic, TypeVar, cast

from fastapi import Request

from geo.boundaries import Boundaries
from geo.events.models import Models
from geo.fetching import Guard, Polite, fetching
from geo.gazetteers import LocatedGazetteer, open_configured
from geo.gazetteers.geocoder import OfflineGeocoder
from geo.jobs import JobFile, Lease, Queue
from geo.pipeline import Pipeline
from geo.recognition import recognizer_named
from geo.settings import Settings
from geo.shapes import Outline
from geo.stores import EventStore, open_store
from geo.working import Worker

T = TypeVar("T")

_log = logging.getLogger("dateline.api")
_FAREWELL_S = 10.0  # that an article under way may take before the service ends; it is read anew at the next start


class Lazy(Generic[T]):
    """A value made at the first call, once even if several threads call together; an error is raised to each."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._lock = Lock()
        self._made: tuple[T, ...] = ()
        self._begun = self._failed = False

    def __call__(self) -> T:
        if not self._made:
            with self._lock:
                if not self._made:
                    self._made = (self._make(),)
                    self._failed = False
        return self._made[0]

    @property
    def made(self) -> bool:
        return bool(self._made)

    @property
    def failed(self) -> bool:
        return self._failed

    def begin(self) -> None:
        """Have it made meanwhile, in a thread of its own, if that has not begun yet."""
        if not self._begun:
            self._begun = True
            Thread(target=self._try, daemon=True).start()

    def _try(self) -> None:
        try:
            self()
        except Exception:
            self._failed = True
            self._begun = False
            _log.exception("what was begun could not be made")


class Renewed(Generic[T]):
    """A value made at the first call, and anew when the store's version is another."""

    def __init__(self, version: Callable[[], int], make: Callable[[], T]) -> None:
        self._version = version
        self._make = make
        self._known: tuple[int, T] | None = None

    def __call__(self) -> T:
        version, known = self._version(), self._known
        if known is None or known[0] != version:
            known = self._known = version, self._make()
        return known[1]


class Service:
    """What is handed in is used and left open; the rest is opened as `settings` say, and closed by `close`."""

    def __init__(
        self,
        settings: Settings,
        *,
        store: EventStore | None = None,
        pipeline: Pipeline | None = None,
        outline: Outline | None = None,
        gazetteer: LocatedGazetteer | None = None,
    ) -> None:
        self.settings = settings
        models, recognizer = Models.of(settings), recognizer_named(settings.recognizer)
        self.boundaries = Lazy(Boundaries)
        self.outline = outline or (lambda key: self.boundaries().outline(key))
        self.areas = Lazy(lambda: self.boundaries().by_name())
        self._own_store = store is None
        self.store = Lazy(lambda: store or open_store(settings.store, outline=self.outline))
        self.summary = Renewed(self.version, lambda: self.store().summary())
        self.extent = Renewed(self.version, lambda: self.store().extent())
        self.gazetteer: Lazy[LocatedGazetteer] = Lazy(lambda: gazetteer or open_configured(settings))
        # Kept, since geopy prepares for a network whenever one is made, which takes longer than the answer.
        self.geocoder = Lazy(lambda: OfflineGeocoder(self.gazetteer()))
        self.pipeline = Lazy(lambda: pipeline or Pipeline(self.gazetteer(), models, recognizer))
        self._stopping = Event()
        self._working: list[Thread] = []
        # Beside the store's file; of a store that was handed in nothing is known but that it is there.
        self.job_file = Lazy(lambda: JobFile.beside(settings.store) if self._own_store else JobFile(None))
        self.jobs = Lazy(lambda: Queue(self.job_file()))
        self.worker = Lazy(self._worker)

    def _worker(self) -> Worker:
        fetch = Polite(fetching(Guard(self.settings.own_networks)), wait=self._stopping.wait)
        lease = Lease(self.job_file(), "jobs")
        return Worker(self.jobs(), lease, self.store, self.pipeline, fetch, self._stopping)

    def work(self) -> None:
        """Do the jobs that are there and those that come, unless another process does."""
        self._working.append(self.worker().start())

    @property
    def identity(self) -> str:
        """Tells this store, as these settings show it, from another whose version may be the same."""
        try:
            file = self.settings.store.stat() if self._own_store else None
        except OSError:
            file = None
        which = f"{file.st_dev}:{file.st_ino}" if file else token_hex(8)
        return f"{which} {self.settings.base_url} {self.settings.tile_url}"

    def version(self) -> int:
        """The store's: grows with each change, the same in all processes."""
        return self.store().version()

    def close(self) -> None:
        self._stopping.set()
        if self.worker.made:
            self.worker().wake()
        for thread in self._working:
            thread.join(_FAREWELL_S)
        if self.job_file.made:
            self.job_file().close()
        if self._own_store and self.store.made:
            self.store().close()


def service(request: Request) -> Service:
    return cast("Service", request.app.state.service)
