"""GIS clients over more events than a page holds: what GDAL, geopandas, OWSLib and requests in the order of QGIS's get is
what the store says, under each filter. The service runs in a process of its own, since GDAL keeps Python's lock while it
waits for an answer."""

import random
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import geopandas
import httpx2 as httpx
import pytest
from owslib.ogcapi.features import Features

from geo.filters import parse_text
from geo.geometry import BBox
from geo.model import Document, Place, Status
from geo.query import EVENT_QUERYABLES, EventQuery, Interval
from geo.stores import EventStore, open_store
from tests.api.conftest import make_event, outline, serving_apart

MANY = 2_400
DAYS = 400
TYPES = ("PROTEST", "ASSAULT", "CONSULT", "AID")


@dataclass(frozen=True)
class Service:
    address: str
    store: EventStore

    def ids(self, where: str = "", bbox: tuple[float, ...] = (), datetime: str = "") -> set[str]:
        """Of the events that the store has for it."""
        query = EventQuery(
            filter=parse_text(where, EVENT_QUERYABLES) if where else None,
            bbox=BBox(*bbox) if bbox else None,
            interval=Interval.parse(datetime) if datetime else None,
        )
        return {event.id for event in self.store.stream(query)}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    path = tmp_path_factory.mktemp("many") / "events.gpkg"
    chance = random.Random(7)  # noqa: S311 - for the same events each time
    spots = [
        Place(
            f"p:{n}",
            f"Town {n}",
            chance.randint(-1800, 1800) / 10,
            chance.randint(-600, 750) / 10,
            "P",
            "PPL",
            country,
        )
        for n, country in enumerate(("AM", "FJ", "RU", "US", "KE") * 60)
    ]
    events = [
        make_event(
            f"e{number:04}",
            chance.choice(spots),
            type=chance.choice(TYPES),
            mode="",
            status=chance.choice(list(Status)),
            day=date(2023, 1, 1) + timedelta(chance.randrange(DAYS)),
            confidence=round(chance.random(), 2),
        )
        for number in range(MANY)
    ]
    with open_store(path, outline=outline) as store:
        for number in range(0, MANY, 200):
            store.add(Document(f"d{number}", f"Text {number}.", "Title"), events[number : number + 200])
        with serving_apart(path) as address:
            yield Service(address, store)


# As GDAL's SQL and as CQL2.
FILTERS = [
    ("type = 'ASSAULT'", "type = 'ASSAULT'"),
    ("type = 'ASSAULT' AND status <> 'planned'", "type = 'ASSAULT' AND status <> 'planned'"),
    ("confidence > 0.5 OR country = 'FJ'", "confidence > 0.5 OR country = 'FJ'"),
    ("country IN ('AM', 'KE') AND confidence <= 0.3", "country IN ('AM', 'KE') AND confidence <= 0.3"),
    ("place LIKE 'Town 1%'", "place LIKE 'Town 1%'"),
    (
        "start >= '2023-03-01' AND start <= '2023-03-31'",
        "start >= DATE('2023-03-01') AND start <= DATE('2023-03-31')",
    ),
]
BOXES = [(-30.0, -20.0, 60.0, 50.0), (-180.0, -60.0, 180.0, 0.0)]


@pytest.mark.skipif(not shutil.which("ogrinfo"), reason="ogrinfo is not on the path")
@pytest.mark.parametrize(("where", "filter"), [("", ""), *FILTERS])
def test_ogrinfo(service: Service, where: str, filter: str):
    options = ["-where", where] if where else []
    command = ["ogrinfo", "-ro", "-geom=NO", "-oo", "PAGE_SIZE=1000", *options, f"OAPIF:{service.address}", "events"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    found = re.findall(r"^  id \(String\) = (\S+)$", done.stdout, re.MULTILINE)
    assert sorted(found) == sorted(service.ids(filter))
    assert f"Feature Count: {len(found)}" in done.stdout


@pytest.mark.parametrize("bbox", [(), *BOXES])
@pytest.mark.parametrize(("where", "filter"), [("", ""), *FILTERS])
def test_geopandas(service: Service, where: str, filter: str, bbox: tuple[float, ...]):
    asked = ({"where": where} if where else {}) | ({"bbox": bbox} if bbox else {})
    frame = geopandas.read_file(f"OAPIF:{service.address}", layer="events", **asked)
    assert sorted(frame["id"]) == sorted(service.ids(filter, bbox))
    shown = {event.id: event for event in service.store.stream(EventQuery())}
    for row in frame.head(50).itertuples():
        (place,) = shown[row.id].located
        assert (row.geometry.x, row.geometry.y) == (place.lon, place.lat)
        assert (row.type, row.confidence) == (shown[row.id].type, shown[row.id].confidence)


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"bbox": list(BOXES[0])},
        {"datetime_": "2023-05-01/2023-06-30"},
        *({"filter": filter, "bbox": list(BOXES[1])} for _, filter in FILTERS),
        {"filter": "status = 'denied'", "datetime_": "../2023-02-01", "sortby": ("confidence", "desc")},
    ],
)
def test_owslib(service: Service, asked: dict):
    api = Features(service.address)
    assert "events" in api.feature_collections()
    assert "confidence" in api.collection_queryables("events")["properties"]
    expected = service.ids(asked.get("filter", ""), tuple(asked.get("bbox", ())), asked.get("datetime_", ""))
    found: list[dict] = []
    while len(found) < len(expected):
        page = api.collection_items("events", limit=500, offset=len(found), **asked)
        assert page["numberMatched"] == len(expected)
        found += page["features"]
    assert sorted(one["id"] for one in found) == sorted(expected)
    if "sortby" in asked:
        values = [one["properties"]["confidence"] for one in found]
        assert values == sorted(values, reverse=True)


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"bbox": "-30,-20,60,50"},
        {"bbox": "170,-60,-170,75"},
        {"datetime": "2023-05-01T00:00:00Z/2023-06-30T23:59:59Z"},
        *({"filter": filter, "filter-lang": "cql2-text"} for _, filter in FILTERS),
        {"filter": "CASEI(place) LIKE CASEI('town 2%')", "filter-lang": "cql2-text", "bbox": "-180,-60,180,0"},
        {
            "filter": "S_INTERSECTS(geometry, POLYGON((0 0,60 0,60 60,0 60,0 0))) AND type = 'AID'",
            "filter-lang": "cql2-text",
        },
    ],
)
def test_a_sequence_of_requests_like_that_of_qgis(service: Service, asked: dict[str, str]):
    with httpx.Client(headers={"accept": "application/json"}, timeout=30) as client:
        landing = {link["rel"]: link["href"] for link in client.get(f"{service.address}/").json()["links"]}
        (most,) = (
            one["schema"]["maximum"]
            for one in client.get(landing["service-desc"]).json()["paths"]["/collections/events/items"]["get"][
                "parameters"
            ]
            if one["name"] == "limit"
        )
        assert most >= 1000
        declared = client.get(landing["conformance"]).json()["conformsTo"]
        assert "http://www.opengis.net/spec/cql2/1.0/conf/cql2-text" in declared
        events = next(one for one in client.get(landing["data"]).json()["collections"] if one["id"] == "events")
        to = {link["rel"]: link["href"] for link in reversed(events["links"])}
        names = client.get(to["http://www.opengis.net/def/rel/ogc/1.0/queryables"]).json()["properties"]
        assert {"type", "confidence", "geometry"} <= names.keys()

        numbers = tuple(map(float, asked["bbox"].split(","))) if "bbox" in asked else ()
        expected = service.ids(asked.get("filter", ""), numbers, asked.get("datetime", ""))
        hits = client.get(to["items"], params={"limit": 1, **asked}).json()["numberMatched"]
        assert hits == len(expected)
        found: list[str] = []
        page = client.get(to["items"], params={"limit": 500, **asked}).json()
        while page:
            found += [feature["id"] for feature in page["features"]]
            following = [link["href"] for link in page["links"] if link["rel"] == "next"]
            page = client.get(following[0]).json() if following else None
    assert sorted(found) == sorted(expected)
