"""Small US towns, airports, lesser regions, and where GeoNames puts what has a shape (data/points)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from geo.gazetteers.areas import Record, read_table, split
from geo.gazetteers.entries import Entry, named
from geo.model import Place
from geo.text import normalise

# The extent of a place with a post office and few people, and of an airport, within a factor of two.
_TOWN_RADIUS_M = 1_000.0
_AIRPORT_RADIUS_M = 2_000.0
# Of a region whose size nobody gives: a few counties, within a factor of three.
_REGION_RADIUS_M = 75_000.0


def town_entries(folder: Path) -> Iterator[Entry]:
    """Places with a post office that the table of cities lacks; GeoNames' ids of them are not known here."""
    for row in read_table(folder / "us-towns.csv"):
        slug = normalise(f"{row['name']} {row['state']}").replace(" ", "-")
        place = Place(
            id=f"dateline:us-town-{slug}",
            name=row["name"],
            lon=float(row["lon"]),
            lat=float(row["lat"]),
            feature_class="P",
            feature_code="PPL",
            country="US",
            admin1=row["state"],
            radius_m=_TOWN_RADIUS_M,
        )
        yield Entry(place, named(place.name, []), (place.id,))


def read_airports(folder: Path) -> list[Record]:
    """Rows of airports.csv with the columns that `areas.units_of` asks of towns."""
    return [
        {
            **row,
            "longitude": float(row["lon"]),
            "latitude": float(row["lat"]),
            "countrycode": row["country"],
            "admin1code": "",
        }
        for row in read_table(folder / "airports.csv")
    ]


def airport_entries(airports: list[Record], admin1: list[str]) -> Iterator[Entry]:
    """`admin1`: the name of each one's first-order unit."""
    for airport, unit in zip(airports, admin1, strict=True):
        place = Place(
            id=f"iata:{airport['iata']}",
            name=airport["name"],
            lon=airport["longitude"],
            lat=airport["latitude"],
            feature_class="S",
            feature_code="AIRP",
            country=airport["country"],
            admin1=unit,
            radius_m=_AIRPORT_RADIUS_M,
        )
        yield Entry(place, named(place.name, split(airport["names"])), (place.id,))


def region_entries(folder: Path, known: Iterable[Entry]) -> Iterator[Entry]:
    """Regions without a shape; those that `known` has by GeoNames' id, or by name in the same country, are left out."""
    ids = {entry.place.id for entry in known}
    names = {(e.place.country, normalise(n.text)) for e in known if e.place.feature_class in "AL" for n in e.names}
    for row in read_table(folder / "regions.csv"):
        place = Place(
            id=f"geonames:{row['geonameid']}",
            name=row["name"],
            lon=float(row["lon"]),
            lat=float(row["lat"]),
            feature_class="L",
            feature_code="RGN",
            country=row["country"],
            radius_m=_REGION_RADIUS_M,
        )
        if place.id not in ids and (place.country, normalise(place.name)) not in names:
            others = [place.name.removeprefix("The "), *split(row["names"])]
            yield Entry(place, named(place.name, others), (place.id,))


def read_centres(folder: Path) -> Mapping[int, tuple[float, float]]:
    """GeoNames id -> (lon, lat) of GeoNames' own point."""
    return {
        int(row["geonameid"]): (float(row["lon"]), float(row["lat"])) for row in read_table(folder / "centres.csv")
    }


def centred(entry: Entry, centres: Mapping[int, tuple[float, float]]) -> Entry:
    """The entry at GeoNames' own point, where it is known, so that its coordinates agree with its id."""
    lon, lat = centres.get(entry.place.geonameid or 0, (entry.place.lon, entry.place.lat))
    return entry._replace(place=replace(entry.place, lon=lon, lat=lat))
