"""A document as resolution sees it: its names, each with the places it may mean, as columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from geo.gazetteers.base import Gazetteer
from geo.model import Candidate, Match, MentionKind, Toponym
from geo.resolution.wording import QUALIFYING, called, inside, kinds_said, parts
from geo.text import normalise

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

# Candidates come best match and biggest first; the place meant is hardly ever further down.
MOST_CANDIDATES = 40
# Each candidate is held against all others of the text, so that a list of ten thousand towns would take all memory.
MOST_TOGETHER = 500  # mentions
MOST_ROWS = 4_000  # candidates of all names


@dataclass(frozen=True, slots=True)
class Name:
    """One name of the document: the numbers of its mentions, in order, and what it may mean."""

    text: str
    mentions: tuple[int, ...]
    candidates: tuple[Candidate, ...]


class Names:
    """Columns with a row for each candidate of each name, the candidates of one name together."""

    def __init__(self, text: str, toponyms: Sequence[Toponym], names: Sequence[Name]) -> None:
        self.text = text
        self.toponyms = toponyms
        self.names = names
        self.candidates = [c for name in names for c in name.candidates]
        self.places = [c.place for c in self.candidates]
        self.counts: Ints = np.array([len(n.candidates) for n in names], int)
        self.owner: Ints = np.repeat(np.arange(len(names)), self.counts)
        self.starts: Ints = np.concatenate([[0], np.cumsum(self.counts)[:-1]]).astype(int)
        self.match: Ints = np.array([c.match for c in self.candidates], int)
        self.population: Floats = np.array([p.population for p in self.places], float)
        self.codes = np.array([p.feature_code for p in self.places], dtype="U8")
        self.is_country: Flags = np.array([p.is_country for p in self.places], bool)
        self.country: Ints = _numbered([p.country for p in self.places])
        self.unit: Ints = _numbered([f"{p.country}/{p.admin1}" if p.admin1 else "" for p in self.places])
        self.radius_km: Floats = np.array([p.radius_m for p in self.places]) / 1000.0
        self.points: Floats = _unit_vectors([p.lon for p in self.places], [p.lat for p in self.places])

    def __len__(self) -> int:
        return len(self.places)

    def best(self, values: Floats) -> Floats:
        """In every row the largest value of its name."""
        largest: Floats = np.maximum.reduceat(values, self.starts)[self.owner]
        return largest

    def shares(self, scores: Floats) -> Floats:
        """Scores as probabilities that add up to one for each name (softmax)."""
        grown = np.exp(scores - self.best(scores))
        shares: Floats = grown / np.add.reduceat(grown, self.starts)[self.owner]
        return shares

    @cached_property
    def called(self) -> list[str]:
        """What the text calls each name: "town", "unit", "country", or ""."""
        said = [[called(self.text, self.toponyms[m]) for m in name.mentions] for name in self.names]
        return [next(filter(None, sorts), "") for sorts in said]

    @cached_property
    def gaps(self) -> Floats:
        """[name, name]: characters between the starts of their nearest mentions."""
        owner = np.repeat(np.arange(len(self.names)), [len(n.mentions) for n in self.names])
        start = np.array([self.toponyms[m].start for name in self.names for m in name.mentions], float)
        gaps = np.full((len(self.names), len(self.names)), np.inf)
        np.minimum.at(gaps, (owner[:, None], owner[None, :]), np.abs(start[:, None] - start[None, :]))
        return gaps

    @cached_property
    def qualified(self) -> Flags:
        """[name, name]: some mention of the first is followed by one of the second as in "Lisbon, Md."."""
        owner = {m: number for number, name in enumerate(self.names) for m in name.mentions}
        found = np.zeros((len(self.names), len(self.names)), bool)
        order = sorted(owner, key=lambda m: self.toponyms[m].start)
        for inner, outer in pairwise(order):
            between = self.text[self.toponyms[inner].end : self.toponyms[outer].start]
            if QUALIFYING.fullmatch(between):
                found[owner[inner], owner[outer]] = True
        return found


def stretches(toponyms: Sequence[Toponym]) -> list[Sequence[Toponym]]:
    """The mentions that are decided together: all of them, of a very long text those of each stretch."""
    return [toponyms[start : start + MOST_TOGETHER] for start in range(0, len(toponyms), MOST_TOGETHER)]


def read_names(text: str, toponyms: Sequence[Toponym], gazetteer: Gazetteer, on: date | None) -> Names:
    """The mentions, at most `MOST_TOGETHER`, by normal form and kind. A name that no gazetteer knows is left out."""
    spelt = [
        f"{t.text} {kind}" if kind else t.text for t, kind in zip(toponyms, kinds_said(text, toponyms), strict=True)
    ]
    found = _look_up({*spelt, *(t.text for t in toponyms)}, gazetteer, on)
    groups: dict[tuple[str, MentionKind], list[int]] = {}
    for number, toponym in enumerate(toponyms):
        if not found[spelt[number]] or found[spelt[number]][0].match is Match.FUZZY:
            spelt[number] = toponym.text
        if found[spelt[number]]:
            groups.setdefault((normalise(spelt[number]), toponym.kind), []).append(number)
    names = []
    most = min(MOST_CANDIDATES, MOST_ROWS // max(1, len(groups)))
    for (_, kind), mentions in groups.items():
        candidates = found[spelt[mentions[0]]]
        peoples = tuple(c for c in candidates if c.match is Match.DEMONYM) if kind is MentionKind.DEMONYM else ()
        names.append(Name(toponyms[mentions[0]].text, tuple(mentions), (peoples or candidates)[:most]))
    return Names(text, toponyms, names)


def _look_up(names: Iterable[str], gazetteer: Gazetteer, on: date | None) -> dict[str, tuple[Candidate, ...]]:
    """What each name may mean; "Paris, Texas", which nobody is called, is a Paris that lies in a Texas."""
    found = dict(gazetteer.lookup(names, on=on))
    if made_of_two := {name: pair for name in found if (pair := parts(name))}:
        known = gazetteer.lookup({part for pair in made_of_two.values() for part in pair}, on=on)
        for name, (inner, outer) in made_of_two.items():
            found[name] = inside(known[inner], known[outer]) or found[name]
    return found


def _numbered(texts: Sequence[str]) -> Ints:
    """Equal numbers for equal texts, 0 for the empty one."""
    known = {"": 0}
    return np.array([known.setdefault(text, len(known)) for text in texts], int)


def _unit_vectors(lon: Sequence[float], lat: Sequence[float]) -> Floats:
    east, north = np.radians(np.array(lon, float)), np.radians(np.array(lat, float))
    return np.column_stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)])
