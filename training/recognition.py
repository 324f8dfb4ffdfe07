"""Train the recogniser's weights, data/models/recognition.crfsuite.

DATELINE_CORPORA=... python training/recognition.py            train on all corpora and write the weights
DATELINE_CORPORA=... python training/recognition.py --out X    judge on corpus X a model trained without it
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pycrfsuite

from geo.gazetteers import open_gazetteer
from geo.gazetteers.base import Gazetteer, NameHit
from geo.model import Document, MentionKind
from geo.recognition import CrfRecognizer
from geo.recognition.features import cover, remember, sequence
from geo.recognition.lexicon import lexicon
from geo.recognition.tokens import Sentence, tokenise
from geo.resources import data_path
from training.corpora import Annotated, load

# re3d marks phrases ("the town", "here") and leaves countries that act unmarked, WNUT is written without
# capitals: both are judged, neither is learned from.
WEIGHTS = {"lgl": 1, "tr-news": 3, "wikigold": 1, "uner": 1}
WELL_KNOWN = 15_000
# Of one sentence, its runs: features and labels of each token.
Example = list[tuple[list[list[str]], list[str]]]


def labels(document: Annotated, sentence: Sentence, hits: Sequence[NameHit | None]) -> list[str]:
    """BIO labels. Demonyms are a class of their own, also in corpora that do not mark them."""
    found = []
    previous: tuple[int, int] | None = None
    for token, hit in zip(sentence.tokens, hits, strict=True):
        people = hit is not None and hit.demonym
        inside = _around(document.places, token.start, token.end) or _namesake(document, sentence, hit)
        if inside:
            kind = "DEM" if people and document.marks_demonyms else "LOC"
            found.append(("I-" if inside == previous else "B-") + kind)
        elif (
            people
            and not document.marks_demonyms
            and token.text[0].isupper()
            and not _organisation(document, token.start, token.end)
        ):
            found.append("B-DEM")
        else:
            found.append("O")
        previous = inside
    return found


def _namesake(document: Annotated, sentence: Sentence, hit: NameHit | None) -> tuple[int, int] | None:
    """The well-known place that an organisation's name begins with ("Hartford Hospital"): newspapers' corpora mark it,
    sentence corpora mark the organisation alone."""
    if hit is None or hit.demonym or hit.population < WELL_KNOWN or hit.feature_class not in "PA":
        return None
    start, end = sentence.tokens[hit.start].start, sentence.tokens[hit.end - 1].end
    return next(((start, end) for first, last in document.organisations if first == start and end < last), None)


def _around(ranges: Iterable[tuple[int, int]], start: int, end: int) -> tuple[int, int] | None:
    return next((r for r in ranges if r[0] <= start and end <= r[1]), None)


def _organisation(document: Annotated, start: int, end: int) -> bool:
    """Inside a longer name of something else; "French" alone marked as a nationality is not."""
    around = _around(document.others, start, end)
    return around is not None and around != (start, end)


def examples(documents: Iterable[Annotated], gazetteer: Gazetteer) -> list[Example]:
    words = lexicon()
    made = []
    for document in documents:
        sentences = tokenise(document.text)
        memory = remember(sentences, words)
        for sentence in sentences:
            hits = cover(sentence, gazetteer)
            marks = labels(document, sentence, hits)
            made.append(
                [(items, marks[run.start : run.stop]) for run, items in sequence(sentence, hits, memory, words)]
            )
    return made


def learnable(data: Iterable[Example], *, small: int = 3, often: int = 12, suffixes: int = 6) -> set[str]:
    """Which spelt-out features of capitalised words to learn from: words that are also written small, words so common
    that they say no more about a corpus, suffixes of several words. Names of places are not learned by heart."""
    lower: Counter[str] = Counter()
    upper: Counter[str] = Counter()
    endings: dict[str, set[str]] = {}
    for sentence in data:
        for items, _ in sentence:
            for features in items:
                word = next(f for f in features if f[:2] in ("w=", "W="))
                (lower if word[0] == "w" else upper)[word[2:]] += 1
                for f in features:
                    if f[0] == "S":
                        endings.setdefault(f, set()).add(word[2:])
    kept = {w for w, n in upper.items() if lower[w] >= small or n >= often}
    return kept | {f for f, words in endings.items() if len(words) >= suffixes}


def thinned(features: Sequence[str], kept: set[str]) -> list[str]:
    return [
        f
        for f in features
        if not ((f[0] == "S" and f not in kept) or (f[0] == "W" and f.partition("=")[2] not in kept))
    ]


def train(data: Iterable[Example], path: Path, *, c1: float, c2: float, iterations: int) -> None:
    trainer = pycrfsuite.Trainer(verbose=False)
    data = list(data)
    kept = learnable(data)
    for sentence in data:
        for items, marks in sentence:
            trainer.append(pycrfsuite.ItemSequence([thinned(features, kept) for features in items]), marks)
    trainer.set_params({"c1": c1, "c2": c2, "max_iterations": iterations, "feature.possible_transitions": True})
    trainer.train(str(path))


def judge(model: Path, documents: Sequence[Annotated], gazetteer: Gazetteer) -> tuple[float, float, float]:
    """Exact-span precision, recall and F1 of place names; demonyms count where the corpus marks them."""
    recognizer = CrfRecognizer(model)
    right = said = there = 0
    for document in documents:
        for t in recognizer.recognise(Document(document.id, document.text), gazetteer):
            if document.marks_demonyms or t.kind is MentionKind.TOPONYM:
                said += 1
                right += (t.start, t.end) in document.places
        there += len(document.places)
    p, r = right / max(1, said), right / max(1, there)
    return p, r, 2 * p * r / max(1e-9, p + r)


def mix(data: Mapping[str, Sequence[Example]], without: str = "") -> list[Example]:
    """What is learned from: the corpora whose guidelines agree on what a place is, newspapers counted more often."""
    return [e for name, d in data.items() if name in WEIGHTS and name != without for e in d * WEIGHTS[name]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", nargs="*", help="corpora to leave out and judge, each in turn; 'all' for every one")
    parser.add_argument("--c1", type=float, default=0.2)
    parser.add_argument("--c2", type=float, default=1.0)
    parser.add_argument("--iterations", type=int, default=80)
    options = parser.parse_args()
    gazetteer = open_gazetteer()
    corpora = load(Path(os.environ["DATELINE_CORPORA"]))
    start = time.time()
    data = {name: examples(documents, gazetteer) for name, documents in corpora.items()}
    print(f"features: {time.time() - start:.0f} s", {n: len(d) for n, d in data.items()}, flush=True)
    settings = {"c1": options.c1, "c2": options.c2, "iterations": options.iterations}
    if options.out is None:
        path = data_path("models", "recognition.crfsuite")
        path.parent.mkdir(exist_ok=True)
        train(mix(data), path, **settings)
        print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")
        return
    for name in corpora if options.out == ["all"] else options.out:
        with tempfile.NamedTemporaryFile() as file:
            start = time.time()
            train(mix(data, without=name), Path(file.name), **settings)
            p, r, f1 = judge(Path(file.name), corpora[name], gazetteer)
            size = Path(file.name).stat().st_size / 1e6
            print(
                f"{name:10} P {p:.3f} R {r:.3f} F1 {f1:.3f}  ({time.time() - start:.0f} s, {size:.1f} MB)", flush=True
            )


if __name__ == "__main__":
    main()
