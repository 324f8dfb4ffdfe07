"""Any geopy geocoder as a fallback for names that the offline gazetteer lacks.

    OnlineFallback(open_gazetteer(), partial(online_geocoder, settings), settings.cache_dir / "online.sqlite")

Each name is asked for once: answers, "no such place" among them, are kept on disk for a while. A service that does
not answer is something else: nothing is kept, it is left alone for some minutes, the offline answers go on.
"""

from __future__ import annotations

import hashlib
import logging
import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from filelock import FileLock
from geopy.exc import GeocoderQueryError, GeocoderServiceError
from geopy.geocoders import Nominatim, get_geocoder_for_service
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from geo.errors import ServiceUnavailable, SettingsError
from geo.gazetteers.answers import Answers
from geo.gazetteers.base import LocatedGazetteer, NameHit
from geo.geometry import distance_m
from geo.model import Candidate, Match, Place
from geo.settings import Settings
from geo.text import normalise, words

log = logging.getLogger(__name__)

SERVICES = ("nominatim", "photon", "pelias")
# The usage policy of OpenStreetMap's Nominatim: at most one request a second.
_SECONDS_BETWEEN = 1.0
_REST_S = 300.0  # a service that failed is asked again after this
_TIMEOUT_S = 10.0

# What Nominatim (addresstype), Photon (type, osm_value) and Pelias (layer) call things -> GeoNames class and code.
_CODES = {
    **dict.fromkeys(("city", "town", "village", "hamlet", "municipality", "locality", "localadmin"), "PPPL"),
    **dict.fromkeys(("suburb", "borough", "neighbourhood", "district", "quarter"), "PPPLX"),
    **dict.fromkeys(("state", "province", "region", "macroregion"), "AADM1"),
    **dict.fromkeys(("county", "macrocounty"), "AADM2"),
    **dict.fromkeys(("river", "stream"), "HSTM"),
    "country": "APCLI",
    "island": "TISL",
    "peak": "TPK",
    "mountain_range": "TMTS",
    "lake": "HLK",
    "water": "HLK",
    "sea": "HSEA",
    "ocean": "HOCN",
    "bay": "HBAY",
}
_SPOT = "S"  # anything finer than a settlement


def online_geocoder(settings: Settings) -> Geocoder | None:
    """The geocoder that the settings name; None when they name none."""
    service = settings.online_geocoder.lower()
    if not service:
        return None
    if service not in SERVICES:
        raise SettingsError(f"online_geocoder: {service!r} is none of {', '.join(SERVICES)}")
    if not settings.online_user_agent:
        raise SettingsError(
            "online_user_agent: the online geocoder's rules ask for a name and a contact, give them here"
        )
    if service == "pelias" and not settings.online_domain:
        raise SettingsError("online_domain: Pelias has no public service, name the host of yours")
    options = {"user_agent": settings.online_user_agent, "timeout": _TIMEOUT_S}
    if settings.online_domain:
        options["domain"] = settings.online_domain
    return get_geocoder_for_service(service)(**options)


class OnlineFallback:
    """The offline gazetteer's answers, and for names without one the online geocoder's, as `Match.ALTERNATE`.

    A name that the offline gazetteer only guesses at (`Match.FUZZY`) is asked for too. `now`: seconds since 1970.
    `make_geocoder`: since a geocoder can't be handed to another process, each makes its own.
    """

    def __init__(
        self,
        gazetteer: LocatedGazetteer,
        make_geocoder: Callable[[], Geocoder],
        cache_path: Path,
        *,
        seconds_between: float = _SECONDS_BETWEEN,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._gazetteer = gazetteer
        self._make_geocoder = make_geocoder
        self._geocoder = geocoder = make_geocoder()
        self._path = cache_path
        self._seconds_between = seconds_between
        self._service = f"{type(geocoder).__name__} {getattr(geocoder, 'domain', '')}".strip()
        self._answers = Answers(cache_path, self._service)
        self._now = now
        self._rests_until = 0.0

    def __reduce__(self) -> tuple[Callable[..., OnlineFallback], tuple[object, ...]]:
        again = partial(OnlineFallback, seconds_between=self._seconds_between, now=self._now)
        return again, (self._gazetteer, self._make_geocoder, self._path)

    def lookup(self, names: Iterable[str], *, on: date | None = None) -> Mapping[str, tuple[Candidate, ...]]:
        found = self._gazetteer.lookup(names, on=on)
        return {
            name: candidates if _settled(candidates) else self._more(name, candidates)
            for name, candidates in found.items()
        }

    def spot(self, words: Sequence[str]) -> list[NameHit]:
        return self._gazetteer.spot(words)

    def place(self, place_id: str) -> Place | None:
        return self._gazetteer.place(place_id) or self._answers.place(place_id)

    def nearest(self, lon: float, lat: float, *, limit: int = 1) -> list[Place]:
        return self._gazetteer.nearest(lon, lat, limit=limit)

    def country(self, code: str) -> Place | None:
        return self._gazetteer.country(code)

    def ask(self, name: str) -> Place | None:
        """What the service knows by this name, None for no such place; ServiceUnavailable when it does not answer."""
        form = normalise(name)
        known, place = self._answers.get(form, self._now())
        if known or not form:
            return place
        if self._now() < self._rests_until:
            raise ServiceUnavailable(f"{self._service} failed a moment ago and is left alone")
        try:
            location = self._in_turn(name)
        except GeocoderQueryError as err:
            log.info("%s can't make sense of %r: %s", self._service, name, err)
            return None
        except GeocoderServiceError as err:
            self._rests_until = self._now() + _REST_S
            raise ServiceUnavailable(f"{self._service} does not answer ({type(err).__name__}: {err})") from err
        place = None if location is None else _place(location, name)
        self._answers.put(form, place, self._now())
        return place

    def _in_turn(self, name: str) -> Location | None:
        """Asks some time after the last request, whichever thread or process made it: the service sees one address."""
        last = self._path.with_suffix(".asked")
        with FileLock(self._path.with_suffix(".lock")):
            waited = time.time() - last.stat().st_mtime if last.exists() else math.inf
            time.sleep(max(0.0, min(self._seconds_between, self._seconds_between - waited)))
            last.touch()
            more = {"addressdetails": True} if isinstance(self._geocoder, Nominatim) else {}
            return self._geocoder.geocode(name, **more)

    def _more(self, name: str, guesses: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        if self._taken(name):
            return guesses
        resting = self._now() < self._rests_until
        try:
            place = self.ask(name)
        except ServiceUnavailable as err:
            if not resting:
                log.warning("%s; only offline answers for the next %.0f minutes", err, _REST_S / 60)
            return guesses
        return guesses if place is None else (Candidate(place, Match.ALTERNATE), *guesses)

    def _taken(self, name: str) -> bool:
        """Whether the offline gazetteer knows the whole name and answers nothing on purpose ("Soviet Union")."""
        spoken = [word.text for word in words(name)]
        return any((hit.start, hit.end) == (0, len(spoken)) for hit in self._gazetteer.spot(spoken))


def _settled(candidates: Sequence[Candidate]) -> bool:
    return any(c.match is not Match.FUZZY for c in candidates)


def _place(location: Location, name: str) -> Place:
    """geopy's (latitude, longitude) and the service's own words as a Place; what it does not tell stays unknown."""
    raw: Mapping[str, Any] = location.raw
    facts: Mapping[str, Any] = raw.get("properties", raw)
    address: Mapping[str, Any] = facts.get("address", facts) if isinstance(facts.get("address"), Mapping) else facts
    kinds = (facts.get(key) for key in ("addresstype", "layer", "osm_value", "type"))
    code = next((_CODES[kind] for kind in kinds if kind in _CODES), _SPOT)
    lon, lat = location.longitude, location.latitude
    return Place(
        id=_id(facts, location),
        name=facts.get("name") or name,
        lon=lon,
        lat=lat,
        feature_class=code[0],
        feature_code=code[1:],
        country=str(address.get("country_code") or address.get("countrycode") or "").upper(),
        admin1=address.get("state") or address.get("region") or "",
        radius_m=_radius_m(facts.get("boundingbox"), lon, lat),
    )


def _id(facts: Mapping[str, Any], location: Location) -> str:
    """The service's own lasting id: OpenStreetMap's, Pelias's gid, else one made of address and position."""
    if "osm_id" in facts:
        return f"osm:{str(facts.get('osm_type', ''))[:1].lower()}{facts['osm_id']}"
    if "gid" in facts:
        return f"pelias:{facts['gid']}"
    told = f"{location.address}|{location.latitude:.5f}|{location.longitude:.5f}"
    return f"online:{hashlib.sha256(told.encode()).hexdigest()[:16]}"


def _radius_m(box: Sequence[str] | None, lon: float, lat: float) -> float:
    """Nominatim's bounding box is south, north, west, east as text; half its diagonal."""
    if not box:
        return 0.0
    south, north, west, east = map(float, box)
    return max(distance_m(lon, lat, west, south), distance_m(lon, lat, east, north))
