"""The offline gazetteer for code written for geopy: `OfflineGeocoder(open_gazetteer()).geocode("Paris, Texas")`.

geopy speaks (latitude, longitude); the axes turn here and in `online`, nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, TypeAlias

from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point

from geo.gazetteers.base import LocatedGazetteer
from geo.geometry import distance_m
from geo.model import Candidate, Match, Place

Found: TypeAlias = Location | list[Location] | None


class OfflineGeocoder(Geocoder):  # type: ignore[misc]
    """A geopy geocoder that needs no network. A `Location`'s `raw` holds the fields of the place.

    geopy's further options (`timeout`, `language` ...) are taken and have nothing to do.
    """

    def __init__(self, gazetteer: LocatedGazetteer) -> None:
        super().__init__()
        self._gazetteer = gazetteer

    def geocode(self, query: str, *, exactly_one: bool = True, limit: int | None = None, **_: object) -> Found:
        """The best place for a name, or up to `limit` (None: all), best first; None where nothing is known.

        What follows a comma is where it lies: "Paris, Texas", "Yevlakh, Azerbaijan", "Springfield, Illinois, US".
        """
        return self._answer([c.place for c in self._candidates(query)][:limit], exactly_one)

    def reverse(self, query: Any, *, exactly_one: bool = True, limit: int = 5, **_: object) -> Found:
        """The populated place nearest to `query`, (latitude, longitude) in any form geopy takes; or the nearest few."""
        point = Point(query)
        places = self._gazetteer.nearest(point.longitude, point.latitude, limit=1 if exactly_one else limit)
        return self._answer(places, exactly_one)

    def _candidates(self, query: str) -> Sequence[Candidate]:
        parts = [part.strip() for part in query.split(",")]
        name, containers = parts[0], [part for part in parts[1:] if part]
        found = self._gazetteer.lookup([query, name, *containers])
        if not containers:
            # Who writes "US" in capitals does not mean the village of Us; an abbreviation is here only if they fit.
            return sorted(found[name], key=lambda c: c.match is not Match.ABBREVIATION)
        inside = [c for c in found[name] if all(_lies_in(c.place, part, found) for part in containers)]
        return inside or found[query]

    def _answer(self, places: Sequence[Place], exactly_one: bool) -> Found:
        locations = [self._location(place) for place in places]
        if not locations:
            return None
        return locations[0] if exactly_one else locations

    def _location(self, place: Place) -> Location:
        country = self._gazetteer.country(place.country)
        parts = dict.fromkeys((place.name, place.admin1, country.name if country else place.country))
        return Location(", ".join(filter(None, parts)), Point(place.lat, place.lon), asdict(place))


def _lies_in(place: Place, container: str, found: Mapping[str, Sequence[Candidate]]) -> bool:
    return container == place.country or any(_within(place, c.place) for c in found[container])


def _within(place: Place, area: Place) -> bool:
    """By country or first-order unit where `area` is one, else by the circle of its extent."""
    if area.id == place.id:
        return False
    if area.is_country:
        return area.country == place.country
    if area.feature_code == "ADM1":
        return (area.country, area.admin1) == (place.country, place.admin1)
    return distance_m(place.lon, place.lat, area.lon, area.lat) <= area.radius_m
