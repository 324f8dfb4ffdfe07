"""Our own recogniser: a conditional random field, its weights in data/models/recognition.crfsuite."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Lock

import pycrfsuite

from geo.gazetteers.base import Gazetteer, NameHit
from geo.model import Document, MentionKind, Toponym
from geo.recognition.company import support
from geo.recognition.consistency import agreed
from geo.recognition.cover import cover, is_district, stretches
from geo.recognition.features import features, style_of
from geo.recognition.lexicon import lexicon
from geo.recognition.memory import remember
from geo.recognition.roles import role
from geo.recognition.tokens import Sentence, tokenise

_KINDS = {"LOC": MentionKind.TOPONYM, "DEM": MentionKind.DEMONYM}


class CrfRecognizer:
    """A conditional random field over gazetteer, context and document features. Safe to use from several threads;
    pickles as the path of its weights."""

    def __init__(self, model: Path) -> None:
        self._model = model
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open(str(model))
        # A tagger holds the sentence it is reading.
        self._lock = Lock()

    def __reduce__(self) -> tuple[type[CrfRecognizer], tuple[Path]]:
        return CrfRecognizer, (self._model,)

    def recognise(self, document: Document, gazetteer: Gazetteer) -> tuple[Toponym, ...]:
        sentences = tokenise(document.text)
        found: list[list[Toponym]] = [[] for _ in sentences]
        for number, stretch, hits, items in sequences(sentences, gazetteer):
            with self._lock:
                labels = self._tagger.tag(items)
            sentence = sentences[number]
            labels = whole(labels, hits, sentence, stretch)
            found[number] += [t for t in spans(document.text, sentence, stretch, labels) if not titled(t, sentence)]
        return tuple(
            replace(t, role=role(t, sentence))
            for sentence, mentions in zip(sentences, agreed(document.text, sentences, found), strict=True)
            for t in mentions
        )


def sequences(
    sentences: Sequence[Sentence], gazetteer: Gazetteer
) -> Iterator[tuple[int, range, list[NameHit | None], list[list[str]]]]:
    """Each stretch of a document where names can be: its sentence's number, the names known there, and the features of
    its tokens."""
    covered = [
        (number, stretch, cover(sentence, stretch, gazetteer))
        for number, sentence in enumerate(sentences)
        for stretch in stretches(sentence)
    ]
    memory = remember(sentences, lexicon())
    names = {
        " ".join(sentences[number].words[hit.start : hit.end]): hit
        for number, _, hits in covered
        for hit in hits
        if hit is not None
    }
    company = support(names, gazetteer)
    styles = [style_of(sentence.words) for sentence in sentences]
    for number, stretch, hits in covered:
        yield number, stretch, hits, features(sentences[number], stretch, hits, memory, company, styles[number])


def whole(labels: Sequence[str], hits: Sequence[NameHit | None], sentence: Sentence, stretch: range) -> Sequence[str]:
    """The labels, a known name never cut that is written with hyphens, or ends in the initials of a district that is the
    town itself: a part of "Nagorno-Karabakh" or of "Washington, D.C." is no name there."""
    mended = list(labels)
    for hit in {hit for hit in hits if hit is not None and hit.end - hit.start > 2 and not hit.demonym}:
        unbroken = all(sentence.end(i) == sentence.starts[i + 1] for i in range(hit.start, hit.end - 1))
        part = slice(hit.start - stretch.start, hit.end - stretch.start)
        if (unbroken or is_district(sentence.words[hit.start : hit.end])) and any(
            label != "O" for label in mended[part]
        ):
            mended[part] = ["B-LOC", *["I-LOC"] * (hit.end - hit.start - 1)]
    return mended


def titled(mention: Toponym, sentence: Sentence) -> bool:
    """Whether one word is what a title makes a person of: "Senator Jordan"."""
    at = sentence.starts.index(mention.start)
    title = sentence.words[at - 1] if at else ""
    alone = mention.kind is MentionKind.TOPONYM and mention.end == sentence.end(at)
    return alone and title.istitle() and title.lower() in lexicon().titles


def spans(text: str, sentence: Sentence, stretch: range, labels: Sequence[str]) -> Iterator[Toponym]:
    """The mentions that BIO labels mark; an I after nothing of its kind begins one."""
    start = 0
    for i, label in enumerate([*labels, "O"]):
        if i and labels[i - 1] != "O" and (label[0] != "I" or label[2:] != labels[i - 1][2:]):
            first, last = sentence.starts[stretch[start]], sentence.end(stretch[i - 1])
            yield Toponym(first, last, text[first:last], _KINDS[labels[i - 1][2:]])
        if label[0] != "I" or (i and label[2:] != labels[i - 1][2:]):
            start = i
