"""Lines of a GeoNames dump into places and names: `allCountries.txt` or one country's, and `alternateNamesV2.txt`.

The format is described in the dump's own readme.txt; fields are separated by tabs, nothing is quoted.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from geo.gazetteers.cities import names_worth_having, town_radius_m
from geo.gazetteers.entries import Name
from geo.gazetteers.names import NO_TERMS, Terms, letters
from geo.model import Match, Place

PLACE_FIELDS = 19
NAME_FIELDS = (8, 10)  # alternateNames.txt of old has no dates

# From what population a place is one that texts are searched for; the shipped gazetteer's cities are of this size.
_NOTABLE = 500
_NOTABLE_CODES = frozenset("ADM1 ADM2 TERR PCL PCLD PCLF PCLI PCLIX PCLS PPLC PPLA PPLA2 PPLG".split())
# A lake or a mountain has no people; one that has so many names is known beyond the next valley.
_NATURAL, _KNOWN_BY = "HTLV", 4
_GONE = "PCLH"  # a state that is no more; data/gazetteer says what news may still mean by it

# Half the width of what a point stands for, in metres: rough, and better than nothing where no shape is known.
_RADIUS_M = {"ADM1": 100_000.0, "ADM2": 25_000.0, "ADM3": 10_000.0, "ADM4": 5_000.0}
_CLASS_RADIUS_M = {"A": 5_000.0, "H": 5_000.0, "T": 3_000.0, "L": 5_000.0, "V": 3_000.0, "U": 50_000.0}
_LEAST_RADIUS_M = 500.0

# What stands in the column of languages and is no language: codes, addresses, sounds.
_NO_NAMES = frozenset("link wkdt post iata icao faac tcid unlc phon".split())
_OLD_CALENDAR = "fr_1793"  # names of the French revolution
_CAPITALS = re.compile(r"(?:[A-Z]\.?){2,5}")
_DAY = re.compile(r"(\d{4})(?:-?(\d\d)(?:-?(\d\d))?)?")
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")


class Broken(Exception):  # noqa: N818 - a line, not a failure of ours
    """`kind` is the same for all lines that are broken in this way; `value` is what stands there."""

    def __init__(self, kind: str, value: str = "") -> None:
        super().__init__(f"{kind}: {value!r}" if value else kind)
        self.kind = kind


class LeftOut(Exception):  # noqa: N818
    """A sound line that is no place or name for us; `kind` says why."""


class PlaceRow(NamedTuple):
    """`place` lacks its first-order unit, of which `unit` is GeoNames' code."""

    number: int
    place: Place
    names: list[Name]
    unit: str
    minor: bool


class NameRow(NamedTuple):
    """`name` None: the line only says that an encyclopedia has an article about the place."""

    number: int
    name: Name | None
    colloquial: bool = False


def read_place(line: str, *, alternates: bool) -> PlaceRow:
    """`alternates`: take the names from the place's own line too; not needed where the file of all names is at hand."""
    fields = line.split("\t")
    if len(fields) != PLACE_FIELDS:
        raise Broken(f"{PLACE_FIELDS} fields expected", f"{len(fields)} found")
    name, plain, others, letter, code, country = fields[1], fields[2], fields[3], fields[6], fields[7], fields[8]
    number = _number(fields[0])
    name = name.strip() or plain.strip()
    if not name:
        raise Broken("no name")
    lat, lon = _degrees(fields[4], 90), _degrees(fields[5], 180)
    people = _people(fields[14])
    if code == _GONE:
        raise LeftOut("states that are no more")
    letter = letter or "S"
    known = others.count(",") + 1 if others else 0
    names = [Name(name, Match.EXACT)]
    if plain != name and not name.isascii():
        names.append(Name(plain, Match.ALTERNATE))
    if alternates and others:
        names += [Name(other, Match.ALTERNATE) for other in names_worth_having(name, others.split(","))]
    radius = town_radius_m(people) if letter == "P" else _radius_m(letter, code)
    place = Place(f"geonames:{number}", name, lon, lat, letter, code, country, "", people, radius)
    return PlaceRow(number, place, names, fields[10], _minor(letter, code, people, known))


def _minor(letter: str, code: str, people: int, known: int) -> bool:
    return not (people >= _NOTABLE or code in _NOTABLE_CODES or (letter in _NATURAL and known >= _KNOWN_BY))


def _radius_m(letter: str, code: str) -> float:
    return _RADIUS_M.get(code) or _CLASS_RADIUS_M.get(letter, _LEAST_RADIUS_M)


def read_names(line: str) -> Iterator[NameRow]:
    """Usually one; none is LeftOut, several where someone put two into one field."""
    fields = line.split("\t")
    if len(fields) not in NAME_FIELDS:
        raise Broken(f"{NAME_FIELDS[-1]} fields expected", f"{len(fields)} found")
    number, language, text = _number(fields[1]), fields[2], fields[3].strip()
    if not text:
        raise Broken("no name")
    if language in _NO_NAMES:
        if language == "link" and "wikipedia.org/" in text:
            yield NameRow(number, None)
            return
        raise LeftOut("codes and links")
    preferred, short, colloquial, historic = (flag == "1" for flag in fields[4:8])
    terms = _terms(fields[8], fields[9]) if len(fields) == NAME_FIELDS[-1] and (fields[8] or fields[9]) else NO_TERMS
    if language == "abbr" or (short and _CAPITALS.fullmatch(text)):
        short_form = Terms(terms.start, terms.end, letters(text))
        yield NameRow(number, Name(text, Match.ABBREVIATION, short_form), colloquial)
        return
    match = Match.EXACT if preferred and language == "en" else Match.ALTERNATE
    if (historic and terms is NO_TERMS) or language == _OLD_CALENDAR:
        match, terms = Match.HISTORICAL, NO_TERMS
    found = names_worth_having("", [text])
    if not found:
        raise LeftOut("names that nobody writes")
    for name in found:
        yield NameRow(number, Name(name, match, terms), colloquial)


def read_parents(lines: Iterable[str]) -> dict[int, int]:
    """hierarchy.txt: child -> parent by administration, or by whatever else it gives; broken lines are passed over."""
    parents: dict[int, int] = {}
    for line in lines:
        parent, child, *kind = [*line.rstrip("\r\n").split("\t"), ""][:3]
        if parent.isdecimal() and child.isdecimal() and (kind == ["ADM"] or int(child) not in parents):
            parents[int(child)] = int(parent)
    return parents


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 9 and int(text)):
        raise Broken("no GeoNames number", text)
    return int(text)


def _degrees(text: str, most: int) -> float:
    try:
        degrees = float(text)
    except ValueError:
        degrees = math.nan
    if not -most <= degrees <= most:
        raise Broken("latitude" if most == 90 else "longitude", text or "nothing")
    return degrees


def _people(text: str) -> int:
    if not text:
        return 0
    if not (text.isascii() and text.isdecimal()):
        raise Broken("population", text)
    return int(text)


@lru_cache(maxsize=10_000)
def _terms(start: str, end: str) -> Terms:
    """From its first day until the day after its last; what can't be read is no limit."""
    first, last = _span(start), _span(end)
    terms = Terms(first[0] if first else None, last[1] if last else None)
    return NO_TERMS if terms == NO_TERMS or (terms.start and terms.end and terms.end <= terms.start) else terms


def _span(text: str) -> tuple[date, date] | None:
    """The first day of a year, month or day, and the one after its last: "1995", "1995-07", "19950704", "c. 1900"."""
    match = _DAY.fullmatch(text.strip()) or _YEAR.search(text)
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in (*match.groups(), None, None)[:3])
    try:
        first = date(year or 0, month or 1, day or 1)
        if day:
            return first, first + timedelta(days=1)
        if month:
            return first, date(first.year + month // 12, month % 12 + 1, 1)
        return first, date(first.year + 1, 1, 1)
    except (ValueError, OverflowError):
        return None
