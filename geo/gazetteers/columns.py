"""Places and names as columns: what the index is written from, and what reading in several processes hands over.

An `Entry` is easy to make and large; twelve million of them do not fit in memory, twelve million records of 32 bytes do.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from geo.gazetteers.entries import Entry, Name
from geo.gazetteers.names import LONGEST_NAME, NO_TERMS, Terms
from geo.model import Match, Place
from geo.text import normalise

Array: TypeAlias = npt.NDArray[Any]

# Positions are whole numbers of these: a centimetre, which 32 bits hold.
DEGREE = 10_000_000
NOWHERE = -(2**31)
MOST_PEOPLE = 2**32 - 1
_GEONAMES = re.compile(r"geonames:([1-9][0-9]{0,8})")

PLACE = np.dtype(
    [
        ("id", "<u4"),  # GeoNames' number, 0 where the place has another id
        ("lon", "<i4"),
        ("lat", "<i4"),
        ("population", "<u4"),
        ("radius_m", "<f4"),
        ("text", "<u4"),  # where its name starts among the texts
        ("area", "<u4"),  # its country, first-order unit and boundary: their number
        ("code", "<u2"),  # the number of its feature class and code
        ("length", "<u2"),  # of its name, in bytes
    ]
)
NAME = np.dtype([("owner", "<i8"), ("terms", "<u4"), ("match", "u1"), ("ruled", "?"), ("minor", "?")])

Area: TypeAlias = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Batch:
    """Some places, and some names of these or of other places.

    `owners` of places and `owner` in `names`: GeoNames' number, or -1 and below for the ids in `others`. `area` and
    `code` of a place, `terms` of a name are numbers in this batch's own lists; `forms` holds a line for each name.
    `famous`: the numbers of places, of this or another batch, that are not minor after all.
    """

    places: Array
    owners: Array
    minor: Array
    texts: bytes
    names: Array
    forms: bytes
    areas: list[Area]
    codes: list[str]
    terms: list[Terms]
    others: list[str]
    famous: Array


@dataclass(slots=True)
class Packer:
    """Collects places and names, and gives them as a batch."""

    places: list[tuple[Any, ...]] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)
    minor: list[bool] = field(default_factory=list)
    texts: list[bytes] = field(default_factory=list)
    names: list[tuple[Any, ...]] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    areas: dict[Area, int] = field(default_factory=dict)
    codes: dict[str, int] = field(default_factory=dict)
    terms: dict[Terms, int] = field(default_factory=lambda: {NO_TERMS: 0})
    others: dict[str, int] = field(default_factory=dict)
    size: int = 0

    def entry(self, entry: Entry, *, admin1: str | None = None) -> None:
        """`admin1`: the place's first-order unit if it is not yet in it."""
        owner = self.owner(entry.place.id)
        self._place(owner, entry.place, entry.place.admin1 if admin1 is None else admin1)
        self.minor.append(entry.minor)
        main = normalise(entry.place.name)
        for name in entry.names:
            self.name(owner, name, main)

    def owner(self, place_id: str) -> int:
        number = geonames_number(place_id)
        return -1 - self.others.setdefault(place_id, len(self.others)) if number is None else number

    def _place(self, owner: int, place: Place, admin1: str) -> None:
        text = place.name.encode()
        self.places.append(
            (
                max(owner, 0),
                *_position(place),
                min(max(place.population, 0), MOST_PEOPLE),
                place.radius_m,
                self.size,
                self.areas.setdefault((place.country, admin1, place.boundary), len(self.areas)),
                self.codes.setdefault(place.feature_class + place.feature_code, len(self.codes)),
                len(text),
            )
        )
        self.owners.append(owner)
        self.texts.append(text)
        self.size += len(text)

    def name(self, owner: int, name: Name, main: str = "") -> None:
        """`main`: the normal form of its place's own name."""
        form = normalise(name.text)
        if form and form.count(" ") < LONGEST_NAME:
            # "Ft. Worth" is told from other words by its capitals; "Fort Worth", the same form, is not.
            spelled_out = bool(name.terms.written) and form == main
            ruled = name.ruled and not spelled_out
            ruled = ruled and (name.terms is not NO_TERMS or name.match is not Match.ALTERNATE)
            terms = 0 if name.terms is NO_TERMS else self.terms.setdefault(name.terms, len(self.terms))
            self.names.append((owner, terms, name.match, ruled, name.minor))
            self.forms.append(form)

    def batch(self, famous: Sequence[int] = ()) -> Batch:
        return Batch(
            np.array(self.places, PLACE),
            np.array(self.owners, np.int64),
            np.array(self.minor, bool),
            b"".join(self.texts),
            np.array(self.names, NAME),
            "\n".join(self.forms).encode(),
            list(self.areas),
            list(self.codes),
            list(self.terms),
            list(self.others),
            np.array(famous, np.int64),
        )


def pack(entries: Iterable[Entry]) -> Batch:
    packer = Packer()
    for entry in entries:
        packer.entry(entry)
    return packer.batch()


def positions(values: Array, among: Array) -> Array:
    """As np.searchsorted(among, values), in the order of the values: five times as fast among millions."""
    order = np.argsort(values)
    found = np.empty_like(order)
    found[order] = np.searchsorted(among, values[order])
    return found


def geonames_number(place_id: str) -> int | None:
    """GeoNames' number in "geonames:584649"; None for other ids."""
    number = _GEONAMES.fullmatch(place_id)
    return int(number[1]) if number else None


def _position(place: Place) -> tuple[int, int]:
    if math.isnan(place.lon):
        return NOWHERE, NOWHERE
    return round(place.lon * DEGREE), round(place.lat * DEGREE)
