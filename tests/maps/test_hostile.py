"""News text never runs as code, whatever it says and wherever it stands."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import cycle

import pytest
from playwright.sync_api import Browser

from geo.model import Actor, Edit, EventPlace, Source, Span
from tests.browser import visit
from tests.maps.conftest import service
from tests.maps.samples import OPERATION, TALKS, UNPLACED, event, town

PAYLOADS = (
    "<img src=x onerror=window.ran=1>",
    "</script><script>window.ran=2</script>",
    "<!--<script>window.ran=3",
    "${window.ran=4} {{window.ran=4}} {% raw %}",
    "'\"><svg onload=window.ran=5>",
    "javascript:window.ran=6",
    "\u2028window.ran=7\u2029\u202e\\u003cimg src=x onerror=window.ran=7>",
    "<a href=javascript:window.ran=8>x</a><iframe srcdoc='<script>parent.ran=8</script>'>",
)
ADDRESSES = (
    "javascript:window.ran=9",
    " JaVaScRiPt:window.ran=9",
    "java\tscript:window.ran=9",
    "data:text/html,<script>window.ran=9</script>",
    'https://example.org/" onmouseover="window.ran=9',
    "//example.org",
)
WORST = " ".join(PAYLOADS)


def hostile_events():
    addresses = cycle(ADDRESSES)
    for number, text in enumerate(PAYLOADS):
        place = town(number + 1, text, 10.0 * number, 5.0 * number, text)
        base = event(f"{number}", "ASSAULT", "2024-01-02", text, text, EventPlace(
            OPERATION.places[0].role, place.kind, None, place, relation=text, lon=place.lon, lat=place.lat,
        ))  # fmt: skip
        yield replace(
            base,
            id=f"{number}{text}",
            type=("ASSAULT", text)[number % 2],
            mode=(text, "")[number % 2],
            source=Source(f"d{number}", text, next(addresses), base.start),
            actors=(Actor(text, text, text),),
            extra={text: text, "label": text},
            corrected=Edit(text, datetime(2024, 5, 1, tzinfo=UTC)),
        )
    yield replace(UNPLACED, quote=Span(0, len(WORST), WORST), source=Source("du", WORST, ADDRESSES[0]))
    yield replace(TALKS, id="same-place", source=Source("dt", WORST, ADDRESSES[3]))
    yield replace(TALKS, id="same-place-too", source=Source("dt", WORST, ADDRESSES[1]))


EVENTS = tuple(hostile_events())


@contextmanager
def address(kind: str, request: pytest.FixtureRequest) -> Iterator[str]:
    if kind == "service":
        with service(EVENTS, request.getfixturevalue("outline")) as root:
            yield f"{root}/map"
    else:
        yield request.getfixturevalue("saved" if kind == "file" else "folium_saved")(EVENTS, WORST)


@pytest.mark.parametrize("kind", ["file", "service", "folium"])
def test_hostile_text_is_only_ever_read(kind: str, browser: Browser, request: pytest.FixtureRequest):
    with address(kind, request) as url, visit(browser, url) as seen:
        page = seen.page
        page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
        for row in page.locator("#list .row").all():
            row.click()
            page.locator(".leaflet-popup details").evaluate_all("all => all.forEach(one => { one.open = true; })")
            links = page.locator(".leaflet-popup a[target]").evaluate_all("all => all.map(one => one.protocol)")
            assert set(links) <= {"http:", "https:"}
        box = page.locator(".leaflet-container").bounding_box()
        for step in range(1, 20):  # tooltips
            page.mouse.move(box["x"] + box["width"] * step / 20, box["y"] + box["height"] * step / 20)
        page.wait_for_timeout(100)
        assert page.evaluate("window.ran ?? null") is None
        assert page.locator("iframe, img[src=x], svg[onload], a[href^=javascript]").count() == 0
        assert seen.strangers(url.rpartition("/")[0] if kind == "service" else "data:") == []
        assert seen.troubles == []


@pytest.mark.parametrize("kind", ["file", "service"])
def test_hostile_text_is_shown_as_it_was_written(kind: str, browser: Browser, request: pytest.FixtureRequest):
    with address(kind, request) as url, visit(browser, url) as seen:
        words = seen.page.locator("#list").inner_text()
        assert PAYLOADS[0] in words
        assert PAYLOADS[1] in words
        if kind == "file":
            assert seen.page.title() == WORST
