"""How quick maps are and what they weigh: the live map over a million events, the map as a file, and folium beside them.

    python -m bench.maps [--events 1000000] [--file FILE.gpkg] [--inline 100 10000 100000]

In headless Chromium, which draws without a graphics card, on this machine: the service and the browser share its cores.
A store's file that is there is measured as it is. Times are from the request to the first frame with the marks in it, and
from letting go of the map to the first frame in which all is there again. Memory is that of the page's process and, of
it, what JavaScript holds, after the pans and zooms.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import folium
from folium.plugins import FastMarkerCluster
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from bench.api.serving import free_port, serving
from bench.figures import say, say_load
from bench.made import open_made, parsed
from geo.boundaries import Boundaries
from geo.model import Event
from geo.query import positions
from maps import to_folium
from maps.page import render_map

CHROMIUM = "/usr/bin/chromium"
_PATIENCE_MS = 180_000
_RUNS = 5

# When the page is drawn, and drawn again after the reader let go: two frames after the page said so.
_WATCH = """
window.settled = () => new Promise((done) => {
  const look = () => {
    const body = document.body;
    const there = body && (body.dataset.ready !== undefined ? body.dataset.busy === undefined || !window.first : !DATELINE);
    if (there) requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())));
    else requestAnimationFrame(look);
  };
  look();
});
addEventListener("pointerup", () => { window.letGo = performance.now(); }, true);
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--file", type=Path, help="the store's file, kept afterwards; made if it is not there")
    parser.add_argument("--inline", type=int, nargs="*", default=[100, 10_000, 100_000], help="events in a file")
    asked = parser.parse_args()
    say_load()
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        folder = Path(scratch)
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--js-flags=--expose-gc"]
        )
        if asked.events:
            _live(browser, asked.file or folder / "made.gpkg", asked.events, folder)
        _weight(browser, folder)
        for count in asked.inline:
            _files(browser, count, folder)
        browser.close()
    say_load()


def _live(browser: Browser, file: Path, count: int, folder: Path) -> None:
    with _served(file, count, folder) as address:
        firsts = []
        for _ in range(_RUNS + 1):  # the first finds the service cold
            with _page(browser) as (page, _):
                page.goto(f"{address}/map")
                firsts.append(_drawn(page))
        say(f"first view of {count:,} events", _milliseconds(firsts[1:]), "1500 ms")
        say("  by a service that has just started", f"{firsts[0]:.0f} ms")
        with _page(browser) as (page, cdp):
            page.goto(f"{address}/map#map=5/45/12")
            _drawn(page)
            pans = [_pan(page, 240 * (-1) ** at, 90) for at in range(2 * _RUNS)]
            far = [_pan(page, -700, 0) for _ in range(_RUNS)]
            zooms = [_zoomed(page, key) for key in "++++----"]
            say("pan by a quarter of the window", _milliseconds(pans), "300 ms")
            say("pan to where nothing was asked for yet", _milliseconds(far), "300 ms")
            say("zoom by one", _milliseconds(zooms))
            heap, process = _memory(browser, cdp)
            say("memory afterwards", f"JavaScript {heap:.0f} MB, the page's process {process:.0f} MB", "150 MB")


def _weight(browser: Browser, folder: Path) -> None:
    with _served(folder / "hundred.gpkg", 100, folder) as address, _page(browser) as (page, cdp):
        sizes: list[float] = []
        cdp.send("Network.enable")
        cdp.on("Network.loadingFinished", lambda one: sizes.append(one["encodedDataLength"]))
        page.goto(f"{address}/map")
        first = _drawn(page)
        page.wait_for_selector("body:not([data-busy])", state="attached")
        page.wait_for_timeout(500)
        say("all that a page of 100 events loads", f"{sum(sizes) / 1000:.0f} kB in {len(sizes)} answers", "200 kB")
        say("first view of 100 events", f"{first:.0f} ms")


def _files(browser: Browser, count: int, folder: Path) -> None:
    events = list(
        islice((e for block in parsed(count, mentions=False) for each in block for e in each.events), count)
    )
    outline = Boundaries().outline
    ways: dict[str, Callable[[Path], object]] = {
        "dateline map": lambda path: path.write_text(render_map(events, outline), encoding="utf-8"),
        "maps.to_folium": lambda path: to_folium(events, outline).save(path),
    }
    if count <= 10_000:
        ways["folium.Marker"] = lambda path: _folium(events, _markers).save(path)
    ways["folium FastMarkerCluster"] = lambda path: _folium(events, _clustered).save(path)
    ways["folium.GeoJson"] = lambda path: _folium(events, _geojson).save(path)
    for name, write in ways.items():
        path = folder / "map.html"
        began = time.perf_counter()
        write(path)
        took = time.perf_counter() - began
        target = {100: "250 kB", 100_000: "8,000 kB, 3 s"}.get(count, "") if name == "dateline map" else ""
        drawn = _opened(browser, path) if "folium" not in name or "to_folium" in name else "draws with the net only"
        say(f"{count:,} events as {name}", f"{path.stat().st_size / 1000:,.0f} kB in {took:.2f} s; {drawn}", target)


def _opened(browser: Browser, path: Path) -> str:
    with _page(browser, own=True) as (page, cdp):
        page.goto(path.as_uri())
        page.wait_for_selector("[data-ready]", state="attached")
        drawn = page.evaluate("settled()")
        heap, _ = _memory(browser, cdp)
        return f"drawn in {drawn:.0f} ms, {heap:.0f} MB"


def _folium(events: Sequence[Event], add: Callable[[folium.Map, Sequence[Event]], None]) -> folium.Map:
    drawn = folium.Map(prefer_canvas=True)
    add(drawn, [event for event in events if positions(event)])
    return drawn


def _markers(drawn: folium.Map, events: Sequence[Event]) -> None:
    for event in events:
        lon, lat = positions(event)[0]
        folium.Marker((lat, lon), popup=event.id).add_to(drawn)


def _clustered(drawn: folium.Map, events: Sequence[Event]) -> None:
    FastMarkerCluster([positions(event)[0][::-1] for event in events]).add_to(drawn)


def _geojson(drawn: folium.Map, events: Sequence[Event]) -> None:
    points = (
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": positions(event)[0]},
            "properties": {"id": event.id, "quote": event.quote.text if event.quote else ""},
        }
        for event in events
    )
    folium.GeoJson({"type": "FeatureCollection", "features": list(points)}).add_to(drawn)


@contextmanager
def _served(file: Path, count: int, folder: Path) -> Iterator[str]:
    if not file.exists():
        open_made(file, count)
    port = free_port()
    command = [sys.executable, "-m", "dateline", "serve", "--store", str(file.absolute()), "--port", str(port)]
    with serving(command, port, "/health", folder, {"DATELINE_LOG": "off"}) as address:
        yield address


@contextmanager
def _page(browser: Browser, *, own: bool = False) -> Iterator[tuple[Page, CDPSession]]:
    """A page of an empty cache. `own`: of a file, which says when it is ready, and not when it is busy."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(_PATIENCE_MS)
    page.add_init_script(_WATCH.replace("DATELINE", "false" if own else "true"))
    try:
        yield page, context.new_cdp_session(page)
    finally:
        context.close()


def _drawn(page: Page) -> float:
    """Milliseconds from the request to the first frame with marks; what comes later is waited for."""
    first: float = page.evaluate("settled()")
    page.evaluate("window.first = true")
    page.evaluate("settled()")
    return first


# A spot in the middle of the map with no button on it, which could not be dragged.
_SPOT = """() => {
  for (let y = 200; y < 600; y += 9) if (document.elementFromPoint(830, y).matches(".leaflet-container, canvas")) return y;
}"""


def _pan(page: Page, right: int, down: int) -> float:
    y = page.evaluate(_SPOT)
    page.mouse.move(830, y)
    page.mouse.down()
    for step in range(1, 6):
        page.mouse.move(830 + right * step / 5, y + down * step / 5)
        page.wait_for_timeout(20)  # a hand is slower than a script, and the map moves once a frame
    page.mouse.up()
    return float(page.evaluate("settled()") - page.evaluate("letGo"))


def _zoomed(page: Page, key: str) -> float:
    page.locator("#map").focus()
    page.evaluate(
        "addEventListener('keydown', () => { window.letGo = performance.now(); }, { capture: true, once: true })"
    )
    page.keyboard.press(key)
    return float(page.evaluate("settled()") - page.evaluate("letGo"))


def _memory(browser: Browser, cdp: CDPSession) -> tuple[float, float]:
    """Megabytes: what JavaScript holds, and what the largest process that draws pages has for itself."""
    cdp.send("HeapProfiler.collectGarbage")
    heap = cdp.send("Runtime.getHeapUsage")["usedSize"]
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    private = (_private(one["id"]) for one in processes if one["type"] == "renderer")
    return heap / 1e6, max(private, default=0) / 1e6


def _private(process: int) -> int:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return sum(1024 * int(line.split()[1]) for line in lines if line.startswith("Private_"))


def _milliseconds(times: Sequence[float]) -> str:
    return f"{statistics.median(times):.0f} ms, slowest {max(times):.0f} ms"


if __name__ == "__main__":
    main()
