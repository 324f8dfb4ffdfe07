"""The gazetteer as it ships, built from all its sources."""

import time
from datetime import date

import pytest

from geo.gazetteers.geocoder import OfflineGeocoder
from geo.gazetteers.index import IndexGazetteer
from geo.model import Match
from tests.geo.gazetteers.suite import found


@pytest.mark.parametrize("name", ["Yevlakh", "Yevlax", "يفلاخ", "Евлах", "YEVLAKH", "Yevlak"])
def test_yevlakh(gazetteer: IndexGazetteer, name: str) -> None:
    assert "geonames:584649" in dict(found(gazetteer, name))


def test_countries_and_units_lie_where_geonames_puts_them(gazetteer: IndexGazetteer) -> None:
    for name, point in {"Russia": (100, 60), "California": (-119.7513, 37.2502)}.items():
        place = gazetteer.lookup([name])[name][0].place
        assert (place.lon, place.lat) == point


@pytest.mark.parametrize("name", ["Yerevan", "Երևան", "Ереван", "İrəvan", "Erevan"])
def test_yerevan(gazetteer: IndexGazetteer, name: str) -> None:
    assert "geonames:616052" in dict(found(gazetteer, name))


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Fort Worth", "geonames:4691930"),
        ("Ft. Worth", "geonames:4691930"),
        ("Laurel County", "geonames:4297480"),
        ("North Texas", "geonames:12212283"),
        ("West Fort Worth", "geonames:4691930"),
        ("Lanexa", "dateline:us-town-lanexa-virginia"),
        ("Pearson International Airport", "iata:YYZ"),
        ("Yevlakh Rayon", "geonames:584650"),
    ],
)
def test_short_forms_kinds_and_parts(gazetteer: IndexGazetteer, name: str, place: str) -> None:
    assert found(gazetteer, name)[0][0] == place


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("U.S.", "United States"),
        ("UAE", "United Arab Emirates"),
        ("DRC", "Democratic Republic of the Congo"),
        ("W. Va.", "West Virginia"),
        ("Calif.", "California"),
        ("N.S.W.", "New South Wales"),
    ],
)
def test_abbreviations(gazetteer: IndexGazetteer, name: str, place: str) -> None:
    candidates = gazetteer.lookup([name])[name]
    assert place in [c.place.name for c in candidates if c.match is Match.ABBREVIATION]


def test_the_european_union(gazetteer: IndexGazetteer) -> None:
    assert "European Union" in [c.place.name for c in gazetteer.lookup(["EU"])["EU"]]


@pytest.mark.parametrize(
    ("name", "place", "last"),
    [
        ("Republic of Artsakh", "geonames:409410", date(2023, 12, 31)),
        ("Bombay", "geonames:1275339", date(1995, 10, 31)),
    ],
)
def test_names_with_dates(gazetteer: IndexGazetteer, name: str, place: str, last: date) -> None:
    assert dict(found(gazetteer, name, last))[place] is Match.ALTERNATE
    after = date.fromordinal(last.toordinal() + 1)
    assert dict(found(gazetteer, name, after))[place] is Match.HISTORICAL


@pytest.mark.parametrize("name", ["Soviet Union", "Czechoslovakia", "Yugoslavia", "Ottoman Empire"])
@pytest.mark.parametrize("on", [date(1921, 1, 1), date(1985, 1, 1), date(2024, 1, 1)])
def test_states_that_are_no_more_get_no_pin(gazetteer: IndexGazetteer, name: str, on: date) -> None:
    assert found(gazetteer, name, on) == []


def test_second_order_units_are_found_by_their_name_in_full(gazetteer: IndexGazetteer) -> None:
    counties = gazetteer.lookup(["Fulton County"])["Fulton County"]
    assert counties[0].place.admin1 == "Georgia"
    assert {c.place.feature_code for c in counties} == {"ADM2"}
    assert gazetteer.lookup(["Fulton"])["Fulton"][0].place.feature_code == "PPL"


def test_geocoding_with_a_container(gazetteer: IndexGazetteer) -> None:
    geocoder = OfflineGeocoder(gazetteer)
    assert geocoder.geocode("Paris, Texas").raw["id"] == "geonames:4717560"
    assert geocoder.geocode("US").raw["id"] == "geonames:6252001"
    assert geocoder.reverse((40.62, 47.15)).raw["id"] == "geonames:584649"


def test_every_boundary_a_place_names_exists(gazetteer: IndexGazetteer, boundaries) -> None:  # type: ignore[no-untyped-def]
    for name in ("Azerbaijan", "Texas", "Nagorno-Karabakh", "Sahel", "Donbas", "Tigray"):
        keys = [c.place.boundary for c in gazetteer.lookup([name])[name] if c.place.boundary]
        assert keys
        assert all(boundaries.outline(key) is not None for key in keys)


def test_looking_up_is_quick(gazetteer: IndexGazetteer) -> None:
    """Far below a millisecond on any machine; a scan of the names would take a hundred times as long."""
    names = ["Fulton County", "Yevlakh", "Springfield", "Armenian", "Nairobi"]
    gazetteer.lookup(names)
    start = time.perf_counter()
    for _ in range(100):
        gazetteer.lookup(names)
    assert (time.perf_counter() - start) / 500 < 0.002
