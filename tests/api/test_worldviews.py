"""Whose borders the maps draw, and who says so."""

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from geo.errors import SettingsError
from geo.settings import Settings
from tests.api.conftest import outline


def test_the_ground_says_whose_borders_it_has(client: TestClient):
    ground = client.get("/land.json?worldview=tr&date=2023-06-01").json()
    assert ground["worldview"] == {"id": "tr", "name": "Turkey", "date": "2023-06-01"}
    assert "Northern Cyprus" in [name for name, *_ in ground["labels"]]


def test_borders_change_with_the_day(client: TestClient):
    before, after = (client.get(f"/land.json?date={day}").json() for day in ("2023-09-19", "2023-09-20"))
    assert before["disputed"] != after["disputed"]
    assert before["land"] == after["land"]
    assert "Artsakh" in [name for name, *_ in before["labels"]]
    assert "Artsakh" not in [name for name, *_ in after["labels"]]


@pytest.mark.parametrize(
    ("query", "parameter", "told"),
    [
        ("worldview=mars", "worldview", "de-facto, un, am, az"),
        ("worldview=am,az", "worldview", "more than one"),
        ("date=yesterday", "date", "2023-09-20"),
        ("colour=red", "colour", "worldview, date"),
    ],
)
def test_a_wrong_choice_is_told_what_there_is(client: TestClient, query: str, parameter: str, told: str):
    answer = client.get(f"/land.json?{query}")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["parameter"] == parameter
    assert told in answer.json()["detail"]


def test_the_worldviews_are_told_with_their_sources(client: TestClient):
    told = client.get("/worldviews?date=2026-11-24").json()
    assert told["default"] == "de-facto"
    assert [view["id"] for view in told["worldviews"]][:3] == ["de-facto", "un", "am"]
    crimea = next(area for area in told["areas"] if area["id"] == "crimea")
    assert (crimea["held"], crimea["claimed"]) == ("RU", ["RU", "UA"])
    assert (crimea["whose"]["ru"], crimea["whose"]["un"]) == ("RU", "UA")
    assert all(position["source"] for position in crimea["positions"])
    assert {"from": "2014-03-18", "to": None}.items() <= next(
        p for p in crimea["positions"] if "ru" in p["views"]
    ).items()


def test_the_default_can_be_set(store):
    client = TestClient(create_app(Settings(worldview="un"), store=store, outline=outline))
    assert client.get("/land.json").json()["worldview"]["id"] == "un"
    assert client.get("/worldviews").json()["default"] == "un"


def test_a_default_that_is_not_there_stops_the_start(monkeypatch):
    monkeypatch.setenv("DATELINE_WORLDVIEW", "mars")
    with pytest.raises(SettingsError, match=r"DATELINE_WORLDVIEW: .*de-facto, un, am"):
        Settings()
