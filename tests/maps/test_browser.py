"""The pages as readers meet them: in a browser, with a mouse, with a keyboard, on a phone, without the internet."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from playwright.sync_api import Browser, Page, expect

from geo.model import Telling
from maps.page import render_map
from tests.api.conftest import serving
from tests.browser import Visit, visit
from tests.maps.samples import SAMPLES

YEVLAKH = "#map=8/40.617/47.150"
SUDAN = "#map=5/15.500/30.500"


@pytest.fixture(params=["file", "service"])
def opened(request: pytest.FixtureRequest, browser: Browser, served: str) -> Iterator[Callable[..., Visit]]:
    """Opens the map at a permalink, from a file and from the service alike."""
    address = f"{served}/map" if request.param == "service" else request.getfixturevalue("saved")()
    visits = []

    def at(link: str = "", **options) -> Visit:
        visits.append(visit(browser, address + link, **options))
        return visits[-1].__enter__()

    yield at
    for one in visits:
        one.__exit__(None, None, None)


def rows(page: Page) -> list[str]:
    return page.locator("#list .row").evaluate_all("rows => rows.map(row => row.dataset.event)")


def click_middle(page: Page) -> None:
    box = page.locator("#map").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_nothing_is_asked_of_anybody_else_and_nothing_fails(opened, served: str):
    seen = opened()
    seen.page.locator("#list .row").first.click()
    assert seen.strangers(served) == []
    assert seen.troubles == []


def test_a_folium_map_asks_for_nothing_and_draws(browser: Browser, folium_saved):
    with visit(browser, folium_saved()) as seen:
        assert seen.page.locator(".name", has_text="Lahaina").count() == 1
        assert seen.asked[1:] == []
        assert seen.troubles == []


def test_the_list_holds_what_the_map_shows_and_tells_what_it_does_not(opened):
    page = opened().page
    assert {"k1", "k5", "s1", "h1", "w1"} <= set(rows(page))
    assert "k9" not in rows(page), "a denied event, which is shown on demand"
    assert "u1" not in rows(page), "an event without a place has nothing to open on the map"
    expect(page.locator("#list details", has_text="not on the map")).to_have_count(1)
    expect(page.locator("#counts")).to_have_text("20 events, 1 not on the map")


def test_a_click_opens_the_events_of_the_place(opened):
    page = opened(YEVLAKH).page
    click_middle(page)
    popup = page.locator(".leaflet-popup")
    expect(popup.locator("h3").first).to_have_text("Yevlakh")
    expect(popup).to_contain_text("2 events")
    expect(popup).to_contain_text("Planned")
    expect(popup.locator("mark.trigger").first).to_have_text("Talks")
    link = popup.locator("a[href^=http]").first
    assert link.get_attribute("href") == "https://example.org/k5"
    assert "noopener" in link.get_attribute("rel")
    page.keyboard.press("Escape")
    expect(popup).to_have_count(0)


def test_a_popup_tells_when_how_many_and_how_sure(opened):
    page = opened("#event=k1").page
    popup = page.locator(".leaflet-popup")
    for words in ("19 Sept 2023", "200 or more", "400 or more", "high confidence", "Azerbaijan opens an offensive"):
        expect(popup).to_contain_text(words)
    expect(popup.get_by_title("Ann Lee, 2024-05-01")).to_have_text("Corrected by hand")
    reason = popup.get_by_text("for: <b>the place</b> is named in the sentence")
    expect(reason).to_be_hidden()
    popup.locator("summary", has_text="high confidence").click()
    expect(reason).to_be_visible()


def test_a_popup_tells_of_independent_publishers(browser: Browser, saved):
    heard = replace(SAMPLES[0], told=Telling(SAMPLES[0].id, 4, 3))
    with visit(browser, saved([heard]) + f"#event={heard.id}") as seen:
        expect(seen.page.locator(".leaflet-popup")).to_contain_text("told by 3 independent publishers")


def test_the_keyboard_alone_leads_to_an_event_and_back(opened):
    page = opened().page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the link that skips to the list
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.dataset.event")
    page.keyboard.press("ArrowDown")
    second = page.evaluate("document.activeElement.dataset.event")
    assert [first, second] == rows(page)[:2]
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup .cards")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    assert page.evaluate("document.activeElement.dataset.event") == second


def test_the_keyboard_comes_back_from_a_second_event_too(opened):
    page = opened().page
    page.locator("#list .row").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup .cards")).to_be_focused()
    second = page.locator("#list .row").nth(1)
    second.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup .cards")).to_be_focused()
    page.keyboard.press("Escape")
    expect(second).to_be_focused()


def test_a_country_is_a_list_and_never_a_pin(opened):
    page = opened(SUDAN).page
    assert page.locator(".name", has_text="Sudan").count() == 0
    page.locator(".country-wide", has_text="2 country-wide").click()
    popup = page.locator(".leaflet-popup")
    expect(popup.locator("h3").first).to_have_text("Sudan")
    expect(popup).to_contain_text("country-wide")
    popup.locator("summary", has_text="Threat").click()
    expect(popup).to_contain_text("aimed at")


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("#map=x/y/z", ""),
        (
            "#map=3/999/0&event=none&datetime=soon/later&layer=x&bbox=1",
            "Not understood in the address: datetime, bbox",
        ),
        ("#%%%", ""),
    ],
)
def test_a_broken_link_still_shows_a_map(opened, link: str, said: str):
    seen = opened(link)
    expect(seen.page.locator("#notice")).to_have_text(said)
    assert seen.troubles == []


def test_a_phone_has_the_map_and_a_drawer(opened):
    page = opened("", width=390, height=780, has_touch=True, is_mobile=True).page
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.locator("#map").bounding_box()["height"] > 540
    drawer = page.locator("#drawer")
    assert page.locator("#time").bounding_box()["height"] < 90
    drawer.tap()
    expect(drawer).to_have_attribute("aria-expanded", "true")
    page.locator("#list .row[data-event=k1]").tap()
    expect(drawer).to_have_attribute("aria-expanded", "false")
    # The map moves until the whole popup is on the screen.
    page.wait_for_function("""() => {
        const box = document.querySelector(".leaflet-popup-content-wrapper").getBoundingClientRect();
        return box.left >= 0 && box.right <= innerWidth && box.top >= 0;
    }""")


def test_who_reads_in_the_dark_gets_a_dark_page(opened):
    background = "getComputedStyle(document.body).backgroundColor"
    assert opened("", color_scheme="dark").page.evaluate(background) != opened().page.evaluate(background)


def test_the_events_of_an_embed_are_a_folded_list_for_the_keyboard(browser: Browser, served: str):
    with visit(browser, f"{served}/embed") as seen:
        page = seen.page
        assert rows(page) == []
        page.locator("#fold > summary").press("Enter")
        expect(page.locator("#list .row").first).to_be_visible()
        page.locator("#list .row[data-event=k1]").press("Enter")
        expect(page.locator(".leaflet-popup .cards")).to_be_focused()
        expect(page.locator(".leaflet-popup")).to_contain_text("200 or more")
        page.keyboard.press("Escape")
        expect(page.locator("#list .row[data-event=k1]")).to_be_focused()
        assert seen.troubles == []


def test_the_embed_stands_in_a_frame_that_may_do_nothing_but_draw(browser: Browser, served: str):
    article = f'<body data-ready><iframe sandbox="allow-scripts" src="{served}/embed" width=600 height=400></iframe>'
    newspaper = FastAPI()
    newspaper.get("/")(lambda: HTMLResponse(article))
    with serving(newspaper) as address, visit(browser, address) as seen:
        frame = seen.page.frame_locator("iframe")
        expect(frame.locator(".name", has_text="Lahaina")).to_have_count(1)
        expect(frame.locator("#panel")).to_have_count(0)


def test_a_browser_that_cannot_unpack_a_file_says_so_in_its_language(browser: Browser, outline, tmp_path):
    path = tmp_path / "map.html"
    path.write_text(render_map(SAMPLES, outline, language="ru"), encoding="utf-8")
    page = browser.new_page()
    page.add_init_script("delete window.DecompressionStream")
    page.goto(path.as_uri())
    expect(page.locator("#notice")).to_contain_text("Этот браузер не может открыть карту: ")
    page.close()


def test_cities_are_named_where_events_leave_room(opened):
    page = opened("#map=6/41/45").page
    expect(page.locator(".city span", has_text="Tbilisi")).to_be_visible()
    names = page.locator(".city").all_inner_texts()
    assert 5 < len(names) <= 45
    assert len(set(names)) == len(names)
    boxes = page.locator(".city span, .country-name, .name").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect()).map((box) => [box.left, box.right, box.top, box.bottom])"
    )
    for at, (left, right, top, bottom) in enumerate(boxes):
        for west, east, high, low in boxes[:at]:
            assert right <= west + 2 or east <= left + 2 or bottom <= high + 4 or low <= top + 4


def test_beneath_heat_the_ground_has_its_names_too(opened):
    page = opened("#map=6/40.600/50.000&layer=heat").page
    expect(page.locator(".city span", has_text="Tbilisi")).to_be_visible()
    expect(page.locator(".country-name", has_text="Turkey")).to_have_count(0)
    for _ in range(6):
        page.locator("#map").press("ArrowLeft")
        page.wait_for_timeout(300)  # a key is not heard while the map still moves
    expect(page.locator(".country-name", has_text="Turkey")).to_be_visible()


def test_the_further_in_the_more_cities_have_names(opened):
    page = opened("#map=5/41.2/47.2").page
    expect(page.locator(".city span", has_text="Baku")).to_be_visible()
    expect(page.locator(".city span", has_text="Sheki")).to_have_count(0)
    for zoom in (6, 7):
        page.locator(".leaflet-control-zoom-in").click()
        expect(page).to_have_url(re.compile(f"#map={zoom}/"))
    expect(page.locator(".city span", has_text="Sheki")).to_be_visible()
