"""What is shown, and who chose it: filters, the time bar, layers, links to what is seen, and files of it."""

import json
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect

from geo.filters import parse_text
from geo.query import EVENT_QUERYABLES, EventQuery
from tests.browser import Visit, settled, visit
from tests.maps.samples import SAMPLES


@pytest.fixture(params=["file", "service"])
def opened(request: pytest.FixtureRequest, browser: Browser, served: str) -> Iterator[Callable[..., Visit]]:
    address = f"{served}/map" if request.param == "service" else request.getfixturevalue("saved")()
    visits = []

    def at(link: str = "", **options) -> Visit:
        wanted = "#" + link.replace("#", "&")[1:] if request.param == "file" and "?" in link else link
        visits.append(visit(browser, address + wanted, **options))
        return visits[-1].__enter__()

    yield at
    for one in visits:
        one.__exit__(None, None, None)


@pytest.fixture(scope="module")
def module(browser: Browser, served: str) -> Iterator[Page]:
    """A page to load single scripts in."""
    with visit(browser, f"{served}/map") as seen:
        yield seen.page


def rows(page: Page) -> list[str]:
    settled(page)
    return page.locator("#list .row").evaluate_all("rows => rows.map(row => row.dataset.event)")


def chip(page: Page, words: str):
    return page.locator(".chip", has_text=re.compile(rf"^{words}"))


def counts(page: Page) -> str:
    settled(page)
    return page.locator("#counts").inner_text()


def test_one_filter_holds_for_list_map_and_counts(opened):
    page = opened("#map=8/40.617/47.150").page
    chip(page, "Talks").click()
    assert not {"k5", "k7", "n1"} & set(rows(page))
    box = page.locator("#map").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    chip(page, "Denied").click()
    assert "k9" in rows(page)
    expect(chip(page, "Talks").locator(".count")).to_have_text("4"), "what it would show if it were chosen"
    page.get_by_role("button", name="Reset").click()
    assert counts(page) == "20 events, 1 not on the map"


def test_text_and_days_narrow_the_list(opened):
    page = opened().page
    page.fill("#q", "yerevan prime")
    assert rows(page) == ["k3"]
    page.fill("#q", "")
    page.locator("#more-filters > summary").click()
    page.fill("#from", "2025-01-01")
    assert rows(page) == ["m1", "e1"]
    page.fill("#to", "2025-01-31")
    assert rows(page) == ["e1"]


@pytest.mark.parametrize(
    ("choose", "left"),
    [
        (lambda page: page.select_option("#killed", "100"), ["k1", "t1"]),
        (lambda page: page.select_option("#role", "target"), ["w1"]),
        (lambda page: page.select_option("#type", "HEALTH"), ["e1"]),
        (lambda page: page.select_option("#country", "TD"), ["a1"]),
        (lambda page: page.fill("#actor", "world food"), ["a1"]),
        (lambda page: page.fill("#source", "wildfire"), ["h1"]),
        (lambda page: [chip(page, word).click() for word in ("high conf", "medium conf")], ["w1"]),
        (
            lambda page: [chip(page, word).click() for word in ("town", "near", "country")],
            ["d1", "k2", "k1"],
        ),
    ],
)
def test_each_filter_narrows_the_list_and_stands_in_the_address(opened, choose, left: list[str]):
    page = opened().page
    page.locator("#more-filters > summary").click()
    settled(page)
    choose(page)
    assert rows(page) == left
    page.reload()
    assert rows(page) == left


def test_a_choice_says_how_many_it_would_show(opened):
    page = opened().page
    page.locator("#more-filters > summary").click()
    expect(chip(page, "near").locator(".count")).to_have_text("2")
    expect(page.locator("#country option", has_text="Azerbaijan")).to_have_text("Azerbaijan (5)")
    expect(page.locator("#type option", has_text="Protest")).to_have_text(re.compile(r"\(3\)$"))


def test_only_what_the_map_shows_is_listed_on_demand(opened):
    page = opened("#map=6/-30/-51").page
    assert len(rows(page)) == 19
    page.get_by_label("Only what the map shows").check()
    assert rows(page) == ["p1"]
    page.evaluate("document.querySelector('#map').focus()")
    for _ in range(6):
        page.keyboard.press("-")
    page.wait_for_timeout(100)
    assert len(rows(page)) > 3


def test_a_link_shows_what_was_seen(opened):
    page = opened("?type=PROTEST,CONSULT&q=yevlakh#map=7/40.000/46.000").page
    shown, address = rows(page), page.evaluate("location.search + location.hash")
    assert shown == ["k5", "k7"]
    page.reload()
    assert rows(page) == shown
    assert page.evaluate("location.search + location.hash") == address
    assert "map=7/40.000/46.000" in address


def test_the_time_bar_is_moved_by_the_keys(opened):
    page = opened().page
    first, last = page.get_by_role("slider", name="First day"), page.get_by_role("slider", name="Last day")
    last.press("Home")
    first.press("Home")
    assert rows(page) == ["f1"]
    expect(last).to_have_attribute("aria-valuetext", "31 Aug 2022")
    page.get_by_role("button", name="All time").click()
    assert len(rows(page)) == 19


def test_days_are_chosen_by_dragging_over_the_time_bar(opened):
    page = opened().page
    box = page.locator(".time-track").bounding_box()
    y = box["y"] + 5
    page.mouse.move(box["x"] + 0.9 * box["width"], y)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.999 * box["width"], y, steps=4)
    page.mouse.up()
    shown = rows(page)
    assert {"m1", "e1"} <= set(shown)
    assert "k1" not in shown
    expect(page.locator("#from")).not_to_have_value("")


def test_time_is_played_until_its_end(opened):
    page = opened().page
    page.clock.install()
    page.get_by_role("button", name="Play").click()
    seen = set()
    for _ in range(400):
        if page.get_by_role("button", name="Play").count():
            break
        seen.add(page.locator(".time-words").inner_text())
        settled(page)  # a picture stands until its answers have come, however long those take
        page.clock.run_for(800)
    else:
        pytest.fail(f"still playing at {page.locator('.time-words').inner_text()!r}")
    assert len(seen) > 3  # of dozens: on a busy machine some go by unseen, for time goes on meanwhile
    assert_list_is_that_of_the_address(page)


def assert_list_is_that_of_the_address(page: Page) -> None:
    shown, told = rows(page), counts(page)
    assert 0 < len(shown) < 19
    page.reload()
    assert (rows(page), counts(page)) == (shown, told)


def test_a_play_that_is_paused_leaves_list_and_map_alike(opened):
    page = opened().page
    page.get_by_role("button", name="Play").click()
    page.get_by_role("button", name="Pause").click()
    assert_list_is_that_of_the_address(page)


def test_a_play_that_is_paused_and_taken_up_again_is_as_fast_as_before(opened):
    page = opened().page
    page.clock.install(time=0)
    page.clock.pause_at(1_000)
    first = page.get_by_role("slider", name="First day")
    for button in ("Play", "Pause", "Play"):
        page.get_by_role("button", name=button).click()
        page.wait_for_timeout(50)
    seen = []
    for _ in range(4):
        page.clock.run_for(710)
        settled(page)
        seen.append(int(first.get_attribute("aria-valuenow")))
    assert [b - a for a, b in pairwise(seen)] == [1, 1, 1]


def test_a_swipe_that_the_browser_takes_for_scrolling_chooses_no_days(opened):
    page = opened().page
    track = page.locator(".time-track")
    box = track.bounding_box()
    pointer = {"pointerId": 1, "clientY": box["y"] + 5, "bubbles": True}
    page.evaluate("Element.prototype.setPointerCapture = () => {}")
    for type, share in (("pointerdown", 0.5), ("pointermove", 0.8), ("pointercancel", 0.8), ("pointermove", 0.9)):
        track.dispatch_event(type, {**pointer, "clientX": box["x"] + share * box["width"]})
    assert len(rows(page)) == 19
    expect(page.get_by_role("button", name="All time")).to_be_hidden()


def test_heat_and_counts_by_area_are_layers(browser: Browser, served: str):
    with visit(browser, f"{served}/map#layer=heat") as seen:
        page = seen.page
        assert page.locator("canvas.heat").count() == 1
        assert page.locator("canvas.heat").evaluate(
            "one => one.getContext('2d').getImageData(0, 0, one.width, one.height).data.some(Boolean)"
        )
        page.locator("#layers summary").click()
        page.get_by_label("Events by country").check()
        settled(page)
        page.get_by_text("As a table").click()
        expect(page.locator(".areas-legend tr", has_text="Sudan")).to_have_text(re.compile("Sudan.*3"))
        assert "layer=country" in page.url
        assert seen.troubles == []


def worldview_choice(page: Page):
    if not page.locator("#layers").evaluate("menu => menu.open"):
        page.locator("#layers summary").click()
    return page.get_by_label("Borders as seen by")


def test_the_borders_are_those_of_the_worldview_that_is_chosen(opened, served: str):
    seen = opened()
    page, credit = seen.page, seen.page.locator(".leaflet-control-attribution")
    expect(credit).to_contain_text("De facto")
    worldview_choice(page).select_option("un")
    expect(credit).to_contain_text("United Nations")
    expect(credit).not_to_contain_text("De facto")
    assert "worldview=un" in page.url
    page.reload()
    expect(credit).to_contain_text("United Nations")
    expect(worldview_choice(page)).to_have_value("un")
    worldview_choice(page).select_option("de-facto")
    expect(credit).to_contain_text("De facto")
    assert "worldview" not in page.url
    assert seen.troubles == []
    assert seen.strangers(served, "file:") == []


def test_a_state_that_a_view_does_not_know_loses_its_name_when_that_is_chosen(opened):
    page = opened("?worldview=ru#map=7/42.9/41").page
    abkhazia = page.locator(".country-name", has_text="Abkhazia")
    expect(abkhazia).to_have_count(1)
    worldview_choice(page).select_option("un")
    expect(page.locator(".leaflet-control-attribution")).to_contain_text("United Nations")
    expect(abkhazia).to_have_count(0)


def test_what_is_no_border_to_the_chosen_view_is_not_drawn(opened):
    page = opened("?worldview=xk#map=8/42.6/21").page
    drawn = "[...document.querySelectorAll('.leaflet-ground-pane canvas')].map((one) => one.toDataURL())"
    kosovo = page.evaluate(drawn)
    for view, same in (("rs", False), ("xk", True)):
        worldview_choice(page).select_option(view)
        page.wait_for_function(
            f"([kosovo, same]) => {{ const now = {drawn};"
            " return now.length && now.every((one) => kosovo.includes(one)) === same; }",
            arg=[kosovo, same],
        )


def test_a_file_says_which_borders_it_cannot_show(browser: Browser, saved):
    with visit(browser, saved() + "#worldview=martian&date=1990-01-01") as seen:
        expect(seen.page.locator("#notice")).to_have_text(re.compile("worldview, date"))
        expect(seen.page.locator(".leaflet-control-attribution")).to_contain_text("De facto")
        assert "martian" not in seen.page.url


def test_whose_borders_these_are_is_said_in_the_readers_language(browser: Browser, served: str):
    with visit(browser, f"{served}/map?lang=ru") as seen:
        expect(seen.page.locator(".leaflet-control-attribution")).to_contain_text("Границы: ")


def test_what_is_shown_is_had_in_every_format_of_the_service(browser: Browser, served: str):
    with visit(browser, f"{served}/map?type=PROTEST&worldview=un&date=2020-01-01") as seen:
        page = seen.page
        page.locator("#share summary").click()
        links = page.locator("#share a[href*=items]")
        expect(links.first).to_be_visible()
        pictures = page.locator("#share a[href^='map.']")
        expect(pictures).to_have_text(["PNG", "SVG", "PDF"])
        assert "worldview=un&date=2020-01-01" in pictures.first.get_attribute("href")
        formats = {urlsplit(one.get_attribute("href")).query: one for one in links.all()}
        offered = httpx2.get(f"{served}/collections/events/items?limit=1").json()["links"]
        assert len(formats) == sum(link["rel"] in ("self", "alternate") for link in offered)
        assert all(parse_qs(query)["type"] == ["PROTEST"] for query in formats)
        with page.expect_download() as file:
            links.first.click()
        features = json.loads(file.value.path().read_bytes())["features"]
        assert {one["id"] for one in features} == {"k3", "k6", "f1"}


def test_a_file_gives_what_it_shows(browser: Browser, saved):
    with visit(browser, saved() + "#type=PROTEST") as seen:
        seen.page.locator("#share summary").click()
        with seen.page.expect_download() as file:
            seen.page.get_by_role("button", name="GeoJSON").click()
        features = json.loads(file.value.path().read_bytes())["features"]
        assert {one["id"] for one in features} == {"k3", "k6", "f1"}


def test_the_code_for_another_page_shows_the_same(browser: Browser, served: str):
    with visit(browser, f"{served}/map?type=PROTEST#map=5/52/1") as seen:
        seen.page.locator("#share summary").click()
        code = seen.page.locator("#share textarea").nth(1)
        (
            expect(code).to_have_value(re.compile("allow-popups-to-escape-sandbox")),
            "so that what it opens is a page like any",
        )
        frame = code.input_value()
        assert 'sandbox="allow-scripts' in frame
        assert f'src="{served}/embed?type=PROTEST#map=5/52.000/1.000"' in frame


def test_a_correction_is_suggested_as_a_line_to_run(opened):
    page = opened("#event=k3").page
    page.locator(".fix summary").click()
    page.get_by_label("Place", exact=True).fill("Yerevan's square")
    page.locator(".fix select").nth(1).select_option("claimed")
    line = page.locator(".fix textarea").input_value()
    assert line == "dateline correct k3 --place 'Yerevan'\\''s square' --status claimed"


def test_what_the_page_asks_for_is_a_filter_that_the_service_reads(browser: Browser, served: str):
    """The page writes CQL2 and reads its own again, somebody else's clauses beside it."""
    own = "CASEI(quote) LIKE '%a%' OR historical = true"
    with visit(browser, f"{served}/map") as seen:
        written, again = seen.page.evaluate(
            """async own => {
                const { addressOf, defaultFilter, readFilter } = await import("/static/filter.js");
                const filter = { ...defaultFilter(), precisions: ["near"], bands: ["low", "high"], killed: 3, role: "event",
                                 country: "AZ", actor: "O'Neil 5%_\\\\", source: "x'y", own };
                const query = addressOf(filter);
                return [query.get("filter"), JSON.stringify(readFilter(query).filter) === JSON.stringify(filter)];
            }""",
            own,
        )
    assert again
    assert not any(EventQuery(filter=parse_text(written, EVENT_QUERYABLES)).matches(event) for event in SAMPLES)


@pytest.mark.parametrize(
    "text",
    [
        "fatalities_low >= 1 AND mode='x' OR type='y'",
        "fatalities_low >= 1 AND (mode = 'x') AND (type = 'y')",
        "fatalities_low >= 1 AND (mode = ')') OR (type = '(')",
        "fatalities_low >= 1 AND (mode = 'x' OR type = 'y')",
        "fatalities_low >= 0",
        "country LIKE 'A%'",
        "place_role = 'speech'",
        "precision IN ('exact', 'roughly')",
    ],
)
def test_a_filter_of_somebody_else_keeps_its_meaning(module: Page, text: str):
    assert (
        module.evaluate(
            """async text => {
            const { queryOf, readFilter } = await import("/static/filter.js");
            return queryOf(readFilter(new URLSearchParams({ filter: text })).filter).get("filter");
        }""",
            text,
        )
        == text
    )


@pytest.mark.parametrize(
    ("query", "own", "unread"),
    [
        ("country=AZ&mode=O'x", "mode = 'O''x' AND country = 'AZ'", []),
        ("historical=true&filter=a=1 OR b=2", "historical = true AND (a=1 OR b=2)", []),
        ("fatalities_low=3&start=2023-09-20", "start = DATE('2023-09-20') AND fatalities_low = 3", []),
        ("fatalities_low=many&historical=maybe&start=soon", "", ["start", "fatalities_low", "historical"]),
        ("status=reported,rumoured&bbox=1,2&datetime=soon", "", ["status", "datetime", "bbox"]),
    ],
)
def test_every_parameter_of_the_service_is_read_or_said(module: Page, query: str, own: str, unread: list[str]):
    found = module.evaluate(
        """async query => {
            const { readFilter } = await import("/static/filter.js");
            const { queryables } = JSON.parse(document.getElementById("dateline").textContent);
            const { filter, unread } = readFilter(new URLSearchParams(query), queryables);
            return [filter.own, unread];
        }""",
        query,
    )
    assert found == [own, unread]
    if own and "a=1" not in own:
        parse_text(own, EVENT_QUERYABLES)


def test_times_of_day_and_heights_are_cut_off(module: Page):
    found = module.evaluate(
        """async () => {
            const { readFilter } = await import("/static/filter.js");
            const query = new URLSearchParams({ datetime: "2023-09-20T12:00:00Z/..", bbox: "44,38,0,51,42,100" });
            const { filter: { from, to, bbox }, unread } = readFilter(query);
            return [from, to, bbox, unread];
        }"""
    )
    assert found == ["2023-09-20", "", "44,38,51,42", []]


def test_another_language_shows_the_same(browser: Browser, served: str):
    with visit(browser, f"{served}/map?mode=demo&type=PROTEST#map=5/40/45") as seen:
        page = seen.page
        assert rows(page) == ["k3"]
        page.locator(".languages a[lang=ru]").click()
        expect(page.locator("html")).to_have_attribute("lang", "ru")
        assert rows(page) == ["k3"]
        assert "map=5/40" in page.url


def test_a_page_of_many_says_how_many_it_holds(module: Page):
    titles = module.evaluate(
        """async () => {
            const { serviceSource } = await import("/static/service.js");
            const { speak } = await import("/static/words.js");
            const { words } = JSON.parse(document.getElementById("dateline").textContent);
            speak(words, "en");
            const asked = window.fetch, links = [{ rel: "self", href: "/items" }], titles = [];
            for (const numberMatched of [10_000, 10_001]) {
                window.fetch = async () => new Response(JSON.stringify({ links, numberMatched }));
                const { defaultFilter } = await import("/static/filter.js");
                const source = serviceSource({ events: "/items", legend: {} });
                titles.push((await source.downloads(defaultFilter(), null))[0].title);
            }
            window.fetch = asked;
            return titles;
        }"""
    )
    assert titles == ["GeoJSON", "GeoJSON, the first 10,000"]


def test_areas_without_a_shape_are_asked_for_once_more_and_no_more(module: Page):
    times = module.evaluate(
        """async () => {
            const { serviceSource } = await import("/static/service.js");
            const { defaultFilter } = await import("/static/filter.js");
            const properties = { boundary: "country:XX", name: "X", count: 1 }, feature = { geometry: null, properties };
            const asked = window.fetch;
            let times = 0;
            window.fetch = async () => new Response(JSON.stringify({ features: ++times > 9 ? [] : [feature] }));
            await serviceSource({ events: "/items", legend: {} }).areas(defaultFilter(), "country");
            window.fetch = asked;
            return times;
        }"""
    )
    assert times == 2


def test_no_area_to_colour_is_an_empty_map(browser: Browser, served: str):
    with visit(browser, f"{served}/map?q=nowhere#layer=country") as seen:
        assert counts(seen.page) == "0 events"
        assert seen.page.locator(".areas-legend li").count() == 0
        assert seen.troubles == []


def test_a_file_offers_only_layers_that_it_can_fill(browser: Browser, saved):
    with visit(browser, saved() + "#layer=country") as seen:
        assert seen.page.locator("#layer-choice input[type=radio]").count() == 2
        expect(seen.page.locator(".name", has_text="Lahaina")).to_have_count(1)


def test_events_are_drawn_without_a_ground(browser: Browser, served: str):
    with visit(browser, f"{served}/map?worldview=martian#map=8/40.617/47.150") as seen:
        page = seen.page
        assert len(rows(page)) == 19
        expect(page.locator("#notice")).to_contain_text("martian")
        expect(page.locator(".name", has_text="Yevlakh")).to_have_count(1)
        page.get_by_role("button", name="Light or dark").click()
        assert all("400" in trouble for trouble in seen.troubles), "the browser's own line on the answer"


def test_a_ground_that_comes_late_does_not_replace_the_one_chosen_since(module: Page):
    shown = module.evaluate(
        """async () => {
            const { groundLoader } = await import("/static/worldview.js");
            const asked = window.fetch, waiting = [], shown = [], state = { worldview: "a" };
            const land = { ground: null, show: ({ whose }) => shown.push(whose) };
            const map = { getZoom: () => 1, on() {} };
            window.fetch = (url) => new Promise((done) => {
                const whose = new URL(url, location).searchParams.get("worldview");
                waiting.push(() => done(new Response(JSON.stringify({ whose }))));
            });
            const renew = groundLoader("/land.json", "/worldviews", state).keep(map, land, () => null);
            const first = renew();
            state.worldview = "b";
            const second = renew();
            waiting[1]();
            await second;
            waiting[0]();
            await first;
            window.fetch = asked;
            return shown;
        }"""
    )
    assert shown == ["b"]
