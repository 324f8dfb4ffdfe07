"""Which words of a document name places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Protocol

import pycrfsuite

from geo.gazetteers.base import Gazetteer
from geo.model import Document, MentionKind, Span, Toponym
from geo.recognition.consistency import agreed
from geo.recognition.features import cover, remember, sequence
from geo.recognition.lexicon import Lexicon, lexicon
from geo.recognition.roles import role
from geo.recognition.tokens import tokenise
from geo.resources import data_path

_KINDS = {"LOC": MentionKind.TOPONYM, "DEM": MentionKind.DEMONYM}


class Recognizer(Protocol):
    """Whatever finds place names: the CRF below, or a reader's own model."""

    def recognise(self, document: Document, gazetteer: Gazetteer) -> tuple[Toponym, ...]:
        """The mentions in order of appearance, never overlapping; offsets are those of `document.text`."""


class CrfRecognizer:
    """A conditional random field over gazetteer, context and document features. Safe to use from several threads."""

    def __init__(self, model: Path) -> None:
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open(str(model))
        # A tagger holds the sentence it is reading.
        self._lock = Lock()

    def recognise(self, document: Document, gazetteer: Gazetteer) -> tuple[Toponym, ...]:
        sentences = tokenise(document.text)
        words = lexicon()
        memory = remember(sentences, words)
        found: list[list[Toponym]] = []
        for sentence in sentences:
            in_sentence: list[Toponym] = []
            for run, items in sequence(sentence, cover(sentence, gazetteer), memory, words):
                with self._lock:
                    labels = self._tagger.tag(items)
                tokens = sentence.tokens[run.start : run.stop]
                in_sentence.extend(t for t in spans(document.text, tokens, labels) if not titled(t, tokens, words))
            found.append(in_sentence)
        return tuple(
            Toponym(t.start, t.end, t.text, t.kind, role(t, sentence))
            for sentence, mentions in zip(sentences, agreed(document.text, sentences, found), strict=True)
            for t in mentions
        )


def recognise(document: Document, gazetteer: Gazetteer) -> tuple[Toponym, ...]:
    """The mentions in order of appearance, never overlapping. () for a text without any."""
    return _shipped().recognise(document, gazetteer)


@cache
def _shipped() -> CrfRecognizer:
    return CrfRecognizer(data_path("models", "recognition.crfsuite"))


def titled(mention: Toponym, tokens: Sequence[Span], words: Lexicon) -> bool:
    """Whether one word is what a title makes a person of: "Senator Jordan"."""
    at = next(i for i, t in enumerate(tokens) if t.start == mention.start)
    title = tokens[at - 1].text if at else ""
    alone = mention.kind is MentionKind.TOPONYM and mention.end == tokens[at].end
    return alone and title.istitle() and title.lower() in words.titles


def spans(text: str, tokens: Sequence[Span], labels: Sequence[str]) -> Iterator[Toponym]:
    """The mentions that BIO labels mark; an I after nothing of its kind begins one."""
    start = 0
    for i, label in enumerate([*labels, "O"]):
        if i and labels[i - 1] != "O" and (label[0] != "I" or label[2:] != labels[i - 1][2:]):
            first, last = tokens[start].start, tokens[i - 1].end
            yield Toponym(first, last, text[first:last], _KINDS[labels[i - 1][2:]])
        if label[0] != "I" or (i and label[2:] != labels[i - 1][2:]):
            start = i
