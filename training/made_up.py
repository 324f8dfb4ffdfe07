"""Made-up documents of nothing but place names, whose meaning is known because they were drawn by it.

There is too little annotated news from elsewhere than the towns of a few US papers. Schooled on those alone, a ranker
takes Athens and Rome for towns in Georgia; schooled on world news alone, Paris beside Henry County for the one in
France. Here places are drawn by their size as world news does, and by their neighbourhood as a local paper does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from typing import NamedTuple

import numpy as np

from geo.gazetteers import areas, cities
from geo.gazetteers.index import IndexGazetteer
from geo.geometry import distance_m
from geo.model import Place
from geo.resources import data_path

DOCUMENTS = 3_200
# The smallest town of world news; by which power of its people a town is more often spoken of there and at home.
LEAST_TOWN = 20_000
FAME = 0.9
HOME_FAME = 0.35
# How often each country has a local paper in English; the rest have what is left.
PAPERS = {"US": 0.6, "GB": 0.12, "CA": 0.08, "AU": 0.05, "IN": 0.03, "IE": 0.02}
NEIGHBOURS = 60

Said = tuple[int, str, Place | None]


class Spoken(NamedTuple):
    """A place, the wider one named after it ("" for none), and how often it comes up."""

    place: Place
    within: str = ""
    times: int = 1


def made_up(gazetteer: IndexGazetteer) -> Iterator[tuple[str, list[Said]]]:
    """(text, its names by start with the place each means; None for one that is only there to tell which is meant)."""
    world = _World(gazetteer)
    makers = (
        world.lonely,
        world.several,
        world.of_one_country,
        world.of_nations,
        world.local,
        world.local,
        world.qualified,
        world.local,
    )
    for number in range(DOCUMENTS):
        yield _written(makers[number % len(makers)](), world)


class _World:
    """What documents are drawn from, always in the same order."""

    def __init__(self, gazetteer: IndexGazetteer) -> None:
        self.gazetteer = gazetteer
        self.random = np.random.default_rng(0)
        everywhere = list(cities.read("cities500.json").values())
        self.ids = np.array([town["geonameid"] for town in everywhere])
        self.people = np.array([town["population"] for town in everywhere], float)
        self.country = np.array([town["countrycode"] for town in everywhere])
        self.fame = np.where(self.people >= LEAST_TOWN, self.people, 0) ** FAME
        rest = (1 - sum(PAPERS.values())) / len(set(self.country))
        share = np.vectorize(lambda code: PAPERS.get(code, rest))(self.country)
        at_home = (self.people + 100) ** HOME_FAME
        total = {code: at_home[self.country == code].sum() for code in np.unique(self.country)}
        self.home = share * at_home / np.vectorize(total.get)(self.country)
        self.nations = [f for f in cities.read("countries.json").values() if f["population"] > 100_000]
        self.counties = [_county(row) for row in areas.read_second_order(data_path("second-order"))]

    def some(self, count: int, weight: np.ndarray) -> list[Place]:
        chosen = self.random.choice(len(self.ids), count, p=weight / weight.sum())
        found = (self.gazetteer.place(f"geonames:{self.ids[n]}") for n in chosen)
        return [place for place in found if place]

    def lonely(self) -> list[Spoken]:
        return [Spoken(place) for place in self.some(1, self.fame)]

    def several(self) -> list[Spoken]:
        return [Spoken(place) for place in self.some(self.random.integers(2, 6), self.fame)]

    def of_one_country(self) -> list[Spoken]:
        (home,) = self.some(1, self.fame)
        near = self.some(self.random.integers(1, 4), self.fame * (self.country == home.country) + 1e-9)
        said = [Spoken(place) for place in (*near, *self.some(1, self.fame))]
        nations = [f for f in self.nations if f["iso"] == home.country or self.random.random() < 0.005]
        return [*said, *self._known(f"geonames:{f['geonameid']}" for f in nations)]

    def of_nations(self) -> list[Spoken]:
        """Countries, small ones too, and perhaps a town of the world."""
        said = self._nations(int(self.random.integers(1, 4)))
        return [*said, *(Spoken(place) for place in self.some(int(self.random.integers(0, 2)), self.fame))]

    def qualified(self) -> list[Spoken]:
        """Any town, however small, with its province or country after it."""
        said = [
            Spoken(place, self._wider(place)) for place in self.some(self.random.integers(1, 3), self.people * 0 + 1)
        ]
        return [*said, *(Spoken(place) for place in self.some(self.random.integers(0, 3), self.fame))]

    def local(self) -> list[Spoken]:
        """A town, its neighbours, its county, and now and then its province, its country and the world."""
        (home,) = self.some(1, self.home)
        around = [p for p in self.gazetteer.nearest(home.lon, home.lat, limit=NEIGHBOURS) if p.id != home.id]
        weight = np.array([(p.population + 100) ** HOME_FAME for p in around])
        count = min(int(self.random.integers(0, 5)), len(around))
        near = self.random.choice(len(around), count, replace=False, p=weight / weight.sum()) if count else []
        said = [Spoken(home, times=int(self.random.integers(1, 5)))] if self.random.random() < 0.9 else []
        said += [Spoken(around[n], times=int(self.random.integers(1, 3))) for n in near]
        if self.random.random() < 0.5 and (county := self._county_of(home)):
            said.append(Spoken(county, times=int(self.random.integers(1, 3))))
        if self.random.random() < 0.3:
            said += [s for s in self._named(home.admin1) if s.place.country == home.country][:1]
        if self.random.random() < 0.1 and (nation := self.gazetteer.country(home.country)):
            said.append(Spoken(nation))
        far = self.some(int(self.random.integers(0, 3)), self.fame) if self.random.random() < 0.5 else []
        said += [Spoken(place, self._wider(place) if self.random.random() < 0.3 else "") for place in far]
        if self.random.random() < 0.15:
            said += self._nations(1)
        if self.random.random() < 0.25:
            said += [Spoken(place, self._wider(place)) for place in self.some(1, self.home)]
        if self.random.random() < 0.25:
            said += self._namesake({s.place.name for s in said}, around)
        return said

    def _namesake(self, said: Set[str], around: Sequence[Place]) -> list[Spoken]:
        """A town elsewhere of the name of a neighbour that is not spoken of: what is named after it tells which."""
        names = {place.name for place in around} - said
        found = [c.place for name in sorted(names) for c in self.gazetteer.lookup([name])[name]]
        towns = [p for p in found if p.feature_class == "P" and p.admin1 and p.admin1 != around[0].admin1]
        if not towns:
            return []
        weight = np.array([(p.population + 100) ** HOME_FAME for p in towns])
        place = towns[self.random.choice(len(towns), p=weight / weight.sum())]
        return [Spoken(place, self._wider(place))]

    def _nations(self, count: int) -> list[Spoken]:
        people = np.array([nation["population"] for nation in self.nations], float) ** HOME_FAME
        chosen = self.random.choice(len(self.nations), count, replace=False, p=people / people.sum())
        return self._known(f"geonames:{self.nations[n]['geonameid']}" for n in chosen)

    def _wider(self, place: Place) -> str:
        nation = self.gazetteer.country(place.country)
        return place.admin1 if self.random.random() < 0.6 else nation.name if nation else ""

    def _county_of(self, town: Place) -> Place | None:
        """The nearest second-order unit of the town's country that may hold it."""
        held = [
            (distance, county)
            for county in self.counties
            if county.country == town.country
            and abs(county.lat - town.lat) < 1
            and (distance := distance_m(county.lon, county.lat, town.lon, town.lat)) < county.radius_m
        ]
        nearest = min(held, key=lambda pair: pair[0], default=None)
        return self.gazetteer.place(nearest[1].id) if nearest else None

    def _named(self, name: str) -> Sequence[Spoken]:
        found = self.gazetteer.lookup([name])[name] if name else ()
        return [Spoken(c.place) for c in found if c.place.feature_code == "ADM1"]

    def _known(self, ids: Iterator[str]) -> list[Spoken]:
        return [Spoken(place) for place in map(self.gazetteer.place, ids) if place]


def _county(row: areas.Record) -> Place:
    radius = 1_000.0 * float(row["radius_km"])
    return Place(
        row["id"], row["name"], row["longitude"], row["latitude"], "A", "ADM2", row["country"], "", 0, radius
    )


def _written(spoken: list[Spoken], world: _World) -> tuple[str, list[Said]]:
    mentions = [each for each in spoken for _ in range(each.times)]
    world.random.shuffle(mentions)  # type: ignore[arg-type]  # a list is shuffled in place too
    text = ""
    said: list[Said] = []
    for place, within, _ in mentions:
        said.append((len(text), place.name, place))
        text += place.name
        if within:
            said.append((len(text) + 2, within, None))
            text += f", {within}"
        text += " " * int(world.random.integers(20, 400))
    return text, said
