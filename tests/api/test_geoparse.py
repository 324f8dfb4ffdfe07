"""Texts in, places and events out, and nothing a stranger may send brings the service down."""

import asyncio
import json
from datetime import date
from threading import Event as Signal
from threading import Thread

import httpx2 as httpx
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.app import create_app
from api.bodies import MAX_BODY
from geo.model import Document, Parsed
from geo.pipeline import Pipeline
from geo.settings import Settings
from tests.api.conftest import GAZETTEER, YEREVAN, outline, serving
from tests.api.test_error_shape import problem

TEXT = "Thousands of people rallied in Yerevan on Wednesday."
PLAIN = {"content-type": "text/plain; charset=utf-8"}


class Recorder:
    """A pipeline that keeps the documents it is given."""

    def __init__(self) -> None:
        self.documents: list[Document] = []

    def parse(self, document: Document, *, events: bool = True) -> Parsed:
        self.documents.append(document)
        return Pipeline(GAZETTEER).parse(document, events=events)


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def client(store, recorder: Recorder) -> TestClient:
    app = create_app(Settings(), store=store, outline=outline, gazetteer=GAZETTEER, pipeline=recorder)
    return TestClient(app, raise_server_exceptions=False)


def mentions(answer) -> list[tuple[int, int, str | None]]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    body = answer.json()
    assert body.keys() == {"id", "mentions", "events"}
    return [(m["start"], m["end"], m["place"] and m["place"]["id"]) for m in body["mentions"]]


def test_plain_text(client: TestClient, recorder: Recorder):
    start = TEXT.index("Yerevan")
    answer = client.post("/geoparse?published=2023-09-20&title=Rally", content=TEXT, headers=PLAIN)
    assert mentions(answer) == [(start, start + 7, YEREVAN.id)]
    (document,) = recorder.documents
    assert (document.text, document.title, document.published) == (TEXT, "Rally", date(2023, 9, 20))


def test_front_matter_is_read_and_offsets_count_the_text_after_it(client: TestClient, recorder: Recorder):
    text = f"---\ntitle: A rally\npublished: 2023-09-21\n---\n{TEXT}"
    (found,) = mentions(client.post("/geoparse?published=2020-01-01", content=text, headers=PLAIN))
    (document,) = recorder.documents
    assert document.text[found[0] : found[1]] == "Yerevan"
    assert (document.title, document.published) == ("A rally", date(2023, 9, 21))


def test_a_web_page(client: TestClient, recorder: Recorder):
    page = f"<html><head><title>Rally</title></head><body><article><p>{TEXT}</p><p>{TEXT}</p></article></body></html>"
    found = mentions(client.post("/geoparse", content=page, headers={"content-type": "text/html"}))
    assert {place for _, _, place in found} == {YEREVAN.id}
    assert "<p>" not in recorder.documents[0].text


def test_json_with_mentions_has_exactly_these_resolved(client: TestClient):
    sent = {"id": "a", "text": "Paris and Yerevan", "mentions": [{"start": 10, "end": 17}]}
    answer = client.post("/geoparse", json=sent)
    assert mentions(answer) == [(10, 17, YEREVAN.id)]
    assert answer.json()["id"] == "a"


def test_offsets_count_characters(client: TestClient):
    (found,) = mentions(client.post("/geoparse", json={"text": "🕊🕊 People rallied in Yerevan."}))
    assert found[:2] == (21, 28)


def test_places_alone(client: TestClient):
    answer = client.post("/geoparse?events=false", content=TEXT, headers=PLAIN)
    assert len(mentions(answer)) == 1
    assert answer.json()["events"] == []


def test_an_explanation_stands_beside_each_place_only_when_asked_for(client: TestClient):
    plain, told, untold = (
        client.post(f"/geoparse{query}", content=TEXT, headers=PLAIN).json()["mentions"]
        for query in ("", "?explain=true", "?explain=false")
    )
    (explanation,) = (mention.pop("explanation") for mention in told)
    assert plain == told == untold
    assert explanation.keys() == {"why", "candidates", "reasons", "otherwise"}
    (candidate,) = explanation["candidates"]
    assert (candidate["place"]["id"], candidate["match"], candidate["share"]) == (YEREVAN.id, "exact", 1.0)


@pytest.mark.parametrize(
    ("content", "media_type", "status", "words"),
    [
        (b"", "text/plain", 400, "no text"),
        (b"\xff\xfe\xfa", "text/plain", 400, "utf-16"),
        (b"caf\xe9", "text/plain", 400, "UTF-8"),
        (b"", "application/json", 400, "not JSON"),
        (b"[" * 100_000, "application/json", 400, "not JSON"),
        (b'{"text": "\\ud800"}', "application/json", 400, "not JSON"),
        (b"[]", "application/json", 400, "not an object"),
        (b'{"title": "x"}', "application/json", 400, 'no "text"'),
        (b'{"text": 5}', "application/json", 400, '"text" is a number'),
        (b'{"text": "x", "mentions": [{"start": 0, "end": 9}]}', "application/json", 400, '"mentions"[0]'),
        (b"<html></html>", "text/html", 400, "no article text"),
        (b"<" * 100_000, "text/html", 400, "no article text"),
        (b"%PDF-1.7", "application/pdf", 415, "text/plain"),
        (b"x", "", 415, "no content type"),
        (b"x" * (MAX_BODY + 1), "text/plain", 413, "1,000,000"),
    ],
)
def test_what_cannot_be_read_is_told(client: TestClient, content: bytes, media_type: str, status: int, words: str):
    answer = client.post("/geoparse", content=content, headers={"content-type": media_type})
    assert words in problem(answer, status)["detail"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [("published=soon", "published"), ("events=maybe", "events"), ("explain=because", "explain")],
)
def test_a_wrong_parameter_is_named(client: TestClient, query: str, parameter: str):
    assert problem(client.post(f"/geoparse?{query}", content=TEXT, headers=PLAIN), 400)["parameter"] == parameter


def test_an_answer_to_a_text_is_always_sent(client: TestClient):
    mentions(client.post("/geoparse", content=TEXT, headers=PLAIN | {"if-none-match": "*"}))


def test_it_is_not_for_get(client: TestClient):
    answer = client.get("/geoparse")
    problem(answer, 405)
    assert answer.headers["allow"] == "POST"


def test_a_body_without_end_is_not_read_to_it(client: TestClient):
    sent = 0

    async def endless():
        nonlocal sent
        while True:
            sent += 100_000
            yield b"x" * 100_000

    async def post() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(client.app)) as caller:
            return await caller.post("http://testserver/geoparse", content=endless(), headers=PLAIN)

    problem(asyncio.run(post()), 413)
    assert sent <= MAX_BODY + 100_000


def test_a_long_text_does_not_keep_others_waiting(app: FastAPI):
    begun, go_on = Signal(), Signal()

    class Slow(Recorder):
        def parse(self, document: Document, *, events: bool = True) -> Parsed:
            begun.set()
            assert go_on.wait(60)
            return Parsed(document, (), ())

    service = app.state.service
    service.pipeline = Slow
    answers = []
    with serving(app) as address:
        sender = Thread(target=lambda: answers.append(httpx.post(f"{address}/geoparse", json={"text": TEXT})))
        sender.start()
        assert begun.wait(60)
        assert httpx.get(f"{address}/health", timeout=60).status_code == 200
        go_on.set()
        sender.join(60)
    assert json.loads(answers[0].text)["mentions"] == []
