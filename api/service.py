"""What the handlers share: opened when first asked for, closed when the service stops."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar, cast

import orjson
from fastapi import Request

from geo.boundaries import Boundaries
from geo.events.models import Models
from geo.gazetteers import LocatedGazetteer, open_configured
from geo.gazetteers.geocoder import OfflineGeocoder
from geo.pipeline import Pipeline
from geo.recognition import recognizer_named
from geo.settings import Settings
from geo.shapes import Outline
from geo.stores import EventStore, open_store
from maps import basemap

T = TypeVar("T")


class Lazy(Generic[T]):
    """A value made at the first call, once even if several threads call together; an error is raised to each."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._lock = Lock()
        self._made: tuple[T, ...] = ()

    def __call__(self) -> T:
        if not self._made:
            with self._lock:
                if not self._made:
                    self._made = (self._make(),)
        return self._made[0]

    @property
    def made(self) -> bool:
        return bool(self._made)


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
        self._own_store = store is None
        self.land = Lazy(lambda: orjson.dumps(basemap.land()))
        self.store = Lazy(lambda: store or open_store(settings.store, outline=self.outline))
        self.gazetteer: Lazy[LocatedGazetteer] = Lazy(lambda: gazetteer or open_configured(settings))
        # Kept, since geopy prepares for a network whenever one is made, which takes longer than the answer.
        self.geocoder = Lazy(lambda: OfflineGeocoder(self.gazetteer()))
        self.pipeline = Lazy(lambda: pipeline or Pipeline(self.gazetteer(), models, recognizer))

    def close(self) -> None:
        if self._own_store and self.store.made:
            self.store().close()


def service(request: Request) -> Service:
    return cast("Service", request.app.state.service)
