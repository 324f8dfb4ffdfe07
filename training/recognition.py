"""Train the recogniser's weights, data/models/recognition.crfsuite: a minute or two on one core.

DATELINE_CORPORA=... python training/recognition.py               train on the corpora and write the weights
DATELINE_CORPORA=... python training/recognition.py --out X Y     judge on corpora X and Y models trained without them
DATELINE_CORPORA=... python training/recognition.py --thirds X Y  the same on a third of each, the rest learned from
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
from geo.recognition.crf import CrfRecognizer, sequences
from geo.recognition.tokens import Sentence, tokenise
from geo.resources import data_path
from training.corpora import Annotated, load

# How often each corpus is learned from. re3d marks phrases ("the town", "here") and leaves countries that act unmarked:
# it is judged, not learned from.
WEIGHTS = {"lgl": 1, "tr-news": 3, "wikigold": 1, "uner": 1, "wnut17": 1}
# Chosen by the figures of LGL and TR-News, each judged by weights that had not seen it.
SETTINGS = {"c1": 0.2, "c2": 3.0, "max_iterations": 80, "feature.possible_transitions": True}
# Of a stretch of a sentence, features and labels of each token.
Example = tuple[list[list[str]], list[str]]


def labels(document: Annotated, sentence: Sentence, stretch: range, hits: Sequence[NameHit | None]) -> list[str]:
    """BIO labels. Demonyms are a class of their own, also in corpora that do not mark them."""
    found = []
    previous: tuple[int, int] | None = None
    for i, hit in zip(stretch, hits, strict=True):
        start, end = sentence.starts[i], sentence.end(i)
        people = hit is not None and hit.demonym
        inside = _around(document.places, start, end)
        if inside:
            kind = "DEM" if people and document.marks_demonyms else "LOC"
            found.append(("I-" if inside == previous else "B-") + kind)
        elif (
            people
            and not document.marks_demonyms
            and sentence.words[i][0].isupper()
            and not _inside(document.others, start, end)
        ):
            found.append("B-DEM")
        else:
            found.append("O")
        previous = inside
    return found


def undecided(document: Annotated, sentence: Sentence, stretch: range, hits: Sequence[NameHit | None]) -> bool:
    """Whether a known place stands inside an organisation's name ("Hartford Hospital"): newspapers' corpora mark the
    place, corpora of entities the organisation alone, which says nothing of the place."""
    return any(
        hit is not None
        and not hit.demonym
        and hit.feature_class in "PA"
        and _inside(document.organisations, sentence.starts[i], sentence.end(i))
        for i, hit in zip(stretch, hits, strict=True)
    )


def _around(ranges: Iterable[tuple[int, int]], start: int, end: int) -> tuple[int, int] | None:
    return next((r for r in ranges if r[0] <= start and end <= r[1]), None)


def _inside(ranges: Iterable[tuple[int, int]], start: int, end: int) -> bool:
    """Part of a longer name; "French" alone marked as a nationality is not."""
    return _around(ranges, start, end) not in (None, (start, end))


def examples(documents: Iterable[Annotated], gazetteer: Gazetteer) -> list[Example]:
    made = []
    for document in documents:
        sentences = tokenise(document.text)
        for number, stretch, hits, rows in sequences(sentences, gazetteer):
            if not undecided(document, sentences[number], stretch, hits):
                made.append((rows, labels(document, sentences[number], stretch, hits)))
    return made


def learnable(data: Iterable[Example], *, small: int = 3, often: int = 12, suffixes: int = 6) -> set[str]:
    """Which spelt-out features of capitalised words to learn from: words that are also written small, words so common
    that they say no more about a corpus, suffixes of several words. Names of places are not learned by heart."""
    lower: Counter[str] = Counter()
    upper: Counter[str] = Counter()
    endings: dict[str, set[str]] = {}
    for rows, _ in data:
        for row in rows:
            word = next(f for f in row if f[:2] in ("w=", "W="))
            (lower if word[0] == "w" else upper)[word[2:]] += 1
            for f in row:
                if f[0] == "S":
                    endings.setdefault(f, set()).add(word[2:])
    kept = {w for w, n in upper.items() if lower[w] >= small or n >= often}
    return kept | {f for f, words in endings.items() if len(words) >= suffixes}


def thinned(row: Sequence[str], kept: set[str]) -> list[str]:
    return [
        f for f in row if not ((f[0] == "S" and f not in kept) or (f[0] in "WTF" and f.partition("=")[2] not in kept))
    ]


def train(data: Iterable[Example], path: Path) -> None:
    trainer = pycrfsuite.Trainer(verbose=False)
    data = list(data)
    kept = learnable(data)
    for rows, marks in data:
        trainer.append(pycrfsuite.ItemSequence([thinned(row, kept) for row in rows]), marks)
    trainer.set_params(SETTINGS)
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
    """What is learned from, newspapers counted more often."""
    return [e for name, d in data.items() if name != without for e in d * WEIGHTS.get(name, 0)]


def trial(name: str, data: Iterable[Example], documents: Sequence[Annotated], gazetteer: Gazetteer) -> None:
    """Prints how weights learned from `data` do on `documents`."""
    start = time.time()
    with tempfile.NamedTemporaryFile() as file:
        train(data, Path(file.name))
        p, r, f1 = judge(Path(file.name), documents, gazetteer)
    print(f"{name:10} P {p:.3f} R {r:.3f} F1 {f1:.3f}  ({time.time() - start:.0f} s)", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", nargs="*", default=[], metavar="X", help="corpora to judge by weights without them")
    parser.add_argument("--thirds", nargs="*", default=[], metavar="X", help="corpora to judge a third of")
    options = parser.parse_args()
    gazetteer = open_gazetteer()
    corpora = load(Path(os.environ["DATELINE_CORPORA"]))
    # For the trial of a third, the other two are learned from whether or not the corpus is otherwise.
    wanted = corpora.keys() & {*WEIGHTS, *options.thirds}
    data = {name: examples(corpora[name], gazetteer) for name in sorted(wanted)}
    for name in options.out:
        trial(name, mix(data, without=name), corpora[name], gazetteer)
    for name in options.thirds:
        third = corpora[name][::3]
        rest = examples([d for n, d in enumerate(corpora[name]) if n % 3], gazetteer)
        trial(name, [*mix(data, without=name), *rest], third, gazetteer)
    if not options.out and not options.thirds:
        path = data_path("models", "recognition.crfsuite")
        train(mix(data), path)
        print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
