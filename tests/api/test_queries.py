"""Whatever is asked, the answer over HTTP is what `EventQuery.matches` says; whatever is sent, nothing breaks."""

from collections.abc import Mapping
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.app import create_app
from api.params import known_types
from geo.model import Document, Event
from geo.query import EventQuery, newest_first
from geo.settings import Settings
from geo.stores import MemoryStore
from tests.api.conftest import GAZETTEER, outline
from tests.geo import strategies

EVENTS = st.lists(strategies.events(st.uuids().map(str)), max_size=6, unique_by=lambda event: event.id)
QUERIES = strategies.queries(st.uuids().map(str)).filter(
    lambda query: query.limit and set(query.types) <= set(known_types())
)
ITEMS = "/collections/events/items"
ADDRESSES = (ITEMS, f"{ITEMS}/x", "/collections", "/geocode", "/reverse", "/map")
NAMES = st.sampled_from(
    ("bbox", "datetime", "type", "status", "story", "q", "limit", "offset", "f", "crs", "lon", "lat")
)
VALUES = st.text(max_size=12) | st.sampled_from(
    (
        "1,2,3,4",
        "170,-10,-170,10",
        "2023-01-01/..",
        "/",
        "../..",
        "1",
        "0",
        "1e400",
        "nan",
        "json",
        "html",
        "%00",
        ",",
    )
)


@pytest.fixture(scope="module")
def client() -> TestClient:
    app = create_app(Settings(), store=MemoryStore(), outline=outline, gazetteer=GAZETTEER)
    return TestClient(app, raise_server_exceptions=False)


def written(query: EventQuery) -> Mapping[str, str]:
    box, interval = query.bbox, query.interval
    every = {
        "bbox": box and f"{box.west!r},{box.south!r},{box.east!r},{box.north!r}",
        "datetime": interval and f"{interval.start or '..'}/{interval.end or '..'}",
        "type": ",".join(query.types),
        "status": ",".join(query.statuses),
        "story": query.story,
        "q": query.text,
        "limit": str(query.limit),
        "offset": str(query.offset),
    }
    return {name: value for name, value in every.items() if value}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(stored=EVENTS, query=QUERIES)
def test_an_answer_holds_what_matches(client: TestClient, stored: list[Event], query: EventQuery):
    store = MemoryStore(outline=outline)
    store.add(Document("d", "text"), stored)
    client.app.state.service.store = lambda: store
    asked = EventQuery(**{name: getattr(query, name) for name in query.__slots__ if name != "ids"})

    matching = [event.id for event in sorted(stored, key=newest_first) if asked.matches(event)]
    path, found = ITEMS, []
    parameters: Mapping[str, str] | None = written(asked)
    while path:
        answer = client.get(path, params=parameters)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        assert page["numberMatched"] == len(matching)
        found += [item["id"] for item in page["features"]]
        following = [link["href"] for link in page["links"] if link["rel"] == "next"]
        path, parameters = ("?".join(urlsplit(following[0])[2:4]) if following else ""), None
    assert found == matching[asked.offset :]


@settings(max_examples=100, deadline=None)
@given(address=st.sampled_from(ADDRESSES), sent=st.lists(st.tuples(NAMES | st.text(max_size=5), VALUES), max_size=4))
def test_nothing_a_query_may_hold_breaks_the_service(client: TestClient, address: str, sent: list[tuple[str, str]]):
    answer = client.get(address, params=sent)
    assert answer.status_code in (200, 400, 404), answer.text
    if answer.status_code == 400:
        assert answer.json()["parameter"] in dict(sent) or address in ("/geocode", "/reverse")
