"""Train the ranker of geo/resolution on annotated toponyms: data/models/resolution.json.

    DATELINE_CORPORA=... python training/resolution.py [--check]

`--check` writes nothing and prints the accuracy on documents the ranker has not seen: each corpus by a model of the
others, and by 5-fold cross-validation over its own documents. Needs lightgbm and scipy (the extra `train`).
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import lightgbm
import numpy as np
import scipy.optimize

from geo.gazetteers import open_gazetteer
from geo.resolution import answer_evidence
from geo.resolution.evidence import Evidence
from geo.resolution.names import Floats
from geo.resolution.ranker import Ranker, listen
from geo.resolution.trees import MOST_LEAVES, Trees, trees_record
from training.cases import Case, made_up_cases, read_cases
from training.judging import HEAD, Judged, judge

OUT = Path(__file__).parent.parent / "data" / "models" / "resolution.json"
FOLDS = 5
ROUNDS = 2
RIDGE = 2.0
# What can only speak for a candidate (1) or against it (-1): a rule that few documents teach and all news obeys.
MONOTONE = {
    "population": 1,
    "smaller than its biggest namesake": 1,
    "is what it is called": 1,
    "same country": 1,
    "same first-order unit": 1,
    "its country is named": 1,
    "its unit is named": 1,
    "others near": 1,
    "others near, counted": 1,
    "others around": 1,
    "nearest other": 1,
    "close in text and on the ground": 1,
    "same country close in text": 1,
    "in what is named after it": 1,
    "less in it than a namesake": -1,
    "others could be near": 1,
    "others could be less near than to a namesake": -1,
    "county and town could match": 1,
    "share": 1,
    "share of the second": -1,
}


T = TypeVar("T")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="?", type=Path, default=os.environ.get("DATELINE_CORPORA"))
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    gazetteer = open_gazetteer()
    corpora = {p.stem: list(read_cases(p, gazetteer)) for p in sorted(Path(options.corpora).glob("toponyms/*.jsonl"))}
    world = list(made_up_cases(gazetteer))
    if options.check:
        check(corpora, world)
    else:
        cases = [*world, *(case for corpus in corpora.values() for case in corpus)]
        OUT.write_text(json.dumps(as_json(train(cases)), separators=(",", ":")), encoding="utf-8")
        print(f"{OUT}: {OUT.stat().st_size / 1e3:.0f} kB, from {len(cases)} documents")


def train(cases: Sequence[Case]) -> Ranker:
    cases = [case for case in cases if len(case.names)]
    rounds = fit_rounds(cases)
    heard = [listen(case.names, rounds) for case in cases]
    trees = fit_trees(cases, heard)
    # Trust is learned on answers the trees give for documents they were not trained on.
    answers: list[tuple[Evidence, Floats, Floats]] = []
    for learned, asked in folds(range(len(cases))):
        others = fit_trees([cases[n] for n in learned], [heard[n] for n in learned])
        answers += [judged_answers(cases[n], heard[n], others) for n in asked]
    return Ranker(rounds, trees, fit_trust(answers))


def folds(cases: Sequence[T]) -> Iterable[tuple[list[T], list[T]]]:
    """(to learn from, to be asked), five times."""
    fold = np.random.default_rng(0).permutation(len(cases)) % FOLDS
    for number in range(FOLDS):
        yield (
            [c for c, f in zip(cases, fold, strict=True) if f != number],
            [c for c, f in zip(cases, fold, strict=True) if f == number],
        )


def fit_rounds(cases: Sequence[Case]) -> list[dict[str, float]]:
    rounds: list[dict[str, float]] = []
    for _ in range(ROUNDS):
        rounds.append(fit_linear(cases, [listen(case.names, rounds) for case in cases]))
    return rounds


def fit_linear(cases: Sequence[Case], tables: Sequence[Evidence]) -> dict[str, float]:
    """A conditional logit: of a name's candidates one is right."""
    features = list(tables[0])
    columns = np.vstack([np.column_stack([table[name] for name in features]) for table in tables])
    worth = np.concatenate([case.worth for case in cases])
    starts = _starts(cases)
    owner = np.repeat(np.arange(len(starts)), np.diff([*starts, len(worth)]))
    total = np.add.reduceat(worth, starts)
    weight = np.concatenate([np.sqrt(case.weight) for case in cases]) * (total > 0)
    target = worth / np.maximum(total[owner], 1e-9)
    scale = columns.std(0) + 1e-9
    scaled = columns / scale

    def loss(weights: Floats) -> tuple[float, Floats]:
        score = scaled @ weights
        score -= np.maximum.reduceat(score, starts)[owner]
        log_sum = np.log(np.add.reduceat(np.exp(score), starts))[owner]
        value = -(weight[owner] * target * (score - log_sum)).sum() + RIDGE / 2 * weights @ weights
        slope = scaled.T @ (weight[owner] * (np.exp(score - log_sum) - target)) + RIDGE * weights
        return float(value), slope

    fitted = scipy.optimize.minimize(loss, np.zeros(len(features)), jac=True, method="L-BFGS-B").x / scale
    return {name: float(f"{w:.4g}") for name, w in zip(features, fitted, strict=True)}


def _starts(cases: Sequence[Case]) -> np.ndarray:
    offsets = np.cumsum([0, *(len(case.names) for case in cases[:-1])])
    return np.concatenate([case.names.starts + offset for case, offset in zip(cases, offsets, strict=True)])


def fit_trees(cases: Sequence[Case], tables: Sequence[Evidence]) -> Trees:
    """Ranks the candidates of each name by worth."""
    features = list(tables[0])
    columns = np.vstack([np.column_stack([table[name] for name in features]) for table in tables])
    worth = np.concatenate([case.worth for case in cases])
    counts = np.concatenate([case.names.counts for case in cases])
    weight = np.repeat(np.sqrt(np.concatenate([case.weight for case in cases])), counts)
    right = np.add.reduceat(worth, _starts(cases)) > 0
    kept = np.repeat(right, counts)
    data = lightgbm.Dataset(columns[kept], np.round(worth[kept] * 4), group=counts[right], weight=weight[kept])
    settings = {
        "objective": "rank_xendcg",
        "num_leaves": 15,
        "max_depth": 6,
        "learning_rate": 0.06,
        "min_data_in_leaf": 60,
        "lambda_l2": 10.0,
        "feature_fraction": 0.5,
        "bagging_fraction": 0.8,
        "bagging_freq": 1,
    }
    return boosted(data, features, settings, 200)


def judged_answers(case: Case, evidence: Evidence, trees: Trees) -> tuple[Evidence, Floats, Floats]:
    """The evidence for each name's answer, whether it is right, and the name's weight."""
    score = trees.score(evidence)
    heads = np.lexsort((-score, case.names.owner))[case.names.starts]
    asked = case.weight > 0
    answer = {name: column[asked] for name, column in answer_evidence(case.names, evidence, score, heads).items()}
    return answer, (case.worth[heads] > 0)[asked].astype(float), case.weight[asked]


def fit_trust(answers: Sequence[tuple[Evidence, Floats, Floats]]) -> Trees:
    features = list(answers[0][0])
    columns = np.vstack([np.column_stack([evidence[name] for name in features]) for evidence, _, _ in answers])
    data = lightgbm.Dataset(
        columns, np.concatenate([right for _, right, _ in answers]), weight=np.concatenate([w for *_, w in answers])
    )
    settings = {
        "objective": "binary",
        "num_leaves": 8,
        "max_depth": 4,
        "learning_rate": 0.05,
        "min_data_in_leaf": 60,
        "lambda_l2": 5.0,
        "feature_fraction": 0.6,
    }
    return boosted(data, features, settings, 80)


def boosted(data: lightgbm.Dataset, features: list[str], settings: dict[str, Any], rounds: int) -> Trees:
    fixed = {"verbose": -1, "num_threads": 1, "seed": 1, "deterministic": True}
    fixed["monotone_constraints"] = [MONOTONE.get(name, 0) for name in features]
    dump = lightgbm.train(settings | fixed, data, rounds).dump_model()
    comparisons: list[tuple[int, float, int, int]] = []
    leaves = np.zeros((len(dump["tree_info"]), MOST_LEAVES))
    for number, tree in enumerate(dump["tree_info"]):
        _flatten(tree["tree_structure"], number, 0, leaves, comparisons)
    feature, threshold, owner, kept = (np.array(column) for column in zip(*comparisons, strict=True))
    return Trees(features, feature, threshold, owner, kept.astype(np.uint16), leaves)


def _flatten(
    node: dict[str, Any], tree: int, first: int, leaves: Floats, comparisons: list[tuple[int, float, int, int]]
) -> int:
    """Put the leaves below `node` into the tree's row from place `first` on; the place after the last."""
    if "leaf_value" in node:
        leaves[tree, first] = node["leaf_value"]
        return first + 1
    middle = _flatten(node["left_child"], tree, first, leaves, comparisons)
    end = _flatten(node["right_child"], tree, middle, leaves, comparisons)
    cut_off = sum(1 << leaf for leaf in range(first, middle))
    comparisons.append((node["split_feature"], float(node["threshold"]), tree, 0xFFFF & ~cut_off))
    return end


def as_json(ranker: Ranker) -> dict[str, Any]:
    return {
        "rounds": [dict(weights) for weights in ranker.rounds],
        "trees": trees_record(ranker.trees),
        "trust": trees_record(ranker.trust),
    }


def check(corpora: dict[str, list[Case]], world: list[Case]) -> None:
    print(f"{'':32}{HEAD}")
    local = [case for group in corpora.values() for case in group]
    halves = [(train(local + world[::2]), world[1::2]), (train(local + world[1::2]), world[::2])]
    report("made up, 2-fold", judge(halves))
    for name, cases in corpora.items():
        others = [*world, *(case for other, group in corpora.items() if other != name for case in group)]
        report(f"{name}, by the others", judge([(train(others), cases)]))
        report(f"{name}, 5-fold", judge((train(learned + others), asked) for learned, asked in folds(cases)))


def report(label: str, judged: Judged) -> None:
    print(f"{label:32}{judged.figures()}")
    for line in judged.reliability():
        print(f"{'':8}{line}", flush=True)


if __name__ == "__main__":
    main()
