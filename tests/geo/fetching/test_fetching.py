"""Servers that are slow, huge, broken, far away on purpose: what comes is whole and bounded, or a FetchError says why."""

import gzip
import ipaddress
import threading

import pytest

from geo.errors import FetchError
from geo.fetching import Answer, Guard, Polite, Validators, fetching
from geo.fetching.polite import backed_off, seconds
from tests.web import bomb, serving

OWN = Guard((ipaddress.ip_network("127.0.0.0/8"),))


@pytest.fixture
def web():
    with serving() as server:
        yield server


@pytest.fixture
def fetch():
    return fetching(OWN, patience=10, most=100_000)


def test_a_page_comes_whole_with_its_version_and_says_who_asks(web, fetch):
    address = web.put("/page", "words", ETag='"1"', Last_Modified="Wed, 20 Sep 2023 10:00:00 GMT")
    answer = fetch(address, Validators())
    assert answer == Answer(address, b"words", "", Validators('"1"', "Wed, 20 Sep 2023 10:00:00 GMT"))
    assert web.asked[0][1]["User-Agent"].startswith("dateline/")


def test_what_has_not_changed_does_not_come_again(web, fetch):
    address = web.put("/page", "words", ETag='"1"')
    assert fetch(address, Validators('"1"')).body is None
    assert fetch(address, Validators('"0"')).body == b"words"


def test_packed_answers_are_unpacked_no_further_than_the_limit(web, fetch):
    assert fetch(web.put("/z", gzip.compress(b"words" * 100), Content_Encoding="gzip"), Validators()).body == (
        b"words" * 100
    )
    with pytest.raises(FetchError, match="longer than 100,000 bytes"):
        fetch(web.put("/bomb", bomb(50_000_000), Content_Encoding="gzip"), Validators())
    with pytest.raises(FetchError, match="incorrect header"):
        fetch(web.put("/not", b"words", Content_Encoding="gzip"), Validators())
    with pytest.raises(FetchError, match="broke off"):
        fetch(web.put("/half", gzip.compress(b"words" * 100)[:-9], Content_Encoding="gzip"), Validators())


def test_a_body_without_an_end_is_left_at_the_limit(web, fetch):
    def endless():
        while True:
            yield bytes(10_000)

    with pytest.raises(FetchError, match="longer than"):
        fetch(web.put("/huge", endless), Validators())


def test_a_server_that_drips_is_left_when_the_time_is_over(web):
    over = threading.Event()

    def drops():
        while not over.wait(0.02):
            yield b"x"

    address = web.put("/slow", drops)
    with pytest.raises(FetchError, match=r"no whole answer within 0.2 seconds") as raised:
        fetching(OWN, patience=0.2)(address, Validators())
    over.set()
    assert raised.value.passing


def test_redirects_are_followed_so_far_and_no_further(web, fetch):
    target = web.put("/there", "words")
    assert fetch(web.put("/here", status=301, Location="/there"), Validators()).address == target
    with pytest.raises(FetchError, match="more than 5 redirects"):
        fetch(web.put("/round", status=302, Location="/round"), Validators())


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "ftp://127.0.0.1/", "http://127.0.0.2:1/", "http://[::1]/"]
)
def test_a_redirect_to_where_it_may_not_is_not_followed(web, location):
    only = Guard((ipaddress.ip_network("127.0.0.1/32"),))
    with pytest.raises(FetchError, match=r"private address|not an http"):
        fetching(only)(web.put("/here", status=302, Location=location), Validators())


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "0.0.0.0",
     "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[fe80::1]", "[fc00::1]", "2130706433", "0x7f.1",
     "100.64.0.1", "224.0.0.1", "[ff02::1]", "[::]"],
)  # fmt: skip
def test_private_addresses_are_not_asked_however_they_are_written(host):
    with pytest.raises(FetchError, match="private address") as raised:
        fetching(Guard(), patience=0.1)(f"http://{host}:9/", Validators())
    assert not raised.value.passing


def test_a_name_is_looked_at_by_the_address_that_is_then_asked(web, monkeypatch):
    asked = []

    def turning(host, port, **_):
        asked.append(host)
        return [(2, 1, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr("socket.getaddrinfo", turning)
    with pytest.raises(FetchError, match="private"):
        fetching(Guard())("http://harmless.example/", Validators())
    assert asked == ["harmless.example"]


@pytest.mark.parametrize(
    "address", ["", "news", "file:///etc/passwd", "http://", "http://u:p@127.0.0.1/", "http://[", "http://127.0.0.1:x/",
                "http://127.0.0.1/\r\nX: y", "http://" + "a" * 300 + ".org/"],
)  # fmt: skip
def test_what_is_no_address_is_told(address, fetch):
    with pytest.raises(FetchError):
        fetch(address, Validators())


@pytest.mark.parametrize(("status", "passing"), [(404, False), (410, False), (429, True), (500, True), (503, True)])
def test_other_answers_are_errors_that_say_whether_to_ask_again(web, fetch, status, passing):
    with pytest.raises(FetchError, match=str(status)) as raised:
        fetch(web.put("/x", status=status, Retry_After="7"), Validators())
    assert (raised.value.passing, raised.value.retry_after) == (passing, "7")


def test_politely_again_after_as_long_as_the_server_says():
    waits, answers = [], [FetchError("a", "busy", passing=True, retry_after="7"), Answer("http://a/", b"x")]

    def fetch(address, have):
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    assert Polite(fetch, wait=waits.append, clock=lambda: 100.0)("http://a/").body == b"x"
    assert waits == [7.0, 1.0]  # and a pause between two questions to one host


@pytest.mark.parametrize(
    "error",
    [FetchError("a", "gone"), FetchError("a", "busy", passing=True, retry_after="3600")],
)
def test_what_will_not_pass_soon_is_not_asked_again(error):
    calls = []

    def fetch(address, have):
        calls.append(address)
        raise error

    with pytest.raises(FetchError):
        Polite(fetch, wait=calls.append)("http://a/")
    assert calls == ["http://a/"]


@pytest.mark.parametrize(
    ("header", "expected"),
    [("120", 120), ("Thu, 01 Jan 1970 00:01:40 GMT", 90), ("Wed, 31 Dec 1969 00:00:00 GMT", 0), ("soon", None),
     ("", None), ("-5", None), ("9" * 400, 1e9)],
)  # fmt: skip
def test_retry_after(header, expected):
    assert seconds(header, 10.0) == expected


def test_each_failure_doubles_the_wait_up_to_a_day():
    assert [backed_off(n, 900) for n in (1, 2, 3, 50)] == [1800, 3600, 7200, 86_400]
    assert backed_off(1, 900, asked=7200) == 7200
    assert backed_off(1, 900, asked=1e9) == 7 * 86_400
