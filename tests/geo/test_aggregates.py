from dataclasses import replace
from datetime import date

import pytest

from geo.aggregates import AreaCount, Bucket, Cluster, Facet, Grid, Level, Step, areas, clusters, facets, timeline
from geo.errors import QueryError
from geo.geometry import BBox
from geo.mercator import Tile
from geo.model import EventPlace, Place, Role, Status
from tests.geo.stores.suite import COUNTRY, SUVA, YEREVAN, event, place

GYUMRI = place("Gyumri", 43.8453, 40.7894)


def of(country, admin1, role=Role.EVENT):
    known = Place(f"dateline:{admin1}", admin1, 10.0, 50.0, "P", "PPL", country, admin1)
    return EventPlace.whole(known, role)


def test_one_event_alone_is_itself():
    (cluster,) = clusters([event("e", YEREVAN)], Grid(zoom=4))
    here = (44.5126, 40.17765)
    assert cluster == Cluster(*here, *here, *here, 1, "PROTEST", "reported", "settlement", "e")


def test_events_at_one_place_are_one_mark_at_any_zoom():
    (cluster,) = clusters([event("a", YEREVAN), event("b", YEREVAN, type="ASSAULT")], Grid(zoom=32))
    assert (cluster.count, cluster.type, cluster.id, cluster.status) == (2, "ASSAULT", "", "")


def test_a_cluster_has_the_mean_of_its_marks_and_the_box_round_them():
    marked = [event("a", YEREVAN), event("b", GYUMRI), event("c", GYUMRI, type="AID")]
    (cluster,) = clusters(marked, Grid(degrees=5.0))
    assert cluster.lon == pytest.approx((44.5126 + 2 * 43.8453) / 3)
    assert (cluster.west, cluster.south, cluster.east, cluster.north) == (43.8453, 40.17765, 44.5126, 40.7894)
    assert (cluster.count, cluster.type) == (3, "PROTEST")


def test_an_event_counts_once_in_a_cell_and_in_each_of_several():
    both = event("e", YEREVAN, GYUMRI, SUVA)
    assert [cluster.count for cluster in clusters([both], Grid(degrees=10.0))] == [1, 1]
    assert len(clusters([both], Grid(zoom=32))) == 3


def test_only_marks_in_the_view_are_drawn():
    both = event("e", YEREVAN, SUVA)
    assert [found.lon for found in clusters([both], Grid(zoom=5), bbox=BBox(170, -30, -170, 0))] == [178.44149]
    assert [found.lon for found in clusters([both], Grid(zoom=5), tile=Tile(1, 1, 0))] == [44.5126]
    assert not list(clusters([event("nowhere")], Grid(zoom=0)))


def test_a_timeline_states_what_lies_empty_between():
    days = (date(2023, 12, 31), date(2024, 2, 1), None, date(2024, 2, 29))
    found = timeline([event(str(day), start=day) for day in days], Step.MONTH)
    assert found.undated == 1
    assert found.buckets == (
        Bucket(date(2023, 12, 1), date(2023, 12, 31), 1),
        Bucket(date(2024, 1, 1), date(2024, 1, 31), 0),
        Bucket(date(2024, 2, 1), date(2024, 2, 29), 2),
    )


def test_weeks_begin_on_monday_and_years_on_new_year():
    sunday, monday = event("a", start=date(2024, 1, 7)), event("b", start=date(2024, 1, 8), type="AID")
    assert [bucket.start for bucket in timeline([sunday, monday], Step.WEEK).buckets] == [
        date(2024, 1, 1),
        date(2024, 1, 8),
    ]
    (year,) = timeline([sunday, monday], Step.YEAR, "type").buckets
    assert year == Bucket(date(2024, 1, 1), date(2024, 12, 31), 2, (("AID", 1), ("PROTEST", 1)))


@pytest.mark.parametrize("step", Step)
def test_the_calendar_has_ends(step):
    (bucket,) = timeline([event("e", start=date.max)], step).buckets
    assert bucket.end == date.max
    assert timeline([event("e", start=date.min)], step).buckets[0].start == date.min


def test_a_timeline_of_too_many_buckets_is_refused():
    with pytest.raises(QueryError, match="longer step"):
        timeline([event("a", start=date.min), event("b", start=date.max)], Step.DAY)


def test_facets_count_each_value_of_each_event_once():
    events = [event("a", of("DE", "Berlin"), of("DE", "Bremen")), event("b", status=Status.DENIED)]
    assert facets(events, ("country", "status", "precision")) == (
        Facet("country", (("DE", 1),), 1, 1),
        Facet("status", (("denied", 1), ("reported", 1)), 2, 0),
        Facet("precision", (("settlement", 1),), 1, 1),
    )
    assert facets(events, ("status",), limit=1) == (Facet("status", (("denied", 1),), 2, 0),)


def test_areas_count_an_event_once_in_each_and_say_what_is_in_none():
    events = [
        event("a", of("DE", "Berlin"), of("DE", "Bremen"), of("FR", "Brittany")),
        event("b", of("DE", "Berlin")),
        event("c", of("DE", "Berlin", Role.SPEECH)),
        event("d", replace(COUNTRY, place=replace(COUNTRY.place, country="DE"))),
    ]
    assert areas(events, Level.COUNTRY).counts == (AreaCount("DE", "", 3), AreaCount("FR", "", 1))
    within = areas(events, Level.ADMIN1, "DE")
    assert within.counts == (AreaCount("DE", "", 1), AreaCount("DE", "Berlin", 2), AreaCount("DE", "Bremen", 1))
    assert within.without == 1
