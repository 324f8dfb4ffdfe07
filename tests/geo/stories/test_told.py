from dataclasses import replace
from datetime import date

from geo.model import Count, DatePrecision, Event, EventPlace, People, Place, Source, Status
from geo.stories.told import told

TOWN = EventPlace.whole(Place("geonames:1", "Nakuru", 36.07, -0.28, "P", "PPLA", "KE"))
DAY = date(2025, 3, 11)


def make_event(
    id_: str, published: date | None, dead: Count | None = None, status: Status = Status.REPORTED
) -> Event:
    return Event(
        id_, "ACCIDENT", "transport", status, DAY, DAY, DatePrecision.DAY, Source(f"d{id_}", published=published),
        places=(TOWN,), fatalities=dead,
    )  # fmt: skip


def test_the_last_toll_counts_and_those_of_one_day_that_contradict_each_other_are_named() -> None:
    story = told(
        [
            make_event("c", date(2025, 3, 12), Count(16, 16)),
            make_event("a", date(2025, 3, 11), Count(9, 9)),
            make_event("b", date(2025, 3, 12), Count(14, 14)),
            make_event("d", date(2025, 3, 13)),
        ],
        publishers=3,
    )
    assert [event.id for event in story.reports] == ["a", "b", "c", "d"]
    assert (story.id, story.publishers, story.disputed) == ("a", 3, ("b", "c"))
    assert story.counts == {People.FATALITIES: Count(14, 16)}


def test_at_least_so_many_contradicts_no_higher_count() -> None:
    story = told([make_event("a", DAY, Count(9, None)), make_event("b", DAY, Count(14, 14))], publishers=2)
    assert (story.counts, story.disputed) == ({People.FATALITIES: Count(9, None)}, ())


def test_what_was_planned_and_then_reported_is_reported_and_keeps_the_plan() -> None:
    plan = make_event("p", date(2025, 3, 8), status=Status.PLANNED)
    story = told([make_event("r", DAY), plan], publishers=1)
    assert (story.status, story.id, story.planned) == (Status.REPORTED, "p", (plan,))
    assert not story.counts


def test_the_day_and_place_are_those_of_the_report_that_knows_them_best() -> None:
    vague = replace(make_event("a", date(2025, 3, 10)), start=None, end=None, places=())
    undated = replace(make_event("b", None), date_precision=DatePrecision.DAY_INFERRED, end=date(2025, 3, 12))
    story = told([undated, vague, make_event("c", date(2025, 3, 12))], publishers=3)
    assert (story.start, story.end, story.places) == (DAY, DAY, (TOWN,))
    assert [event.id for event in story.reports] == ["a", "c", "b"]
