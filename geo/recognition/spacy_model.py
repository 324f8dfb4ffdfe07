"""A spaCy pipeline in the recogniser's place: `DATELINE_RECOGNIZER=spacy:en_core_web_sm`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import spacy

from geo.gazetteers.base import Gazetteer
from geo.model import Document, MentionKind, Toponym
from geo.recognition.borrowed import Found, mentions

# The labels of spaCy's own models: countries and towns, natural places, buildings and roads; peoples and parties.
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_PEOPLES = frozenset({"NORP"})


@dataclass(frozen=True, slots=True)
class SpacyRecognizer:
    """`model`: a package's name or a folder. OSError where there is no such model."""

    model: str

    def __post_init__(self) -> None:
        _loaded(self.model)

    def recognise(self, document: Document, gazetteer: Gazetteer) -> tuple[Toponym, ...]:
        entities = _loaded(self.model)(document.text).ents
        found = [
            Found(e.start_char, e.end_char, MentionKind.DEMONYM if e.label_ in _PEOPLES else MentionKind.TOPONYM)
            for e in entities
            if e.label_ in _PLACES | _PEOPLES
        ]
        return mentions(document.text, found, gazetteer)


@cache
def _loaded(model: str) -> Any:
    return spacy.load(model)
