import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from maps import picture

SMALL = "width=400&height=300&dpi=100"


@pytest.mark.parametrize(
    ("form", "media_type", "start"),
    [("png", "image/png", b"\x89PNG"), ("svg", "image/svg+xml", b"<?xml"), ("pdf", "application/pdf", b"%PDF")],
)
def test_the_map_as_a_still(client, form, media_type, start):
    answer = client.get(f"/map.{form}?{SMALL}&type=PROTEST&worldview=un&date=2020-01-01")
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    assert answer.content.startswith(start)
    assert "script-src" not in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    tag = answer.headers["etag"]
    again = client.get(answer.request.url, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_a_title_is_the_pictures_and_chooses_no_events(client):
    text = client.get(f"/map.svg?{SMALL}&title=Our+own").text
    assert "<!-- Our own -->" in text
    assert "No events." not in text


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("width=9", "width"),
        ("height=x", "height"),
        ("width=5000&height=5000", "height"),
        ("dpi=600&width=300", "dpi"),
        ("dpi=50&width=5000&height=3200", "dpi"),
        ("worldview=mars", "worldview"),
        ("bbox=1", "bbox"),
        ("size=1", "size"),
        ("type=NOPE", "type"),
    ],
)
def test_what_is_wrong_is_named(client, query, parameter):
    answer = client.get(f"/map.png?{query}")
    assert (answer.status_code, answer.json()["parameter"]) == (400, parameter)
    assert answer.headers["content-type"] == "application/problem+json"


def test_so_many_events_are_not_drawn(client, monkeypatch):
    monkeypatch.setattr("api.pictures._MOST_EVENTS", 3)
    assert client.get(f"/map.png?{SMALL}").status_code == 400


def test_who_waits_too_long_a_queue_is_sent_away(client, monkeypatch):
    monkeypatch.setattr("api.pictures._WAITING", 0)
    answer = client.get(f"/map.png?{SMALL}&title=Queue")
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0


def test_what_is_wrong_is_said_before_the_wait(client, monkeypatch):
    def never(*_, **__):
        raise AssertionError

    monkeypatch.setattr("api.pictures._Studio._in_turn", never)
    assert client.get(f"/map.png?{SMALL}&type=NOPE").status_code == 400


def test_the_same_picture_asked_for_twice_at_once_is_drawn_once(client, monkeypatch):
    drawn, draw = [], picture.draw

    def slowly(*given, **asked):
        drawn.append(given)
        time.sleep(0.3)
        return draw(*given, **asked)

    monkeypatch.setattr("api.pictures.picture.draw", slowly)
    address = f"/map.png?{SMALL}&title=Twice"
    with ThreadPoolExecutor() as threads:
        first, second = threads.map(client.get, (address, address))
    assert first.content == second.content
    assert len(drawn) == 1


def test_tomorrow_a_picture_with_todays_borders_is_another(client, monkeypatch):
    address = f"/map.png?{SMALL}&title=Day"
    tag = client.get(address).headers["etag"]

    class Tomorrow(date):
        @classmethod
        def today(cls):
            return date.today() + timedelta(days=1)

    monkeypatch.setattr("api.middleware.date", Tomorrow)
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200
