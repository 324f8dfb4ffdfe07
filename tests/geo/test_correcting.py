"""From what a user asks for to a correction."""

from dataclasses import replace
from datetime import date

import pytest

from geo.correcting import Correcting
from geo.corrections import rulings
from geo.errors import EventNotFound, QueryError
from geo.model import Count, DatePrecision, GeoPrecision, PlaceKind, Role, Span
from geo.pipeline import Pipeline
from geo.stores import MemoryStore
from tests.geo.resolution.world import EAST_SPRING, OLD_SPRING, SHORE, WORLD
from tests.geo.stores.suite import ARTICLE, event
from tests.geo.test_corrections import said

SPRING = replace(said(OLD_SPRING, "Springfield"), mention=Span(3, 9, "Spring"))


@pytest.fixture
def store():
    made = MemoryStore()
    made.add(ARTICLE, [event("e", SPRING), event("other", start=date(2023, 1, 1)), event("mine", type="PICNIC")])
    return made


@pytest.fixture
def correct(store):
    correcting = Correcting(store, lambda: Pipeline(WORLD))

    def corrected(event_id="e", **asked):
        correcting.correct(event_id, asked, by="ann")
        return store.get(event_id)

    return corrected


def ruled(store):
    return {name: ruling.place for name, ruling in rulings(store.corrections()).items()}


@pytest.mark.parametrize("wanted", [EAST_SPRING.id, "Spring, Eastland"])
def test_a_place_is_given_by_its_id_or_looked_up(correct, store, wanted):
    (place,) = correct(place=wanted).located
    assert (place.place, place.mention) == (EAST_SPRING, SPRING.mention)
    assert ruled(store) == {"spring": EAST_SPRING}


def test_a_place_only_here_rules_nothing(correct, store):
    correct(place=EAST_SPRING.id, only_here=True)
    assert ruled(store) == {}


def test_a_place_that_words_shift_rules_nothing(correct, store):
    store.add(ARTICLE, [event("e", replace(SPRING, relation="20 km north of"))])
    assert correct(place=SHORE.id).located[0].relation == ""
    assert ruled(store) == {}


def test_coordinates_are_a_spot_or_a_circle_and_rule_nothing(correct, store):
    (spot,) = correct(place={"lon": 1.5, "lat": 2}).located
    assert (spot.lon, spot.lat, spot.place.name, spot.precision) == (1.5, 2.0, "Spring", GeoPrecision.EXACT)
    (circle,) = correct(place={"lon": 1.5, "lat": 2, "radius_m": 5000, "name": "The woods"}).located
    assert (circle.kind, circle.radius_m, circle.place.name) == (PlaceKind.REGION, 5000, "The woods")
    assert ruled(store) == {}


def test_coordinates_of_a_name_without_a_place_rule_it(correct, store):
    unknown = replace(SPRING, place=None, mention=Span(3, 11, "Old Farm"))
    store.add(ARTICLE, [event("e", unknown)])
    (farm,) = correct(place={"lon": 1.5, "lat": 2}).located
    assert ruled(store) == {"old farm": farm.place}


def test_of_several_places_one_is_to_be_named(correct, store):
    shore = replace(said(SHORE, "Shelbyville"), mention=Span(20, 25, "Shore"))
    store.add(ARTICLE, [event("e", SPRING, shore)])
    with pytest.raises(QueryError, match="Spring, Shore"):
        correct(place=EAST_SPRING.id)
    assert [p.place for p in correct(place=EAST_SPRING.id, instead_of="SPRING").located] == [EAST_SPRING, SHORE]
    assert [p.place for p in correct(place=None, instead_of="Shore").located] == [EAST_SPRING]


def test_an_event_without_a_place_gets_one(correct, store):
    (place,) = correct("other", place="Shore").located
    assert (place.place, place.role) == (SHORE, Role.EVENT)
    assert ruled(store) == {}


@pytest.mark.parametrize(
    ("asked", "start", "end", "precision"),
    [
        ({"start": "2023-09-18"}, date(2023, 9, 18), date(2023, 9, 18), DatePrecision.DAY),
        ({"end": "2023-09-22"}, date(2023, 9, 20), date(2023, 9, 22), DatePrecision.RANGE),
        ({"start": None}, None, None, DatePrecision.UNKNOWN),
        ({"start": "2023-01-01", "end": None}, date(2023, 1, 1), None, DatePrecision.RANGE),
    ],
)
def test_days(correct, asked, start, end, precision):
    changed = correct(**asked)
    assert (changed.start, changed.end, changed.date_precision) == (start, end, precision)


def test_an_end_before_the_start_is_named(correct):
    with pytest.raises(QueryError, match=r"^end: 2023-09-20 lies after 2023-09-01"):
        correct(end="2023-09-01")


def test_types_are_ours_or_those_of_the_stores_own_records(correct):
    changed = correct(type="assault")
    assert (changed.type, changed.mode) == ("ASSAULT", "")
    assert correct(type="protest", mode="STRIKE").mode == "strike"
    assert correct(mode=None).mode == ""
    assert correct(type="picnic").type == "PICNIC"
    with pytest.raises(QueryError, match=r"^type: 'CARNIVAL'"):
        correct(type="carnival")


@pytest.mark.parametrize(
    ("asked", "count"),
    [(3, Count(3, 3)), ({"low": 3}, Count(3, None)), ({"low": 2, "high": 5}, Count(2, 5)), (None, None)],
)
def test_numbers_of_people(correct, asked, count):
    assert correct(fatalities=asked).fatalities == count


@pytest.mark.parametrize("asked", [2.5, "3", True, {"low": 5, "high": 2}, {}, {"high": -1}])
def test_what_is_no_number_of_people(correct, asked):
    with pytest.raises(QueryError, match=r"^injured: "):
        correct(injured=asked)


def test_undo_takes_back_one_after_the_other(store):
    correcting = Correcting(store, lambda: Pipeline(WORLD))
    correcting.correct("e", {"status": "denied"}, by="ann")
    correcting.delete("e", by="ann")
    with pytest.raises(EventNotFound):
        correcting.delete("e", by="ann")
    correcting.undo("e", by="bob")
    assert store.get("e").status == "denied"
    correcting.undo("e", by="bob")
    assert store.get("e") == store.original("e")
    with pytest.raises(QueryError, match="left to undo"):
        correcting.undo("e", by="bob")
    assert len(store.corrections("e")) == 4


@pytest.mark.parametrize("by", ["x" * 101, "a\x00b", "\ud800"])
def test_a_name_that_cannot_be_kept_is_refused(store, by):
    with pytest.raises(QueryError, match=r"^by: "):
        Correcting(store, lambda: Pipeline(WORLD)).delete("e", by=by)
