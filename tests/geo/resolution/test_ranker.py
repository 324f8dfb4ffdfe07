import numpy as np
import pytest

from geo.resolution.evidence import company, own
from geo.resolution.names import read_names
from geo.resolution.ranker import Ranker, Trees, shipped
from tests.geo.resolution.world import WORLD, mentions


def stump(feature: str, threshold: float, low: float, high: float) -> Trees:
    """At most the threshold: `low`; above it: `high`."""
    return Trees(
        [feature],
        roots=np.array([0], np.int32),
        feature=np.zeros(3, np.int32),
        threshold=np.array([threshold, 0, 0]),
        low=np.array([1, 1, 2], np.int32),
        high=np.array([2, 1, 2], np.int32),
        value=np.array([np.nan, low, high]),
        depth=1,
    )


# x <= 1 ? (y <= 5 ? 10 : 20) : 30, and beside it a tree that is one leaf.
TREES = Trees(
    ["x", "y"],
    roots=np.array([0, 5], np.int32),
    feature=np.array([0, 1, 0, 0, 0, 0], np.int32),
    threshold=np.array([1.0, 5.0, 0, 0, 0, 0]),
    low=np.array([1, 3, 2, 3, 4, 5], np.int32),
    high=np.array([2, 4, 2, 3, 4, 5], np.int32),
    value=np.array([np.nan, np.nan, 30.0, 10.0, 20.0, 0.5]),
    depth=2,
)


@pytest.mark.parametrize(("x", "y", "score"), [(0, 0, 10.5), (1, 5, 10.5), (1, 5.1, 20.5), (1.1, 0, 30.5)])
def test_a_row_goes_down_each_tree_and_its_leaves_are_added(x: float, y: float, score: float) -> None:
    assert TREES.score({"y": np.array([y]), "x": np.array([x])}).tolist() == [score]


def test_rows_are_scored_each_by_itself() -> None:
    evidence = {"x": np.array([2.0, 0.0, 0.0]), "y": np.array([0.0, 9.0, 0.0]), "unasked": np.zeros(3)}
    assert TREES.score(evidence).tolist() == [30.5, 20.5, 10.5]


def test_a_prior_says_what_is_likely_before_the_document_is_heard() -> None:
    names = read_names("Spring, Mill", mentions("Spring, Mill", "Spring", "Mill"), WORLD, None)
    ranker = Ranker({"population": 2.0}, stump("others near", 0.5, -1, 1), stump("share", 0.5, -2, 2))
    evidence, shares = ranker.expect(names)
    assert np.add.reduceat(shares, names.starts) == pytest.approx([1, 1])
    assert shares[0] / shares[1] == pytest.approx((800_001 / 20_001) ** (2 / np.log(10)))
    assert ranker.rank(names)[1].tolist() == [-1, 1, -1]
    assert evidence.keys() == own(names).keys() | company(names, shares).keys()


def test_trust_is_a_probability() -> None:
    ranker = Ranker({}, TREES, stump("share", 0.5, 0.0, np.log(3)))
    assert ranker.trusted({"share": np.array([0.5, 0.9])}) == pytest.approx([0.5, 0.75])


def test_the_shipped_ranker_asks_for_evidence_there_is() -> None:
    names = read_names("Spring, Mill", mentions("Spring, Mill", "Spring", "Mill"), WORLD, None)
    evidence, score = shipped().rank(names)
    assert set(shipped().prior) <= own(names).keys()
    assert set(shipped().trees.features) <= evidence.keys()
    assert np.isfinite(score).all()
    assert np.add.reduceat(names.shares(score), names.starts) == pytest.approx([1, 1])


def test_the_shipped_trees_all_end_in_leaves() -> None:
    for trees in (shipped().trees, shipped().trust):
        node = trees.roots
        rng = np.random.default_rng(1)
        for _ in range(trees.depth):
            node = np.where(rng.random(len(node)) < 0.5, trees.low[node], trees.high[node])
        assert (trees.low[node] == node).all()
        assert (trees.high[node] == node).all()
