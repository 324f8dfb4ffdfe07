"""Which places of a list another gazetteer knows too, and what a list leaves out said for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from geo.gazetteers.areas import countries_at, units_of
from geo.gazetteers.cities import town_radius_m
from geo.gazetteers.entries import Entry
from geo.gazetteers.names import NameTable
from geo.geometry import distance_m
from geo.model import Match, Place

# Gazetteers put the point of one village this far apart at most: at its centre, its mosque, its turning off the road.
_TWIN_M = 5_000.0
# Names of a place, not of its people or in short; an old one too, since one gazetteer's old name is another's only one.
_ITS_OWN = frozenset({Match.EXACT, Match.ALTERNATE, Match.HISTORICAL})


class Twin(NamedTuple):
    """`row`: the gazetteer's own number for the place."""

    row: int
    place: Place


def find_twins(entries: Iterable[Entry], back: NameTable) -> dict[str, Twin]:
    """Id of a list's place -> the same place in `back`. No place has two twins; the nearest pairs come first.

    The same: of one class and country as far as both say, near each other, and the main name of one is a name of the
    other.
    """
    pairs = sorted((pair for entry in entries for pair in _pairs(entry, back)), key=lambda pair: pair[:2])
    twins: dict[str, Twin] = {}
    taken: set[int] = set()
    for _, place_id, twin in pairs:
        if place_id not in twins and twin.row not in taken:
            twins[place_id] = twin
            taken.add(twin.row)
    return twins


def _pairs(entry: Entry, back: NameTable) -> Iterator[tuple[float, str, Twin]]:
    place = entry.place
    for name in (name for name in entry.names if name.match in _ITS_OWN):
        wanted = _ITS_OWN if name.match is Match.EXACT else {Match.EXACT}
        for row, other, match in back.bearers(name.text):
            if match in wanted and _alike(place, other):
                metres = distance_m(place.lon, place.lat, other.lon, other.lat)
                # The points of two areas may lie as far apart as the smaller one reaches.
                if metres <= max(_TWIN_M, min(place.radius_m, other.radius_m)):
                    yield metres, place.id, Twin(row, other)


def _alike(place: Place, other: Place) -> bool:
    """By country and class, areas by their level too: the district of Luxembourg is not the country."""
    if place.country and other.country and place.country != other.country:
        return False
    return place.feature_class == other.feature_class and (
        place.feature_class != "A" or place.feature_code == other.feature_code
    )


def complete(entries: Sequence[Entry], twins: Mapping[str, Twin], units: Path) -> list[Entry]:
    """With what only a place's twin knows, or else the shapes of first-order `units`: a file of data/boundaries.

    A settlement that nothing tells the size of has the radius of a small town.
    """
    places = [_filled(e.place, twins[e.place.id].place) if e.place.id in twins else e.place for e in entries]
    places = [_sized(place) for place in _located(places, units)]
    return [entry._replace(place=place) for entry, place in zip(entries, places, strict=True)]


def _filled(place: Place, twin: Place) -> Place:
    # The places inside a unit know it by the name that the gazetteer has.
    admin1 = twin.admin1 if twin.feature_code == "ADM1" else place.admin1 or twin.admin1
    return replace(
        place,
        feature_code=twin.feature_code if place.feature_code in ("", "PPL") else place.feature_code,
        country=place.country or twin.country,
        admin1=admin1,
        population=place.population or twin.population,
        radius_m=place.radius_m or twin.radius_m,
        boundary=place.boundary or twin.boundary,
    )


def _located(places: Sequence[Place], units: Path) -> list[Place]:
    """With the country and the name of the first-order unit at the position, where the list tells neither."""
    at = countries_at([place.lon for place in places], [place.lat for place in places], units)
    countries = [place.country or country for place, country in zip(places, at, strict=True)]
    points = [
        {"longitude": place.lon, "latitude": place.lat, "countrycode": country, "admin1code": ""}
        for place, country in zip(places, countries, strict=True)
    ]
    names, _ = units_of(points, units)
    return [
        replace(place, country=country, admin1=place.admin1 or ("" if _wide(place) else name))
        for place, country, name in zip(places, countries, names, strict=True)
    ]


def _wide(place: Place) -> bool:
    """What lies in no first-order unit: a country, or what is larger than one."""
    return place.is_country or place.feature_class == "L" or place.feature_code == "ADM1"


def _sized(place: Place) -> Place:
    if place.radius_m or place.feature_class != "P":
        return place
    return replace(place, radius_m=town_radius_m(place.population))
