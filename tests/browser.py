"""A real browser for tests of pages. It finds no host but this machine, and what it asks for is written down."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = "/usr/bin/chromium"
_PATIENCE_MS = 60_000  # for what comes within a second where nobody else is at work
expect.set_options(timeout=_PATIENCE_MS)
_OPTIONS = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"]


@dataclass
class Visit:
    """`asked`: addresses in order; `troubles`: errors of scripts, refusals of the policy, and alerts."""

    page: Page
    asked: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def strangers(self, *known: str) -> list[str]:
        """What was asked of anybody but the page itself, `known` being the beginnings of its own addresses."""
        return [url for url in self.asked[1:] if not url.startswith(("data:", "blob:", *known))]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Where it is not installed the test is left out; continuous integration, which installs it, fails instead."""
    if not Path(CHROMIUM).exists() and "CI" not in os.environ:
        pytest.skip(f"no browser at {CHROMIUM} (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_OPTIONS)
        try:
            yield browser
        finally:
            browser.close()


def settled(page: Page) -> None:
    """Waits until the map is drawn and asks for nothing any more."""
    page.wait_for_selector("[data-ready]:not([data-busy])", state="attached")


@contextmanager
def visit(browser: Browser, url: str, *, width: int = 1200, height: int = 800, **context: Any) -> Iterator[Visit]:
    """The page once it is settled."""
    opened = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce", **context)
    try:
        page = opened.new_page()
        page.set_default_timeout(_PATIENCE_MS)
        seen = Visit(page)
        page.on("request", lambda request: seen.asked.append(request.url))
        page.on("pageerror", lambda error: seen.troubles.append(str(error)))
        page.on("console", lambda message: seen.troubles.append(message.text) if message.type == "error" else None)
        page.on("dialog", lambda dialog: (seen.troubles.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.goto(url)
        settled(page)
        yield seen
    finally:
        opened.close()
