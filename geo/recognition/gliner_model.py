"""A GLiNER model in the recogniser's place: `DATELINE_RECOGNIZER=gliner:urchade/gliner_small-v2.1`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from gliner import GLiNER

from geo.gazetteers.base import Gazetteer
from geo.model import Document, MentionKind, Toponym
from geo.recognition.borrowed import Found, mentions
from geo.text import sentences

# What the model is asked for, in words; it has not learned labels, it reads them.
_LABELS = {"place": MentionKind.TOPONYM, "nationality": MentionKind.DEMONYM}


@dataclass(frozen=True, slots=True)
class GlinerRecognizer:
    """`model`: a name at the hub or a folder. Each sentence is asked by itself: the model reads some hundred words at
    a time and drops the rest."""

    model: str
    threshold: float = 0.5

    def __post_init__(self) -> None:
        _loaded(self.model)

    def recognise(self, document: Document, gazetteer: Gazetteer) -> tuple[Toponym, ...]:
        model, found = _loaded(self.model), []
        for sentence in sentences(document.text):
            for e in model.predict_entities(sentence.text, list(_LABELS), threshold=self.threshold):
                found.append(Found(sentence.start + e["start"], sentence.start + e["end"], _LABELS[e["label"]]))
        return mentions(document.text, found, gazetteer)


@cache
def _loaded(model: str) -> Any:
    return GLiNER.from_pretrained(model)
