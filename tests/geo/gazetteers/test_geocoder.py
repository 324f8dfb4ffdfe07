import pytest
from geopy.distance import great_circle
from geopy.geocoders.base import Geocoder
from geopy.point import Point

from geo.gazetteers.geocoder import OfflineGeocoder
from geo.model import Place
from tests.geo.gazetteers import places as p
from tests.geo.gazetteers.test_memory import memory


@pytest.fixture
def geocoder() -> OfflineGeocoder:
    return OfflineGeocoder(memory())


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("Yevlakh", p.YEVLAKH),
        ("Yevlakh, Azerbaijan", p.YEVLAKH),
        ("Paris", p.PARIS),
        ("Paris, Texas", p.PARIS_TEXAS),
        ("Paris, Tex., U.S.", p.PARIS_TEXAS),
        ("Paris, US", p.PARIS_TEXAS),
        ("US", p.USA),
        ("us", p.US_VILLAGE),
    ],
)
def test_geocode(geocoder: OfflineGeocoder, query: str, place: Place) -> None:
    location = geocoder.geocode(query)
    assert Place(**location.raw) == place
    assert (location.longitude, location.latitude) == (place.lon, place.lat)


@pytest.mark.parametrize("query", ["Qwxzklm", "", ",", "Yevlakh, Texas", "Soviet Union"])
def test_what_is_unknown_is_none(geocoder: OfflineGeocoder, query: str) -> None:
    assert geocoder.geocode(query) is None
    assert geocoder.geocode(query, exactly_one=False) is None


def test_several_best_first(geocoder: OfflineGeocoder) -> None:
    found = geocoder.geocode("Paris", exactly_one=False)
    assert [str(location) for location in found] == ["Paris, Île-de-France, FR", "Paris, Texas, United States"]
    assert geocoder.geocode("Paris", exactly_one=False, limit=1) == found[:1]


@pytest.mark.parametrize("query", [(40.6, 47.1), "40.6, 47.1", Point(40.6, 47.1), "40 36m 0s N 47 6m 0s E"])
def test_reverse_takes_latitude_first_in_any_form_of_geopy(geocoder: OfflineGeocoder, query: object) -> None:
    assert geocoder.reverse(query).raw["id"] == p.YEVLAKH.id


def test_reverse_gives_the_nearest_few_settlements(geocoder: OfflineGeocoder) -> None:
    found = geocoder.reverse((40.6, 47.1), exactly_one=False, limit=3)
    metres = [great_circle((40.6, 47.1), location.point).m for location in found]
    assert metres == sorted(metres)
    assert {location.raw["feature_class"] for location in found} == {"P"}


def test_it_is_a_geopy_geocoder_and_takes_its_options(geocoder: OfflineGeocoder) -> None:
    assert isinstance(geocoder, Geocoder)
    assert geocoder.geocode("Yevlakh", timeout=3, language="en") is not None
