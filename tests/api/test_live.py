"""Events as they come, through a real server."""

import json
import time
from contextlib import contextmanager

import httpx2 as httpx
import pytest

from api import live
from geo.corrections import Correction, Retyped
from geo.model import Document
from geo.stores import open_store
from tests.api.conftest import EVENTS, make_event, outline, serving, serving_apart
from tests.api.test_articles import hashes


@pytest.fixture
def store(either_store):
    return either_store


@pytest.fixture
def address(app, monkeypatch):
    monkeypatch.setattr(live, "_LOOK", 0.02)
    monkeypatch.setattr(live, "_BEAT", 0.1)
    with serving(app) as address:
        yield address


@contextmanager
def listening(address: str, query: str = "", **headers):
    with httpx.stream("GET", f"{address}/events/stream{query}", headers=headers, timeout=60) as answer:
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


def heard(told: list[dict], kind: str) -> list:
    return [json.loads(block["data"]) for block in told if block.get("event") == kind]


def test_what_comes_is_told_and_only_what_was_asked_for(address, store):
    with listening(address, "?type=PROTEST") as (answer, found):
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert "content-encoding" not in answer.headers
        assert next(found) == {"retry": "3000"}
        assert next(found)[""].startswith(":")
        store.add(Document("d3", "More.", "More"), [make_event("more"), make_event("other", type="AID", mode="")])
        told = [block for block in until_id(found) if "" not in block]
    assert [feature["id"] for feature in heard(told, "event") if feature["id"] == "more"] == ["more"]
    assert all(feature["properties"]["type"] == "PROTEST" for feature in heard(told, "event"))
    assert heard(told, "gone") == []  # nobody has seen the other one
    assert told[-1]["id"] == str(store.version())


def test_what_is_asked_for_no_longer_is_gone(address, store):
    store.add(Document("d3", "More.", "More"), [make_event("more"), make_event("rest", place=None)])
    with listening(address, f"?since={store.version()}&filter=type='PROTEST'") as (_, found):
        store.correct([Correction.made(store.get("more"), [Retyped("AID", "")], by="ann")])
        told = until_id(found)
        store.add(Document("d3", "Less.", "Less"), [])
        told += until_id(found)
    gone = {event for message in heard(told, "gone") for event in message["ids"]}
    assert gone == {"more", "rest"}


@pytest.mark.parametrize("how", ["since", "header"])
def test_who_comes_back_hears_what_was_missed(address, store, how):
    since = str(store.version())
    store.add(Document("d3", "More.", "More"), [make_event("more")])
    assert store.version() > int(since)
    store.add(Document("d3", "Other.", "Other"), [make_event("instead")])
    query, headers = (f"?since={since}", {}) if how == "since" else ("", {"Last-Event-ID": since})
    with listening(address, query, **headers) as (_, found):
        told = until_id(found)
    assert "instead" in {feature["id"] for feature in heard(told, "event")}
    assert heard(told, "gone") == [{"ids": ["more"]}]


def test_who_goes_away_makes_room(address, app, monkeypatch):
    monkeypatch.setattr(live, "_MOST_LISTENERS", 1)
    with listening(address) as (_, found):
        next(found)
        refused = httpx.get(f"{address}/events/stream", timeout=60)
        assert refused.status_code == 503
        assert refused.headers["retry-after"]
    for _ in range(3_000):
        if not app.state.hub.listeners:
            break
        time.sleep(0.02)
    assert app.state.hub.listeners == 0


def test_nonsense_is_refused(client):
    assert client.get("/events/stream?since=yesterday").json()["parameter"] == "since"
    assert client.get("/events/stream", headers={"last-event-id": "x"}).json()["parameter"] == "Last-Event-ID"
    assert client.get("/events/stream?colour=red").status_code == 400


def test_what_one_process_writes_another_tells(tmp_path):
    path = tmp_path / "events.gpkg"
    with open_store(path, outline=outline) as file:
        file.add(Document("d1", "Thousands rally.", "Thousands rally"), EVENTS)
    with serving_apart(path) as reader, serving_apart(path, DATELINE_API_KEYS=hashes(("key",))) as writer:
        since = httpx.get(f"{reader}/collections/events/items/yerevan").headers["etag"]
        with listening(reader) as (_, found):
            assert next(found) == {"retry": "3000"}
            address = f"{writer}/collections/events/items/yerevan"
            assert httpx.delete(address, headers={"authorization": "Bearer key"}).status_code == 204
            assert {"ids": ["yerevan"]} in heard(until_id(found), "gone")
        gone = httpx.get(f"{reader}/collections/events/items/yerevan", headers={"if-none-match": since})
        assert gone.status_code == 404
