"""Writes the index that `IndexGazetteer` opens, from a handful of entries or from columns of millions of places.

The forms of all names lie in files of a temporary folder until they have their numbers: no more than one batch of them
is ever in memory as text, but for what the tries themselves take while they are made.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any, NamedTuple, Protocol, TypeVar

import marisa_trie
import numpy as np
import orjson

from geo.gazetteers.base import Progress, silent
from geo.gazetteers.columns import NAME, NOWHERE, PLACE, Area, Array, Batch, pack, positions
from geo.gazetteers.entries import Entry
from geo.gazetteers.grid import write_grid
from geo.gazetteers.index import LAYOUT, POSTING
from geo.gazetteers.names import CLASSES, NO_TERMS, Terms
from geo.model import Match

Item = TypeVar("Item")
Result = TypeVar("Result")

_PACKED = 50_000  # entries in a batch
_WRITTEN = 1_000_000  # records written at a time
_SORTED = 2_000_000  # names whose bearers are sorted at a time
_AFTER_GEONAMES = 2**32  # what is no number of GeoNames' is sorted behind them
# Thousands of villages are called San José. The best known are kept; of the others no more than resolution would weigh,
# and up to ten bearers in all where somebody better known has the name. Six would make look-ups a fifth faster; but were
# all settlements below 1,000 people minor, LGL and TR-News would lose 20 places of 5,700 by it, and by ten only 8.
_MOST_BEARERS = 200
_MOST_MINOR = 40
_MOST_BESIDE_KNOWN = 10
_NOT_FOR_FAME = "SRU"  # a building is no name to search texts for, though an encyclopedia has it


class Run(Protocol):
    """Shaped like `map`; results come in the items' order."""

    def __call__(self, function: Callable[[Item], Result], items: Iterable[Item], /) -> Iterator[Result]: ...


def write_index(
    folder: Path,
    entries: Sequence[Entry],
    inputs: dict[str, str],
    progress: Progress = silent,
    *,
    more: Iterable[Batch] = (),
    run: Run = map,
) -> None:
    """Write what `IndexGazetteer(folder)` opens. An id that comes twice keeps its first place and all its names.

    `more`: places and names as columns, which come after the entries; a name's place may be among either.
    `run` maps over the batches, and may do so in other processes.
    """
    with tempfile.TemporaryDirectory(prefix="forms-", dir=folder) as forms:
        with (folder / "texts.bin").open("wb") as texts:
            gathered = Gathered(texts, Path(forms))
            for batch in chain(packed(entries, progress), more):
                gathered.add(batch)
        rows = _write_places(folder, gathered)
        names = gathered.names(rows)
        numbers, known, rest = _write_tries(folder, gathered.forms, names["minor"], progress, run)
    _write_postings(folder, numbers, known + rest, names, rows)
    about = {
        "layout": LAYOUT,
        "sizes": {path.name: path.stat().st_size for path in folder.iterdir()},
        "codes": list(gathered.codes),
        "areas": list(gathered.areas),
        "countries": rows.countries,
        "terms": [_plain(terms) for terms in gathered.terms if terms is not NO_TERMS],
        "inputs": inputs,
    }
    (folder / "about.json").write_bytes(orjson.dumps(about))


def packed(entries: Sequence[Entry], progress: Progress = silent) -> Iterator[Batch]:
    waiting = iter(progress(entries, len(entries), "Indexing names"))
    while some := list(islice(waiting, _PACKED)):
        yield pack(some)


class Gathered:
    """All batches in one numbering: places and names in memory, their texts and forms in files."""

    def __init__(self, texts: IO[bytes], forms: Path) -> None:
        self.places: list[Array] = []
        self.owners: list[Array] = []
        self.minor: list[Array] = []
        self.famous: list[Array] = []
        self.areas: dict[Area, int] = {}
        self.codes: dict[str, int] = {}
        self.terms: dict[Terms, int] = {NO_TERMS: 0}
        self.others: dict[str, int] = {}
        self.forms: list[Path] = []
        self._named: list[Array] = []
        self._folder = forms
        self._texts = texts

    def add(self, batch: Batch) -> None:
        batch.places["text"] += self._texts.tell()
        batch.places["area"] = _numbered(self.areas, batch.areas)[batch.places["area"]]
        batch.places["code"] = _numbered(self.codes, batch.codes)[batch.places["code"]]
        batch.names["terms"] = _numbered(self.terms, batch.terms)[batch.names["terms"]]
        others = _numbered(self.others, batch.others)
        for owners in (batch.owners, batch.names["owner"]):
            owners[owners < 0] = -1 - others[-1 - owners[owners < 0]]
        self._texts.write(batch.texts)
        self.places.append(batch.places)
        self.owners.append(batch.owners)
        self.minor.append(batch.minor)
        self.famous.append(batch.famous)
        self._named.append(batch.names)
        self.forms.append(self._folder / f"{len(self.forms)}.txt")
        self.forms[-1].write_bytes(batch.forms)

    def names(self, rows: Rows) -> Array:
        """The names of all batches with their places' rows for owners. Gives them away: they take much memory."""
        for names in self._named:
            names["owner"] = rows.of(names["owner"])
            names["minor"] |= rows.minor[names["owner"]]
        names = np.concatenate([*self._named, np.zeros(0, NAME)])
        self._named.clear()
        return names


def _numbered(known: dict[Any, int], values: Sequence[Any]) -> Array:
    return np.array([known.setdefault(value, len(known)) for value in values], np.int64)


class Rows(NamedTuple):
    """The places in the index's order, as far as the names need to know them. `keys`: rising, one for each row."""

    keys: Array
    ranks: Array
    population: Array
    letter: Array
    minor: Array
    countries: dict[str, int]

    def of(self, owners: Array) -> Array:
        return positions(_keys(owners, self.ranks), self.keys)


def _keys(owners: Array, ranks: Array) -> Array:
    """GeoNames' numbers as they are; the other ids after them, in the order of their trie."""
    keys = owners.astype(np.int64)
    keys[owners < 0] = _AFTER_GEONAMES + ranks[-1 - owners[owners < 0]]
    return keys


def _write_places(folder: Path, gathered: Gathered) -> Rows:
    others = marisa_trie.Trie(gathered.others)
    others.save(str(folder / "others.marisa"))
    ranks = np.array([others[other] for other in gathered.others], np.int64)
    keys = _keys(np.concatenate([*gathered.owners, np.zeros(0, np.int64)]), ranks)
    order = np.argsort(keys, kind="stable")
    order = order[np.diff(keys[order], prepend=-1) != 0]  # the first place of each id
    places = np.concatenate([*gathered.places, np.zeros(0, PLACE)])
    gathered.places.clear()
    with (folder / "places.bin").open("wb") as file:
        for start in range(0, len(order), _WRITTEN):
            places[order[start : start + _WRITTEN]].tofile(file)
    keys, code = keys[order], places["code"][order]
    letters = np.array([CLASSES.find(code[:1]) for code in gathered.codes] or [0], np.int8)
    minor = np.concatenate([*gathered.minor, np.zeros(0, bool)])[order]
    famous = np.unique(np.concatenate([*gathered.famous, np.zeros(0, np.int64)]))
    lifted = np.isin(keys, famous, assume_unique=True) & ~np.isin(
        letters[code], [CLASSES.find(c) for c in _NOT_FOR_FAME]
    )
    lon, lat = places["lon"][order], places["lat"][order]
    settled = (letters[code] == CLASSES.find("P")) & (lon != NOWHERE)
    write_grid(folder, np.flatnonzero(settled), lon[settled], lat[settled])
    areas = list(gathered.areas)
    nations = [number for code, number in gathered.codes.items() if code in ("APCLI", "APCLD")]
    countries = {areas[places["area"][order[row]]][0]: int(row) for row in np.flatnonzero(np.isin(code, nations))}
    return Rows(keys, ranks, places["population"][order], letters[code], minor & ~lifted, countries)


def _write_tries(
    folder: Path, forms: Sequence[Path], minor: Array, progress: Progress, run: Run
) -> tuple[Array, int, int]:
    """Each name's number, how many names texts are searched for, and how many others there are."""
    starts = np.cumsum([_count(path) for path in forms])[:-1]
    known = _write_trie(folder / "names.marisa", forms, [~some for some in np.split(minor, starts)])
    found = _numbers(folder / "names.marisa", forms, progress, run)
    rest = _write_trie(folder / "rest.marisa", forms, [some < 0 for some in found])
    others = _numbers(folder / "rest.marisa", forms, progress, run)
    numbers = np.concatenate([np.where(a < 0, known + b, a) for a, b in zip(found, others, strict=True)])
    return numbers, known, rest


def _write_trie(path: Path, forms: Sequence[Path], wanted: Sequence[Array]) -> int:
    """A trie of the forms whose flags are set, one for each line of each file; says how many there are."""
    trie = marisa_trie.BinaryTrie(chain.from_iterable(map(_chosen, forms, wanted)))
    trie.save(str(path))
    return len(trie)


def _chosen(path: Path, wanted: Array) -> set[bytes]:
    lines = _lines(path)
    return {lines[at] for at in np.flatnonzero(wanted).tolist()}


def _numbers(trie: Path, forms: Sequence[Path], progress: Progress, run: Run) -> list[Array]:
    jobs = [(trie, path) for path in forms]
    return list(progress(run(_numbers_of, jobs), len(jobs), "Numbering names"))


def _numbers_of(job: tuple[Path, Path]) -> Array:
    """The numbers of a file's forms, -1 for what the trie lacks."""
    trie, forms = job
    lines = _lines(forms)
    number = marisa_trie.BinaryTrie().mmap(str(trie)).get
    return np.fromiter((number(line, -1) for line in lines), np.int32, len(lines))


def _lines(path: Path) -> list[bytes]:
    data = path.read_bytes()
    return data.split(b"\n") if data else []


def _count(path: Path) -> int:
    data = path.read_bytes()
    return data.count(b"\n") + bool(data)


def _write_postings(folder: Path, numbers: Array, count: int, names: Array, rows: Rows) -> None:
    """Some millions of names at a time: sorting takes ten times the memory of what is sorted."""
    counts = [np.zeros(1, np.int64)]
    with (folder / "postings.bin").open("wb") as file:
        for start in range(0, count, _SORTED):
            some = np.flatnonzero((numbers >= start) & (numbers < start + _SORTED))
            postings, bearers = _postings(numbers[some] - start, names[some], rows)
            postings.tofile(file)
            counts.append(np.pad(bearers, (0, min(_SORTED, count - start) - len(bearers))))
    np.cumsum(np.concatenate(counts)).astype("<u4").tofile(folder / "starts.bin")


def _postings(numbers: Array, names: Array, rows: Rows) -> tuple[Array, Array]:
    """The bearers of names, best first, a place once for a name unless our tables say more; how many each has."""
    key = numbers.astype(np.uint64) << np.uint64(32) | names["owner"].astype(np.uint64)
    match = _main_ones(key, names["match"])
    # Our tables' ruling before others', then the better match.
    worth = (~names["ruled"]).astype(np.uint64) << np.uint64(5) | names["minor"].astype(np.uint64) << np.uint64(4)
    worth = (worth | match) << np.uint64(32) | names["terms"]
    order = np.lexsort((worth, key))
    again = _repeats(key[order])
    order = order[~again | (names["ruled"][order] & ~(again & _repeats(worth[order])))]
    row = names["owner"][order]
    rank = names["minor"][order].astype(np.uint64) << np.uint64(44) | match[order].astype(np.uint64) << np.uint64(40)
    rank |= (np.uint64(2**32 - 1) - rows.population[row]) << np.uint64(4) | rows.letter[row].astype(np.uint64)
    order = order[np.lexsort((rank, numbers[order]))]
    order = order[_kept(numbers[order], names["minor"][order])]
    postings = np.zeros(len(order), POSTING)
    postings["row"] = names["owner"][order]
    postings["match"] = match[order]
    for column in ("terms", "minor"):
        postings[column] = names[column][order]
    return postings, np.bincount(numbers[order])


def _kept(numbers: Array, minor: Array) -> Array:
    """Which bearers the index keeps, of each name the first few."""
    first = np.searchsorted(numbers, numbers)
    beside = np.where(minor[first], _MOST_MINOR, _MOST_BESIDE_KNOWN)
    kept: Array = np.arange(len(numbers)) - first < np.where(minor, beside, _MOST_BEARERS)
    return kept


def _repeats(values: Array) -> Array:
    """Which values are the same as the one before."""
    return np.concatenate([np.zeros(min(len(values), 1), bool), values[1:] == values[:-1]])


def _main_ones(key: Array, match: Array) -> Array:
    """A main name that the tables give dates to is still the main name."""
    order = np.lexsort((match, key))
    starts = np.flatnonzero(np.diff(key[order], prepend=key[order[:1]] + np.uint64(1)))
    best = np.zeros(len(key), np.uint8)
    if len(key):
        best[order] = np.repeat(match[order[starts]], np.diff(starts, append=len(key)))
    main: Array = np.where((match == Match.ALTERNATE) & (best == Match.EXACT), best, match)
    return main


def _plain(terms: Terms) -> tuple[str, str, str]:
    start, end = (day.isoformat() if day else "" for day in (terms.start, terms.end))
    return start, end, terms.written
