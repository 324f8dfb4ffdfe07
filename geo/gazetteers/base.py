"""What a gazetteer is: names in, candidate places out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from geo.model import Candidate, Match, Place

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class NameHit:
    """A known name in a run of words: words[start:end]. `population` and `feature_class` are its biggest bearer's.

    `demonym`: every reading of it is one of a people ("Armenian"). `bearers`: how many places have it.
    `match`: its best reading, whichever bearer's; ABBREVIATION means that the words' capitals fit one.
    A state or town that is no more and has no place ("Soviet Union") has the code PCLH or PPLH.
    """

    start: int
    end: int
    feature_class: str
    feature_code: str
    population: int
    bearers: int
    demonym: bool
    match: Match = Match.EXACT


class Gazetteer(Protocol):
    def lookup(self, names: Iterable[str], *, on: date | None = None) -> Mapping[str, tuple[Candidate, ...]]:
        """Every name given is a key of the answer; () where nothing is known. Best match first, then population.

        `on` decides which dated names are current (a name outside its dates is `Match.HISTORICAL`, or left out
        when it would be wrong, such as a state that was dissolved); None: today's names are current.
        """

    def spot(self, words: Sequence[str]) -> list[NameHit]:
        """Every known name of one or more whole words in `words`, overlapping ones too, by start, longest first."""

    def place(self, place_id: str) -> Place | None:
        """The place with this id, or None."""


class LocatedGazetteer(Gazetteer, Protocol):
    """A gazetteer that can be asked by position and by country code too."""

    def nearest(self, lon: float, lat: float, *, limit: int = 1) -> list[Place]:
        """The populated places nearest to a position, nearest first."""

    def country(self, code: str) -> Place | None:
        """The country with this ISO 3166-1 alpha-2 code."""


class Progress(Protocol):
    """Hands on `items` while it shows how far it has come: click's, tqdm's or rich's bars fit with a line of glue."""

    def __call__(self, items: Iterable[T], total: int, label: str) -> Iterable[T]: ...


def silent(items: Iterable[T], total: int, label: str) -> Iterable[T]:  # noqa: ARG001 - the shape of a Progress
    return items
