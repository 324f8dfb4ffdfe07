import numpy as np
import pytest

from geo.resolution.evidence import chances, company, own
from geo.resolution.names import read_names
from geo.resolution.ranker import Ranker, listen, shipped
from tests.geo.resolution.world import WORLD, mentions, stump


def test_the_first_round_judges_a_name_alone_and_the_next_one_in_company() -> None:
    names = read_names("Spring, Mill", mentions("Spring, Mill", "Spring", "Mill"), WORLD, None)
    alone = own(names) | chances(names)
    assert listen(names, []).keys() == alone.keys()
    shares = names.shares(2.0 * alone["population"])
    heard = listen(names, [{"population": 2.0}])
    assert heard.keys() == alone.keys() | company(names, shares).keys()
    assert heard["others near"].tolist() == company(names, shares)["others near"].tolist()
    again = names.shares(5.0 * heard["others near"])
    twice = listen(names, [{"population": 2.0}, {"others near": 5.0}])
    assert twice["same country"].tolist() == company(names, again)["same country"].tolist()


def test_trees_score_what_was_heard() -> None:
    names = read_names("Spring, Mill", mentions("Spring, Mill", "Spring", "Mill"), WORLD, None)
    ranker = Ranker([{"population": 2.0}], stump("others near", 0.5, -1, 1), stump("share", 0.5, -2, 2))
    assert ranker.rank(names)[1].tolist() == [-1, 1, -1]


def test_trust_is_a_probability() -> None:
    ranker = Ranker([], stump("x", 0, 0, 0), stump("share", 0.5, 0.0, np.log(3)))
    assert ranker.trusted({"share": np.array([0.5, 0.9])}) == pytest.approx([0.5, 0.75])


def test_the_shipped_ranker_asks_for_evidence_there_is() -> None:
    names = read_names("Spring, Mill", mentions("Spring, Mill", "Spring", "Mill"), WORLD, None)
    evidence, score = shipped().rank(names)
    assert all(set(weights) <= evidence.keys() for weights in shipped().rounds)
    assert set(shipped().trees.features) <= evidence.keys()
    assert np.isfinite(score).all()
    assert np.add.reduceat(names.shares(score), names.starts) == pytest.approx([1, 1])
