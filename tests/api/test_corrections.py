"""Correcting: only with a key, everything kept, readers get the corrected event."""

from hashlib import sha256

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.app import create_app
from geo.settings import Settings
from geo.stores import MemoryStore
from tests.api.conftest import GAZETTEER, KARS, outline
from tests.api.test_error_shape import problem

KEY = "a key of ours"
HASH = sha256(KEY.encode()).hexdigest()
HELD = {"authorization": f"Bearer {KEY}", "content-type": "application/merge-patch+json"}
YEREVAN_URL = "/collections/events/items/yerevan"


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, store: MemoryStore) -> FastAPI:
    monkeypatch.setenv("DATELINE_API_KEYS", HASH)
    return create_app(Settings(), store=store, outline=outline, gazetteer=GAZETTEER)


def patch(client: TestClient, id: str = "yerevan", **asked):
    return client.patch(f"/collections/events/items/{id}", json=asked, headers=HELD)


def properties(client: TestClient, id: str = "yerevan") -> dict:
    return client.get(f"/collections/events/items/{id}").json()["properties"]


def test_a_patch_changes_what_it_names_and_nothing_else(client: TestClient):
    before = properties(client)
    answer = patch(client, place="Kars", status="claimed", by="Ann", note="see the map")
    assert answer.status_code == 200, answer.text
    after = properties(client)
    assert answer.json()["properties"] == after
    assert answer.json()["geometry"] == {"type": "Point", "coordinates": [KARS.lon, KARS.lat]}
    assert {name for name in after if after[name] != before[name]} >= {"place", "status", "corrected_by"}
    assert (after["type"], after["start"], after["quote"]) == (before["type"], before["start"], before["quote"])
    assert after["corrected_by"] == f"Ann (key {HASH[:4]})"
    assert after["corrected_at"].endswith("+00:00")


def test_filters_see_the_corrected_event(client: TestClient, items):
    patch(client, place={"lon": 178.0, "lat": -17.5, "radius_m": 5000}, type="ASSAULT", start="2023-09-01")
    assert "yerevan" in [
        one["id"] for one in items(bbox="177,-19,179,-17", type="ASSAULT", datetime="2023-09-01")["features"]
    ]
    assert "yerevan" not in [one["id"] for one in items(type="PROTEST")["features"]]


@pytest.mark.parametrize("url", [YEREVAN_URL, "/collections/events/items?limit=50"])
def test_a_cached_copy_is_out_of_date_after_a_correction(client: TestClient, url: str):
    held = {"if-none-match": client.get(url).headers["etag"]}
    assert client.get(url, headers=held).status_code == 304
    patch(client, status="denied")
    assert client.get(url, headers=held).status_code == 200


def test_a_deleted_event_is_gone_from_every_answer_and_comes_back(client: TestClient, items):
    before = items()["numberMatched"]
    assert client.delete(f"{YEREVAN_URL}?by=Ann&note=twice", headers=HELD).status_code == 204
    problem(client.get(YEREVAN_URL), 404)
    problem(client.delete(YEREVAN_URL, headers=HELD), 404)
    problem(patch(client, status="denied"), 404)
    assert items()["numberMatched"] == client.get("/ready").json()["events"] == before - 1
    assert '"yerevan"' not in client.get("/collections/events/items?f=geojsonseq").text
    assert patch(client, undo=True).json()["properties"]["corrected_by"] == ""
    assert items()["numberMatched"] == before


def test_the_history_is_open_to_all_and_keeps_what_was_undone(client: TestClient):
    assert client.get(f"{YEREVAN_URL}/corrections").json()["corrections"] == []
    patch(client, status="denied", note="they say")
    client.delete(YEREVAN_URL, headers=HELD)
    patch(client, undo=True, by="Bob")
    first, second, third = client.get(f"{YEREVAN_URL}/corrections").json()["corrections"]
    assert (first["note"], first["changes"]) == ("they say", [{"status": "denied", "kind": "status"}])
    assert second["changes"] == [{"kind": "deleted"}]
    assert third["changes"] == [{"correction": second["id"], "kind": "undone"}]
    assert third["by"].startswith("Bob (key ")
    problem(client.get("/collections/events/items/nothing/corrections"), 404)


@pytest.mark.parametrize(
    ("asked", "field", "words"),
    [
        ({"colour": "red"}, "colour", "known are place"),
        ({}, "place", "nothing is to be changed"),
        ({"type": "PARTY"}, "type", "ASSAULT"),
        ({"mode": "quake"}, "mode", "strike"),
        ({"status": "maybe"}, "status", "reported, claimed"),
        ({"status": 7}, "status", "reported, claimed"),
        ({"start": "yesterday"}, "start", "not a day"),
        ({"start": "2024-01-02", "end": "2024-01-01"}, "end", "lies after"),
        ({"place": "Xqzwvburg"}, "place", "longitude and latitude"),
        ({"place": "geonames:999"}, "place", "no place is known"),
        ({"place": {"lon": 200, "lat": 0}}, "place", "-180 to 180"),
        ({"place": {"lon": 0}}, "place", "lat None"),
        ({"place": "Kars", "instead_of": "Suva"}, "instead_of", "it has Yerevan"),
        ({"fatalities": -1}, "fatalities", "number of people"),
        ({"same_as": "nothing"}, "same_as", "'nothing'"),
        ({"not_same_as": ["suva", "yerevan"]}, "not_same_as", "itself"),
        ({"undo": True}, "undo", "left to undo"),
        ({"undo": True, "type": "AID"}, "undo", "no other change"),
        ({"status": "denied", "by": 3}, "by", "not text"),
        ({"status": "denied", "note": "x" * 1001}, "note", "more than 1000"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_changed(client: TestClient, store: MemoryStore, asked, field, words):
    found = problem(patch(client, **asked), 400)
    assert found["parameter"] == field
    assert words in found["detail"]
    assert store.corrections() == ()


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [(b"{", HELD["content-type"], 400), (b"[]", "application/json", 400), (b"{}", "text/plain", 415)],
)
def test_a_body_that_is_no_patch_is_refused(client: TestClient, body: bytes, kind: str, status: int):
    problem(client.patch(YEREVAN_URL, content=body, headers=HELD | {"content-type": kind}), status)


def test_without_a_key_nothing_is_corrected(client: TestClient, store: MemoryStore):
    for answer in (client.patch(YEREVAN_URL, json={"status": "denied"}), client.delete(YEREVAN_URL)):
        problem(answer, 401)
    assert store.corrections() == ()


def test_a_service_without_keys_corrects_nothing(monkeypatch: pytest.MonkeyPatch, store: MemoryStore):
    monkeypatch.delenv("DATELINE_API_KEYS", raising=False)
    client = TestClient(create_app(Settings(), store=store, outline=outline))
    for answer in (patch(client, status="denied"), client.delete(YEREVAN_URL, headers=HELD)):
        problem(answer, 403)
