"""Make the pictures in docs/images/ again: the shipped dispatches, read and mapped, as a browser shows them.

python scripts/screenshots.py [FOLDER]
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from geo.boundaries import Boundaries
from geo.gazetteers import open_gazetteer
from geo.model import Document, Event
from geo.pipeline import Pipeline
from geo.readers.paths import read_paths
from geo.resources import seeds_path
from maps.page import render_map

CHROMIUM = "/usr/bin/chromium"
ROOT = Path(__file__).resolve().parent.parent
KARABAKH = "#map=7.75/40.15/46.2&from=2023-09-01&to=2023-09-30"

# name: (address after the file, width, height, pixels per pixel)
VIEWS = {
    "map-world": ("", 1180, 720, 1),
    "map-karabakh": (KARABAKH, 1280, 800, 1),
}


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images"
    folder.mkdir(parents=True, exist_ok=True)
    text = render_map(list(events()), Boundaries().outline, title="Dispatches, 2022 to 2025")
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        page = Path(scratch, "map.html")
        page.write_text(text, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name, (link, width, height, scale) in VIEWS.items():
            shoot(browser, page.as_uri() + link, folder / f"{name}.png", (width, height, scale))
        browser.close()


def events() -> Iterator[Event]:
    pipeline = Pipeline(open_gazetteer())
    for document in read_paths([seeds_path()]):
        if isinstance(document, Document):
            yield from pipeline.parse(document).events


def shoot(browser: Browser, address: str, target: Path, size: tuple[int, int, int]) -> None:
    width, height, scale = size
    page = browser.new_page(
        viewport={"width": width, "height": height},
        device_scale_factor=scale,
        reduced_motion="reduce",
        locale="en-GB",
    )
    page.goto(address)
    page.wait_for_selector("[data-ready]", state="attached")
    page.wait_for_timeout(500)  # the ground is painted tile by tile
    page.screenshot(path=target)
    page.close()


if __name__ == "__main__":
    main()
