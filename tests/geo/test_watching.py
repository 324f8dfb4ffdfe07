"""Feeds watched: what is new is read once, what fails is asked later and stops no other, a restart begins nothing anew."""

import ipaddress

import pytest

from geo.errors import GazetteerError
from geo.fetching import Guard, fetching
from geo.jobs import JobFile, Seen
from geo.stores import MemoryStore
from geo.watching import Watcher
from tests.feeds import LONG, SHORT, OneEvent, item, rss
from tests.web import serving

OWN = Guard((ipaddress.ip_network("127.0.0.1/32"),))


@pytest.fixture
def web():
    with serving() as server:
        yield server


@pytest.fixture
def file():
    opened = JobFile(None)
    yield opened
    opened.close()


class Watching:
    """What a test looks at, around a watcher that a test can begin anew."""

    def __init__(self, file):
        self.file, self.store, self.pipeline, self.told, self.now = file, MemoryStore(), OneEvent(), [], 1e9
        self.patience = 10.0

    def watcher(self, **changes):
        fetch = fetching(OWN, patience=self.patience, most=100_000)
        return Watcher(
            Seen(self.file),
            self.store,
            lambda: self.pipeline,
            fetch,
            self.told.append,
            clock=lambda: self.now,
            **changes,
        )


@pytest.fixture
def watching(file):
    return Watching(file)


def counts(told):
    return told.counts.articles, told.counts.kept, told.counts.events, told.counts.failed


def test_new_entries_are_read_once_and_not_again_after_a_restart(watching, web):
    feed = web.put("/feed", rss(item(1)), ETag='"1"')
    assert counts(watching.watcher().look(feed)) == (1, 0, 1, 0)
    assert watching.watcher().due([feed]) == []
    assert watching.watcher().next([feed]) == 900
    watching.now += 900
    assert watching.watcher().due([feed]) == [feed]
    assert watching.watcher().look(feed).unchanged
    web.put("/feed", rss(item(2), item(1)), ETag='"2"')
    assert counts(watching.watcher().look(feed)) == (1, 0, 1, 0)
    assert len(watching.pipeline.texts) == 2


def test_an_entry_that_says_something_else_takes_the_place_of_what_it_said(watching, web):
    feed = web.put("/feed", rss(item(1)))
    watching.watcher().look(feed)
    web.put("/feed", rss(item(1, SHORT + " Ten were hurt.")))
    watching.watcher().look(feed)
    assert watching.store.summary().articles == 1
    assert watching.pipeline.texts[-1].endswith("hurt.")


def test_pages_are_fetched_where_the_entry_is_not_the_article(watching, web):
    page = web.put("/page", LONG, Content_Type="text/html; charset=utf-8")
    whole = "Much was said of it. " * 200
    feed = web.put("/feed", rss(item(1, link="/page"), item(2, whole, web.address + "/other")))
    watching.watcher().look(feed)
    assert web.paths() == ["/feed", "/page"]
    assert [len(text) > 500 for text in watching.pipeline.texts] == [True, True]
    assert page.endswith("/page")


def test_a_page_that_fails_for_now_is_asked_for_thrice_while_the_feeds_words_do(watching, web):
    page = web.put("/page", status=503)
    feed = web.put("/feed", rss(item(1, link=page)), ETag='"1"')
    for _ in range(5):
        watching.watcher().look(feed)
    assert web.paths().count("/page") == 3
    assert watching.store.summary().articles == 1


def test_a_page_that_comes_late_takes_the_place_of_the_feeds_words(watching, web):
    page = web.put("/page", status=503)
    feed = web.put("/feed", rss(item(1, link=page)), ETag='"1"')
    watching.watcher().look(feed)
    web.put("/page", LONG, Content_Type="text/html")
    watching.watcher().look(feed)
    assert [len(text) > 500 for text in watching.pipeline.texts] == [False, True]
    assert watching.store.summary().articles == 1


def test_a_page_on_a_forbidden_address_is_not_asked(watching, web):
    feed = web.put("/feed", rss(item(1, link="http://127.0.0.2:1/"), item(2, link="javascript:alert(1)")))
    told = watching.watcher().look(feed)
    assert counts(told) == (2, 0, 2, 0)
    assert web.paths() == ["/feed"]


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ({"status": 500}, "500"),
        ({"status": 302, "Location": "http://127.0.0.2:1/"}, "private address"),
        ({"body": "<rss><channel"}, "not well-formed"),
        ({"body": "just words"}, "neither RSS nor Atom"),
        ({"body": bytes(200_000)}, "longer than"),
    ],
)
def test_a_feed_that_fails_is_asked_later_each_time(watching, web, page, reason):
    feed = web.put("/feed", page.get("body", b""), page.get("status", 200), **{"Location": page.get("Location", "/")})
    waits = []
    for _ in range(3):
        told = watching.watcher().look(feed)
        assert reason in told.problem
        waits.append(told.next - watching.now)
    assert waits == [1800, 3600, 7200]
    web.put("/feed", rss(item(1)))
    assert watching.watcher().look(feed).next - watching.now == 900


def test_a_server_that_says_when_is_asked_then(watching, web):
    feed = web.put("/feed", status=429, Retry_After="7200")
    assert watching.watcher().look(feed).next - watching.now == 7200


def test_a_broken_feed_gives_what_can_be_read(watching, web):
    feed = web.put("/feed", rss(item(1)).replace("</channel></rss>", "& </item>"))
    assert counts(watching.watcher().look(feed)) == (1, 0, 1, 0)
    assert "not well-formed" in watching.told[0]


def test_entities_of_entities_are_not_unfolded(watching, web):
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = rss(item(1, "&l9;")).replace("<rss", f'<!DOCTYPE r [<!ENTITY l0 "lol">{entities}]><rss')
    watching.watcher().look(web.put("/feed", text))
    assert all(len(text) < 100 for text in watching.pipeline.texts)


def test_an_article_that_breaks_the_parser_is_told_once_and_stops_nothing(watching, web):
    feed = web.put("/feed", rss(item(1, "BREAKS"), item(2)))
    assert counts(watching.watcher().look(feed)) == (1, 0, 1, 1)
    assert counts(watching.watcher().look(feed)) == (0, 0, 0, 0)
    assert watching.told == ["article 'Item 1': RuntimeError: too much"]


def test_no_gazetteer_is_no_articles_fault_and_nothing_is_called_seen(watching, web, monkeypatch):
    def fails(*_, **__):
        raise GazetteerError("not built")

    feed = web.put("/feed", rss(item(1)))
    with monkeypatch.context() as patch:
        patch.setattr(watching.pipeline, "parse", fails)
        with pytest.raises(GazetteerError):
            watching.watcher().look(feed)
    assert counts(watching.watcher().look(feed)) == (1, 0, 1, 0)


def test_what_was_not_come_to_is_read_after_the_restart(watching, web):
    feed = web.put("/feed", rss(item(1), item(2)), ETag='"1"')
    watching.watcher(stopped=lambda: len(watching.pipeline.texts) == 1).look(feed)
    assert counts(watching.watcher().look(feed)) == (1, 0, 1, 0)
