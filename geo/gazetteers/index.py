"""The gazetteer on disk: tries that are mapped into memory, and tables that are read where they lie.

A folder holds
  names.marisa     normal form -> number, and back: the names that texts are searched for
  rest.marisa      the names of minor bearers only, which are numbered after those
  starts.bin       where each name's postings start; one more than there are names
  postings.bin     the bearers of all names, by the name's number, best first, of very many the best known
  places.bin       a record per row: GeoNames' places by their numbers, then all others
  others.marisa    id -> row behind GeoNames' places, and back
  texts.bin        the places' names
  settled.bin, cells.bin   the populated places by where they lie (`grid`)
  about.json       counts, inputs, and what only few values are of: areas, feature codes, terms of names

Opened, it costs a worker little: the tries are shared by all processes, and of the tables, however many millions of
places they hold, only what is asked for is read.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import marisa_trie
import numpy as np
import orjson

from geo.errors import GazetteerError
from geo.gazetteers.columns import DEGREE, NOWHERE, PLACE, geonames_number
from geo.gazetteers.files import Bytes, Records
from geo.gazetteers.grid import Grid
from geo.gazetteers.names import NO_TERMS, NameTable, Posting, Terms
from geo.model import Match, Place

# Raise it when an index written before can't be read any more as it is to be read.
LAYOUT = 2

POSTING = np.dtype([("row", "<u4"), ("terms", "<u4"), ("match", "u1"), ("minor", "?")])
_START = np.dtype([("start", "<u4")])
_MATCHES = [Match.EXACT, *Match]  # by their numbers, which begin at one


@dataclass(frozen=True, slots=True)
class GazetteerInfo:
    """`size` in bytes on disk; `inputs`: what it was built from, each with its version or digest."""

    folder: Path
    places: int
    names: int
    size: int
    inputs: Mapping[str, str]


class IndexGazetteer(NameTable):
    """Opens what `write_index` wrote. Pickles as its folder: each process opens the same files again."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        try:
            about = orjson.loads((folder / "about.json").read_bytes())
            if about.get("layout") != LAYOUT:
                raise ValueError("another version of Dateline built it")
            for name, size in about["sizes"].items():
                if (folder / name).stat().st_size != size:
                    raise ValueError(f"{name} is not as it was written")
            self._names, self._rest, self._others = (_trie(folder, name) for name in ("names", "rest", "others"))
            self._starts = Records(folder / "starts.bin", _START)
            self._posted = Records(folder / "postings.bin", POSTING)
            self._places = Records(folder / "places.bin", PLACE)
            self._texts = Bytes(folder / "texts.bin")
            self._grid = Grid(folder)
        except (
            OSError,
            ValueError,
            EOFError,
            RuntimeError,
            TypeError,
        ) as err:  # the tries' own, and of what is no JSON
            raise GazetteerError(
                f"{folder} can't be opened as a gazetteer ({err}); delete it to have it built again"
            ) from err
        self._known = len(self._names)
        self._geonames = len(self._places) - len(self._others)
        self._areas: list[tuple[str, str, str]] = about["areas"]
        self._codes: list[tuple[str, str]] = [(code[0], code[1:]) for code in about["codes"]]
        self._countries: dict[str, int] = about["countries"]
        self._inputs: dict[str, str] = about["inputs"]
        self._term = cache(_Limits(about["terms"]).terms)

    def __reduce__(self) -> tuple[type[IndexGazetteer], tuple[Path]]:
        return IndexGazetteer, (self.folder,)

    def info(self) -> GazetteerInfo:
        size = sum(file.stat().st_size for file in self.folder.iterdir())
        return GazetteerInfo(self.folder, len(self._places), len(self._starts) - 1, size, self._inputs)

    def row(self, place_id: str) -> int | None:
        number = geonames_number(place_id)
        if number is None:
            behind = self._others.get(place_id)
            return None if behind is None else self._geonames + behind
        row = bisect_left(range(self._geonames), number, key=self._number)
        return row if row < self._geonames and self._number(row) == number else None

    def _number(self, row: int) -> int:
        number: int = self._places.row(row)[0]
        return number

    def nearest(self, lon: float, lat: float, *, limit: int = 1) -> list[Place]:
        return [self._row_place(row) for row in self._grid.nearest(lon, lat, limit)]

    def country(self, code: str) -> Place | None:
        row = self._countries.get(code)
        return None if row is None else self._row_place(row)

    def _postings(self, form: str) -> Sequence[Posting]:
        number = self._names.get(form)
        if number is None:
            number = self._rest.get(form)
            if number is None:
                return ()
            number += self._known
        (start,), (end,) = self._starts.rows(number, number + 2)
        term = self._term
        return [
            Posting(row, _MATCHES[match], term(terms) if terms else NO_TERMS, minor)
            for row, terms, match, minor in self._posted.rows(start, end)
        ]

    def _knows(self, form: str) -> bool:
        return form in self._names

    def _prefixes(self, text: str) -> Iterable[str]:
        found: list[str] = self._names.prefixes(text)
        return found

    def _starting_with(self, head: str) -> Iterable[str]:
        found: list[str] = self._names.keys(head)
        return found

    def _read_place(self, row: int) -> Place:
        number, lon, lat, population, radius, text, area, code, length = self._places.row(row)
        country, admin1, boundary = self._areas[area]
        letter, feature_code = self._codes[code]
        # By position: a dozen keywords take half as long again, and this is most of a look-up.
        return Place(
            f"geonames:{number}" if number else self._others.restore_key(row - self._geonames),
            self._texts.read(text, length).decode(),
            math.nan if lon == NOWHERE else lon / DEGREE,
            math.nan if lat == NOWHERE else lat / DEGREE,
            letter,
            feature_code,
            country,
            admin1,
            population,
            radius,
            boundary,
        )


def _trie(folder: Path, name: str) -> marisa_trie.Trie:
    return marisa_trie.Trie().mmap(str(folder / f"{name}.marisa"))


@dataclass(frozen=True, slots=True)
class _Limits:
    """The terms of names as about.json has them: first day, day after the last, written form. Number 0 is no terms."""

    plain: list[tuple[str, str, str]]

    def terms(self, number: int) -> Terms:
        if not number:
            return NO_TERMS
        start, end, written = self.plain[number - 1]
        return Terms(_day(start), _day(end), written)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
