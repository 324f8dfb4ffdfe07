"""What is counted over HTTP is what the items say, under the same filters."""

from collections import Counter

import pytest

COUNTS = "/collections/events"
FILTERS = (
    {},
    {"type": "PROTEST"},
    {"datetime": "2023-09-18/2023-09-19"},
    {"bbox": "170,-30,-170,0"},
    {"q": "blocked"},
)


@pytest.fixture
def ask(client):
    def get(name, **query):
        answer = client.get(f"{COUNTS}/{name}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return get


@pytest.mark.parametrize("query", FILTERS)
def test_all_count_what_the_items_list(ask, items, query):
    listed = items(limit=1000, **query)["features"]
    types = Counter(item["properties"]["type"] for item in listed)
    facet = ask("facets", facets="type,country", **query)["type"]
    assert {each["value"]: each["count"] for each in facet["values"]} == types
    timeline = ask("timeline", step="year", **query)
    assert sum(bucket["count"] for bucket in timeline["buckets"]) + timeline["undated"] == len(listed)
    marks = ask("clusters", zoom=10, **query)["features"]
    placed = [item for item in listed if item["properties"]["place"]]
    assert sum(mark["properties"]["count"] for mark in marks) == len(placed)
    areas = ask("areas", **query)
    assert sum(area["properties"]["count"] for area in areas["features"]) + areas["without"] == len(listed)


def test_an_event_alone_is_named_and_events_at_one_place_are_one_mark(ask):
    marks = ask("clusters", bbox="170,-30,-170,0", zoom=5)["features"]
    assert {mark["properties"]["event"] for mark in marks} == {"suva", "apia"}
    (yerevan,) = ask("clusters", bbox="44,40,45,41", zoom=24)["features"]
    assert yerevan["properties"] == {"count": 32, "type": "PROTEST"}
    assert yerevan["bbox"] == [44.51, 40.18, 44.51, 40.18]
    assert ask("clusters", cell=20)["features"]


def test_a_timeline_has_its_empty_months(ask):
    buckets = ask("timeline", datetime="2022-01-01/..", by="status")["buckets"]
    assert (buckets[0]["start"], buckets[-1]["end"]) == ("2022-01-01", "2023-09-30")
    assert len(buckets) == 21
    assert buckets[5] == {"start": "2022-06-01", "end": "2022-06-30", "count": 0, "by": {}}


def test_areas_have_their_names_shapes_and_people(ask):
    areas = ask("areas")["features"]
    assert [area["geometry"] for area in areas] == [None] * len(areas)
    armenia = areas[0]["properties"]
    assert armenia == {"name": "Armenia", "country": "AM", "admin1": "", "boundary": "country:AM", "count": 32}
    assert "population" in ask("areas", population="true", within="fj")["features"][0]["properties"]


def test_an_area_is_drawn_on_demand(store):
    from starlette.testclient import TestClient

    from api.app import create_app
    from geo.settings import Settings

    with TestClient(create_app(Settings(), store=store)) as client:
        (fiji,) = client.get(f"{COUNTS}/areas", params={"within": "FJ", "geometry": "true"}).json()["features"]
    assert fiji["geometry"]["type"] == "MultiPolygon"


@pytest.mark.parametrize(
    ("name", "query", "parameter"),
    [
        ("clusters", {"zoom": "25"}, "zoom"),
        ("clusters", {"zoom": "1", "cell": "2"}, "cell"),
        ("clusters", {"limit": "1"}, "limit"),
        ("timeline", {"step": "hour"}, "step"),
        ("facets", {"facets": "colour"}, "facets"),
        ("areas", {"level": "town"}, "level"),
    ],
)
def test_what_is_wrong_is_named(client, name, query, parameter):
    answer = client.get(f"{COUNTS}/{name}", params=query)
    assert (answer.status_code, answer.json()["parameter"]) == (400, parameter)
