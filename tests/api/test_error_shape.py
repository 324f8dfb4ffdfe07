"""One shape for whatever goes wrong: RFC 9457."""

import logging

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from geo.errors import GazetteerError, GeoError, StoreError


def problem(answer, status: int) -> dict:
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status
    assert {"type", "title", "detail"} <= body.keys()
    return body


@pytest.mark.parametrize(
    ("query", "parameter", "words"),
    [
        ("bbox=1,2,3", "bbox", "3 numbers given"),
        ("bbox=a,b,c,d", "bbox", "not a list of numbers"),
        ("bbox=nan,0,1,1", "bbox", "must lie between"),
        ("bbox=", "bbox", "not a list of numbers"),
        ("datetime=yesterday", "datetime", "not a date"),
        ("datetime=2024-01-01/2023-01-01", "datetime", "lies after"),
        ("type=PROTEST,RIOTING", "type", "ASSAULT, COERCE"),
        ("status=maybe", "status", "reported, claimed, planned, denied"),
        ("limit=0", "limit", "1 or more"),
        ("limit=ten", "limit", "not a whole number"),
        ("offset=-1", "offset", "0 or more"),
        ("offset=" + "9" * 30, "offset", "not a whole number"),
        ("f=shapefile", "f", "json"),
        ("crs=EPSG:3857", "crs", "CRS84"),
        ("bbox=0,0,1,1&bbox=2,2,3,3", "bbox", "more than once"),
        ("colour=red", "colour", "known are bbox, datetime"),
        ("BBOX=0,0,1,1", "BBOX", "known are bbox, datetime"),
    ],
)
def test_a_wrong_parameter_is_named(client: TestClient, query: str, parameter: str, words: str):
    body = problem(client.get(f"/collections/events/items?{query}"), 400)
    assert body["parameter"] == parameter
    assert words in body["detail"]


def test_an_unknown_id_and_an_unknown_page(client: TestClient):
    assert "'nobody'" in problem(client.get("/collections/events/items/nobody"), 404)["detail"]
    problem(client.get("/collections/unicorns/items"), 404)
    problem(client.get("/static/../app.py"), 404)


def test_a_wrong_method_says_which_are_right(client: TestClient):
    answer = client.delete("/collections/events/items")
    problem(answer, 405)
    assert "GET" in answer.headers["allow"]


@pytest.mark.parametrize(
    ("error", "status"), [(StoreError("/secret/path"), 500), (GazetteerError("/secret/path"), 503)]
)
def test_an_error_inside_is_logged_and_keeps_its_secrets(app: FastAPI, client, caplog, error: GeoError, status: int):
    def fail(_):
        raise error

    app.state.service.store().search = fail
    answer = client.get("/collections/events/items")
    assert "secret" not in problem(answer, status)["detail"]
    assert [record.exc_info[1] for record in caplog.records if record.name == "dateline.api"] == [error]


def test_a_callers_mistake_is_not_logged(client: TestClient, caplog):
    with caplog.at_level(logging.DEBUG, "dateline.api"):
        client.get("/collections/events/items?limit=0")
    assert not [record for record in caplog.records if record.name.startswith("dateline")]


def test_what_nobody_foresaw_has_the_shape_too(app: FastAPI, client: TestClient):
    def fail(_):
        raise ZeroDivisionError("/secret/path")

    app.state.service.store().search = fail
    assert "secret" not in problem(client.get("/collections/events/items"), 500)["detail"]
