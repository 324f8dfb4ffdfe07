"""What our own tables say about a GeoNames place: the first-order unit it lies in, and whether it is one of ours."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, TypeAlias

import geopandas
import numpy as np
import shapely

from geo.gazetteers import areas, cities
from geo.gazetteers.columns import Array, geonames_number
from geo.gazetteers.entries import Entry
from geo.gazetteers.names import nowhere
from geo.geometry import distance_m
from geo.model import Place
from geo.resources import data_path
from geo.text import normalise

# As for the towns of the shipped gazetteer: a code whose towns lie in one unit means that unit.
_NEARLY_ALL = 0.9


# Two towns of one name are never so near each other, and no two sources put one town's points so far apart.
_NEAR_M = 15_000.0


class Point(NamedTuple):
    """`code`: GeoNames' for the first-order unit, which is not always the one we draw."""

    number: int
    lon: float
    lat: float
    country: str
    code: str


_Ask: TypeAlias = Callable[[Sequence[Point]], Sequence[str | None]]


@dataclass(frozen=True, slots=True)
class Units:
    """First-order units by (country, GeoNames' code), by the hierarchy where there is one, else by where a place lies.

    `goals`: GeoNames number -> name of the units that are drawn. `wards`: a file of places and the unit above each.
    """

    by_code: Mapping[tuple[str, str], str]
    goals: Mapping[int, str]
    shapes: Path
    wards: Path | None = None

    def names(self, points: Sequence[Point]) -> list[str]:
        """The name of each one's unit, "" where its country has none."""
        found = [self.by_code.get((point.country, point.code)) for point in points]
        if self.wards:
            self._fill(found, points, self._by_ward)
        if self.shapes.exists():
            self._fill(found, points, self._by_shape)
        return [name or "" for name in found]

    def _fill(self, found: list[str | None], points: Sequence[Point], ask: _Ask) -> None:
        open_ = [at for at, name in enumerate(found) if name is None and points[at].country]
        if open_:
            for at, name in zip(open_, ask([points[at] for at in open_]), strict=True):
                found[at] = name

    def _by_ward(self, points: Sequence[Point]) -> list[str | None]:
        assert self.wards  # noqa: S101 - `names` asks
        children, units = _wards(self.wards)
        if not len(children):
            return [None] * len(points)
        numbers = np.array([point.number for point in points])
        at = np.minimum(np.searchsorted(children, numbers), len(children) - 1)
        units = np.where(children[at] == numbers, units[at], 0)
        return [self.goals.get(unit) for unit in units.tolist()]

    def _by_shape(self, points: Sequence[Point]) -> list[str | None]:
        names, shapes, owner = _shapes(self.shapes)
        where = shapely.points([point.lon for point in points], [point.lat for point in points])
        unit = areas.containing(where, np.array([point.country for point in points]), shapes, owner)
        return [names[number] if number >= 0 else None for number in unit.tolist()]

    def by_hierarchy(self, parents: Mapping[int, int], wards: Path) -> Units:
        """`parents`: child -> parent; `wards`: the file to write, which the worker processes read."""
        above = {child: unit for child in parents if (unit := _climb(child, parents, self.goals))}
        children = np.array(sorted(above), np.int64)
        np.savez(wards, children=children, units=np.array([above[child] for child in children.tolist()], np.int64))
        return replace(self, wards=wards)


def read_units(entries: Iterable[Entry]) -> Units:
    """From all that the shipped gazetteer is made of."""
    own = {entry.place.id: entry.place for entry in entries}
    votes: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for town in cities.read("cities500.json").values():
        if place := own.get(f"geonames:{town['geonameid']}"):
            votes[town["countrycode"], town["admin1code"]][place.admin1] += 1
    by_code = {}
    for key, counted in votes.items():
        (name, most), *_ = counted.most_common(1)
        if most > _NEARLY_ALL * counted.total() and key[1]:
            by_code[key] = name
    drawn = (place for place in own.values() if place.feature_code == "ADM1" and place.boundary)
    goals = {number: place.name for place in drawn if (number := geonames_number(place.id))}
    return Units(by_code, goals, data_path("boundaries", "admin1.fgb"))


def _climb(child: int, parents: Mapping[int, int], goals: Mapping[int, str]) -> int | None:
    """The first goal above a place; None where there is none, or the file goes in a circle."""
    seen = set()
    while child in parents and child not in seen:
        seen.add(child)
        child = parents[child]
        if child in goals:
            return child
    return None


@lru_cache(maxsize=1)
def _wards(path: Path) -> tuple[Array, Array]:
    with np.load(path) as file:
        return file["children"], file["units"]


@lru_cache(maxsize=1)
def _shapes(path: Path) -> tuple[list[str], Array, Array]:
    units = geopandas.read_file(path, columns=["name", "country"])
    return units["name"].tolist(), units.geometry.to_numpy(), units["country"].to_numpy()


class Ours:
    """Our own places without a GeoNames number, seas and regions mostly: which of a dump's places are the same."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._known: defaultdict[tuple[str, str], list[Place]] = defaultdict(list)
        for entry in entries:
            if geonames_number(entry.place.id) is None and not nowhere(entry.place):
                for form in {normalise(name.text) for name in entry.names}:
                    self._known[entry.place.feature_class, form].append(entry.place)
        self._letters = {letter for letter, _ in self._known}

    def of(self, place: Place) -> Place | None:
        """The one of ours that bears the place's name, is of its class and reaches as far as its point."""
        if place.feature_class not in self._letters:
            return None
        for own in self._known.get((place.feature_class, normalise(place.name)), ()):
            metres = distance_m(own.lon, own.lat, place.lon, place.lat)
            if metres <= max(own.radius_m, _NEAR_M) and own.country in ("", place.country):
                return own
        return None
