import numpy as np
import pytest

from geo.model import Document
from geo.resolution import resolve
from geo.resolution.explain import MOST_SHOWN, Explanation, explain
from geo.resolution.ranker import Ranker
from geo.resolution.trees import Trees
from tests.geo.resolution.world import EAST_SPRING, OLD_SPRING, WORLD, mentions, stump, stumps

SURE = stump("share", 0.5, 0.0, 5.0)
# A leaf each for "others near" (3 or 0) and "population" above 100,000 (1 or 0).
BOTH = stumps(("others near", 0.5, 0.0, 3.0), ("population", 5.0, 0.0, 1.0))


def explained(text: str, *names: str, trees: Trees = BOTH) -> tuple[Explanation, ...]:
    return explain(Document("d", text), mentions(text, *names), WORLD, ranker=Ranker([{"country": 0.0}], trees, SURE))


def test_it_explains_the_answer_that_is_given() -> None:
    text = "Spring met Mill in Atlantis"
    toponyms = mentions(text, "Spring", "Mill", "Atlantis")
    given = resolve(Document("d", text), toponyms, WORLD)
    told = explain(Document("d", text), toponyms, WORLD)
    assert tuple(one.resolution for one in told) == given
    for one in told:
        best = one.candidates[0][0].place if one.candidates else None
        assert one.resolution.place in (best, None)


def test_the_candidates_come_best_first_with_shares_of_one() -> None:
    spring, mill = explained("Spring met Mill", "Spring", "Mill")
    assert [candidate.place for candidate, _ in spring.candidates] == [EAST_SPRING, OLD_SPRING]
    shares = [share for _, share in spring.candidates]
    assert sum(shares) == pytest.approx(1)
    assert shares[0] / shares[1] == pytest.approx(np.exp(3 - 1), rel=0.01)
    assert [share for _, share in mill.candidates] == [1.0]
    assert len(spring.candidates) <= MOST_SHOWN


def test_evidence_without_which_the_second_would_have_won() -> None:
    (spring, _) = explained("Spring met Mill", "Spring", "Mill")
    (reason,) = spring.reasons  # what spoke against the answer is no reason for it
    assert (reason.evidence, round(reason.first), round(reason.second)) == ("others near", 1, 0)
    assert reason.part == pytest.approx(3 / 2)  # a lead of 2 would be one of -1


def test_evidence_that_only_helped_is_less_than_the_lead() -> None:
    trees = stump("population", 5.0, 0.0, 1.0)
    (spring,) = explained("Spring", "Spring", trees=trees)
    assert spring.resolution.place == OLD_SPRING
    assert [(reason.evidence, reason.part) for reason in spring.reasons] == [("population", 1.0)]


def test_nothing_to_say_of_the_unknown_the_single_and_the_tied() -> None:
    (unknown,) = explained("Atlantis", "Atlantis")
    assert (unknown.candidates, unknown.reasons) == ((), ())
    (single,) = explained("Mill", "Mill")
    assert single.reasons == ()
    (tied, _) = explained("Spring, Westland", "Spring", "Westland", trees=stump("capital", 0.5, 0.0, 1.0))
    assert tied.reasons == ()
    assert explained("nothing") == ()
