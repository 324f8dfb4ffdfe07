"""The pages for everybody: what axe-core finds wrong, in light and dark, on a screen and a phone, with all opened."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import settled, visit

AXE = Path(__file__).parents[1] / "vendor" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def complaints(page: Page) -> list[str]:
    if not AXE.exists() and "CI" not in os.environ:
        pytest.skip(f"no axe-core at {AXE} (it is brought by an install for development)")
    page.evaluate(AXE.read_text())  # past the page's policy, which lets no script of another's in
    found = page.evaluate("tags => axe.run(document, { runOnly: tags })", RULES)["violations"]
    return [f"{one['id']}: {node['html'][:200]} {node['failureSummary']}" for one in found for node in one["nodes"]]


def open_all(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    page.wait_for_timeout(50)
    settled(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("link", ["/map#event=k1", "/embed#event=k1", "/map#layer=country"])
def test_the_pages_of_the_service(browser: Browser, served: str, link: str, scheme: str):
    with visit(browser, served + link, color_scheme=scheme) as seen:
        open_all(seen.page)
        assert complaints(seen.page) == []


def test_a_phone(browser: Browser, served: str):
    with visit(browser, f"{served}/map", width=390, height=844, has_touch=True, is_mobile=True) as seen:
        assert complaints(seen.page) == []
        seen.page.locator("#drawer").tap()
        open_all(seen.page)
        assert complaints(seen.page) == []


def test_a_file(browser: Browser, saved):
    with visit(browser, saved() + "#event=k1") as seen:
        open_all(seen.page)
        assert complaints(seen.page) == []
