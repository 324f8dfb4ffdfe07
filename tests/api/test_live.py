"""Events as they come, through a real server."""

import json
import time
from contextlib import contextmanager

import httpx2 as httpx
import pytest

from api import live
from api.app import create_app
from geo.model import Document
from geo.settings import Settings
from geo.stores import MemoryStore
from tests.api.conftest import EVENTS, GAZETTEER, make_event, outline, serving
from tests.api.following import FollowingStore


@pytest.fixture
def store() -> FollowingStore:
    made = FollowingStore()
    made.add(Document("d1", "Thousands rally.", "Thousands rally"), EVENTS)
    return made


@pytest.fixture
def address(app, monkeypatch):
    monkeypatch.setattr(live, "_LOOK", 0.02)
    monkeypatch.setattr(live, "_BEAT", 0.1)
    with serving(app) as address:
        yield address


@contextmanager
def listening(address: str, query: str = "", **headers):
    with httpx.stream("GET", f"{address}/events/stream{query}", headers=headers, timeout=5) as answer:
        assert answer.status_code == 200
        yield answer, blocks(answer.iter_lines())


def blocks(lines):
    block = []
    for line in lines:
        if line:
            block.append(line)
        else:
            yield dict(one.split(": ", 1) if not one.startswith(":") else ("", one) for one in block)
            block = []


def until_id(found) -> list[dict]:
    told = []
    for block in found:
        told.append(block)
        if "id" in block:
            return told
    raise AssertionError("the stream ended")


def test_what_comes_is_told_and_only_what_was_asked_for(address, store):
    with listening(address, "?type=PROTEST") as (answer, found):
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert "content-encoding" not in answer.headers
        assert next(found) == {"retry": "3000"}
        assert next(found)[""].startswith(":")
        store.add(Document("d3", "More.", "More"), [make_event("more"), make_event("other", type="AID", mode="")])
        told = [block for block in until_id(found) if "" not in block]
    assert [block.get("event") for block in told] == ["event", "gone", None]
    assert json.loads(told[0]["data"])["id"] == "more"
    assert json.loads(told[1]["data"]) == {"ids": ["other"]}
    assert told[-1]["id"] == str(store.version())


@pytest.mark.parametrize("how", ["since", "header"])
def test_who_comes_back_hears_what_was_missed(address, store, how):
    since = str(store.version())
    store.add(Document("d3", "More.", "More"), [make_event("more")])
    store.add(Document("d3", "Other.", "Other"), [make_event("instead")])
    query, headers = (f"?since={since}", {}) if how == "since" else ("", {"Last-Event-ID": since})
    with listening(address, query, **headers) as (_, found):
        told = until_id(found)
    assert [json.loads(b["data"])["id"] for b in told if b.get("event") == "event"] == ["instead"]
    assert "more" in next(json.loads(b["data"])["ids"] for b in told if b.get("event") == "gone")


def test_who_goes_away_makes_room(address, app, monkeypatch):
    monkeypatch.setattr(live, "_MOST_LISTENERS", 1)
    with listening(address) as (_, found):
        next(found)
        refused = httpx.get(f"{address}/events/stream", timeout=5)
        assert refused.status_code == 503
        assert refused.headers["retry-after"]
    for _ in range(200):
        if not app.state.hub.listeners:
            break
        time.sleep(0.02)
    assert app.state.hub.listeners == 0


def test_nonsense_is_refused(client):
    assert client.get("/events/stream?since=yesterday").json()["parameter"] == "since"
    assert client.get("/events/stream", headers={"last-event-id": "x"}).json()["parameter"] == "Last-Event-ID"
    assert client.get("/events/stream?colour=red").status_code == 400


def test_a_store_that_can_not_tell_what_changes_has_no_stream():
    if hasattr(MemoryStore, "version"):
        pytest.skip("all stores can")
    from starlette.testclient import TestClient

    app = create_app(Settings(), store=MemoryStore(), outline=outline, gazetteer=GAZETTEER)
    assert TestClient(app).get("/events/stream").status_code == 503
