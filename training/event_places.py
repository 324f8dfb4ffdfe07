"""Train the place linker of geo/events/places.py: data/models/event-places.json.

    DATELINE_CORPORA=... python training/event_places.py [--check]

`events/event-places.jsonl`: sentences with a verb and the place names where that happened. `--check` prints the
5-fold token F1 by sentence and writes nothing. Needs scipy (the extra `train`).
"""

from __future__ import annotations

import argparse
import json
import math
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.optimize
import scipy.sparse

from geo.events.clauses import clauses, tokenise
from geo.events.places import Model, Offsets, features
from geo.gazetteers import open_gazetteer
from geo.model import Document
from geo.recognition import recognise

OUT = Path(__file__).parent.parent / "data" / "models" / "event-places.json"
FOLDS = 5
RIDGE = 1.5
# From this probability on a name is taken: where the 5-fold token F1 is best.
THRESHOLD = 0.4
# A feature seen in fewer examples teaches chance.
LEAST_SEEN = 3


@dataclass(frozen=True, slots=True)
class Case:
    """`gold`: the event's places; `found`: for each name of the sentence its features."""

    sentence: str
    text: str
    gold: Sequence[Offsets]
    names: Sequence[Offsets]
    found: Sequence[set[str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="?", type=Path, default=os.environ.get("DATELINE_CORPORA"))
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    path = Path(options.corpora) / "events" / "event-places.jsonl"
    cases = read_cases(path)
    if options.check:
        print("among the names a perfect recogniser would find and those ours finds:")
        check(cases, cases)
        print("among the names ours finds:")
        check(cases, read_cases(path, own_names=True))
        return
    model = train(cases)
    OUT.write_text(json.dumps({"threshold": model.threshold, "weights": model.weights}, separators=(",", ":")))
    print(f"{OUT}: {len(model.weights)} weights, {OUT.stat().st_size / 1e3:.0f} kB")


def read_cases(path: Path, *, own_names: bool = False) -> list[Case]:
    gazetteer = open_gazetteer()
    cases = []
    for line in filter(None, path.read_text(encoding="utf-8").split("\n")):
        row = json.loads(line)
        text, verb = row["text"], (row["verb"]["start"], row["verb"]["end"])
        gold = [(place["start"], place["end"]) for place in row["locations"]]
        known = [(t.start, t.end) for t in recognise(Document("", text), gazetteer)]
        missed = [] if own_names else gold
        names = missed + [k for k in known if not any(k[0] < g[1] and g[0] < k[1] for g in missed)]
        tokens = tokenise(text)
        found = features(tokens, clauses(tokens), verb, names) if names else []
        cases.append(Case(text, text, gold, names, found))
    return cases


def train(cases: Sequence[Case]) -> Model:
    return Model(*fit(cases))


def fit(cases: Sequence[Case]) -> tuple[dict[str, float], float]:
    seen = Counter(feature for case in cases for found in case.found for feature in found)
    number = {feature: n for n, feature in enumerate(f for f, c in seen.items() if c >= LEAST_SEEN)}
    rows, columns, answers = [], [], []
    for case in cases:
        for name, found in zip(case.names, case.found, strict=True):
            columns += [number[f] for f in found if f in number]
            rows += [len(answers)] * sum(f in number for f in found)
            answers.append(name in case.gold)
    table = scipy.sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), (len(answers), len(number)))
    target = np.array(answers, float)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        score = table @ weights
        value = np.logaddexp(0, score).sum() - score @ target + RIDGE / 2 * weights @ weights
        return float(value), table.T @ (1 / (1 + np.exp(-score)) - target) + RIDGE * weights

    weights = scipy.optimize.minimize(loss, np.zeros(len(number)), jac=True, method="L-BFGS-B").x
    kept = {f: round(float(weights[n]), 3) for f, n in number.items() if abs(weights[n]) > 0.01}
    return kept, THRESHOLD


def predicted(case: Case, model: Model, threshold: float) -> list[Offsets]:
    scores = [sum(model.weights.get(f, 0.0) for f in found) for found in case.found]
    return [name for name, score in zip(case.names, scores, strict=True) if 1 / (1 + math.exp(-score)) >= threshold]


def check(cases: Sequence[Case], asked_of: Sequence[Case]) -> None:
    """Learn from `cases`, answer `asked_of`: the same sentences, perhaps with other names in them."""
    order = np.random.default_rng(0).permutation(len({case.sentence for case in cases})) % FOLDS
    sentences = {sentence: n for n, sentence in enumerate(dict.fromkeys(case.sentence for case in cases))}
    fold = [int(order[sentences[case.sentence]]) for case in cases]
    models = [train([c for c, f in zip(cases, fold, strict=True) if f != n]) for n in range(FOLDS)]
    for threshold in (0.3, 0.35, THRESHOLD, 0.45, 0.5):
        right = made = asked = whole = 0
        for case, number in zip(asked_of, fold, strict=True):
            answer = {i for span in predicted(case, models[number], threshold) for i in words_in(case.text, span)}
            gold = {i for span in case.gold for i in words_in(case.text, span)}
            right, made, asked = right + len(answer & gold), made + len(answer), asked + len(gold)
            whole += answer == gold
        precision, recall = right / made, right / asked
        print(
            f"threshold {threshold:.2f}: token F1 {2 * precision * recall / (precision + recall):.3f} "
            f"(P {precision:.3f} R {recall:.3f}), sentences right {whole / len(cases):.3f}"
        )


def words_in(text: str, span: Offsets) -> list[int]:
    return [token.start for token in tokenise(text[span[0] : span[1]], span[0])]


if __name__ == "__main__":
    main()
