from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import QueryError
from geo.filters import parse_text
from geo.geometry import BBox
from geo.model import (
    Count,
    DatePrecision,
    Event,
    EventPlace,
    Place,
    PlaceKind,
    Role,
    Source,
    Span,
    Status,
)
from geo.query import (
    EVENT_QUERYABLES,
    EventQuery,
    Interval,
    ItemQuery,
    SortKey,
    event_values,
    newest_first,
)

YEREVAN = Place("geonames:616052", "Yerevan", 44.5126, 40.17765, "P", "PPLC", "AM")
HERE = EventPlace(Role.EVENT, PlaceKind.POINT, None, YEREVAN, lon=YEREVAN.lon, lat=YEREVAN.lat)
PROTEST = Event(
    id="e1",
    type="PROTEST",
    mode="demo",
    status=Status.REPORTED,
    start=date(2023, 9, 20),
    end=date(2023, 9, 21),
    date_precision=DatePrecision.DAY,
    source=Source("d1", title="Thousands rally"),
    quote=Span(0, 10, "They blocked a main road."),
    places=(HERE,),
)
days = st.none() | st.dates(date(2020, 1, 1), date(2020, 3, 1))


def test_an_open_side_is_two_dots_or_nothing():
    assert Interval.parse("../2023-09-20") == Interval.parse("/2023-09-20") == Interval(None, date(2023, 9, 20))
    assert Interval.parse("2023-09-20/..") == Interval(date(2023, 9, 20), None)
    assert Interval.parse("../..") == Interval(None, None)


def test_an_instant_is_its_day():
    assert Interval.parse("2023-09-20T23:59:59Z") == Interval(date(2023, 9, 20), date(2023, 9, 20))


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2023-09-31", "2023-01-01/2023-01-02/2023-01-03", "2024-01-01/2023-01-01"]
)
def test_bad_intervals_name_the_parameter(text):
    with pytest.raises(QueryError) as caught:
        Interval.parse(text)
    assert caught.value.parameter == "datetime"


@given(days, days, days, days)
def test_intervals_intersect_when_they_share_a_day(a, b, c, d):
    def all_days(start, end):
        first, last = start or date(2019, 12, 1), end or date(2020, 4, 1)
        return {first + timedelta(n) for n in range((last - first).days + 1)}

    if (a and b and a > b) or (c and d and c > d) or (c is None and d is None):
        return
    assert Interval(a, b).intersects(c, d) == bool(all_days(a, b) & all_days(c, d))


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        (EventQuery(), True),
        (EventQuery(types=("PROTEST", "AID")), True),
        (EventQuery(types=("AID",)), False),
        (EventQuery(statuses=(Status.PLANNED,)), False),
        (EventQuery(bbox=BBox(44, 40, 45, 41)), True),
        (EventQuery(bbox=BBox(45, 40, 44, 41)), False),
        (EventQuery(interval=Interval.parse("2023-09-21/..")), True),
        (EventQuery(interval=Interval.parse("2023-09-22/..")), False),
        (EventQuery(text="RALLY road yerevan"), True),
        (EventQuery(text="rally Baku"), False),
        (EventQuery(ids=("e2",)), False),
    ],
)
def test_matches(query, answer):
    assert query.matches(PROTEST) is answer


def test_a_place_where_words_were_said_is_in_no_box():
    said = replace(PROTEST, places=(replace(HERE, role=Role.SPEECH),))
    assert not EventQuery(bbox=BBox(-180, -90, 180, 90)).matches(said)


def test_newest_first_and_undated_last():
    old = replace(PROTEST, id="e0", start=date(2020, 1, 1))
    undated = replace(PROTEST, id="a", start=None)
    twin = replace(PROTEST, id="e0b")
    assert sorted([undated, old, PROTEST, twin], key=newest_first) == [twin, PROTEST, old, undated]


def test_a_text_is_found_by_the_beginnings_of_its_words():
    event = replace(PROTEST, quote=Span(0, 1, "Straßenkämpfe in Łódź, O’Brien's 2nd हिन्दी"))
    for text in ("", " - ", "strassenkampfe", "LODZ o'bri", "2 हिन", "th ral"):
        assert EventQuery(text=text).matches(event)
    for text in ("kämpfe", "odz", "rallying"):
        assert not EventQuery(text=text).matches(event)


def test_order_is_by_each_key_then_newest_first_and_nulls_come_last_both_ways():
    def of(id_, low, day):
        dead = None if low is None else Count(low, None)
        return replace(PROTEST, id=id_, fatalities=dead, start=date(2023, 9, day), end=None)

    events = [of("none", None, 1), of("old", 2, 1), of("new", 2, 2), of("few", 1, 3)]
    for text, ids in (("fatalities_low", "few new old none"), ("-fatalities_low,+type", "new old few none")):
        query = EventQuery(order=SortKey.parse(text, EVENT_QUERYABLES))
        assert [event.id for event in query.sorted(events)] == ids.split()


@pytest.mark.parametrize("text", ["", "colour", "start,,end", "geometry", "-time"])
def test_an_order_by_what_is_not_there_names_what_is(text):
    with pytest.raises(QueryError, match="there are id, placed"):
        SortKey.parse(text, EVENT_QUERYABLES)


def test_a_page_begins_after_a_key():
    events = [replace(PROTEST, id=id_) for id_ in "cab"]
    query = EventQuery(after=newest_first(events[1]))
    assert [event.id for event in query.sorted(events)] == ["b", "c"]


def test_the_values_of_an_event_are_those_that_filters_may_speak_of():
    assert event_values(PROTEST).keys() == EVENT_QUERYABLES.keys()
    undated = event_values(replace(PROTEST, start=None, end=None, places=()))
    assert (undated["time"], undated["geometry"], undated["placed"]) == (None, [], False)


def test_items_are_found_by_their_values():
    item = {"id": "m1", "geometry": [(44.5, 40.2)], "time": (738783, 738783), "name": "Yerevan"}
    kinds = {"id": "text", "geometry": "geometry", "time": "interval", "name": "text"}
    query = ItemQuery(
        bbox=BBox(44, 40, 45, 41),
        interval=Interval.parse("2023-09-20"),
        text="yer",
        filter=parse_text("name LIKE 'Y%'", kinds),
        ids=("m1",),
    )
    assert query.matches(item, "In Yerevan")
    for wrong in (
        {"bbox": BBox(45, 40, 46, 41)},
        {"interval": Interval.parse("2023-09-21")},
        {"text": "evan"},
        {"filter": parse_text("name = 'Y'", kinds)},
        {"ids": ("m2",)},
    ):
        assert not replace(query, **wrong).matches(item, "In Yerevan")
    assert not query.matches(item | {"geometry": None, "time": None}, "In Yerevan")
