"""How right a ranker is on annotated documents, and how well it knows that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from geo.resolution import LEAST_TRUST, answer_evidence
from geo.resolution.ranker import Ranker
from training.cases import Case

SURE = 0.9
# Confidence in bands, half-open but for the last.
_BANDS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)


@dataclass(slots=True)
class Judged:
    """Counts of annotated mentions: `total`; answered within 161 km; with the very id; with a right candidate at all.

    `answers`: (the confidence given, whether it was right) of those that had any candidate.
    """

    total: int = 0
    right: int = 0
    same: int = 0
    offered: int = 0
    answers: list[tuple[float, bool]] = field(default_factory=list)

    @property
    def sure(self) -> tuple[float, float]:
        """Of the answers given with at least `SURE`: their share of all mentions, and how many of them are right."""
        given = [right for said, right in self.answers if said >= SURE]
        return len(given) / self.total, float(np.mean(given)) if given else 0.0

    def figures(self) -> str:
        share, right = self.sure
        return (
            f"{self.right / self.total:9.3f}{self.same / self.total:7.3f}{self.offered / self.total:9.3f}"
            f"{share:14.3f}{right:7.3f}"
        )

    def reliability(self) -> Iterator[str]:
        """A line for each band of confidence: how many answers, what was said on average, and how many were right."""
        for low, high in pairwise(_BANDS):
            inside = [a for a in self.answers if low <= a[0] < high or a[0] == high == 1.0]
            if inside:
                said, right = np.mean(inside, axis=0)
                yield f"said {low:.2f} to {high:.2f}: {len(inside):5} answers, mean {said:.2f}, right {right:.2f}"


HEAD = f"{'acc@161':>9}{'id':>7}{'ceiling':>9}{'>= .9: share':>14}{'right':>7}"


def judge(parts: Iterable[tuple[Ranker, Sequence[Case]]]) -> Judged:
    """Each ranker on the documents it is to be asked for; demonyms are not counted."""
    judged = Judged()
    for ranker, asked in parts:
        for case in asked:
            judged.total += case.total
            if len(case.names):
                _judge(case, ranker, judged)
    return judged


def _judge(case: Case, ranker: Ranker, judged: Judged) -> None:
    names = case.names
    evidence, score = ranker.rank(names)
    heads = np.lexsort((-score, names.owner))[names.starts]
    trust = ranker.trusted(answer_evidence(names, evidence, score, heads))
    for number, name in enumerate(names.names):
        candidates = names.places[names.starts[number] : names.starts[number] + names.counts[number]]
        for mention in name.mentions:
            gold = case.gold[mention]
            if gold is None or names.toponyms[mention].kind != "toponym":
                continue
            worth = gold.worth(names.places[heads[number]])
            answered = trust[number] >= LEAST_TRUST
            judged.right += answered and worth > 0
            judged.same += answered and worth == 1
            judged.offered += any(gold.worth(place) > 0 for place in candidates)
            judged.answers.append((float(trust[number]), worth > 0))
