"""Events as columns; that pages read them back rightly is tested in a browser."""

from collections.abc import Callable
from dataclasses import replace

import orjson
from playwright.sync_api import Browser

from geo.features import feature
from geo.query import newest_first
from maps.columns import inline
from maps.texts import Texts
from tests.browser import visit
from tests.maps.samples import KARABAKH, OPERATION, SAMPLES, THREAT, UNPLACED, YEREVAN, YEVLAKH, at
from tests.maps.unpacking import numbers, unpacked


def test_events_stand_in_the_order_of_the_service(outline):
    carried = inline(SAMPLES, outline)
    assert unpacked(carried.columns["id"]).decode().split("\0") == [e.id for e in sorted(SAMPLES, key=newest_first)]
    assert carried.tables["count"] == len(SAMPLES)


def test_a_shape_travels_once_however_many_events_have_it(outline):
    ordered = sorted(SAMPLES, key=newest_first)
    geometry = dict(zip([e.id for e in ordered], numbers(inline(SAMPLES, outline).columns["geometry"]), strict=True))
    assert geometry["k1"] == geometry["k2"] >= 2
    assert geometry["k3"] == 1
    assert geometry[UNPLACED.id] == 0


def test_a_region_without_a_shape_is_not_drawn_as_a_point():
    events = [event for event in SAMPLES if event.places and event.places[0].place is KARABAKH]
    assert numbers(inline(events, lambda _: None).columns["geometry"]) == [0] * len(events)


def test_nothing_is_carried_as_nothing(outline):
    assert inline([], outline).tables["count"] == 0


MORE = (
    replace(OPERATION, id="both", places=(at(YEREVAN), at(YEVLAKH), at(KARABAKH))),
    replace(OPERATION, id="open", start=None),
    replace(OPERATION, id="old", start=OPERATION.start.replace(year=1915), end=None),
    replace(THREAT, id="quoted", quote=replace(THREAT.quote, text='Line\none, "two" & <three>')),
)


def test_a_page_gives_back_what_the_service_would(browser: Browser, saved: Callable[..., str], outline, tmp_path):
    events = {event.id: event for event in (*SAMPLES, *MORE)}
    with visit(browser, saved(tuple(events.values())) + "#status=reported,claimed,planned,denied") as seen:
        seen.page.locator("#share summary").click()
        with seen.page.expect_download() as download:
            seen.page.get_by_role("button", name="GeoJSON").click()
        found = orjson.loads(download.value.path().read_bytes())["features"]
    assert {one["id"] for one in found} == set(events)
    for one in found:
        whole = feature(events[one["id"]], outline)
        shown = one["properties"]
        places = shown.pop("places")
        told = {key: whole["properties"][key] for key in shown}
        assert shown == told | {"reports": 1, "publishers": 1}
        assert [place["lon"] for place in places] == [place["lon"] for place in whole["properties"]["places"]]
        assert _kind(one) == _kind(whole)
        if one["geometry"] and one["geometry"]["type"].endswith("Point"):
            assert one["geometry"] == orjson.loads(orjson.dumps(whole["geometry"]))


def _kind(feature):
    """A shape may lose its smaller parts."""
    return feature["geometry"] and feature["geometry"]["type"].removeprefix("Multi")


def test_many_quotes_are_cut_to_the_words_round_their_triggers(outline, monkeypatch):
    monkeypatch.setattr("maps.columns.MOST_QUOTED", 30 * len(SAMPLES))
    collected = []
    monkeypatch.setattr(Texts, "columns", lambda self: collected.extend(self._numbers) or {})
    inline(SAMPLES, outline)
    shown = [text for text in collected if "…" in text]
    assert len(shown) > 10
    for event in SAMPLES:
        assert any(event.trigger.text in text for text in collected)
    for text in shown:
        assert any(text.strip("…") in event.quote.text for event in SAMPLES)
