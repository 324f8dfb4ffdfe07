"""Writing: only with a key, each article once."""

from hashlib import sha256

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.app import create_app
from geo.corrections import NO_RULINGS, Rulings
from geo.errors import SettingsError
from geo.model import Document, Parsed
from geo.settings import Settings
from geo.stores import MemoryStore
from tests.api.conftest import make_event, outline
from tests.api.test_error_shape import problem

KEYS = ("first of two keys", "clé")
TEXT = "People rallied in Yerevan."
PLAIN = {"content-type": "text/plain"}


class OneEvent:
    """A pipeline that finds one event in every text."""

    def parse(self, document: Document, *, events: bool = True, rulings: Rulings = NO_RULINGS) -> Parsed:
        return Parsed(document, (), (make_event(f"event-of-{document.id}"),))


def hashes(keys: tuple[str, ...]) -> str:
    return ", ".join(sha256(key.encode()).hexdigest() for key in keys)


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    monkeypatch.setenv("DATELINE_API_KEYS", hashes(KEYS))
    return create_app(Settings(), store=MemoryStore(), outline=outline, pipeline=OneEvent())


def held(key: str) -> dict[str, str | bytes]:
    return {**PLAIN, "authorization": f"Bearer {key}".encode()}


@pytest.mark.parametrize("key", KEYS)
def test_an_article_is_stored_once(client: TestClient, key: str):
    first = client.post("/articles?published=2023-09-20", content=TEXT, headers=held(key))
    assert first.status_code == 201, first.text
    again = client.post("/articles?published=2023-09-20", content=TEXT, headers=held(key))
    assert again.status_code == 200
    assert (first.json()["changed"], again.json()["changed"]) == (True, False)
    assert first.json()["id"] == again.json()["id"]
    assert client.get("/ready").json()["articles"] == 1


def test_its_events_are_there_at_once(client: TestClient):
    stored = client.post("/articles", json={"id": "a", "text": TEXT}, headers={"authorization": f"bearer {KEYS[0]}"})
    assert stored.json()["events"] == ["event-of-a"]
    (link,) = stored.json()["links"]
    assert client.get(link["href"]).json()["id"] == "event-of-a"


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer wrong", f"Basic {KEYS[0]}", f"Bearer {KEYS[0][:-1]}", KEYS[0]]
)
def test_without_a_key_nothing_is_read_or_stored(client: TestClient, header: str):
    answer = client.post("/articles", content=TEXT, headers=PLAIN | {"authorization": header})
    problem(answer, 401)
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert client.get("/ready").json()["articles"] == 0


def test_a_hash_is_not_a_key(client: TestClient):
    problem(client.post("/articles", content=TEXT, headers=held(hashes(KEYS[:1]))), 401)


def test_a_service_without_keys_is_read_only(monkeypatch: pytest.MonkeyPatch, store):
    monkeypatch.delenv("DATELINE_API_KEYS", raising=False)
    client = TestClient(create_app(Settings(), store=store, outline=outline, pipeline=OneEvent()))
    assert "read-only" in problem(client.post("/articles", content=TEXT, headers=held(KEYS[0])), 403)["detail"]
    problem(client.post("/articles", content=TEXT, headers=held("")), 403)


def test_a_key_in_place_of_its_hash_stops_the_start_and_is_not_repeated(monkeypatch: pytest.MonkeyPatch, store):
    monkeypatch.setenv("DATELINE_API_KEYS", "hunter2")
    with pytest.raises(SettingsError, match="SHA-256") as raised:
        create_app(Settings(), store=store, outline=outline)
    assert "hunter2" not in str(raised.value)


def test_what_cannot_be_read_is_told(client: TestClient):
    problem(client.post("/articles", content=b"", headers=held(KEYS[0])), 400)
    assert problem(client.post("/articles?day=1", content=TEXT, headers=held(KEYS[0])), 400)["parameter"] == "day"
