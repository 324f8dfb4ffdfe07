from dataclasses import replace
from datetime import date

import orjson
import pytest
from hypothesis import given

from geo.errors import ReadError
from geo.model import (
    DatePrecision,
    Document,
    Event,
    EventPlace,
    Parsed,
    Place,
    PlaceKind,
    Resolution,
    Role,
    Source,
    Span,
    Status,
    Toponym,
)
from geo.records import event_from_record, event_record, parsed_record
from tests.geo.strategies import events

YEVLAKH = Place("geonames:585514", "Yevlakh", 47.15, 40.61, "P", "PPLA", "AZ", "Yevlakh", 59_036, 4000.0)
MENTION = Toponym(3, 10, "Yevlakh")
TALKS = Event(
    id="e",
    type="CONSULT",
    mode="",
    status=Status.PLANNED,
    start=date(2023, 9, 21),
    end=date(2023, 9, 21),
    date_precision=DatePrecision.DAY,
    source=Source("d"),
    places=(
        EventPlace(Role.EVENT, PlaceKind.POINT, Span(3, 10, "Yevlakh"), YEVLAKH, lon=47.0, lat=40.8, radius_m=9.0),
    ),
)


@given(events())
def test_an_event_comes_back_whole_through_json(event):
    assert event_from_record(orjson.loads(orjson.dumps(event_record(event)))) == event


def test_the_contract_has_exactly_its_keys():
    resolutions = (Resolution(MENTION, YEVLAKH, 0.9), Resolution(Toponym(20, 24, "Nowhere"), None, 0.1))
    record = parsed_record(Parsed(Document("d", "In Yevlakh ..."), resolutions, (TALKS,)))
    place = "id geonameid name lon lat country admin1 feature_code precision radius_m"
    event = "id type mode status start end date_precision quote trigger places actors fatalities injured"
    event += " missing displaced arrested crowd figures said_by historical"
    event += " cameo acled confidence confidence_band confidence_reasons"
    assert list(record) == ["id", "mentions", "events"]
    assert list(record["mentions"][0]) == "start end text kind role confidence place".split()
    assert list(record["mentions"][0]["place"]) == place.split()
    assert record["mentions"][0]["place"]["precision"] == "settlement"
    assert record["mentions"][0]["place"]["geonameid"] == 585514
    assert record["mentions"][1]["place"] is None
    assert list(record["events"][0]) == event.split()
    assert list(record["events"][0]["places"][0]) == "role kind explicit mention place".split()
    assert list(record["events"][0]["places"][0]["place"]) == place.split()


def test_the_contract_puts_a_shifted_place_where_the_event_was():
    (event,) = parsed_record(Parsed(Document("d", ""), (), (TALKS,)))["events"]
    place = event["places"][0]["place"]
    assert (place["lon"], place["lat"], place["radius_m"]) == (47.0, 40.8, 9.0)
    assert event_record(TALKS)["places"][0]["place"]["lon"] == YEVLAKH.lon


def test_codes_come_from_the_vocabulary():
    record = event_record(replace(TALKS, type="PROTEST", mode="strike"))
    assert (record["cameo"], record["acled"]) == ("143", "Protests: Peaceful protest")
    assert event_record(replace(TALKS, type="my own"))["acled"] == ""


@pytest.mark.parametrize(
    ("change", "named"),
    [({"status": "rumoured"}, "rumoured"), ({"start": "soon"}, "soon"), ({"quote": {"begin": 1}}, "begin")],
)
def test_a_wrong_record_is_named(change, named):
    with pytest.raises(ReadError, match=named):
        event_from_record(event_record(TALKS) | change)


def test_a_record_from_before_there_were_figures_has_none():
    record = event_record(TALKS)
    for key in "missing displaced arrested crowd figures said_by confidence_reasons".split():
        del record[key]
    assert event_from_record(record) == TALKS


def test_a_missing_key_is_named():
    record = event_record(TALKS)
    del record["places"]
    with pytest.raises(ReadError, match="places"):
        event_from_record(record)
