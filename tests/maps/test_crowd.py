"""The live map over more events than can be drawn one by one: moved, looked into, and as honest as over a few."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import settled, visit
from tests.maps.conftest import service
from tests.maps.samples import DARFUR, SAMPLES, SHOOTING, SUDAN, TALKS, at

TOWN = SAMPLES[-1]  # in Goma
CROWD = (
    *(replace(TALKS, id=f"y{number:03}") for number in range(350)),
    *(replace(TOWN, id=f"g{number:03}") for number in range(120)),
    *(replace(SAMPLES[0], id=f"s{number:02}", places=(at(SUDAN),)) for number in range(70)),
    replace(SHOOTING, id="alone", places=SAMPLES[7].places),
)


@pytest.fixture(scope="module")
def crowded(outline) -> Iterator[str]:
    with service(CROWD, outline) as address:
        yield address


def click_middle(page: Page) -> None:
    box = page.locator("#map").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_a_place_of_many_is_one_mark_with_a_list(browser: Browser, crowded: str):
    with visit(browser, f"{crowded}/map#map=6/40.617/47.150") as seen:
        click_middle(seen.page)
        popup = seen.page.locator(".leaflet-popup")
        expect(popup.locator("h3").first).to_have_text("Yevlakh")
        expect(popup).to_contain_text("350 events")
        expect(popup).to_contain_text("narrow the filter")
        assert not [url for url in seen.asked if "limit=360" in url], (
            "events are asked for one by one when they are few"
        )
        assert seen.troubles == []


def test_many_of_a_country_are_a_list_and_no_mark(browser: Browser, crowded: str):
    with visit(browser, f"{crowded}/map#map=5/15.5/30.5") as seen:
        page = seen.page
        page.locator(".country-wide", has_text="70 country-wide").click()
        expect(page.locator(".leaflet-popup")).to_contain_text("70 events")
        page.keyboard.press("Escape")
        settled(page)
        click_middle(page)
        expect(page.locator(".leaflet-popup")).to_have_count(0)


REGIONAL = tuple(replace(TALKS, id=f"r{number:03}", places=(at(DARFUR),)) for number in range(400))


@pytest.fixture(params=["file", "service"])
def regional(request: pytest.FixtureRequest, outline) -> Iterator[str]:
    if request.param == "file":
        yield request.getfixturevalue("saved")((*REGIONAL, TALKS))
        return
    with service((*REGIONAL, TALKS), outline) as address:
        yield f"{address}/map"


def test_a_region_is_no_spot_that_warms_the_heat_map(browser: Browser, regional: str):
    with visit(browser, f"{regional}#layer=heat&map=6/13.5/24.5") as seen:
        settled(seen.page)
        warm = "one => one.getContext('2d').getImageData(0, 0, one.width, one.height).data.some(Boolean)"
        assert not seen.page.locator("canvas.heat").evaluate(warm)
        expect(seen.page.locator("#areas-legend")).to_contain_text("400 events known only by region or country")
        assert seen.troubles == []


def test_many_of_a_region_are_a_mark_that_is_no_spot(browser: Browser, regional: str):
    with visit(browser, f"{regional}#map=6/13.5/24.5") as seen:
        seen.page.wait_for_function("document.body.dataset.ready")
        settled(seen.page)
        click_middle(seen.page)
        expect(seen.page.locator(".leaflet-popup")).to_contain_text("400 events")
        assert seen.troubles == []


def test_the_map_is_dragged_and_zoomed_and_asks_for_what_is_new(browser: Browser, crowded: str):
    with visit(browser, f"{crowded}/map#map=4/40.617/47.150") as seen:
        page = seen.page
        asked = len(seen.asked)
        page.mouse.move(830, 500)
        page.mouse.down()
        page.mouse.move(800, 480, steps=3)
        page.mouse.up()
        settled(page)
        assert len(seen.asked) == asked, "half a view more on each side is held"
        page.get_by_role("button", name="Zoom out").click()
        page.wait_for_function("location.hash.includes('map=3/')")
        settled(page)
        assert len(seen.asked) > asked
        page.keyboard.press("Escape")
        page.locator("#map").focus()
        page.keyboard.press("ArrowLeft")
        page.wait_for_function("!location.hash.includes('/47.15')")


def test_a_filter_makes_many_few_and_few_have_names(browser: Browser, crowded: str):
    with visit(browser, f"{crowded}/map#map=4/20/40") as seen:
        page = seen.page
        assert page.locator(".name", has_text="Yerevan").count() == 0
        page.locator(".chip", has_text=re.compile("^Planned")).click()
        expect(page.locator(".name", has_text="Goma")).to_have_count(1)
        expect(page.locator("#counts")).to_have_text("191 events")


def test_what_fails_is_said(browser: Browser, crowded: str):
    with visit(browser, f"{crowded}/map?filter=nonsense%20%3D%201") as seen:
        expect(seen.page.locator("#notice")).to_contain_text("nonsense")
        expect(seen.page.locator("#own")).to_have_value("nonsense = 1")


def test_the_few_of_a_country_are_drawn_beside_the_few_at_places(browser: Browser, outline):
    few = (*CROWD[:290], *CROWD[470:520])
    with service(few, outline) as address, visit(browser, f"{address}/map#map=4/28/38") as seen:
        expect(seen.page.locator(".country-wide")).to_have_text(re.compile("50 country-wide"))


def test_a_folium_map_of_many_counts_them_and_names_the_few_it_is_moved_to(browser: Browser, folium_saved):
    many = (*CROWD[:301], TOWN)
    with visit(browser, folium_saved(many)) as seen:
        page = seen.page
        assert page.locator(".name", has_text="Goma").count() == 0
        move = "to => Object.values(window).find(one => one instanceof L.Map).setView(to, 7, { animate: false })"
        page.evaluate(move, [40.6172, 47.15])
        box = page.locator(".folium-map").bounding_box()
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        expect(page.locator(".leaflet-popup")).to_contain_text("301 events")
        page.keyboard.press("Escape")
        page.evaluate(move, [-1.6741, 29.2228])
        expect(page.locator(".name", has_text="Goma")).to_have_count(1)
        assert seen.troubles == []
