"""The gazetteer on disk: two tries and three tables, all memory-mapped, so that workers share one copy.

A folder holds
  ids.marisa       place id -> row, and back
  names.marisa     normal form -> number, and back
  texts.marisa     every name, country, first-order unit and boundary key that a place mentions, each once
  places.npy       one record per row
  postings.npy     the bearers of all names, by the name's number, best first
  starts.npy       where each name's postings start; one more than there are names
  about.json       terms (dates, written forms) of the few names that have any, feature codes, inputs
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import marisa_trie
import numpy as np
import numpy.typing as npt
import orjson

from geo.errors import GazetteerError
from geo.gazetteers.names import NO_TERMS, NameTable, Posting, Terms
from geo.model import Match, Place

PLACE = np.dtype(
    [
        ("lon", "<f8"),
        ("lat", "<f8"),
        ("population", "<i8"),
        ("radius_m", "<f4"),
        ("name", "<u4"),
        ("country", "<u4"),
        ("admin1", "<u4"),
        ("boundary", "<u4"),
        ("code", "u1"),
    ]
)
POSTING = np.dtype([("row", "<u4"), ("terms", "<u2"), ("match", "u1")])


@dataclass(frozen=True, slots=True)
class GazetteerInfo:
    """`size` in bytes on disk; `inputs`: what it was built from, each with its version or digest."""

    folder: Path
    places: int
    names: int
    size: int
    inputs: Mapping[str, str]


class IndexGazetteer(NameTable):
    """Opens what `write_index` wrote. Pickles as its folder: each process maps the same files again."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        try:
            self._ids = marisa_trie.Trie().mmap(str(folder / "ids.marisa"))
            self._names = marisa_trie.Trie().mmap(str(folder / "names.marisa"))
            self._texts = marisa_trie.Trie().mmap(str(folder / "texts.marisa"))
            self._places: npt.NDArray[Any] = np.load(folder / "places.npy", mmap_mode="r")
            self._posted: npt.NDArray[Any] = np.load(folder / "postings.npy", mmap_mode="r")
            self._starts: npt.NDArray[Any] = np.load(folder / "starts.npy", mmap_mode="r")
            about = orjson.loads((folder / "about.json").read_bytes())
        except (OSError, ValueError, EOFError, RuntimeError) as err:  # the last is the tries' own
            raise GazetteerError(
                f"{folder} can't be opened as a gazetteer ({err}); delete it to have it built again"
            ) from err
        self._codes: list[tuple[str, str]] = [(code[0], code[1:]) for code in about["codes"]]
        self._terms = [NO_TERMS, *(Terms(_day(a), _day(b), written) for a, b, written in about["terms"])]
        self._inputs: dict[str, str] = about["inputs"]

    def __reduce__(self) -> tuple[type[IndexGazetteer], tuple[Path]]:
        return IndexGazetteer, (self.folder,)

    def info(self) -> GazetteerInfo:
        size = sum(file.stat().st_size for file in self.folder.iterdir())
        return GazetteerInfo(self.folder, len(self._ids), len(self._names), size, self._inputs)

    def row(self, place_id: str) -> int | None:
        row: int | None = self._ids.get(place_id)
        return row

    def nearest(self, lon: float, lat: float, *, limit: int = 1) -> list[Place]:
        rows, vectors = self._settled
        chords = ((vectors - _unit_vectors(np.array([lon]), np.array([lat]))) ** 2).sum(axis=1)
        count = min(limit, len(rows))
        best = np.argpartition(chords, count - 1)[:count] if count else np.array([], int)
        return [self._row_place(int(rows[n])) for n in best[np.argsort(chords[best])]]

    def country(self, code: str) -> Place | None:
        row = self._countries.get(code)
        return None if row is None else self._row_place(row)

    @cached_property
    def _settled(self) -> tuple[npt.NDArray[Any], npt.NDArray[np.float64]]:
        """Rows and unit vectors of the populated places, made when a position is first asked for."""
        rows = self._rows_of([n for n, (letter, _) in enumerate(self._codes) if letter == "P"])
        return rows, _unit_vectors(self._places["lon"][rows], self._places["lat"][rows])

    @cached_property
    def _countries(self) -> dict[str, int]:
        rows = self._rows_of([n for n, (_, code) in enumerate(self._codes) if code in ("PCLI", "PCLD")]).tolist()
        return {self._row_place(row).country: row for row in rows}

    def _rows_of(self, codes: list[int]) -> npt.NDArray[Any]:
        return np.flatnonzero(np.isin(self._places["code"], codes) & ~np.isnan(self._places["lon"]))

    def _postings(self, form: str) -> Sequence[Posting]:
        number = self._names.get(form)
        if number is None:
            return ()
        start, end = self._starts[number : number + 2].tolist()
        terms = self._terms
        return [Posting(row, Match(match), terms[term]) for row, term, match in self._posted[start:end].tolist()]

    def _prefixes(self, text: str) -> Iterable[str]:
        found: list[str] = self._names.prefixes(text)
        return found

    def _starting_with(self, head: str) -> Iterable[str]:
        found: list[str] = self._names.keys(head)
        return found

    def _read_place(self, row: int) -> Place:
        lon, lat, population, radius, name, country, admin1, boundary, code = self._places[row].item()
        text = self._texts.restore_key
        return Place(
            id=self._ids.restore_key(row),
            name=text(name),
            lon=lon,
            lat=lat,
            feature_class=self._codes[code][0],
            feature_code=self._codes[code][1],
            country=text(country),
            admin1=text(admin1),
            population=population,
            radius_m=radius,
            boundary=text(boundary),
        )


def _unit_vectors(lon: npt.NDArray[Any], lat: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """Points on the unit sphere, one row each: nearer on the sphere is nearer in space, at the poles too."""
    east, north = np.radians(lon), np.radians(lat)
    return np.column_stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)])


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
