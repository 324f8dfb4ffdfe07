"""The city names of a view."""

import pytest
from starlette.testclient import TestClient


def test_a_view_has_its_cities(client: TestClient):
    answer = client.get("/cities.json?bbox=43,38.5,47,42&zoom=6")
    assert answer.status_code == 200
    assert "max-age" in answer.headers["cache-control"]
    names = [name for name, *_ in answer.json()["cities"]]
    assert "Yerevan" in names
    assert "Tbilisi" in names


def test_the_world_has_few(client: TestClient):
    assert 0 < len(client.get("/cities.json").json()["cities"]) < 30
    assert len(client.get("/cities.json?zoom=24").content) < 5_000


@pytest.mark.parametrize(
    ("query", "parameter"), [("bbox=1,2,3", "bbox"), ("zoom=near", "zoom"), ("zoom=99", "zoom"), ("lang=az", "lang")]
)
def test_a_wrong_question_is_told_what_would_be_right(client: TestClient, query: str, parameter: str):
    answer = client.get(f"/cities.json?{query}")
    assert answer.status_code == 400
    assert answer.json()["parameter"] == parameter
