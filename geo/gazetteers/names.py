"""How a name is looked for, whatever holds the names: exactly, in its capitals, without generic words, nearly.

`NameTable` is a gazetteer but for three small readings of its data, which each holder (a dict, a trie on disk)
supplies.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from string import ascii_lowercase
from typing import NamedTuple

from geo.gazetteers.base import NameHit
from geo.gazetteers.generics import without_generic
from geo.model import Candidate, Match, Place
from geo.text import normalise

LONGEST_NAME = 8  # words
_FUZZY_FROM = 5  # letters; below, one wrong letter makes another name
_FUZZY_HEAD = 2  # leading letters taken to be right
_FOUND_REMEMBERED = 4_096  # names with all their bearers
_TWO_SLIPS_FROM = 9
_TWO_SLIPS_HEAD = 4
# GeoNames' feature classes, those that news speaks of most first: of two of the same size, the town before the inn.
CLASSES = "APLHTVSRU"
_LETTERS = f"{ascii_lowercase} "
_SOUND = (Match.EXACT, Match.ALTERNATE)


@dataclass(frozen=True, slots=True)
class Terms:
    """What limits a name: current from `start` until the day before `end`; `written`: its letters as cased."""

    start: date | None = None
    end: date | None = None
    written: str = ""

    def current(self, on: date) -> bool:
        return (self.start is None or self.start <= on) and (self.end is None or on < self.end)


NO_TERMS = Terms()


class Posting(NamedTuple):
    """One bearer of a name: `row` is the holder's own number for the place.

    `minor`: it is found by this name, but only when asked for; bearers that are better known come before it.
    """

    row: int
    match: Match
    terms: Terms = NO_TERMS
    minor: bool = False


class Summary(NamedTuple):
    """What `spot` says of a name without reading its bearers again."""

    feature_class: str
    feature_code: str
    population: int
    bearers: int
    demonym: bool
    match: Match
    cased: bool


def nowhere(place: Place) -> bool:
    """An entity that is no more and left no place of its own: the name is taken, but nothing can be drawn."""
    return math.isnan(place.lon)


def letters(name: str) -> str:
    """The written form that an abbreviation must have: "U.S." and "US" agree, "us" does not."""
    return "".join(filter(str.isalnum, name))


class NameTable(ABC):
    """A gazetteer over postings. Safe to use from several threads once made."""

    def __init__(self, *, remembered: int = 32_768) -> None:
        self._row_place: Callable[[int], Place] = lru_cache(remembered)(self._read_place)
        self._summary: Callable[[str], Summary] = lru_cache(remembered)(self._summarise)
        self._found: Callable[[str, date], tuple[Candidate, ...]] = lru_cache(_FOUND_REMEMBERED)(self._find)

    @abstractmethod
    def _postings(self, form: str) -> Sequence[Posting]:
        """The bearers of a normal form, of very many only the best known; () when unknown."""

    def _knows(self, form: str) -> bool:
        """Whether the form has bearers that are not minor; a holder may know sooner."""
        return bool(_well_known(self._postings(form)))

    @abstractmethod
    def _prefixes(self, text: str) -> Iterable[str]:
        """The normal forms, not only of minor bearers, that `text` starts with, shortest first.

        They may end inside a word.
        """

    @abstractmethod
    def _starting_with(self, head: str) -> Iterable[str]:
        """The normal forms, not only of minor bearers, that start with `head`."""

    @abstractmethod
    def _read_place(self, row: int) -> Place: ...

    @abstractmethod
    def nearest(self, lon: float, lat: float, *, limit: int = 1) -> list[Place]: ...

    @abstractmethod
    def country(self, code: str) -> Place | None: ...

    @abstractmethod
    def row(self, place_id: str) -> int | None:
        """The holder's own number for a place, of one that is no more too."""

    def place(self, place_id: str) -> Place | None:
        row = self.row(place_id)
        place = None if row is None else self._row_place(row)
        return None if place is None or nowhere(place) else place

    def bearers(self, name: str) -> Iterator[tuple[int, Place, Match]]:
        """Row, place and match of all that bear exactly this name, on any day."""
        for row, match, *_ in self._postings(normalise(name)):
            yield row, self._row_place(row), match

    def depth(self, place_id: str) -> int:
        """How many gazetteers are asked before the one that holds a place; those asked first win a tie."""
        del place_id
        return 0

    def lookup(self, names: Iterable[str], *, on: date | None = None) -> Mapping[str, tuple[Candidate, ...]]:
        day = on or date.today()
        return {name: self._found(name, day) for name in dict.fromkeys(names)}

    def _find(self, name: str, on: date) -> tuple[Candidate, ...]:
        form = normalise(name)
        if not form:
            return ()
        postings = self._postings(form)
        whole = self._candidates(postings, letters(name), on)
        if _well_known(postings):
            return whole
        for core, fits in without_generic(form):
            # "Yevlakh City" is the city of Yevlakh before it is an inn of that very name.
            postings = _well_known(self._postings(core)) if whole else self._postings(core)
            found = self._candidates(postings, letters(name), on)
            fitting = [
                _demoted(c, match) for c in found if c.match in _SOUND and (match := fits(c.place)) is not None
            ]
            if fitting:
                fitting.sort(key=lambda c: c.match)
                return (*fitting, *(c for c in whole if c.place not in {f.place for f in fitting}))
        return whole or self._nearly(form, on)

    def _candidates(self, postings: Iterable[Posting], written: str, on: date) -> tuple[Candidate, ...]:
        """Best first. "Soviet Union", the name of a state that is no more, is no old name of what is there now, nor of
        the lands that were part of it."""
        best: dict[int, tuple[bool, Match]] = {}
        for row, match, terms, minor in postings:
            if terms is not NO_TERMS:
                if terms.written and terms.written != written:
                    continue
                if not terms.current(on):
                    match = Match.HISTORICAL  # noqa: PLW2901 - as it is on that day
            if row not in best or (minor, match) < best[row]:
                best[row] = minor, match
        found = [(minor, Candidate(self._row_place(row), match)) for row, (minor, match) in best.items()]
        if any(nowhere(candidate.place) for _, candidate in found):
            found = [f for f in found if not (nowhere(f[1].place) or _bygone(f[1]))]
        if len(found) > 1:
            found.sort(key=lambda f: (f[0], self._rank(f[1])))
        return tuple(candidate for _, candidate in found)

    def _rank(self, candidate: Candidate) -> tuple[int, int, int, int, str]:
        place = candidate.place
        letter = CLASSES.find(place.feature_class)
        return candidate.match, -place.population, self.depth(place.id), letter, place.id

    def _nearly(self, form: str, on: date) -> tuple[Candidate, ...]:
        """The bearers of the nearest spellings only: a second slip is a guess upon a guess."""
        for spellings in self._spelt_nearly(form):
            postings = [posting for spelling in spellings for posting in _well_known(self._postings(spelling))]
            if sound := [c for c in self._candidates(postings, "", on) if c.match in _SOUND]:
                return tuple(sorted((_demoted(c, Match.FUZZY) for c in sound), key=self._rank))
        return ()

    def _spelt_nearly(self, form: str) -> Iterator[Sequence[str]]:
        """Known forms one slip of the keyboard away, then, in names of nine letters and more, two slips away."""
        if len(form) < _FUZZY_FROM:
            return
        if form.isascii():
            yield [slip for slip in one_slip_from(form) if self._knows(slip)]
        else:
            yield self._at_distance(1, form, _FUZZY_HEAD)
        if len(form) >= _TWO_SLIPS_FROM:
            yield self._at_distance(2, form, _TWO_SLIPS_HEAD)

    def _at_distance(self, slips: int, form: str, head: int) -> Sequence[str]:
        from rapidfuzz import process  # here, since few documents ask and it takes long to import
        from rapidfuzz.distance import OSA

        alike = [known for known in self._starting_with(form[:head]) if abs(len(known) - len(form)) <= slips]
        found = process.extract(form, alike, scorer=OSA.distance, processor=None, score_cutoff=slips, limit=10)
        return [known for known, distance, _ in found if distance == slips]

    def spot(self, words: Sequence[str]) -> list[NameHit]:
        return list(self._spotted(words))

    def _spotted(self, words: Sequence[str]) -> Iterator[NameHit]:
        forms = [normalise(word) for word in words]
        line = " ".join(forms)
        starts, ends, at = [], {}, 0
        for number, form in enumerate(forms, start=1):
            starts.append(at)
            ends[at + len(form)] = number
            at += len(form) + 1
        prefixes, summary = self._prefixes, self._summary
        for first, start in enumerate(starts):
            last = starts[first + LONGEST_NAME] if first + LONGEST_NAME < len(starts) else at
            for form in reversed(list(prefixes(line[start : last - 1]))):
                end = ends.get(start + len(form))
                if end is None or end <= first:
                    continue
                known = summary(form)
                if known.cased:
                    cased = self._seen_as(form, letters("".join(words[first:end])))
                    if cased is None:
                        continue
                    known = cased
                yield NameHit(first, end, *known[:-1])

    def _seen_as(self, form: str, written: str) -> Summary | None:
        """The summary of those bearers whose capitals fit; None if there are none."""
        fitting = [p for p in _well_known(self._postings(form)) if not p.terms.written or p.terms.written == written]
        return self._summary_of(fitting) if fitting else None

    def _summarise(self, form: str) -> Summary:
        return self._summary_of(_well_known(self._postings(form)))

    def _summary_of(self, postings: Sequence[Posting]) -> Summary:
        biggest = max((self._row_place(row) for row in {p.row for p in postings}), key=_weight)
        return Summary(
            biggest.feature_class,
            biggest.feature_code,
            biggest.population,
            len({p.row for p in postings}),
            all(p.match is Match.DEMONYM for p in postings),
            min(p.match for p in postings),
            any(p.terms.written for p in postings),
        )


def one_slip_from(form: str) -> set[str]:
    """Forms with one letter left out, put in, changed, or exchanged with the next; the first letters are right."""
    slips: set[str] = set()
    for at in range(_FUZZY_HEAD, len(form) + 1):
        head, tail = form[:at], form[at:]
        slips.update(head + letter + tail for letter in _LETTERS)
        if tail:
            slips.update(head + letter + tail[1:] for letter in ("", *_LETTERS))
            slips.add(head + tail[1:2] + tail[0] + tail[2:])
    return slips - {form}


def _well_known(postings: Iterable[Posting]) -> list[Posting]:
    return [posting for posting in postings if not posting.minor]


def _bygone(candidate: Candidate) -> bool:
    return candidate.match is Match.HISTORICAL or candidate.place.feature_code == "RGNH"


def _weight(place: Place) -> tuple[int, str]:
    return place.population, place.id


def _demoted(candidate: Candidate, match: Match) -> Candidate:
    return Candidate(candidate.place, max(match, candidate.match))
