"""Boosted regression trees, read from the leaves: every comparison that fails strikes out the leaves it cuts off.

The trees' comparisons are sorted by feature and threshold, so that one look-up for each feature of a row tells all of
them at once (QuickScorer: Lucchese et al., SIGIR 2015). A tree has at most `MOST_LEAVES` leaves, a bit for each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Masks = npt.NDArray[np.uint16]

MOST_LEAVES = 16
# At once: the masks of so many rows fit into a core's cache.
_ROWS = 512
# The number of the lowest bit that is set, for every mask.
_LOWEST: npt.NDArray[np.uint8] = np.zeros(1 << MOST_LEAVES, np.uint8)
for _bit in reversed(range(MOST_LEAVES)):
    _LOWEST[1 << _bit :: 1 << (_bit + 1)] = _bit


@dataclass(frozen=True)
class Trees:
    """A column for each comparison: a row whose `feature` is above `threshold` does not reach the leaves of `tree`
    whose bits are missing from `kept`. `leaves` [tree, leaf]: values from left to right, the first that is left counts.
    """

    features: Sequence[str]
    feature: npt.NDArray[np.int32]
    threshold: Floats
    tree: npt.NDArray[np.int32]
    kept: Masks
    leaves: Floats

    def score(self, evidence: Mapping[str, Floats]) -> Floats:
        count = len(next(iter(evidence.values())))
        scores = [self._score(evidence, slice(start, start + _ROWS)) for start in range(0, count, _ROWS)]
        return np.concatenate(scores) if scores else np.zeros(0)

    def _score(self, evidence: Mapping[str, Floats], rows: slice) -> Floats:
        left: Masks | None = None
        for name, thresholds, kept in self._steps:
            found = kept[thresholds.searchsorted(evidence[name][rows])]
            left = found if left is None else np.bitwise_and(left, found, out=left)
        if left is None:
            return np.full(len(next(iter(evidence.values()))[rows]), self.leaves[:, 0].sum())
        flat = _LOWEST[left] + np.arange(0, self.leaves.size, self.leaves.shape[1])
        total: Floats = self.leaves.ravel()[flat].sum(1)
        return total

    @cached_property
    def _steps(self) -> list[tuple[str, Floats, Masks]]:
        """For each feature: its thresholds, rising, and the masks [how many of them are passed, tree]."""
        steps = []
        for number in sorted(set(self.feature.tolist())):  # np.unique would import numpy.ma
            of_feature = np.flatnonzero(self.feature == number)
            order = of_feature[np.argsort(self.threshold[of_feature], kind="stable")]
            masks = np.full((len(order) + 1, len(self.leaves)), 0xFFFF, np.uint16)
            masks[np.arange(1, len(order) + 1), self.tree[order]] = self.kept[order]
            steps.append((self.features[number], self.threshold[order], np.bitwise_and.accumulate(masks, axis=0)))
        return steps


def trees_from(model: Mapping[str, Any]) -> Trees:
    """The inverse of `trees_record`."""
    return Trees(
        features=[str(name) for name in model["features"]],
        feature=np.array(model["feature"], np.int32),
        threshold=np.array(model["threshold"], float),
        tree=np.array(model["tree"], np.int32),
        kept=np.array(model["kept"], np.uint16),
        leaves=np.array(model["leaves"], float).reshape(len(model["leaves"]), -1),
    )


def trees_record(trees: Trees) -> dict[str, Any]:
    return {
        "features": list(trees.features),
        "feature": trees.feature.tolist(),
        "threshold": [float(f"{t:.6g}") for t in trees.threshold],
        "tree": trees.tree.tolist(),
        "kept": trees.kept.tolist(),
        "leaves": [[float(f"{value:.5g}") for value in row] for row in trees.leaves.tolist()],
    }
