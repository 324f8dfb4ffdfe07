"""What a recogniser is: a document in, its place names out."""

from __future__ import annotations

from typing import Protocol

from geo.gazetteers.base import Gazetteer
from geo.model import Document, Toponym


class Recognizer(Protocol):
    """Whatever finds place names: our own CRF, or a reader's own model."""

    def recognise(self, document: Document, gazetteer: Gazetteer) -> tuple[Toponym, ...]:
        """The mentions in order of appearance, never overlapping; offsets are those of `document.text`."""
