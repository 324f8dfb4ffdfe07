"""A gazetteer in which some names mean what people said they mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from geo.corrections import Rulings
from geo.gazetteers.base import Gazetteer, NameHit
from geo.model import Candidate, Match, Place
from geo.text import normalise


class RuledGazetteer:
    """Offers for a ruled name its place alone, also where `gazetteer` knows none; all else is `gazetteer`'s answer."""

    def __init__(self, gazetteer: Gazetteer, rulings: Rulings) -> None:
        self._gazetteer = gazetteer
        self._rulings = rulings

    def lookup(self, names: Iterable[str], *, on: date | None = None) -> Mapping[str, tuple[Candidate, ...]]:
        found = self._gazetteer.lookup(names, on=on)
        return {name: self._ruled(name) or candidates for name, candidates in found.items()}

    def spot(self, words: Sequence[str]) -> list[NameHit]:
        return self._gazetteer.spot(words)

    def place(self, place_id: str) -> Place | None:
        return self._gazetteer.place(place_id)

    def _ruled(self, name: str) -> tuple[Candidate, ...]:
        ruling = self._rulings.get(normalise(name))
        return (Candidate(ruling.place, Match.EXACT),) if ruling else ()
