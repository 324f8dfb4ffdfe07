"""Pages to open: the sample events as a file, from the service, and as a folium map."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from api.app import create_app
from geo.boundaries import Boundaries
from geo.gazetteers.memory import MemoryGazetteer
from geo.model import Document, Event
from geo.settings import Settings
from geo.shapes import Outline
from geo.stores import MemoryStore
from maps import to_folium
from maps.page import render_map
from tests.api.conftest import serving
from tests.browser import chromium
from tests.maps.samples import SAMPLES, SUDAN

GAZETTEER = MemoryGazetteer([(SUDAN.name, SUDAN)])

Opener = Callable[[Sequence[Event], str], str]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="package")
def outline() -> Outline:
    return Boundaries().outline


@pytest.fixture(scope="package")
def served(outline: Outline) -> Iterator[str]:
    with service(SAMPLES, outline) as address:
        yield address


def service(events: Sequence[Event], outline: Outline):
    store = MemoryStore(outline=outline)
    store.add(Document("d1", "Text."), events)
    return serving(create_app(Settings(), store=store, outline=outline, gazetteer=GAZETTEER))


@pytest.fixture
def saved(tmp_path: Path, outline: Outline) -> Callable[..., str]:
    """Events as a file; its address."""

    def save(events: Sequence[Event] = SAMPLES, title: str = "News events") -> str:
        path = tmp_path / "map.html"
        path.write_text(render_map(events, outline, title=title), encoding="utf-8")
        return path.as_uri()

    return save


@pytest.fixture
def folium_saved(tmp_path: Path, outline: Outline) -> Callable[..., str]:
    def save(events: Sequence[Event] = SAMPLES, title: str = "News events") -> str:
        path = tmp_path / "folium.html"
        to_folium(events, outline, title=title).save(path)
        return path.as_uri()

    return save
