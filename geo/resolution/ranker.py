"""The trained part: linear rounds of listening, boosted trees over all evidence, and how often such answers are right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import orjson

from geo.resolution.evidence import Evidence, chances, company, own
from geo.resolution.names import Floats, Names
from geo.resolution.trees import Trees, trees_from
from geo.resources import data_path


@dataclass(frozen=True, slots=True)
class Ranker:
    """`rounds`: linear weights of named evidence. By the first each name is judged alone, by each further one after it
    has listened to what the names before meant; what the last one thinks is what the trees hear of the company.
    """

    rounds: Sequence[Mapping[str, float]]
    trees: Trees
    trust: Trees

    def rank(self, names: Names) -> tuple[Evidence, Floats]:
        """The evidence, and each row's score: higher is likelier, comparable within a name."""
        evidence = listen(names, self.rounds)
        return evidence, self.trees.score(evidence)

    def trusted(self, evidence: Evidence) -> Floats:
        """The probability that a row, being its name's best, is right."""
        return 1.0 / (1.0 + np.exp(-self.trust.score(evidence)))


def listen(names: Names, rounds: Sequence[Mapping[str, float]]) -> Evidence:
    """All evidence after the rounds; without any, what candidates have alone."""
    alone = own(names) | chances(names)
    evidence = alone
    for weights in rounds:
        score = np.sum([weight * evidence[name] for name, weight in weights.items()], axis=0)
        evidence = alone | company(names, names.shares(score))
    return evidence


@cache
def shipped() -> Ranker:
    """The ranker of data/models/resolution.json."""
    model = orjson.loads(data_path("models", "resolution.json").read_bytes())
    return Ranker(model["rounds"], trees_from(model["trees"]), trees_from(model["trust"]))
