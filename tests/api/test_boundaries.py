"""The collection of boundaries: the same questions as of events, answered from the shipped shapes."""

import pytest
from shapely.geometry import box, shape
from starlette.testclient import TestClient

from geo.boundaries import Boundaries
from tests.api.test_error_shape import problem

ITEMS = "/collections/boundaries/items"


def keys(client: TestClient, **query) -> list[str]:
    answer = client.get(ITEMS, params={"limit": 10_000, **query})
    assert answer.status_code == 200, answer.text
    page = answer.json()
    assert page["numberReturned"] == len(page["features"])
    return [item["id"] for item in page["features"]]


def test_countries_come_first_then_their_units_then_regions(client: TestClient, boundaries: Boundaries):
    assert client.get(ITEMS).json()["numberMatched"] == len(list(boundaries))
    levels = [
        item["properties"]["level"]
        for item in client.get(ITEMS, params={"offset": 240, "limit": 20}).json()["features"]
    ]
    assert levels == ["country"] * 10 + ["admin1"] * 10


@pytest.mark.parametrize("bbox", ["44,39,47,41", "170,-20,-170,-10", "-180,-90,180,90"])
def test_a_box_finds_what_meets_it(client: TestClient, boundaries: Boundaries, bbox: str):
    west, south, east, north = map(float, bbox.split(","))
    parts = (
        [box(west, south, east, north)]
        if west <= east
        else [box(west, south, 180, north), box(-180, south, east, north)]
    )
    meets = [
        row.key
        for row in boundaries.rows("country")
        if (outline := boundaries.outline(row.key)) and any(outline.intersects(part) for part in parts)
    ]
    assert keys(client, bbox=bbox, level="country") == meets


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"level": "country", "country": "AM"}, ["country:AM"]),
        ({"q": "artsakh", "level": "region"}, ["region:nagorno-karabakh"]),
        ({"level": "country", "q": "united arab em"}, ["country:AE"]),
        ({"level": "country", "q": "rmenia"}, []),
        ({"level": "country", "q": "xqzw"}, []),
    ],
)
def test_filters_have_an_effect(client: TestClient, query: dict, found: list[str]):
    assert keys(client, **query) == found


def test_each_has_an_address_whatever_its_key_holds(client: TestClient):
    for key in ("country:AM", "admin1:AUS+00?"):
        self = next(link["href"] for link in _item(client, key)["links"] if link["rel"] == "self")
        item = client.get(self).json()
        assert item["id"] == key
        assert shape(item["geometry"]).is_valid


def _item(client: TestClient, key: str) -> dict:
    answer = client.get(f"{ITEMS}/{key.replace('?', '%3F').replace('+', '%2B')}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_an_unknown_key(client: TestClient):
    assert "no boundary" in problem(client.get(f"{ITEMS}/country:XX"), 404)["detail"]
