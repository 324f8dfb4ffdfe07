"""Geopy's geocoders stood in for by one that answers from a dict, or fails: no test needs a network."""

import logging
import pickle
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from geopy.exc import GeocoderQueryError, GeocoderServiceError, GeocoderTimedOut, GeocoderUnavailable
from geopy.geocoders import Nominatim, Pelias, Photon
from geopy.location import Location

from geo.errors import ServiceUnavailable, SettingsError
from geo.gazetteers.index import IndexGazetteer
from geo.gazetteers.online import OnlineFallback, online_geocoder
from geo.model import Match
from geo.settings import Settings
from tests.geo.gazetteers import places as p
from tests.geo.gazetteers.suite import GazetteerSuite, found
from tests.geo.gazetteers.test_memory import memory

DAY = 86_400.0
TOWN = {
    "osm_type": "node",
    "osm_id": 42,
    "name": "Nowa Wieś",
    "addresstype": "village",
    "address": {"country_code": "pl", "state": "Masovia"},
    "boundingbox": ["52.0", "52.2", "21.0", "21.2"],
}


class Service:
    """`answers`: what it knows by name; `failure`: what it raises instead."""

    domain = "example.org"

    def __init__(self, **answers: dict[str, Any]) -> None:
        self.answers = answers
        self.failure: Exception | None = None
        self.asked: list[str] = []

    def geocode(self, name: str) -> Location | None:
        self.asked.append(name)
        if self.failure:
            raise self.failure
        return Location(name, (52.1, 21.1), self.answers[name]) if name in self.answers else None


class Clock:
    now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def service() -> Service:
    return Service(Nowawies=TOWN)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def online(service: Service, clock: Clock, tmp_path: Path) -> OnlineFallback:
    return OnlineFallback(memory(), lambda: service, tmp_path / "online.sqlite", seconds_between=0, now=clock)


class TestOnlineFallback(GazetteerSuite):
    @pytest.fixture
    def made(self, online: OnlineFallback) -> OnlineFallback:
        return online


def test_what_the_offline_gazetteer_knows_is_not_asked_for(online: OnlineFallback, service: Service) -> None:
    online.lookup(["Yevlakh", "Paris", "Soviet Union", "Armenian", ""])
    assert service.asked == []


def test_a_missing_name_is_asked_for_and_becomes_a_place(online: OnlineFallback) -> None:
    assert found(online, "Nowawies") == [("osm:n42", Match.ALTERNATE)]
    place = online.place("osm:n42")
    assert place is not None
    assert (place.name, place.lon, place.lat) == ("Nowa Wieś", 21.1, 52.1)
    assert (place.feature_class, place.feature_code, place.country, place.admin1) == ("P", "PPL", "PL", "Masovia")
    assert 10_000 < place.radius_m < 20_000


def test_positions_and_countries_are_the_offline_gazetteers(online: OnlineFallback, service: Service) -> None:
    assert online.nearest(47.1, 40.6) == [p.YEVLAKH]
    assert online.country("AZ") == p.AZERBAIJAN
    assert service.asked == []


def test_a_guess_is_asked_for_too_and_stays_behind_the_answer(online: OnlineFallback, service: Service) -> None:
    service.answers["Yevlak"] = TOWN
    assert found(online, "Yevlak") == [("osm:n42", Match.ALTERNATE), (p.YEVLAKH.id, Match.FUZZY)]


def test_answers_are_kept_on_disk_no_such_place_among_them(
    online: OnlineFallback, service: Service, clock: Clock, tmp_path: Path
) -> None:
    first = online.lookup(["Nowawies", "Qwxzklm"])
    again = OnlineFallback(memory(), lambda: service, tmp_path / "online.sqlite", seconds_between=0, now=clock)
    assert again.lookup(["Nowawies", "Qwxzklm", "NOWAWIES"])["NOWAWIES"] == first["Nowawies"]
    assert service.asked == ["Nowawies", "Qwxzklm"]


@pytest.mark.parametrize(("days", "asked"), [(6, 2), (8, 3), (89, 3), (91, 4)])
def test_answers_age_no_such_place_sooner(
    online: OnlineFallback, service: Service, clock: Clock, days: int, asked: int
) -> None:
    online.lookup(["Nowawies", "Qwxzklm"])
    clock.now += days * DAY
    online.lookup(["Nowawies", "Qwxzklm"])
    assert len(service.asked) == asked


@pytest.mark.parametrize(
    "failure", [GeocoderTimedOut("slow"), GeocoderUnavailable("gone"), GeocoderServiceError("500")]
)
def test_a_dead_service_is_told_from_no_such_place(
    online: OnlineFallback, service: Service, clock: Clock, failure: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    service.failure = failure
    with caplog.at_level(logging.WARNING):
        assert found(online, "Nowawies") == []
        assert found(online, "Yevlak") == [(p.YEVLAKH.id, Match.FUZZY)]
    assert len(service.asked) == 1  # left alone after the first failure
    assert len(caplog.records) == 1
    with pytest.raises(ServiceUnavailable):
        online.ask("Nowawies")
    service.failure = None
    clock.now += 301
    assert found(online, "Nowawies") == [("osm:n42", Match.ALTERNATE)]  # the failure was not kept as an answer


def test_a_query_it_cannot_read_is_no_failure_of_the_service(online: OnlineFallback, service: Service) -> None:
    service.failure = GeocoderQueryError("what?")
    assert online.ask("Qwxzklm") is None
    service.failure = None
    assert found(online, "Nowawies") != []


def test_requests_keep_their_distance(service: Service, tmp_path: Path) -> None:
    online = OnlineFallback(memory(), lambda: service, tmp_path / "online.sqlite", seconds_between=0.1)
    start = time.monotonic()
    online.lookup(["Qwxzklm", "Zzxkvbn", "Vvbqwrt"])
    assert len(service.asked) == 3
    # A file's time, which the distance is kept by, is as coarse as the kernel's tick: up to 10 ms.
    assert time.monotonic() - start >= 0.18


def test_copies_in_other_threads_and_processes_keep_it_too(service: Service, tmp_path: Path) -> None:
    asked: list[float] = []
    first = OnlineFallback(memory(), lambda: service, tmp_path / "online.sqlite", seconds_between=0.1)
    make, given = first.__reduce__()
    others = [make(*given) for _ in range(3)]
    service.geocode = lambda _: asked.append(time.monotonic())
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: [first, *others][n].ask(f"Qwxz{n}"), range(4)))
    assert all(later - earlier > 0.08 for earlier, later in pairwise(asked))
    assert len(asked) == 4


def test_it_pickles_for_engines(tmp_path: Path, gazetteer: IndexGazetteer) -> None:
    settings = Settings(online_geocoder="nominatim", online_user_agent="tests (a@example.org)")
    made = OnlineFallback(gazetteer, partial(online_geocoder, settings), tmp_path / "online.sqlite")
    again = pickle.loads(pickle.dumps(made))
    assert found(again, "Yevlakh") == found(made, "Yevlakh")


def test_off_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATELINE_ONLINE_GEOCODER", raising=False)
    assert online_geocoder(Settings()) is None


@pytest.mark.parametrize(
    ("name", "kind", "domain"),
    [("nominatim", Nominatim, ""), ("Photon", Photon, ""), ("pelias", Pelias, "example.org")],
)
def test_the_services_of_the_settings(name: str, kind: type, domain: str) -> None:
    settings = Settings(online_geocoder=name, online_user_agent="tests (a@example.org)", online_domain=domain)
    assert isinstance(online_geocoder(settings), kind)


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"online_geocoder": "oracle"}, "online_geocoder: 'oracle'"),
        ({"online_geocoder": "nominatim"}, "online_user_agent"),
        ({"online_geocoder": "pelias", "online_user_agent": "tests"}, "online_domain"),
    ],
)
def test_a_wrong_setting_is_named(values: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        online_geocoder(Settings(**values))
