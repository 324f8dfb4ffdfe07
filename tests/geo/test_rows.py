from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model import (
    Actor,
    Count,
    DatePrecision,
    Event,
    EventPlace,
    GeoPrecision,
    Place,
    PlaceKind,
    Role,
    Source,
    Status,
)
from geo.rows import COLUMNS, extra_columns, row
from tests.geo import strategies

GORIS = Place("geonames:174895", "Goris", 46.34, 39.51, "P", "PPL", "AM", radius_m=2_000)
ARMENIA = Place("geonames:174982", "Armenia", 45, 40, "A", "PCLI", "AM", radius_m=97_000)
TOWN = EventPlace(Role.EVENT, PlaceKind.POINT, None, GORIS, lon=46.34, lat=39.51)
COUNTRY = EventPlace(Role.EVENT, PlaceKind.REGION, None, ARMENIA, lon=45, lat=40)
EVENT = Event(
    "e", "PROTEST", "", Status.CLAIMED, date(2023, 9, 20), None, DatePrecision.DAY,
    Source("d", "A march", "", date(2023, 9, 21)), places=(TOWN,),
)  # fmt: skip
PYTHON = {"text": str, "date": str, "integer": int, "real": float, "boolean": bool}


def test_a_row_in_words() -> None:
    flat = row(EVENT)
    assert flat["title"] == f"{flat['label']} - Goris"
    assert (flat["status"], flat["start"], flat["end"]) == ("claimed", "2023-09-20", None)
    assert (flat["place"], flat["country"], flat["place_role"], flat["place_kind"]) == (
        "Goris",
        "AM",
        "event",
        "point",
    )
    assert (flat["source_title"], flat["source_published"]) == ("A march", "2023-09-21")


def test_of_several_places_the_coarsest_holds_for_all() -> None:
    flat = row(replace(EVENT, places=(TOWN, COUNTRY)))
    assert (flat["precision"], flat["radius_m"]) == ("country", 97_000)
    assert (flat["acled_geo_precision"], flat["ucdp_where_prec"]) == (3, 6)
    assert (flat["place"], flat["country"], flat["place_kind"]) == ("Goris, Armenia", "AM", "point, region")


def test_a_row_may_be_about_some_of_the_places() -> None:
    assert row(replace(EVENT, places=(TOWN, COUNTRY)), [TOWN])["place"] == "Goris"


def test_what_words_said_of_a_place_goes_before_what_is_known_of_it() -> None:
    shifted = replace(TOWN, radius_m=9_000.0, precision=GeoPrecision.NEAR)
    flat = row(replace(EVENT, places=(shifted,)))
    assert (flat["precision"], flat["radius_m"]) == ("near", 9_000)


def test_an_unplaced_event_says_nothing_of_places() -> None:
    flat = row(replace(EVENT, places=()))
    assert flat["title"] == flat["label"]
    assert [flat[name] for name in ("place", "country", "precision")] == ["", "", ""]
    assert [flat[name] for name in ("radius_m", "acled_geo_precision", "ucdp_where_prec")] == [None] * 3


def test_an_extent_of_nought_is_one_that_is_not_known() -> None:
    assert row(replace(EVENT, places=(replace(TOWN, place=replace(GORIS, radius_m=0.0)),)))["radius_m"] is None


@pytest.mark.parametrize(
    ("count", "low", "high"), [(None, None, None), (Count(0, 0), 0, 0), (Count(3, None), 3, None)]
)
def test_no_casualties_is_not_the_same_as_none_known(count: Count | None, low: int | None, high: int | None) -> None:
    flat = row(replace(EVENT, fatalities=count))
    assert (flat["fatalities_low"], flat["fatalities_high"]) == (low, high)


def test_actors_are_named_once_each() -> None:
    actors = (Actor("Police", "actor"), Actor("Police", "source"), Actor("Crowd", "recipient"))
    assert row(replace(EVENT, actors=actors))["actors"] == "Police, Crowd"


@given(strategies.events())
def test_a_row_has_every_column_in_order_and_of_its_type(event: Event) -> None:
    flat = row(event)
    assert list(flat) == list(COLUMNS)
    for name, value in flat.items():
        if value is None:
            assert COLUMNS[name] != "text", name
        else:
            assert isinstance(value, PYTHON[COLUMNS[name]]), name


@given(
    st.dictionaries(st.sampled_from(["a", "extra_a", "extra_extra_a", "b"]), st.text(max_size=3)),
    st.sets(st.sampled_from(["a", "extra_a", "b"])),
)
def test_no_users_column_is_lost_or_hides_another(extra: dict[str, str], taken: set[str]) -> None:
    columns = extra_columns(replace(EVENT, extra=extra), taken)
    assert len(columns) == len(extra)
    assert sorted(columns.values()) == sorted(extra.values())
    assert not columns.keys() & taken
    assert all(columns[name] == value for name, value in extra.items() if name not in taken)
