"""A few places with their names, as the sources hand them to the builder."""

import math
from datetime import date

from geo.gazetteers.entries import Entry, Name
from geo.gazetteers.names import NO_TERMS, Terms
from geo.model import Match, Place


def city(number: int, name: str, lon: float, lat: float, country: str, people: int = 0, admin1: str = "") -> Place:
    return Place(f"geonames:{number}", name, lon, lat, "P", "PPL", country, admin1, people)


def area(number: int, name: str, lon: float, lat: float, country: str, code: str, people: int, km: float) -> Place:
    admin1 = name if code == "ADM1" else ""
    return Place(f"geonames:{number}", name, lon, lat, "A", code, country, admin1, people, 1_000 * km)


def entry(place: Place, *others: str | Name) -> Entry:
    names = (other if isinstance(other, Name) else Name(other, Match.ALTERNATE) for other in others)
    return Entry(place, [Name(place.name, Match.EXACT), *names], (place.id,))


def short(text: str, written: str) -> Name:
    return Name(text, Match.ABBREVIATION, Terms(written=written), ruled=True)


def people(text: str) -> Name:
    return Name(text, Match.DEMONYM)


def dated(text: str, start: date | None = None, end: date | None = None) -> Name:
    return Name(text, Match.ALTERNATE, Terms(start, end) if start or end else NO_TERMS, ruled=True)


YEVLAKH = city(584649, "Yevlakh", 47.15, 40.618, "AZ", 127_400)
YEREVAN = city(616052, "Yerevan", 44.51, 40.18, "AM", 1_093_485)
US_VILLAGE = city(2971316, "Us", 1.97, 49.1, "FR", 1_300, "Île-de-France")
PARIS = city(2988507, "Paris", 2.35, 48.85, "FR", 2_138_551, "Île-de-France")
PARIS_TEXAS = city(4717560, "Paris", -95.56, 33.66, "US", 24_782, "Texas")
MUMBAI = city(1275339, "Mumbai", 72.88, 19.07, "IN", 12_691_836)
USA = area(6252001, "United States", -98.5, 39.8, "US", "PCLI", 327_167_434, 1_700)
TEXAS = area(4736286, "Texas", -99.25, 31.25, "US", "ADM1", 22_875_689, 470)
AZERBAIJAN = area(587116, "Azerbaijan", 47.5, 40.5, "AZ", "PCLI", 9_942_334, 166)
ARMENIA = area(174982, "Armenia", 45.0, 40.0, "AM", "PCLI", 3_090_500, 97)
FULTON_COUNTY = area(4196508, "Fulton County", -84.47, 33.79, "US", "ADM2", 1_066_710, 40)
KARABAKH = area(409410, "Nagorno-Karabakh", 46.7, 39.8, "AZ", "RGN", 150_000, 37)
SOVIET_UNION = Place("dateline:soviet-union", "Soviet Union", math.nan, math.nan, "A", "PCLH")
SOVIET_LANDS = Place("dateline:soviet-lands", "former Soviet Union", 90.0, 59.0, "L", "RGNH")

ENTRIES = [
    entry(YEVLAKH, "Yevlax", "Евлах", "يفلاخ"),
    entry(YEREVAN, "Երևան", "Ереван", "Erevan"),
    entry(US_VILLAGE),
    entry(PARIS, "Париж"),
    entry(PARIS_TEXAS),
    entry(MUMBAI, dated("Bombay", end=date(1995, 11, 1))),
    entry(USA, short("U.S.", "US"), people("American")),
    entry(TEXAS, short("Tex.", "Tex")),
    entry(AZERBAIJAN),
    entry(ARMENIA, people("Armenian")),
    entry(FULTON_COUNTY),
    entry(KARABAKH, "Artsakh", dated("Republic of Artsakh", end=date(2024, 1, 1))),
    entry(SOVIET_UNION),
    entry(SOVIET_LANDS, dated("Soviet Union", end=date(1991, 12, 26))),
]
