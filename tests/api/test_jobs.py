"""Many articles and feeds: a job that tells how it goes, for those who hold a key."""

import json
import time

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api import articles, jobs
from api.app import create_app
from geo.settings import Settings
from geo.stores import MemoryStore
from tests.api.conftest import outline
from tests.api.test_articles import KEYS, hashes
from tests.api.test_error_shape import problem
from tests.feeds import LONG, OneEvent, item, rss
from tests.web import serving

TEXT = "People rallied in Yerevan."
KEY = {"authorization": f"Bearer {KEYS[0]}"}
LINES = KEY | {"content-type": "application/x-ndjson"}


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    monkeypatch.setenv("DATELINE_API_KEYS", hashes(KEYS))
    monkeypatch.setenv("DATELINE_OWN_NETWORKS", "127.0.0.1/32")
    return create_app(Settings(), store=MemoryStore(), outline=outline, pipeline=OneEvent())


def ended(client: TestClient, address: str) -> dict:
    for _ in range(6_000):
        job = client.get(address, headers=KEY).json()
        if job["status"] not in ("queued", "running"):
            return job
        time.sleep(0.01)
    raise AssertionError(job)


def test_many_articles_become_a_job_that_counts_them(client: TestClient):
    many = [{"id": "a", "text": TEXT}, {"id": "b"}, {"id": "a", "text": TEXT}]
    answer = client.post("/articles?published=2023-09-20", json=many, headers=KEY)
    assert answer.status_code == 202, answer.text
    assert answer.headers["location"] == answer.json()["links"][0]["href"]
    job = ended(client, answer.headers["location"])
    assert job["status"] == "done"
    assert job["articles"] == {"read": 3, "kept": 1, "failed": 1, "total": 3}
    assert job["events"] == 1
    assert job["failures"] == [{"number": 2, "state": "failed", "reason": 'no "text"'}]
    assert job["created"] <= job["started"] <= job["finished"]
    results = client.get(job["links"][1]["href"], params={"limit": 1}, headers=KEY).json()["articles"]
    assert results == [{"number": 1, "state": "stored", "events": 1, "id": "a"}]
    assert client.get("/collections/events/items/event-of-a").status_code == 200
    assert [one["id"] for one in client.get("/jobs", headers=KEY).json()["jobs"]] == [job["id"]]


def test_json_lines_with_a_broken_one(client: TestClient):
    lines = b"\n".join([json.dumps({"text": TEXT}).encode(), b"{nonsense", b"", json.dumps({"text": "x"}).encode()])
    job = ended(client, client.post("/articles", content=lines, headers=LINES).headers["location"])
    assert (job["articles"]["read"], job["articles"]["failed"], job["failures"][0]["number"]) == (3, 1, 2)


def test_a_feed_with_its_pages(client: TestClient):
    with serving() as web:
        page = web.put("/page", LONG, Content_Type="text/html")
        feed = web.put("/feed", rss(item(1, link=page)))
        job = ended(client, client.post("/articles", json={"feed": feed}, headers=KEY).headers["location"])
    assert (job["status"], job["feed"], job["events"]) == ("done", feed, 1)
    assert client.app.state.service.pipeline().texts[0].count(TEXT) > 1


def test_a_feed_on_a_private_address_is_not_asked(client: TestClient):
    answer = client.post("/articles", json={"feed": "http://169.254.169.254/latest"}, headers=KEY)
    job = ended(client, answer.headers["location"])
    assert job["status"] == "failed"
    assert "private address" in job["problem"]


@pytest.mark.parametrize(
    ("body", "parameter"),
    [
        ({"feed": "file:///etc/passwd"}, "feed"),
        ({"feed": 7}, "feed"),
        ({"feed": "https://e.org/f", "pages": "no"}, "pages"),
        ({"feed": "https://e.org/f", "page": True}, "page"),
        ([], "body"),
    ],
)
def test_what_is_no_job_is_told(client: TestClient, body, parameter):
    assert problem(client.post("/articles", json=body, headers=KEY), 400)["parameter"] == parameter


def test_sizes_and_queues_have_an_end(client: TestClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(articles, "MAX_ARTICLES", 1)
    problem(client.post("/articles", json=[{}, {}], headers=KEY), 413)
    problem(client.post("/articles", json={"text": "x" * 1_000_001}, headers=KEY), 413)
    monkeypatch.setattr(articles, "MAX_MANY", 10)
    problem(client.post("/articles", content=b"x" * 11, headers=LINES), 413)
    monkeypatch.setattr(jobs, "_MOST_WAITING", 0)
    monkeypatch.setattr(articles, "MAX_MANY", 1000)
    answer = client.post("/articles", json=[{}], headers=KEY)
    problem(answer, 429)
    assert answer.headers["retry-after"]


def test_a_job_is_cancelled_or_forgotten(client: TestClient):
    address = client.post("/articles", json=[{"text": TEXT}], headers=KEY).headers["location"]
    ended(client, address)
    assert client.delete(address, headers=KEY).status_code == 204
    problem(client.get(address, headers=KEY), 404)
    problem(client.delete(address, headers=KEY), 404)


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/jobs"), ("GET", "/jobs/1"), ("DELETE", "/jobs/1"), ("GET", "/jobs/1/articles")]
)
def test_without_a_key_nothing_is_told(client: TestClient, method, path):
    problem(client.request(method, path), 401)


def test_what_was_handed_in_is_done_after_a_restart(monkeypatch: pytest.MonkeyPatch, tmp_path):
    monkeypatch.setenv("DATELINE_API_KEYS", hashes(KEYS))
    settings = Settings(store=tmp_path / "news.gpkg")
    waiting = TestClient(create_app(settings, pipeline=OneEvent()))  # without its start, no worker
    address = waiting.post("/articles", json=[{"id": "a", "text": TEXT}], headers=KEY).headers["location"]
    assert waiting.get(address, headers=KEY).json()["status"] == "queued"
    waiting.app.state.service.close()
    with TestClient(create_app(settings, pipeline=OneEvent())) as again:
        assert ended(again, address)["events"] == 1
