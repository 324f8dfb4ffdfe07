"""A gazetteer of a handful of places, for tests: `MemoryGazetteer([("Yevlakh", yevlakh), ...])`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate

from geo.gazetteers.entries import Name
from geo.gazetteers.names import NameTable, Posting, nowhere
from geo.geometry import distance_m
from geo.model import Match, Place
from geo.text import normalise


class MemoryGazetteer(NameTable):
    """Answers as the one on disk would. A name given as plain text is the main one if it is its place's.

    A place with a NaN position is one that is no more: its name is spotted and leads nowhere.
    """

    def __init__(self, names: Iterable[tuple[str | Name, Place]] = ()) -> None:
        super().__init__()
        self._places: list[Place] = []
        self._rows: dict[str, int] = {}
        self._forms: defaultdict[str, list[Posting]] = defaultdict(list)
        for name, place in names:
            self._add(name, place)

    def _add(self, name: str | Name, place: Place) -> None:
        row = self._rows.setdefault(place.id, len(self._places))
        if row == len(self._places):
            self._places.append(place)
        if isinstance(name, str):
            name = Name(name, Match.EXACT if name == place.name else Match.ALTERNATE)
        self._forms[normalise(name.text)].append(Posting(row, name.match, name.terms))

    def row(self, place_id: str) -> int | None:
        return self._rows.get(place_id)

    def nearest(self, lon: float, lat: float, *, limit: int = 1) -> list[Place]:
        settled = (p for p in self._places if p.feature_class == "P" and not nowhere(p))
        return sorted(settled, key=lambda p: distance_m(lon, lat, p.lon, p.lat))[:limit]

    def country(self, code: str) -> Place | None:
        return next((p for p in self._places if p.is_country and p.country == code and not nowhere(p)), None)

    def _postings(self, form: str) -> Sequence[Posting]:
        return self._forms.get(form, ())

    def _prefixes(self, text: str) -> Iterable[str]:
        beginnings = accumulate(text.split(" "), "{} {}".format)
        return [form for form in beginnings if form in self._forms]

    def _starting_with(self, head: str) -> Iterable[str]:
        return [form for form in self._forms if form.startswith(head)]

    def _read_place(self, row: int) -> Place:
        return self._places[row]
