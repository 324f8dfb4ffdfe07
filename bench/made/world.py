"""The places that made-up news is about: towns, units, countries and regions of the real world, some of them far more
often than others."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from geo.boundaries import Boundaries, Boundary
from geo.gazetteers import cities
from geo.model import Actor, Place

T = TypeVar("T")

# Parts of the events that are known to a town, to a first-order unit, to a country, to a region.
_TOWN, _UNIT, _COUNTRY, _REGION = 0.86, 0.05, 0.07, 0.02
# Those who act in any country, with their sectors.
_ACTORS = {
    "government": "GOV",
    "army": "MIL",
    "police": "COP",
    "gunmen": "REB",
    "opposition": "OPP",
    "residents": "CVL",
}


@dataclass(frozen=True, slots=True)
class World:
    """Neighbours stand next to each other in `places`. `shares` adds up how often each of them is in the news."""

    places: tuple[Place, ...]
    shares: npt.NDArray[np.float64]
    actors: dict[str, tuple[Actor, ...]]

    def some(self, random: np.random.Generator, size: int) -> npt.NDArray[np.int32]:
        """Numbers of places."""
        return np.searchsorted(self.shares, random.random(size)).astype(np.int32)


@cache
def world() -> World:
    boundaries = Boundaries()
    units = {row.key: row for row in boundaries.rows("admin1")}
    countries = {row.country: row for row in boundaries.rows("country") if row.country}
    regions = list(boundaries.rows("region"))
    towns = _towns(boundaries, units)
    areas = [*units.values(), *countries.values(), *regions]
    places = (*towns, *map(_area, areas))
    random = np.random.default_rng(1)
    attention = {country: random.lognormal(0, 1.2) for country in countries}
    town = np.array([place.population**0.7 * attention.get(place.country, 0.1) for place in towns])
    town *= random.lognormal(0, 1, len(town))
    by_unit = _sums([(place.country, place.admin1) for place in towns], town)
    by_country = _sums([place.country for place in towns], town)
    shares = (
        _TOWN * town / town.sum(),
        _UNIT * _part([by_unit.get((row.country, row.name), 0.0) for row in units.values()]),
        _COUNTRY * _part([by_country.get(country, 0.0) for country in countries]),
        _REGION * _part(1 / np.arange(1, len(regions) + 1)),
    )
    actors = {country: _actors(country) for country in {"", *(place.country for place in places)}}
    return World(places, np.cumsum(np.concatenate(shares)), actors)


def _towns(boundaries: Boundaries, units: dict[str, Boundary]) -> list[Place]:
    rows = [row for row in cities.read("cities15000.json").values() if row["population"]]
    located = boundaries.locate_many([row["longitude"] for row in rows], [row["latitude"] for row in rows])
    towns = [
        Place(
            id=f"geonames:{row['geonameid']}",
            name=row["name"],
            lon=row["longitude"],
            lat=row["latitude"],
            feature_class="P",
            feature_code="PPL",
            country=row["countrycode"],
            admin1=units[unit].name if unit else "",
            population=row["population"],
            radius_m=cities.town_radius_m(row["population"]),
        )
        for row, (unit, _) in zip(rows, located, strict=True)
    ]
    return sorted(towns, key=lambda place: (place.country, place.admin1, place.id))


def _area(row: Boundary) -> Place:
    code = {"admin1": "ADM1", "country": "PCLI", "region": "RGN"}[row.key.partition(":")[0]]
    return Place(
        id=f"geonames:{row.geonameid}" if row.geonameid else f"dateline:{row.key}",
        name=row.name,
        lon=row.lon,
        lat=row.lat,
        feature_class="L" if code == "RGN" else "A",
        feature_code=code,
        country=row.country,
        admin1=row.name if code == "ADM1" else "",
        radius_m=row.radius_m,
        boundary=row.key,
    )


def _actors(country: str) -> tuple[Actor, ...]:
    return tuple(Actor(f"{country} {name}".strip(), "actor", country, sector) for name, sector in _ACTORS.items())


def _sums(keys: list[T], values: npt.NDArray[np.float64]) -> dict[T, float]:
    sums: dict[T, float] = {}
    for key, value in zip(keys, values.tolist(), strict=True):
        sums[key] = sums.get(key, 0.0) + value
    return sums


def _part(weights: npt.ArrayLike) -> npt.NDArray[np.float64]:
    found: npt.NDArray[np.float64] = np.asarray(weights, float)
    found /= found.sum()
    return found
