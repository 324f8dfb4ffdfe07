"""The feed: valid, escaped, honest about time and place."""

from datetime import date, datetime
from xml.etree.ElementTree import fromstring

import feedparser
import pytest

from geo.corrections import Correction, Retyped
from geo.model import Document, Source
from tests.api.conftest import KARABAKH, REGION, YEREVAN, make_event

ATOM = {"a": "http://www.w3.org/2005/Atom", "g": "http://www.georss.org/georss"}


def feed(client, query: str = ""):
    answer = client.get(f"/events.atom{query}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/atom+xml"
    return fromstring(answer.content)  # noqa: S314 - our own


def entries(root) -> dict:
    found = root.findall("a:entry", ATOM)
    return {one.findtext("a:id", "", ATOM).rpartition("/")[2]: one for one in found}


def links(root) -> dict[str, str]:
    return {one.get("rel"): one.get("href") for one in root.findall("a:link", ATOM)}


def test_the_feed_has_all_that_atom_demands(client):
    root = feed(client)
    for element in (root, *root.findall("a:entry", ATOM)):
        assert element.findtext("a:id", "", ATOM).startswith("tag:testserver,")
        assert element.findtext("a:title", "", ATOM)
        assert datetime.fromisoformat(element.findtext("a:updated", "", ATOM)).tzinfo
    assert root.findtext("a:author/a:name", "", ATOM)
    assert len(entries(root)) == 36
    assert not feedparser.parse(client.get("/events.atom").content).bozo


def test_points_say_latitude_first_and_regions_are_outlined(client):
    found = entries(feed(client))
    assert found["yerevan"].findtext("g:point", "", ATOM) == f"{YEREVAN.lat} {YEREVAN.lon}"
    corners = found["karabakh"].findtext("g:polygon", "", ATOM).split()
    assert {*map(float, corners[::2])} == {39.0, 40.0}
    assert KARABAKH.bounds[0] == min(map(float, corners[1::2]))
    assert not [one for one in found["nowhere"] if "georss" in one.tag]


def test_a_region_too_fine_for_a_feed_is_a_box(store, app):
    from starlette.testclient import TestClient

    app.state.service.outline = lambda key: KARABAKH.centroid.buffer(0.5, 64)
    (one,) = entries(feed(TestClient(app), "?q=karabakh")).values()
    south, west, north, east = map(float, one.findtext("g:box", "", ATOM).split())
    assert (south, west, north, east) == pytest.approx((39.0, 46.0, 40.0, 47.0), abs=0.01)


def test_hostile_text_is_text(client, store):
    hostile = make_event("bad", source=Source("d9", "]]><x>\x00\x1b\ud800", "javascript:alert(1)"))
    object.__setattr__(hostile.source, "title", "]]><script>\x00\x1b\ufffe</script>")
    store.add(Document("d9", "t", "t"), [hostile])
    one = entries(feed(client))["bad"]
    assert "<script>" in one.findtext("a:title", "", ATOM)
    assert "script>" not in client.get("/events.atom").text.replace("script&gt;", "")
    assert all(link.get("href", "").startswith("http") for link in one.findall("a:link", ATOM))


def test_the_same_filters_as_items(client, items):
    for query in (
        {"type": "ASSAULT"},
        {"bbox": "177,-19,179,-17"},
        {"datetime": "2023-09-17"},
        {"status": "planned"},
    ):
        words = "&".join(f"{name}={value}" for name, value in query.items())
        assert set(entries(feed(client, f"?{words}"))) == {one["id"] for one in items(**query)["features"]}
    assert client.get("/events.atom?colour=red").status_code == 400


def test_pages_lead_through_all_events_once(client):
    seen, address, pages = [], "http://testserver/events.atom?limit=10&type=PROTEST", 0
    while address:
        root = feed(client, "?" + address.partition("?")[2])
        seen += list(entries(root))
        assert "type=PROTEST" in links(root)["self"]
        assert root.findtext("a:id", "", ATOM).endswith("?type=PROTEST")
        address, pages = links(root).get("next"), pages + 1
    assert (len(seen), len(set(seen)), pages) == (33, 33, 4)
    assert links(root)["last"] == links(root)["self"]


def test_updated_is_when_the_store_last_changed_it(client, store):
    store.correct([Correction.made(store.get("suva"), [Retyped("AID", "")], by="ann")])
    found = entries(feed(client))
    for event in ("suva", "yerevan"):
        changed = datetime.fromisoformat(store.get(event).told.updated)
        assert datetime.fromisoformat(found[event].findtext("a:updated", "", ATOM)) == changed
    newest = max(one.findtext("a:updated", "", ATOM) for one in found.values())
    assert feed(client).findtext("a:updated", "", ATOM) == newest


def test_a_feed_of_nothing_is_a_feed(client):
    assert entries(feed(client, "?q=unheard")) == {}


def test_it_is_found_from_the_pages(client):
    for path in ("/map", "/?f=html"):
        assert '<link rel="alternate" type="application/atom+xml"' in client.get(path).text
    assert "/events.atom" in client.get("/").text


def test_an_entry_of_an_event_from_before_our_era_of_feeds(store, client):
    store.add(Document("d7", "t", "t"), [make_event("old", REGION, day=date(1, 1, 1), source=Source("d7"))])
    assert entries(feed(client))["old"].findtext("a:summary", "", ATOM).startswith("reported, 0001-01-01")
