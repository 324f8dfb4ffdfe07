import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.resolution.trees import Trees, trees_from, trees_record
from tests.geo.resolution.world import stump

# x <= 1 ? (y <= 5 ? 10 : 20) : 30, and beside it a tree that is one leaf.
TREES = Trees(
    ["x", "y"],
    feature=np.array([1, 0], np.int32),
    threshold=np.array([5.0, 1.0]),
    tree=np.array([0, 0], np.int32),
    kept=np.array([0xFFFE, 0xFFFC], np.uint16),
    leaves=np.array([[10.0, 20.0, 30.0], [0.5, 0.0, 0.0]]),
)


def walked(x: float, y: float) -> float:
    """The same trees, read as one would."""
    return (30.0 if x > 1 else 20.0 if y > 5 else 10.0) + 0.5


@given(st.lists(st.tuples(st.floats(-9, 9), st.floats(-9, 9)), min_size=1, max_size=5))
def test_a_row_goes_down_each_tree_and_its_leaves_are_added(rows: list[tuple[float, float]]) -> None:
    x, y = np.array(rows).T
    assert TREES.score({"y": y, "x": x, "unasked": x}).tolist() == [walked(*row) for row in rows]


@pytest.mark.parametrize(("x", "y", "score"), [(1, 5, 10.5), (1, 5.1, 20.5), (1.1, 0, 30.5)])
def test_what_is_at_the_threshold_goes_low(x: float, y: float, score: float) -> None:
    assert TREES.score({"x": np.array([x]), "y": np.array([y])}).tolist() == [score]


def test_many_rows_and_none() -> None:
    many = np.linspace(-3, 3, 2_000)
    assert TREES.score({"x": many, "y": many}).tolist() == [walked(v, v) for v in many]
    assert TREES.score({"x": many[:0], "y": many[:0]}).tolist() == []


def test_trees_come_back_from_their_record() -> None:
    for trees in (TREES, stump("x", 0.5, -1.0, 1.0)):
        x = np.array([0.0, 1.0, 2.0])
        back = trees_from(trees_record(trees))
        assert back.score({"x": x, "y": 5 * x}).tolist() == trees.score({"x": x, "y": 5 * x}).tolist()
