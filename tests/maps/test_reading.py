"""An article as it was read: what is marked in its text lights up on the map, and the other way round."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from playwright.sync_api import Browser, expect

from api.app import create_app
from geo.boundaries import Boundaries
from geo.gazetteers.memory import MemoryGazetteer
from geo.model import (
    DatePrecision,
    Document,
    Event,
    EventPlace,
    Place,
    Resolution,
    Role,
    Source,
    Span,
    Status,
    Toponym,
)
from geo.pipeline import Pipeline
from geo.settings import Settings
from geo.stores import MemoryStore
from maps.reading import reading_record
from tests.api.conftest import serving
from tests.browser import visit
from tests.maps.test_hostile import PAYLOADS

# 𝒯 is one character that JavaScript counts as two: what stands behind it must not be marked a letter too early.
TEXT = "𝒯alks: Thousands marched in Yerevan on Monday.\n\nOz said nothing. Armenia and Yevlakh waited."
YEREVAN = Place("geonames:616052", "Yerevan", 44.51, 40.18, "P", "PPLC", "AM")
YEVLAKH = Place("geonames:585220", "Yevlakh", 47.15, 40.62, "P", "PPLA", "AZ")
ARMENIA = Place("geonames:174982", "Armenia", 45.0, 40.0, "A", "PCLI", "AM", boundary="country:AM")


def span(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words), words)


def named(words: str, place: Place | None, text: str = TEXT) -> Resolution:
    found = span(words, text)
    return Resolution(Toponym(found.start, found.end, words), place, 0.9)


def march(text: str = TEXT) -> Event:
    place = EventPlace(Role.EVENT, YEREVAN.kind, span("Yerevan", text), YEREVAN, lon=YEREVAN.lon, lat=YEREVAN.lat)
    return Event(
        "m1", "PROTEST", "demo", Status.REPORTED, date(2024, 1, 1), date(2024, 1, 1), DatePrecision.DAY,
        Source("a1", "A march"),
        quote=span("Thousands marched in Yerevan on Monday.", text), trigger=span("marched", text), places=(place,),
    )  # fmt: skip


MENTIONS = (named("Yerevan", YEREVAN), named("Oz", None), named("Armenia", ARMENIA), named("Yevlakh", YEVLAKH))
ARTICLE = Document("a1", TEXT, "A march", "https://example.org/march", date(2024, 1, 1))


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    outline = Boundaries().outline
    store = MemoryStore(outline=outline)
    store.add(ARTICLE, [march()], MENTIONS)
    worst = " ".join(PAYLOADS)
    text = f"{worst} {TEXT} {worst}"
    hostile = Document(
        "h1", text, worst, "javascript:window.ran=1", publisher=worst, language='"><script>window.ran=1</script>'
    )
    bad = replace(YEREVAN, name=worst, admin1=worst)
    event = replace(march(text), id="h", source=Source("h1", worst, "javascript:window.ran=1"))
    store.add(hostile, [event], [named("Yerevan", bad, text), named("Oz", None, text)])

    gazetteer = MemoryGazetteer([("Yerevan", YEREVAN), ("Yevlakh", YEVLAKH)])
    app = create_app(Settings(), store=store, outline=outline, pipeline=Pipeline(gazetteer))
    with serving(app) as served:
        yield served


def test_each_place_is_there_once_and_offsets_count_characters():
    outline = Boundaries().outline
    store = MemoryStore(outline=outline)
    store.add(ARTICLE, [march()], [*MENTIONS, named("marched", YEREVAN)])
    record = reading_record(store.reading("a1"), outline)
    assert record["text"] == TEXT
    assert list(record["places"]) == [YEREVAN.id, ARMENIA.id, YEVLAKH.id]
    assert record["places"][ARMENIA.id]["geometry"]["type"] == "MultiPolygon"
    assert [one["place"] for one in record["mentions"]] == [YEREVAN.id, YEREVAN.id, None, ARMENIA.id, YEVLAKH.id]
    quote, trigger = record["events"][0]["spans"]["quote"], record["events"][0]["spans"]["trigger"]
    assert TEXT[slice(*quote)] == "Thousands marched in Yerevan on Monday."
    assert TEXT[slice(*trigger)] == "marched"


def test_names_and_events_are_marked_where_they_stand(browser: Browser, address: str):
    with visit(browser, f"{address}/articles/a1") as seen:
        page = seen.page
        assert page.locator("#text").text_content() == TEXT
        assert page.locator("#text button.name-in-text").all_text_contents() == ["Yerevan", "Armenia", "Yevlakh"]
        assert page.locator("#text .unplaced").all_text_contents() == ["Oz"]
        assert page.locator("#text .trigger").all_text_contents() == ["marched"]
        assert "".join(page.locator("#text .quote").all_text_contents()) == "Thousands marched in Yerevan on Monday."
        expect(page.locator("#counts")).to_have_text("3 places · 1 event · 1 name not on the map")
        assert seen.strangers(address) == []
        assert seen.troubles == []


def test_what_is_pointed_at_in_the_text_lights_up_on_the_map(browser: Browser, address: str):
    with visit(browser, f"{address}/articles/a1") as seen:
        page = seen.page
        expect(page.locator(".glow")).to_have_count(0)
        page.locator("#text button", has_text="Yevlakh").hover()
        expect(page.locator(".glow")).to_have_count(1)
        page.locator("h1").hover()
        expect(page.locator(".glow")).to_have_count(0)
        page.locator("#text .trigger").focus()
        expect(page.locator(".glow")).to_have_count(1)
        expect(page.locator("#text .quote.lit").first).to_be_visible()


def test_what_is_pointed_at_on_the_map_lights_up_in_the_text(browser: Browser, address: str):
    with visit(browser, f"{address}/articles/a1") as seen:
        page = seen.page
        page.locator("#text button", has_text="Yevlakh").click()  # comes into view
        page.keyboard.press("Escape")
        page.locator("h1").hover()
        page.locator(".named-place").last.hover()
        expect(page.locator("#text .name-in-text.lit")).to_have_text("Yevlakh")


def test_an_event_opens_by_the_keyboard(browser: Browser, address: str):
    with visit(browser, f"{address}/articles/a1") as seen:
        seen.page.locator("#text .trigger").focus()
        seen.page.keyboard.press("Enter")
        expect(seen.page.locator(".leaflet-popup")).to_contain_text("1 Jan 2024")


def test_a_country_is_no_pin(browser: Browser, address: str):
    with visit(browser, f"{address}/articles/a1") as seen:
        assert seen.page.locator(".named-place").count() == 1, "Yevlakh's; Yerevan has the badge of its event"
        seen.page.locator("#text button", has_text="Armenia").click()
        expect(seen.page.locator(".leaflet-popup")).to_contain_text("Armenia")


def test_hostile_text_stays_text(browser: Browser, address: str):
    with visit(browser, f"{address}/articles/h1") as seen:
        page = seen.page
        page.locator("#text .trigger").click()
        expect(page.locator(".leaflet-popup .card")).to_be_visible()
        page.locator("#text button.name-in-text").first.click()
        expect(page.locator(".leaflet-popup")).to_contain_text(PAYLOADS[0])
        assert page.evaluate("window.ran") is None
        assert page.locator("a[href^='javascript']").count() == 0
        assert PAYLOADS[1] in page.locator("#text").text_content()
        assert seen.troubles == []


def test_without_scripts_the_text_can_be_read(browser: Browser, address: str):
    opened = browser.new_context(java_script_enabled=False)
    page = opened.new_page()
    page.goto(f"{address}/articles/a1")
    assert page.locator("#text").text_content() == TEXT
    opened.close()


def test_a_phone_has_map_and_text(browser: Browser, address: str):
    with visit(browser, f"{address}/articles/a1", width=390, height=844) as seen:
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= 390
        assert seen.page.locator("#map").bounding_box()["height"] > 250
        expect(seen.page.locator("#text")).to_be_in_viewport()


def test_a_pasted_text_is_mapped_and_kept_nowhere(browser: Browser, address: str):
    with visit(browser, f"{address}/try") as seen:
        page = seen.page
        page.locator("#go").click()
        page.locator("#pasted").fill(f"Police arrested ten men in Yevlakh on Monday. {PAYLOADS[0]}")
        page.locator("#published").fill("2024-01-03")
        page.locator("#go").click()
        expect(page.locator("#text .name-in-text", has_text="Yevlakh")).to_be_visible()
        expect(page.locator("#events")).to_contain_text("1 Jan 2024")
        assert page.evaluate("window.ran") is None
        assert seen.strangers(address) == []
        assert seen.troubles == []
    with visit(browser, f"{address}/try") as seen:
        assert seen.page.locator("#pasted").input_value() == ""


def test_the_source_of_a_page_is_read_as_a_page(browser: Browser, address: str):
    article = "".join(
        f"<p>Police arrested ten men in Yevlakh on Monday, the {n}th time this year that it happened.</p>"
        for n in range(9)
    )
    with visit(browser, f"{address}/try") as seen:
        seen.page.locator("#pasted").fill(f"<!doctype html><body><article>{article}</article></body>")
        seen.page.locator("#go").click()
        expect(seen.page.locator("#text .name-in-text", has_text="Yevlakh").first).to_be_visible()
        assert "<p>" not in seen.page.locator("#text").text_content()


def test_a_text_that_is_too_long_is_not_sent(browser: Browser, address: str):
    with visit(browser, f"{address}/try") as seen:
        seen.page.evaluate("document.getElementById('pasted').value = 'x'.repeat(1_000_001)")
        seen.page.locator("#go").click()
        expect(seen.page.locator("#notice")).to_contain_text("1,000,000")
        assert not [url for url in seen.asked if "geoparse" in url]
