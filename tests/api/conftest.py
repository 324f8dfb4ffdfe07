"""A service over a store in memory, with events that are awkward on purpose."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from threading import Thread

import httpx2 as httpx
import pyogrio
import pytest
import uvicorn
from fastapi import FastAPI
from shapely.geometry import box
from starlette.testclient import TestClient

from api.app import create_app
from api.service import Lazy
from geo.boundaries import FILES, Boundaries
from geo.gazetteers.memory import MemoryGazetteer
from geo.model import (
    DatePrecision,
    Document,
    Event,
    EventPlace,
    Place,
    Role,
    Source,
    Span,
    Status,
)
from geo.resources import data_path
from geo.settings import Settings
from geo.stores import EventStore, MemoryStore, open_store

KARABAKH = box(46, 39, 47, 40)
HOSTILE = "</script><img src=x onerror=alert(1)> ${7*7} \u2028 \u202e"

YEREVAN = Place("geonames:616052", "Yerevan", 44.51, 40.18, "P", "PPLC", "AM")
FIJI = Place("geonames:2198148", "Suva", 178.44, -18.14, "P", "PPLC", "FJ")
SAMOA = Place("geonames:4035413", "Apia", -171.77, -13.83, "P", "PPLC", "WS")
REGION = Place(
    "dateline:nagorno-karabakh", "Nagorno-Karabakh", 46.5, 39.5, "L", "RGN", boundary="region:nagorno-karabakh"
)
ARMENIA = Place("geonames:174982", "Armenia", 45.0, 40.0, "A", "PCLI", "AM", boundary="country:AM")
KARS = Place("geonames:743952", "Kars", 43.09, 40.61, "P", "PPLA", "TR", "Kars", population=78_100)
PARIS = Place("geonames:2988507", "Paris", 2.35, 48.85, "P", "PPLC", "FR", "Île-de-France", population=2_138_551)
PARIS_TEXAS = Place("geonames:4717560", "Paris", -95.56, 33.66, "P", "PPLA2", "US", "Texas", population=24_782)
TEXAS = Place("geonames:4736286", "Texas", -99.25, 31.25, "A", "ADM1", "US", "Texas", boundary="admin1:USA-3536")
GEORGIA = Place("geonames:614540", "Georgia", 43.5, 42.2, "A", "PCLI", "GE", population=3_700_000)
GEORGIA_US = Place("geonames:4197000", "Georgia", -83.4, 32.9, "A", "ADM1", "US", "Georgia", population=10_700_000)
GAZETTEER = MemoryGazetteer(
    [
        *((place.name, place) for place in (YEREVAN, FIJI, SAMOA, REGION, ARMENIA, KARS, PARIS, PARIS_TEXAS, TEXAS)),
        *((place.name, place) for place in (GEORGIA, GEORGIA_US)),
        ("Երևան", YEREVAN),
    ]
)


def outline(key: str):
    return KARABAKH if key == "region:nagorno-karabakh" else None


def make_event(id: str, place: Place | None = YEREVAN, **changes) -> Event:
    places = () if place is None else (EventPlace(Role.EVENT, place.kind, None, place, lon=place.lon, lat=place.lat),)
    day = changes.pop("day", date(2023, 9, 20))
    facts = {
        "type": "PROTEST",
        "mode": "demo",
        "status": Status.REPORTED,
        "start": day,
        "end": day,
        "date_precision": DatePrecision.DAY,
        "source": Source("d1", "Thousands rally", "https://example.org/1", date(2023, 9, 21)),
        "quote": Span(0, 24, "They blocked a main road."),
        "trigger": Span(5, 12, "blocked"),
        "places": places,
        "confidence": 0.7,
        **changes,
    }
    return Event(id=id, **facts)


EVENTS = (
    make_event("yerevan"),
    make_event("karabakh", REGION, type="ASSAULT", mode="", day=date(2023, 9, 19)),
    make_event("suva", FIJI, day=date(2023, 9, 18), source=Source("d2", HOSTILE, "javascript:alert(1)")),
    make_event("apia", SAMOA, day=date(2023, 9, 17), status=Status.PLANNED, type="CONSULT", mode=""),
    make_event("nowhere", None, day=date(2023, 9, 16), type="PICNIC", mode=""),
    make_event("undated", day=None, date_precision=DatePrecision.UNKNOWN),
    *(make_event(f"n{number:02}", day=date(2022, 1, 1) + timedelta(number)) for number in range(30)),
)


@pytest.fixture(scope="session")
def three_countries(tmp_path_factory: pytest.TempPathFactory) -> Boundaries:
    """One of them lies on both sides of the antimeridian."""
    folder = tmp_path_factory.mktemp("boundaries")
    chosen = "country IN ('AM', 'AZ', 'FJ') OR key = 'region:nagorno-karabakh'"
    for name in FILES.values():
        shapes = pyogrio.read_dataframe(data_path("boundaries") / name, where=chosen)
        pyogrio.write_dataframe(shapes, folder / name, driver="FlatGeobuf")
    return Boundaries(folder)


def fill(store: EventStore) -> None:
    store.add(Document("d1", "Thousands rally.", "Thousands rally"), EVENTS)


@pytest.fixture
def store() -> MemoryStore:
    made = MemoryStore(outline=outline)
    fill(made)
    return made


@pytest.fixture(params=["in memory", "in a file"])
def either_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[EventStore]:
    """For modules whose `store` is to be both."""
    kept = request.param == "in a file"
    with open_store(tmp_path / "events.gpkg", outline=outline) if kept else MemoryStore(outline=outline) as made:
        fill(made)
        yield made


@pytest.fixture
def app(store: MemoryStore) -> FastAPI:
    return create_app(Settings(), store=store, outline=outline, gazetteer=GAZETTEER)


@pytest.fixture
def few_boundaries(app: FastAPI, three_countries: Boundaries) -> None:
    """For tests that walk through all items of all collections again and again."""
    app.state.service.boundaries = Lazy(lambda: three_countries)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture
def items(client: TestClient) -> Callable[..., dict]:
    def get(**query) -> dict:
        answer = client.get("/collections/events/items", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return get


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """The address of the app behind a real server."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        thread.join(0.01)
    try:
        host, port = server.servers[0].sockets[0].getsockname()
        yield f"http://{host}:{port}"
    finally:
        server.should_exit = True
        thread.join(5)


@contextmanager
def serving_apart(store: Path, *options: str, **environment: str) -> Iterator[str]:
    """The address of `dateline serve` in a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "dateline", "serve", "--port", str(port), "--store", str(store), *options]
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, env=os.environ | environment) as server:
        try:
            while not _answers(address):
                assert server.poll() is None, "the server did not start"
                time.sleep(0.05)
            yield address
        finally:
            server.terminate()


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/health", timeout=60).status_code == 200
    except httpx.TransportError:
        return False
