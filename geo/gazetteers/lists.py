"""A user's own list of places: its rows as entries, and what is wrong with the others."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple

from geo.errors import GazetteerError
from geo.gazetteers import cities
from geo.gazetteers.described import Description, split_kind
from geo.gazetteers.entries import Entry, Name, named
from geo.gazetteers.listrows import BAD_POSITION, BadRow, Row, Spot, read_rows
from geo.gazetteers.names import LONGEST_NAME
from geo.model import Match, Place
from geo.text import normalise

_KIND = re.compile(r"[AHLPRSTUV](\.[A-Z][A-Z0-9]{0,9})?")
_CLASS = re.compile(r"[AHLPRSTUV]")
_CODE = re.compile(r"([A-Z][A-Z0-9]{0,9})?")


class PlaceList(NamedTuple):
    """`bad`: the rows left out, in the file's order."""

    entries: list[Entry]
    bad: list[BadRow]


class _RowError(ValueError):
    def __init__(self, fault: str, reason: str) -> None:
        super().__init__(fault, reason)


def read_list(description: Description) -> PlaceList:
    """A GazetteerError where the file is of no use at all; else what is wrong is told row by row."""
    read = _Reader(description)
    entries: list[Entry] = []
    bad: list[BadRow] = []
    first_use: dict[str, str] = {}
    for row in read_rows(description):
        try:
            if isinstance(row, BadRow):
                raise _RowError(row.fault, row.reason)
            entry = read.entry(row)
            if (where := first_use.setdefault(entry.place.id, row.where)) != row.where:
                raise _RowError(
                    "id twice", f"{entry.place.id!r} is that of {where} already; each place needs its own"
                )
            entries.append(entry)
        except _RowError as error:
            bad.append(BadRow(row.where, *error.args))
    if not entries:
        raise GazetteerError(f"{description.file}: no row of {len(bad)} is of use; the first: {bad[0]}")
    return PlaceList(entries, bad)


class _Reader:
    """Rows into entries, as one description has it."""

    def __init__(self, description: Description) -> None:
        self._said = description
        self._columns = dict(description.columns.named())
        self._kinds = description.kinds()
        self._separators = re.compile(f"[{re.escape(description.separators)}]")

    def entry(self, row: Row) -> Entry:
        cell = self._cells(row.cells)
        name, spot = _name(cell("name")), _position(row.spot)
        feature_class, feature_code = self._kind(cell)
        defaults = self._said.defaults
        place = Place(
            id=f"{self._said.prefix}:{cell('id') or _own_id(name, spot)}",
            name=name,
            lon=round(spot.lon, 6),
            lat=round(spot.lat, 6),
            feature_class=feature_class,
            feature_code=feature_code,
            country=_country(cell("country")) or defaults.country,
            admin1=name if feature_code == "ADM1" else cell("admin1") or defaults.admin1,
            population=int(_amount(cell("population"), "people")),
            radius_m=_amount(cell("radius_m"), "metres") or spot.radius_m or defaults.radius_m,
        )
        former = (Name(old, Match.HISTORICAL) for old in self._several(cell("former_names")))
        return Entry(place, [*named(name, self._several(cell("alternate_names"))), *former], (place.id,))

    def _cells(self, cells: Mapping[str, str]) -> Callable[[str], str]:
        """The cell of a column by the description's key; "" where the list has no such column."""
        return lambda key: cells[self._columns[key]] if key in self._columns else ""

    def _several(self, text: str) -> list[str]:
        return [name for part in self._separators.split(text) if normalise(name := part.strip())]

    def _kind(self, cell: Callable[[str], str]) -> tuple[str, str]:
        """By the list's own word, else by GeoNames' class and code, else the default."""
        if word := cell("kind"):
            if found := self._kinds.get(normalise(word)):
                return found
            if _KIND.fullmatch(word):
                return split_kind(word)
            known = ", ".join(self._said.classes) or "nothing"
            raise _RowError("unknown kind", f"{word!r} is not among the description's [classes], which has {known}")
        letter, code = self._said.defaults.kind
        told = _fitting(_CLASS, cell("feature_class") or letter, "class such as P")
        if told != letter:
            letter, code = told, ""  # the default's code is one of its own class
        return letter, _fitting(_CODE, cell("feature_code") or code, "code such as PPL")


def _name(cell: str) -> str:
    text = " ".join(cell.split())
    if not normalise(text):
        raise _RowError("no name", f"{text!r} has no letter or digit" if text else "the cell is empty")
    if normalise(text).count(" ") >= LONGEST_NAME:
        raise _RowError("long name", f"{text!r} has more than {LONGEST_NAME} words, no text would be searched for it")
    return text


def _position(spot: Spot | None) -> Spot:
    if spot is None:
        raise _RowError("no position", "neither coordinates nor a geometry")
    if spot.lon == spot.lat == 0:
        raise _RowError("no position", "0, 0 lies in the sea off Africa and mostly means that nobody knows")
    for name, degrees, most in (("longitude", spot.lon, 180), ("latitude", spot.lat, 90)):
        if not (math.isfinite(degrees) and -most <= degrees <= most):
            hint = "are they the wrong way round, or in another system (crs)?"
            raise _RowError(BAD_POSITION, f"{name} {degrees:g} does not lie between -{most} and {most}; {hint}")
    return spot


def _amount(text: str, what: str) -> float:
    try:
        amount = float(re.sub(r"[\s,_]", "", text) or 0)
    except ValueError:
        amount = math.nan
    if not 0 <= amount < 1e12:
        raise _RowError("bad number", f"{text!r} is no number of {what} such as 1200")
    return amount


def _fitting(pattern: re.Pattern[str], text: str, what: str) -> str:
    if not pattern.fullmatch(text):
        raise _RowError(
            "unknown kind", f"{text!r} is no GeoNames {what}; say what the list's own words mean by [classes]"
        )
    return text


def _country(text: str) -> str:
    """ISO 3166-1 alpha-2, from that or from alpha-3 or the English name."""
    code = _countries().get(normalise(text), "")
    if text and not code:
        raise _RowError("unknown country", f"{text!r} is no country's code such as AZ or AZE, nor its English name")
    return code


@cache
def _countries() -> Mapping[str, str]:
    facts = cities.read("countries.json")
    return {normalise(name): code for code, fact in facts.items() for name in (fact["name"], fact["iso3"], code)}


def _own_id(name: str, spot: Spot) -> str:
    told = f"{name}|{spot.lon:.5f}|{spot.lat:.5f}"
    return hashlib.sha256(told.encode()).hexdigest()[:12]
