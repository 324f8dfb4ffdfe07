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
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import scipy.optimize

from geo.gazetteers import cities, open_gazetteer
from geo.gazetteers.base import Gazetteer
from geo.gazetteers.index import IndexGazetteer
from geo.geometry import distance_m
from geo.model import MentionKind, Place, Toponym
from geo.resolution import answer_evidence
from geo.resolution.evidence import Evidence, company, own
from geo.resolution.names import Floats, Names, read_names
from geo.resolution.ranker import Ranker, Trees

OUT = Path(__file__).parent.parent / "data" / "models" / "resolution.json"
# The usual measure: an answer within 100 miles is right.
RIGHT_M = 161_000
FOLDS = 5
# Made-up documents; the smallest town in them; by which power of its people a town is more often spoken of.
MADE_UP = 1_200
LEAST_TOWN = 20_000
FAME = 0.9
RIDGE = 2.0


@dataclass(frozen=True, slots=True)
class Gold:
    lon: float
    lat: float
    geonameid: int | None

    def worth(self, place: Place) -> float:
        """1 for the very place, 0.5 for one within `RIGHT_M` of it, else 0."""
        if place.geonameid is not None and place.geonameid == self.geonameid:
            return 1.0
        return 0.5 * (distance_m(place.lon, place.lat, self.lon, self.lat) <= RIGHT_M)


@dataclass(frozen=True, slots=True)
class Case:
    """A document with the worth of each row of `names`; `weight`: the annotated mentions of each name."""

    names: Names
    gold: Sequence[Gold | None]
    worth: Floats = field(repr=False)
    weight: Floats = field(repr=False)
    total: int = 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="?", type=Path, default=os.environ.get("DATELINE_CORPORA"))
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    gazetteer = open_gazetteer()
    corpora = {p.stem: list(read_cases(p, gazetteer)) for p in sorted(Path(options.corpora).glob("toponyms/*.jsonl"))}
    world = made_up(gazetteer)
    if options.check:
        check(corpora, world)
    else:
        cases = [*world, *(case for corpus in corpora.values() for case in corpus)]
        OUT.write_text(json.dumps(as_json(train(cases)), separators=(",", ":")), encoding="utf-8")
        print(f"{OUT}: {OUT.stat().st_size / 1e3:.0f} kB, from {len(cases)} documents")


def read_cases(path: Path, gazetteer: Gazetteer) -> Iterable[Case]:
    for line in filter(None, path.read_text(encoding="utf-8").split("\n")):
        document = json.loads(line)
        mentions = document["mentions"]
        toponyms = [Toponym(m["start"], m["end"], m["text"], _kind(m)) for m in mentions]
        published = document.get("published")
        gold = [Gold(m["lon"], m["lat"], m.get("geonameid")) if "lat" in m else None for m in mentions]
        total = sum(g is not None and m["kind"] == "toponym" for g, m in zip(gold, mentions, strict=True))
        day = date.fromisoformat(published) if published else None
        yield _case(document["text"], toponyms, gold, day, gazetteer, of_interest=total)


def _case(
    text: str,
    toponyms: Sequence[Toponym],
    gold: Sequence[Gold | None],
    day: date | None,
    gazetteer: Gazetteer,
    *,
    of_interest: int,
) -> Case:
    names = read_names(text, toponyms, gazetteer, day)
    asked = [[g for m in name.mentions if (g := gold[m])] for name in names.names]
    worth = [
        float(np.mean([g.worth(place) for g in asked[owner]])) if asked[owner] else 0.0
        for place, owner in zip(names.places, names.owner, strict=True)
    ]
    return Case(names, gold, np.array(worth), np.array([len(g) for g in asked], float), of_interest)


def made_up(gazetteer: IndexGazetteer) -> list[Case]:
    """Documents of nothing but names, of places drawn by their size: what world news speaks of, of which there is
    too little annotated. Without them a ranker schooled on local papers takes Athens and Rome for towns in Georgia.
    """
    random = np.random.default_rng(0)
    everywhere = list(cities.read("cities500.json").values())
    towns = [town for town in everywhere if town["population"] >= LEAST_TOWN]
    fame = np.array([town["population"] for town in towns], float) ** FAME
    country = np.array([town["countrycode"] for town in towns])
    nations = [fact for fact in cities.read("countries.json").values() if fact["population"] > 100_000]

    def some(count: int, weight: np.ndarray) -> list[dict[str, Any]]:
        return [towns[n] for n in random.choice(len(towns), count, p=weight / weight.sum())]

    cases = []
    for number in range(MADE_UP):
        if number % 4 == 0:
            listed = [(town, "") for town in some(1, fame)]
        elif number % 4 == 1:
            listed = [(town, "") for town in some(random.integers(2, 6), fame)]
        elif number % 4 == 2:
            home = country[random.choice(len(towns), p=fame / fame.sum())]
            listed = [(town, "") for town in (*some(random.integers(1, 4), fame * (country == home)), *some(1, fame))]
            listed += [(fact, "") for fact in nations if fact["iso"] == home or random.random() < 0.005]
        else:
            # Any town, however small, with its province or country after it.
            listed = [(everywhere[n], "within") for n in random.choice(len(everywhere), random.integers(1, 3))]
            listed += [(town, "") for town in some(random.integers(0, 3), fame)]
        cases.append(_made_up_case(listed, gazetteer, random))
    return cases


def _made_up_case(
    listed: Sequence[tuple[dict[str, Any], str]], gazetteer: IndexGazetteer, random: np.random.Generator
) -> Case:
    places = {gazetteer.place(f"geonames:{found['geonameid']}"): within for found, within in listed}
    known = [(place, within) for place, within in places.items() if place is not None]
    random.shuffle(known)
    text = ""
    toponyms: list[Toponym] = []
    gold: list[Gold | None] = []
    for place, within in known:
        toponyms.append(Toponym(len(text), len(text) + len(place.name), place.name))
        gold.append(Gold(place.lon, place.lat, place.geonameid))
        text += place.name
        nation = gazetteer.country(place.country)
        outer = place.admin1 if within and random.random() < 0.6 else nation.name if within and nation else ""
        if outer:
            toponyms.append(Toponym(len(text) + 2, len(text) + 2 + len(outer), outer))
            gold.append(None)
            text += f", {outer}"
        text += " " * int(random.integers(20, 400))
    return _case(text, toponyms, gold, None, gazetteer, of_interest=len(known))


def _kind(mention: dict[str, Any]) -> MentionKind:
    return MentionKind.DEMONYM if mention["kind"] == "demonym" else MentionKind.TOPONYM


def train(cases: Sequence[Case]) -> Ranker:
    cases = [case for case in cases if len(case.names)]
    prior = fit_prior(cases)
    trees = fit_trees(cases, prior)
    # Trust is learned on answers the ranker gives for documents it was not trained on.
    answers: list[tuple[Evidence, Floats, Floats]] = []
    for learned, asked in folds(cases):
        ranker = Ranker(prior, fit_trees(learned, prior), trees)
        answers += [judged_answers(case, ranker) for case in asked]
    return Ranker(prior, trees, fit_trust(answers))


def folds(cases: Sequence[Case]) -> Iterable[tuple[list[Case], list[Case]]]:
    """(to learn from, to be asked), five times."""
    fold = np.random.default_rng(0).permutation(len(cases)) % FOLDS
    for number in range(FOLDS):
        yield (
            [c for c, f in zip(cases, fold, strict=True) if f != number],
            [c for c, f in zip(cases, fold, strict=True) if f == number],
        )


def fit_prior(cases: Sequence[Case]) -> dict[str, float]:
    """A conditional logit over what a candidate has by itself."""
    tables = [own(case.names) for case in cases]
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
    return {name: round(float(w), 4) for name, w in zip(features, fitted, strict=True) if abs(w) > 1e-3}


def _starts(cases: Sequence[Case]) -> np.ndarray:
    offsets = np.cumsum([0, *(len(case.names) for case in cases[:-1])])
    return np.concatenate([case.names.starts + offset for case, offset in zip(cases, offsets, strict=True)])


def evidence_of(case: Case, prior: dict[str, float]) -> Evidence:
    alone = own(case.names)
    score = np.sum([weight * alone[name] for name, weight in prior.items()], axis=0)
    return alone | company(case.names, case.names.shares(score))


def fit_trees(cases: Sequence[Case], prior: dict[str, float]) -> Trees:
    """Ranks the candidates of each name by worth."""
    tables = [evidence_of(case, prior) for case in cases]
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
        "min_data_in_leaf": 20,
        "lambda_l2": 1.0,
        "feature_fraction": 0.7,
        "bagging_fraction": 0.8,
        "bagging_freq": 1,
    }
    return boosted(data, features, settings, 200)


def judged_answers(case: Case, ranker: Ranker) -> tuple[Evidence, Floats, Floats]:
    """The evidence for each name's answer, whether it is right, and the name's weight."""
    evidence, score = ranker.rank(case.names)
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
    dump = lightgbm.train(settings | fixed, data, rounds).dump_model()
    nodes: list[tuple[int, float, int, int, float]] = []
    roots, depth = [], 0
    for tree in dump["tree_info"]:
        roots.append(len(nodes))
        depth = max(depth, _flatten(tree["tree_structure"], nodes))
    feature, threshold, low, high, value = (np.array(column) for column in zip(*nodes, strict=True))
    return Trees(features, np.array(roots), feature, threshold, low, high, value, depth)


def _flatten(node: dict[str, Any], nodes: list[tuple[int, float, int, int, float]]) -> int:
    """Append a tree's nodes, parents first; the length of its longest path."""
    here = len(nodes)
    if "leaf_value" in node:
        nodes.append((0, 0.0, here, here, float(node["leaf_value"])))
        return 0
    nodes.append((node["split_feature"], float(node["threshold"]), 0, 0, 0.0))
    low = len(nodes)
    left = _flatten(node["left_child"], nodes)
    high = len(nodes)
    right = _flatten(node["right_child"], nodes)
    nodes[here] = (node["split_feature"], float(node["threshold"]), low, high, 0.0)
    return 1 + max(left, right)


def as_json(ranker: Ranker) -> dict[str, Any]:
    return {"prior": ranker.prior, "trees": _tree_json(ranker.trees), "trust": _tree_json(ranker.trust)}


def _tree_json(trees: Trees) -> dict[str, Any]:
    return {
        "features": list(trees.features),
        "roots": trees.roots.tolist(),
        "feature": trees.feature.tolist(),
        "threshold": [float(f"{t:.6g}") for t in trees.threshold],
        "low": trees.low.tolist(),
        "high": trees.high.tolist(),
        "value": [float(f"{v:.5g}") for v in trees.value],
        "depth": [trees.depth],
    }


def check(corpora: dict[str, list[Case]], world: list[Case]) -> None:
    print(f"{'':32}{'acc@161':>9}{'id':>7}{'ceiling':>9}{'>= .9: share':>14}{'right':>7}")
    local = [case for group in corpora.values() for case in group]
    report(
        "made up, 2-fold", world, [(train(local + world[::2]), world[1::2]), (train(local + world[1::2]), world[::2])]
    )
    for name, cases in corpora.items():
        others = [*world, *(case for other, group in corpora.items() if other != name for case in group)]
        report(f"{name}, by the others", cases, [(train(others), cases)])
        report(f"{name}, 5-fold", cases, [(train(learned + others), asked) for learned, asked in folds(cases)])


def report(label: str, cases: Sequence[Case], parts: Iterable[tuple[Ranker, Sequence[Case]]]) -> None:
    total = sum(case.total for case in cases)
    right = same = ceiling = 0.0
    trust: list[tuple[float, float, float]] = []
    for ranker, asked in parts:
        for case in (c for c in asked if len(c.names)):
            evidence, score = ranker.rank(case.names)
            heads = np.lexsort((-score, case.names.owner))[case.names.starts]
            sure = ranker.trusted(answer_evidence(case.names, evidence, score, heads))
            for number, name in enumerate(case.names.names):
                golds = [g for m in name.mentions if (g := case.gold[m]) and case.names.toponyms[m].kind == "toponym"]
                found = case.names.places[heads[number]]
                rows = slice(case.names.starts[number], case.names.starts[number] + case.names.counts[number])
                right += sum(g.worth(found) > 0 for g in golds)
                same += sum(g.worth(found) == 1 for g in golds)
                ceiling += sum(any(g.worth(p) > 0 for p in case.names.places[rows]) for g in golds)
                trust += [(float(sure[number]), float(g.worth(found) > 0), 1.0) for g in golds]
    sure_right = [r for s, r, _ in trust if s >= 0.9]
    print(
        f"{label:32}{right / total:9.3f}{same / total:7.3f}{ceiling / total:9.3f}"
        f"{len(sure_right) / total:14.3f}{np.mean(sure_right) if sure_right else 0:7.3f}"
    )
    for low, high in ((0, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 1.01)):
        inside = [(s, r) for s, r, _ in trust if low <= s < high]
        if inside:
            said, was = np.mean(inside, axis=0)
            print(
                f"{'':8}said {low:.2f} to {min(high, 1):.2f}: {len(inside):5} answers, mean {said:.2f}, right {was:.2f}"
            )


if __name__ == "__main__":
    main()
