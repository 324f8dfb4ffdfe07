"""Items in every format, over HTTP: what they hold, and what becomes of them when either side breaks off."""

import socket
import sqlite3
import time
from contextlib import closing
from threading import Event
from urllib.parse import urlsplit

import httpx2 as httpx
import pytest

from api.app import create_app
from api.collections import all_collections
from geo.formats import FORMATS
from geo.model import Document, Resolution, Toponym
from geo.settings import Settings
from geo.stores import open_store
from tests.api.conftest import EVENTS, YEREVAN, make_event, outline, serving
from tests.geo.formats.reading import rows

TABLES = {one.id: one.table for one in all_collections()}
EXPORTED = [one for one in FORMATS.values() if one.name != "geojson"]
ITEMS = "/collections/events/items"

every_format = pytest.mark.parametrize("format", EXPORTED, ids=[one.name for one in EXPORTED])


def ids(answer, format, tmp_path, collection="events", table=None):
    assert answer.status_code == 200, answer.text
    return [row["id"] for row in rows(format.name, answer.content, table or TABLES[collection], tmp_path)]


def holds_what_the_pages_do(client, format, collection, query, tmp_path):
    page = client.get(f"/collections/{collection}/items?limit=10000&{query}").json()
    answer = client.get(f"/collections/{collection}/items?f={format.name}&{query}")
    assert answer.headers["content-type"].removesuffix("; charset=utf-8") == format.media_type
    assert answer.headers["content-disposition"] == f'attachment; filename="{collection}{format.suffix}"'
    assert answer.headers["content-crs"] == "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>"
    assert page["features"]
    assert ids(answer, format, tmp_path, collection) == [item["id"] for item in page["features"]]


@every_format
def test_a_format_holds_what_the_pages_do(client, format, tmp_path):
    holds_what_the_pages_do(client, format, "events", "", tmp_path)


@pytest.mark.parametrize(
    ("collection", "query"), [("mentions", ""), ("articles", ""), ("boundaries", "level=region")]
)
def test_every_collection_comes_in_formats(client, store, collection, query, tmp_path):
    toponyms = [Toponym(0, 7, "Yerevan"), Toponym(8, 15, "Nowhere")]
    resolved = [Resolution(toponyms[0], YEREVAN, 0.8), Resolution(toponyms[1], None, 0.0)]
    store.add(Document("d7", "Yerevan Nowhere", "=Title"), [], resolved)
    holds_what_the_pages_do(client, FORMATS["parquet"], collection, query, tmp_path)


@every_format
def test_the_accept_header_names_a_format_too(client, format):
    answer = client.get(ITEMS, headers={"accept": f"{format.media_type}, */*;q=0.1"})
    assert answer.headers["content-type"].removesuffix("; charset=utf-8") == format.media_type


@every_format
@pytest.mark.parametrize(
    "query", ["limit=3", "limit=3&offset=2", "offset=30", "type=assault", "q=unheard", "bbox=44,40,45,41"]
)
def test_filters_and_paging_choose_the_same_items(client, format, query, tmp_path):
    page = client.get(f"{ITEMS}?{query}").json()
    answer = client.get(f"{ITEMS}?{query}&f={format.name}")
    assert ids(answer, format, tmp_path) == [item["id"] for item in page["features"]]


@every_format
def test_some_properties_only(client, format, tmp_path):
    answer = client.get(f"{ITEMS}?properties=start,sources&limit=2&f={format.name}")
    table = TABLES["events"].only(["start", "sources"])
    found = rows(format.name, answer.content, table, tmp_path)
    assert [row["source_title"] for row in found] == ["Thousands rally"] * 2
    assert "type" not in found[0]


def test_the_most_that_a_page_may_have_is_no_bound_for_an_export(client, store, monkeypatch):
    monkeypatch.setattr(store, "stream_features", lambda query: endless())
    answer = client.get(f"{ITEMS}?f=geojsonseq&limit=12345")
    assert answer.content.count(b"\x1e") == 12345


@pytest.mark.parametrize("name", [*(one.name for one in EXPORTED), "html", "json"])
def test_a_wrong_question_is_answered_before_anything_is_sent(client, name):
    answer = client.get(f"{ITEMS}?f={name}&type=nonsense")
    assert (answer.status_code, answer.json()["parameter"]) == (400, "type")


def test_an_unknown_format_is_named_with_those_there_are(client):
    answer = client.get(f"{ITEMS}?f=shapefile")
    assert answer.status_code == 400
    assert "flatgeobuf" in answer.json()["detail"]


@every_format
def test_the_headers_alone_read_nothing(client, store, format, monkeypatch):
    monkeypatch.setattr(store, "stream_features", lambda query: iter(int, 1))
    answer = client.head(f"{ITEMS}?f={format.name}")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-disposition"].endswith(f'{format.suffix}"')


def endless(closed: Event | None = None):
    feature = b'{"type":"Feature","id":"a","geometry":null,"properties":{"title":"%s"}}' % (b"x" * 500)
    try:
        while True:
            yield feature
    finally:
        if closed:
            closed.set()


@every_format
def test_a_client_that_goes_away_ends_the_reading(app, store, format, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    closed = Event()
    monkeypatch.setattr(store, "stream_features", lambda query: endless(closed))
    with serving(app) as address:
        at = urlsplit(address)
        with socket.create_connection((at.hostname, at.port)) as client:
            client.sendall(f"GET {ITEMS}?f={format.name} HTTP/1.1\r\nHost: {at.netloc}\r\n\r\n".encode())
            if format.name not in ("gpkg", "flatgeobuf"):  # those come when they are whole
                assert client.recv(100).startswith(b"HTTP/1.1 200")
            assert not closed.wait(0.3)
        assert closed.wait(60)
        assert httpx.get(f"{address}/health").status_code == 200
    assert not list(tmp_path.iterdir())


def test_a_client_that_goes_away_closes_the_stores_cursor(tmp_path):
    path = tmp_path / "events.gpkg"
    with open_store(path, outline=outline) as store:
        store.add(Document("d1", "Many.", "Many"), [make_event(f"m{number}") for number in range(20)])
        # Enough for no socket to take it all: the same again and again, and then the rest of the reading.
        stream = store.stream_features
        store.stream_features = lambda query: again(stream, query)
        with serving(create_app(Settings(), store=store, outline=outline)) as address:
            at = urlsplit(address)
            with socket.create_connection((at.hostname, at.port)) as client:
                client.sendall(f"GET {ITEMS}?f=geojsonseq HTTP/1.1\r\nHost: {at.netloc}\r\n\r\n".encode())
                assert client.recv(100).startswith(b"HTTP/1.1 200")
                store.add(Document("d2", "Another.", "Another"), [make_event("another")])
                assert is_read(path)
            assert wait_for(lambda: not is_read(path))


def again(stream, query):
    found = stream(query)
    for feature in found:
        for _ in range(10_000):
            yield feature


def is_read(path) -> bool:
    """Whether somebody still reads what the file held before the last change: then SQLite can't empty its log."""
    with closing(sqlite3.connect(path, timeout=0)) as database:
        (busy, *_) = database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return bool(busy)


def wait_for(condition, seconds: float = 60) -> bool:
    until = time.monotonic() + seconds
    while not (met := condition()) and time.monotonic() < until:
        time.sleep(0.02)
    return met


@every_format
def test_what_breaks_off_is_no_whole_answer(app, store, format, monkeypatch):
    def breaking(_):
        for number, feature in enumerate(endless()):
            if number == 40_000:
                raise ZeroDivisionError
            yield feature

    monkeypatch.setattr(store, "stream_features", breaking)
    with serving(app) as address:
        if format.name in ("gpkg", "flatgeobuf"):
            assert httpx.get(f"{address}{ITEMS}?f={format.name}").status_code == 500
        else:
            with pytest.raises(httpx.RemoteProtocolError):
                httpx.get(f"{address}{ITEMS}?f={format.name}")


@every_format
def test_what_goes_wrong_at_once_is_an_error(client, store, format, monkeypatch):
    def broken(_):
        raise ZeroDivisionError
        yield

    monkeypatch.setattr(store, "stream_features", broken)
    answer = client.get(f"{ITEMS}?f={format.name}")
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")


def test_a_page_links_to_all_of_them(client):
    links = client.get(ITEMS).json()["links"]
    assert {one.media_type for one in EXPORTED} <= {link["type"] for link in links if link["rel"] == "alternate"}
    assert len(EVENTS) == client.get(ITEMS).json()["numberMatched"]
