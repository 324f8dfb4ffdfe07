"""The trained part: a linear prior, boosted trees over all evidence, and how often such an answer is right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import orjson

from geo.resolution.evidence import Evidence, company, own
from geo.resolution.names import Floats, Names
from geo.resources import data_path


@dataclass(frozen=True, slots=True)
class Trees:
    """Boosted regression trees as one array of nodes: a leaf is its own child, so that all paths are `depth` long.

    `roots`: each tree's first node. At a node, a row whose `feature` is at most `threshold` goes to `low`, else to `high`.
    """

    features: Sequence[str]
    roots: npt.NDArray[np.int32]
    feature: npt.NDArray[np.int32]
    threshold: Floats
    low: npt.NDArray[np.int32]
    high: npt.NDArray[np.int32]
    value: Floats
    depth: int

    def score(self, evidence: Evidence) -> Floats:
        columns = np.column_stack([evidence[name] for name in self.features])
        rows = np.arange(len(columns))[:, None]
        node = np.broadcast_to(self.roots, (len(columns), len(self.roots)))
        for _ in range(self.depth):
            goes_low = columns[rows, self.feature[node]] <= self.threshold[node]
            node = np.where(goes_low, self.low[node], self.high[node])
        total: Floats = self.value[node].sum(1)
        return total


@dataclass(frozen=True, slots=True)
class Ranker:
    prior: Mapping[str, float]
    trees: Trees
    trust: Trees

    def expect(self, names: Names) -> tuple[Evidence, Floats]:
        """All evidence, and each row's probability before the document is heard."""
        alone = own(names)
        score = np.sum([weight * alone[name] for name, weight in self.prior.items()], axis=0)
        shares = names.shares(score)
        return alone | company(names, shares), shares

    def rank(self, names: Names) -> tuple[Evidence, Floats]:
        """The evidence, and each row's score: higher is likelier, comparable within a name."""
        evidence, _ = self.expect(names)
        return evidence, self.trees.score(evidence)

    def trusted(self, evidence: Evidence) -> Floats:
        """The probability that a row, being its name's best, is right."""
        return 1.0 / (1.0 + np.exp(-self.trust.score(evidence)))


@cache
def shipped() -> Ranker:
    """The ranker of data/models/resolution.json."""
    model = orjson.loads(data_path("models", "resolution.json").read_bytes())
    return Ranker(model["prior"], _trees(model["trees"]), _trees(model["trust"]))


def _trees(model: Mapping[str, list[float]]) -> Trees:
    return Trees(
        features=[str(name) for name in model["features"]],
        roots=np.array(model["roots"], np.int32),
        feature=np.array(model["feature"], np.int32),
        threshold=np.array(model["threshold"], float),
        low=np.array(model["low"], np.int32),
        high=np.array(model["high"], np.int32),
        value=np.array(model["value"], float),
        depth=int(model["depth"][0]),
    )
