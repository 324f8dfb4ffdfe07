import random
from collections.abc import Iterable
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.corrections import Pairs
from geo.stories.grouping import NONE, grouped, meet, settle
from geo.stories.reports import Report, Spot

KYIV = Spot("geonames:703448", 30.52, 50.45, "", ("UA", "UA Kyiv City"))
BROVARY = Spot("geonames:711660", 30.79, 50.51, "", ("UA", "UA Kyiv"))
LVIV = Spot("geonames:702550", 24.02, 49.84, "", ("UA", "UA Lviv"))
UKRAINE = Spot("geonames:690791", 32.0, 49.0, "UA", ())
DAY = 739_000


def make_report(
    id_: str,
    *,
    article: str = "",
    spots: tuple[Spot, ...] = (KYIV,),
    day: int | None = DAY,
    status: str = "reported",
    type_: str = "ASSAULT",
    mode: str = "drone",
    words: tuple[str, ...] = ("depot", "drone", "fire", "night"),
    dated: bool = True,
    telling: tuple[int, ...] = (0, 0, DAY),
) -> Report:
    return Report(
        id_, article or f"article {id_}", "CONFLICT", type_, mode, status, day, day, dated, spots, (), {}, words, (),
        telling,
    )  # fmt: skip


class Shelf:
    """The plainest `Known`: all reports in a dict, looked at one by one."""

    def __init__(self) -> None:
        self.reports: dict[str, Report] = {}
        self.leads: dict[str, str] = {}
        self.decisions = NONE

    def of_ids(self, ids: Iterable[str]) -> list[tuple[Report, str]]:
        return [self._told(id_) for id_ in ids if id_ in self.reports]

    def of_article(self, article: str) -> list[tuple[Report, str]]:
        return [self._told(r.id) for r in self.reports.values() if r.article == article]

    def near(self, report: Report) -> list[tuple[Report, str]]:
        return [self._told(r.id) for r in self.reports.values() if meet(report, r)]

    def _told(self, id_: str) -> tuple[Report, str]:
        return self.reports[id_], self.leads.get(id_, "")

    def add(self, report: Report) -> None:
        self.reports[report.id] = report
        self.leads |= settle([report.id], self, self.decisions)

    def remove(self, id_: str) -> None:
        told = [other for other, lead in self.leads.items() if lead == self.leads[id_]]
        decided = [each for pair in self.decisions.apart | self.decisions.together if id_ in pair for each in pair]
        siblings = [r.id for r in self.reports.values() if r.article == self.reports[id_].article]
        del self.reports[id_], self.leads[id_]
        self.leads |= settle([*told, *decided, *siblings], self, self.decisions)

    def decide(self, decisions: Pairs) -> None:
        pairs = self.decisions.together ^ decisions.together | self.decisions.apart ^ decisions.apart
        stories = {self.leads.get(id_, "") for pair in pairs for id_ in pair}
        self.decisions = decisions
        self.leads |= settle([id_ for id_, lead in self.leads.items() if lead in stories], self, decisions)


def stories(leads: dict[str, str]) -> set[frozenset[str]]:
    return {frozenset(id_ for id_, lead in leads.items() if lead == one) for one in leads.values()}


def _sorted(pair: tuple[str, str]) -> tuple[str, str]:
    return min(pair), max(pair)


def test_reports_of_one_day_place_and_deed_are_one_story_and_others_are_not() -> None:
    same = [make_report("a"), make_report("b", words=("depot", "burns", "drone"))]
    others = [make_report("c", day=DAY + 3), make_report("d", spots=(LVIV,))]
    assert stories(grouped([*same, *others])) == {frozenset("ab"), frozenset("c"), frozenset("d")}


def test_a_chain_of_days_does_not_grow_into_one_story() -> None:
    days = [make_report(f"{n}", day=DAY + n, dated=False) for n in range(12)]
    assert max(len(story) for story in stories(grouped(days))) <= 5


def test_a_vague_report_joins_one_of_two_that_contradict_each_other_and_joins_them_not() -> None:
    first, second = make_report("a"), make_report("b", spots=(LVIV,))
    vague = make_report("v", spots=(UKRAINE,), telling=(1, 0, DAY - 1))
    found = grouped([vague, first, second])
    assert found["a"] != found["b"]
    assert found["v"] in ("a", "b")


def test_an_article_tells_its_own_events_apart_but_not_what_it_reports_from_the_claim_of_it() -> None:
    told = [
        make_report("a", article="x"),
        make_report("b", article="x"),
        make_report("c", article="x", status="claimed"),
    ]
    assert stories(grouped(told)) in ({frozenset("ac"), frozenset("b")}, {frozenset("bc"), frozenset("a")})


def test_a_users_word_joins_what_nothing_joins_and_parts_what_is_alike() -> None:
    told = [make_report("a"), make_report("b"), make_report("c", spots=(LVIV,))]
    decided = Pairs(together=frozenset({("a", "c")}), apart=frozenset({("a", "b")}))
    assert stories(grouped(told, decided)) == {frozenset("ac"), frozenset("b")}
    assert stories(grouped(told)) == {frozenset("ab"), frozenset("c")}


def test_what_is_to_be_apart_stays_so_however_others_are_put_together() -> None:
    decided = Pairs(together=frozenset({("a", "b"), ("b", "c")}), apart=frozenset({("a", "c")}))
    found = grouped([make_report("a"), make_report("b"), make_report("c")], decided)
    assert found["a"] != found["c"]


REPORTS = st.builds(
    make_report,
    st.uuids().map(str),
    article=st.sampled_from(["x", "y", "", ""]),
    spots=st.sampled_from([(KYIV,), (BROVARY,), (UKRAINE,), (KYIV, LVIV), ()]),
    day=st.integers(DAY, DAY + 4),
    status=st.sampled_from(["reported", "claimed"]),
    mode=st.sampled_from(["drone", "", "artillery"]),
    words=st.sampled_from([("depot", "drone", "fire"), ("depot", "shell", "hit"), ("a", "b", "c", "d", "e"), ()]),
    dated=st.booleans(),
    telling=st.tuples(st.integers(0, 2), st.integers(0, 1), st.integers(DAY, DAY + 2)),
)


@settings(max_examples=60, deadline=None)
@given(told=st.lists(REPORTS, max_size=14, unique_by=lambda r: r.id), seed=st.integers(0, 999))
def test_the_order_of_arrival_changes_nothing_and_neither_do_what_went_and_what_was_decided(
    told: list[Report], seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311
    shelf = Shelf()
    pairs = chance.sample(list(combinations([r.id for r in told], 2)), k=min(4, len(told) // 2))
    decided = Pairs(*(frozenset(map(_sorted, part)) for part in (pairs[:2], pairs[2:])))
    for number, report in enumerate(chance.sample(told, k=len(told))):
        shelf.add(report)
        if number == len(told) // 2:
            shelf.decide(decided)
    assert shelf.leads == grouped(told, decided)
    for report in chance.sample(told, k=len(told) // 3):
        shelf.remove(report.id)
        assert shelf.leads == grouped(shelf.reports.values(), decided)
    shelf.decide(NONE)
    assert shelf.leads == grouped(shelf.reports.values())


@pytest.mark.parametrize("size", [2, 5])
def test_a_users_decision_sticks_when_more_reports_come(size: int) -> None:
    shelf = Shelf()
    shelf.decide(Pairs(apart=frozenset({("0", "1")})))
    for number in range(size):
        shelf.add(make_report(str(number)))
    assert shelf.leads["0"] != shelf.leads["1"]
