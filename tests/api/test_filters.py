"""A filter means the same wherever events are asked for: what is listed, exported, counted, drawn and fed is what the store
says that it finds."""

import csv
from collections import Counter
from io import StringIO
from xml.etree.ElementTree import fromstring

import orjson
import pyogrio
import pytest
from starlette.testclient import TestClient

from geo.filters import parse_text
from geo.model import Event
from geo.query import EVENT_QUERYABLES, EventQuery
from geo.stores import EventStore
from tests.api.test_atom import entries

COUNTS = "/collections/events"
FILTERS = (
    "type = 'PROTEST' AND start < DATE('2022-01-15')",
    "status = 'planned' OR country = 'FJ'",
    "place IS NULL OR place LIKE 'Nagorno%'",
    "NOT type IN ('PROTEST', 'CONSULT')",
    "S_INTERSECTS(geometry, BBOX(170, -30, -170, 0))",
    "T_AFTER(time, DATE('2023-09-17'))",
    "id = 'nobody'",
)


@pytest.fixture
def store(either_store: EventStore) -> EventStore:
    return either_store


@pytest.fixture(params=FILTERS)
def filter(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def found(store: EventStore, filter: str) -> list[Event]:
    return list(store.stream(EventQuery(filter=parse_text(filter, EVENT_QUERYABLES))))


@pytest.fixture
def ask(client: TestClient, filter: str):
    def get(path: str, **query):
        answer = client.get(path, params={"filter": filter, **query})
        assert answer.status_code == 200, answer.text
        return answer

    return get


def test_items_exports_and_feeds(ask, found: list[Event]):
    ids = [event.id for event in found]
    assert [item["id"] for item in ask(f"{COUNTS}/items").json()["features"]] == ids
    lines = ask(f"{COUNTS}/items", f="geojsonseq").content.split(b"\x1e")[1:]
    assert [orjson.loads(line)["id"] for line in lines] == ids
    rows = csv.DictReader(StringIO(ask(f"{COUNTS}/items", f="csv").content.decode("utf-8-sig")))
    assert [row["id"] for row in rows] == ids
    assert list(entries(fromstring(ask("/events.atom").content))) == ids  # noqa: S314 - our own


def test_counts(ask, found: list[Event]):
    (facet,) = ask(f"{COUNTS}/facets", facets="type").json().values()
    assert {one["value"]: one["count"] for one in facet["values"]} == Counter(event.type for event in found)
    timeline = ask(f"{COUNTS}/timeline", step="day").json()
    days = Counter(event.start.isoformat() for event in found if event.start)
    assert {one["start"]: one["count"] for one in timeline["buckets"] if one["count"]} == days
    assert timeline["undated"] == sum(event.start is None for event in found)
    areas = ask(f"{COUNTS}/areas").json()
    assert sum(area["properties"]["count"] for area in areas["features"]) + areas["without"] == len(found)


def test_marks_and_tiles(ask, found: list[Event], tmp_path):
    placed = sum(bool(event.located) for event in found)
    marks = ask(f"{COUNTS}/clusters", zoom=12).json()["features"]
    assert sum(mark["properties"]["count"] for mark in marks) == placed
    tile = ask("/tiles/0/0/0.mvt").content
    path = tmp_path / "tile.mvt"
    path.write_bytes(tile)
    assert (pyogrio.read_dataframe(f"MVT:{path}")["count"].sum() if tile else 0) == placed
