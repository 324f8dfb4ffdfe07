"""One document in, its places and events out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Generic, TypeVar

from geo.corrections import NO_RULINGS, Rulings
from geo.errors import ReadError
from geo.gazetteers.base import Gazetteer
from geo.model import Document, Event, Parsed, Resolution, Toponym
from geo.recognition import Recognizer, recognizer_named
from geo.resolution.ruled import resolve_ruled

if TYPE_CHECKING:
    from geo.events.models import Models

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Recognise, resolve, extract. A document that brings its mentions has exactly these resolved.

    `rulings`: what names mean by the corrections in the store that the results are for. `models`: a user's own models.
    None, there and for `recognizer`: ours.
    """

    gazetteer: Gazetteer
    models: Models | None = None
    recognizer: Recognizer | None = None

    def parse(self, document: Document, *, events: bool = True, rulings: Rulings = NO_RULINGS) -> Parsed:
        toponyms = document.mentions
        if toponyms is None:
            toponyms = (self.recognizer or recognizer_named("")).recognise(document, self.gazetteer)
        resolutions = resolve_ruled(document, toponyms, self.gazetteer, rulings)
        return Parsed(document, resolutions, self._extract(document, resolutions) if events else ())

    def _extract(self, document: Document, resolutions: Sequence[Resolution]) -> tuple[Event, ...]:
        # Here: a seventh of the start-up, for nothing where only places are asked for.
        from geo.events import extract
        from geo.events.models import OWN

        return extract(document, resolutions, self.models or OWN)

    def locate(
        self, name: str, wider: Sequence[str] = (), on: date | None = None, rulings: Rulings = NO_RULINGS
    ) -> Resolution:
        """What `name`, not empty, most likely means, read as in "name, wider, wider" (its province, its country)."""
        parts = [name, *filter(None, wider)]
        spans, start = [], 0
        for part in parts:
            spans.append(Toponym(start, start + len(part), part))
            start += len(part) + len(", ")
        document = Document("", ", ".join(parts), published=on)
        return resolve_ruled(document, spans, self.gazetteer, rulings)[0]


@dataclass(frozen=True, slots=True)
class Parse(Generic[Result]):
    """`Pipeline.parse` as a function that pickles, for engines.

    `shape`, a top-level function, turns each Parsed into what the caller needs of it, in the process that parsed it:
    less to send back. A ReadError among the documents passes through, to keep its place.
    """

    pipeline: Pipeline
    shape: Callable[[Parsed], Result]
    events: bool = True
    rulings: Rulings = field(default_factory=dict)

    def __call__(self, document: Document | ReadError) -> Result | ReadError:
        if isinstance(document, ReadError):
            return document
        return self.shape(self.pipeline.parse(document, events=self.events, rulings=self.rulings))
