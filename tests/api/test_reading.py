"""Articles as they were read, over HTTP."""

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from geo.model import Document
from geo.settings import Settings
from geo.stores import MemoryStore
from tests.api.conftest import YEREVAN, make_event, outline


@pytest.fixture
def kept() -> MemoryStore:
    store = MemoryStore(outline=outline)
    store.add(Document("a0", "Thousands marched in Yerevan.", "A <march>"), [make_event("m", YEREVAN)])
    return store


def serving(store: MemoryStore, **settings) -> TestClient:
    return TestClient(create_app(Settings(**settings), store=store, outline=outline))


def test_a_browser_gets_the_page_and_a_program_the_record(kept: MemoryStore):
    store = MemoryStore(outline=outline)
    store.add(Document("a1", "Thousands marched in Yerevan.", "A <march>"), [make_event("m", YEREVAN)])
    page = serving(store).get("/articles/a1", headers={"Accept": "text/html"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "A &lt;march&gt;" in page.text
    assert "'unsafe" not in page.headers["content-security-policy"]
    record = serving(store).get("/articles/a1").json()
    assert record["text"] == "Thousands marched in Yerevan."
    assert [event["id"] for event in record["events"]] == ["m"]


def test_what_is_not_there_is_not_found(kept: MemoryStore):
    answer = serving(kept).get("/articles/nowhere", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "nowhere" in answer.json()["detail"]


def test_articles_can_be_kept_back(monkeypatch, kept: MemoryStore):
    kept.add(Document("a1", "Text."), [])
    assert serving(kept).get("/articles/a1").status_code == 200
    assert serving(kept, show_articles=False).get("/articles/a1").status_code == 404
    monkeypatch.setenv("DATELINE_SHOW_ARTICLES", "perhaps")
    with pytest.raises(ValueError, match="neither yes nor no"):
        Settings()


def test_a_text_is_read_with_all_that_a_page_draws(client: TestClient):
    text, headers = "Protesters gathered in Yerevan on Monday.", {"Content-Type": "text/plain"}
    record = client.post("/geoparse?reading=true", content=text, headers=headers).json()
    assert record["text"] == text
    assert record["places"][YEREVAN.id]["geometry"] == {"type": "Point", "coordinates": [YEREVAN.lon, YEREVAN.lat]}
    assert record["mentions"][0]["place"] == YEREVAN.id


@pytest.mark.parametrize(
    ("query", "header", "language"),
    [
        ("", "", "en"),
        ("?lang=en-GB", "", "en"),
        ("?lang=xx", "", "en"),
        ("", "xx, en;q=0.5", "en"),
        ("?lang=ru-RU", "ar", "ru"),
        ("", "fr, hy;q=0.8, en;q=0.5", "hy"),
    ],
)
def test_a_page_speaks_the_readers_language(client: TestClient, query: str, header: str, language: str):
    page = client.get(f"/try{query}", headers={"Accept-Language": header})
    assert f'<html lang="{language}"' in page.text
    assert "Accept-Language" in page.headers["vary"]
