"""The gazetteer over HTTP."""

from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from tests.api.conftest import GEORGIA, GEORGIA_US, KARS, PARIS, PARIS_TEXAS, YEREVAN
from tests.api.test_error_shape import problem


def found(client: TestClient, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/geo+json"
    body = answer.json()
    assert body["numberReturned"] == len(body["features"])
    return [item["id"] for item in body["features"]]


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("Yerevan", [YEREVAN]),
        (" yerevan ", [YEREVAN]),
        ("Երևան", [YEREVAN]),
        ("Paris", [PARIS, PARIS_TEXAS]),
        ("Paris, Texas", [PARIS_TEXAS]),
        ("Georgia", [GEORGIA, GEORGIA_US]),  # the country, though the state has more people
        ("Nowhere-on-Sea", []),
    ],
)
def test_a_name_leads_to_its_places(client: TestClient, name: str, places: list):
    assert found(client, f"/geocode?q={quote(name)}") == [place.id for place in places]


def test_a_place_says_what_is_known_of_it(client: TestClient):
    (item,) = client.get("/geocode?q=Paris&limit=1").json()["features"]
    assert item["geometry"] == {"type": "Point", "coordinates": [2.35, 48.85]}
    facts = item["properties"]
    assert (facts["geonameid"], facts["country"], facts["precision"]) == (2988507, "FR", "settlement")
    assert facts["population"] == 2_138_551
    assert facts["label"].startswith("Paris, Île-de-France")


def test_a_position_leads_to_the_nearest_settlement_and_to_where_it_lies(client: TestClient):
    # In Gyumri, Armenia; of the places known here, the nearest is across the closed border.
    body = client.get("/reverse?lon=43.84&lat=40.79").json()
    (item,) = body["features"]
    assert item["id"] == KARS.id
    assert 60_000 < item["properties"]["distance_m"] < 70_000
    assert body["within"][-1] == "country:AM"
    assert len(found(client, "/reverse?lon=43.84&lat=40.79&limit=2")) == 2


def test_the_high_seas_lie_in_no_country(client: TestClient):
    assert client.get("/reverse?lon=-140&lat=-40").json()["within"] == []


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("/geocode", "q"),
        ("/geocode?q=", "q"),
        ("/geocode?q=%20", "q"),
        ("/geocode?q=" + "x" * 201, "q"),
        ("/geocode?q=Paris&limit=0", "limit"),
        ("/geocode?name=Paris", "name"),
        ("/reverse?lat=40", "lon"),
        ("/reverse?lon=181&lat=40", "lon"),
        ("/reverse?lon=40&lat=nan", "lat"),
        ("/reverse?lon=40&lat=north", "lat"),
    ],
)
def test_a_wrong_question_names_its_parameter(client: TestClient, path: str, parameter: str):
    assert problem(client.get(path), 400)["parameter"] == parameter
