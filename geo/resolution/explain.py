"""Why a mention was given its place: the candidates, what decided between the first two, what would have changed it.

The trained trees have no weights to read off. What a piece of evidence decided is measured instead: by how much the
lead over the second candidate shrinks when the first has the second's value of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from geo.gazetteers.base import Gazetteer
from geo.model import Candidate, Document, Resolution, Toponym
from geo.resolution import resolve
from geo.resolution.evidence import Evidence
from geo.resolution.names import read_names, stretches
from geo.resolution.ranker import Ranker, shipped

MOST_SHOWN = 5
# A smaller part of the lead is no reason worth reading.
LEAST_PART = 0.05


@dataclass(frozen=True, slots=True)
class Reason:
    """`first` and `second`: the value of this evidence for the two best candidates.

    `part` is the share of the lead that rests on it; at 1 and more, the second would have won without it.
    """

    evidence: str
    first: float
    second: float
    part: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """`candidates`: at most `MOST_SHOWN`, best first, each with its share of the ranker's probability.

    `reasons`: strongest first; () where there is one candidate or none.
    """

    resolution: Resolution
    candidates: tuple[tuple[Candidate, float], ...]
    reasons: tuple[Reason, ...]


def explain(
    document: Document, toponyms: Sequence[Toponym], gazetteer: Gazetteer, *, ranker: Ranker | None = None
) -> tuple[Explanation, ...]:
    """One explanation for each toponym, in order, of the answer `resolve` gives."""
    ranker = ranker or shipped()
    return tuple(e for part in stretches(toponyms) for e in _explained(document, part, gazetteer, ranker))


def _explained(
    document: Document, toponyms: Sequence[Toponym], gazetteer: Gazetteer, ranker: Ranker
) -> list[Explanation]:
    found = [Explanation(r, (), ()) for r in resolve(document, toponyms, gazetteer, ranker=ranker)]
    names = read_names(document.text, toponyms, gazetteer, document.published)
    if not len(names):
        return found
    evidence, score = ranker.rank(names)
    shares = names.shares(score)
    order = np.lexsort((-score, names.owner))
    for number, name in enumerate(names.names):
        rows = order[names.starts[number] :][: min(int(names.counts[number]), MOST_SHOWN)].tolist()
        candidates = tuple((names.candidates[row], round(float(shares[row]), 4)) for row in rows)
        reasons = tuple(_reasons(ranker, evidence, rows[0], rows[1])) if len(rows) > 1 else ()
        for mention in name.mentions:
            found[mention] = Explanation(found[mention].resolution, candidates, reasons)
    return found


def _reasons(ranker: Ranker, evidence: Evidence, first: int, second: int) -> Iterator[Reason]:
    differing = [name for name, column in evidence.items() if column[first] != column[second]]
    tried = {name: np.full(len(differing) + 2, column[first]) for name, column in evidence.items()}
    for name, column in tried.items():
        column[1] = evidence[name][second]
    for number, name in enumerate(differing, start=2):
        tried[name][number] = evidence[name][second]
    score = ranker.trees.score(tried)
    lead = score[0] - score[1]
    parts = (
        sorted(((score[0] - score[n]) / lead, name) for n, name in enumerate(differing, start=2)) if lead > 0 else []
    )
    for part, name in reversed(parts):
        if part >= LEAST_PART:
            yield Reason(name, float(evidence[name][first]), float(evidence[name][second]), round(float(part), 3))
