"""Make data/boundaries/disputed.fgb and borders.fgb again, from admin1.fgb, worldviews.toml and the disputed lines.

    python scripts/make_worldviews.py [--package qgis-common_3.22.16+dfsg-1_all.deb]

The lines where states claim another border than the one there is are Natural Earth's, by way of Debian's package
`qgis-common` (fetched with `apt-get download` unless handed in). They cut the units of admin1.fgb into the areas of
worldviews.toml. What then meets along one line, area or country, are the two sides of a border.
data/boundaries/README.md tells the rest.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from make_boundaries import FOLDER, SIZE_LIMIT, inner_point, place, simplified, write_shapes
from packages import checked
from pyproj import Geod
from shapely import Geometry
from shapely.geometry import LineString, Point

PACKAGE = "qgis-common=3.22.16+dfsg-1"
PACKAGE_SHA256 = "8c46e9da78b82772b23777643e02210c43945f01faee2316899f6438b65a5960"
LINES_FILE = "usr/share/qgis/resources/data/world_map.gpkg"

# The lines are finer than the simplified units: drawn on by so many degrees (about 20 km), their ends reach across.
REACH = 0.2
# Degrees: what a line may be moved by before it cuts; the result is simplified together with its neighbours.
SMOOTH = 0.01
# As in make_boundaries, a little coarser: these lines are only ever drawn.
DRAWN = 0.045
GEOD = Geod(ellps="WGS84")

Row = dict[str, Any]


def fetch(target: Path) -> Path:
    subprocess.run(["apt-get", "download", "-qq", PACKAGE], cwd=target, check=True)
    return next(target.glob("*.deb"))


def disputed_lines(package: Path) -> list[Geometry]:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["dpkg-deb", "-x", checked(package, PACKAGE_SHA256), folder], check=True)
        _, _, lines, _ = pyogrio.raw.read(Path(folder) / LINES_FILE, layer="disputed_borders", columns=[])
    merged = shapely.line_merge(shapely.union_all(shapely.from_wkb(lines)))
    return [drawn_on(line) for line in shapely.get_parts(shapely.simplify(merged, SMOOTH))]


def drawn_on(line: LineString) -> LineString:
    points = shapely.get_coordinates(line)
    return LineString([beyond(points[1], points[0]), *points, beyond(points[-2], points[-1])])


def beyond(before: np.ndarray, end: np.ndarray) -> np.ndarray:
    step = end - before
    return end + step * REACH / np.hypot(*step)


class Lands:
    """The units by key, and from each the areas that were taken out so far: what remains is its country's."""

    def __init__(self) -> None:
        _, _, shapes, columns = pyogrio.raw.read(FOLDER / "admin1.fgb", columns=["key", "country"])
        self.keys, self.countries = (column.tolist() for column in columns)
        self.rest = dict(zip(self.keys, shapely.from_wkb(shapes), strict=True))

    def chosen(self, unit: str) -> list[str]:
        kind, _, name = unit.partition(":")
        if kind == "country":
            return [key for key, country in zip(self.keys, self.countries, strict=True) if country == name]
        return [unit] if unit in self.rest else []

    def country(self, key: str) -> str:
        return str(self.countries[self.keys.index(key)])

    def take(self, area: Row, lines: Sequence[Geometry]) -> Geometry:
        """The area's shape, out of what is left of its units."""
        units = [key for unit in area["units"] for key in self.chosen(unit)]
        if not units:
            sys.exit(f"worldviews.toml: area {area['id']!r}: no unit {', '.join(area['units'])}")
        whole = shapely.union_all([self.rest[key] for key in units])
        shape = part(whole, lines, area) if "parts" in area else whole
        for key in units:
            self.rest[key] = polygons(shapely.difference(self.rest[key], shape))
        return shape

    def remaining(self) -> Iterator[tuple[str, Geometry]]:
        for key, country in zip(self.keys, self.countries, strict=True):
            if country and not self.rest[key].is_empty:
                yield country, self.rest[key]


def part(whole: Geometry, lines: Sequence[Geometry], area: Row) -> Geometry:
    edges = shapely.union_all([whole.boundary, *(line for line in lines if line.intersects(whole))])
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(edges)))
    found = []
    for lon, lat in area["parts"]:
        inside = [
            face for face in faces if face.contains(Point(lon, lat)) and whole.contains(face.point_on_surface())
        ]
        if len(inside) != 1:
            sys.exit(f"worldviews.toml: area {area['id']!r}: [{lon}, {lat}] lies in no part of its units")
        found += inside
    return shapely.union_all(found)


def polygons(shape: Geometry) -> Geometry:
    """Without the lines and points that a difference may leave behind."""
    return shapely.union_all([one for one in shapely.get_parts(shape) if one.geom_type == "Polygon"])


def dissolved(pairs: Sequence[tuple[str, Geometry]]) -> dict[str, Geometry]:
    """One shape for each land, all as one coverage: neighbours have the same points along their border."""
    clean = shapely.coverage_clean([shape for _, shape in pairs])
    lands: dict[str, list[Geometry]] = {}
    for (land, _), shape in zip(pairs, clean, strict=True):
        lands.setdefault(land, []).append(shape)
    whole = shapely.coverage_clean([shapely.coverage_union_all(shapes) for shapes in lands.values()])
    return dict(zip(lands, simplified(whole, DRAWN), strict=True))


def borders(lands: Mapping[str, Geometry]) -> Iterator[tuple[Row, Geometry]]:
    """Each line that two lands have in common: the same two points, met once on either side."""
    sides: dict[tuple[tuple[float, float], ...], list[str]] = {}
    for land, shape in lands.items():
        for ring in shapely.get_rings(shapely.get_parts(shape)):
            points = [tuple(point) for point in shapely.get_coordinates(ring).tolist()]
            for edge in pairwise(points):
                sides.setdefault(tuple(sorted(edge)), []).append(land)
    shared: dict[tuple[str, str], list[LineString]] = {}
    for edge, (first, *others) in sides.items():
        for other in others:
            if other != first:
                shared.setdefault((min(first, other), max(first, other)), []).append(LineString(edge))
    for (one, other), edges in sorted(shared.items()):
        yield {"one": one, "other": other}, shapely.line_merge(shapely.MultiLineString(edges))


def areas(table: Sequence[Row], shapes: Mapping[str, Geometry], lands: Lands) -> Iterator[tuple[Row, Geometry]]:
    """`whole`: the country of which nothing is left but this and other areas, "" else."""
    for row in table:
        shape = shapes[row["id"]]
        countries = {lands.country(key) for unit in row["units"] for key in lands.chosen(unit)}
        whole = next((country for country in countries if country and country not in shapes), "")
        size = sum(abs(GEOD.geometry_area_perimeter(one)[0]) for one in shapely.get_parts(shape)) / 1e6
        yield {"id": row["id"], "whole": whole, **place(inner_point(shape), round(size, 3))}, shape


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--package", type=Path, help=f"Debian's package {PACKAGE} as a file; fetched by default")
    with tempfile.TemporaryDirectory() as folder:
        lines = disputed_lines(parser.parse_args().package or fetch(Path(folder)))
    table = tomllib.loads((FOLDER / "worldviews.toml").read_text(encoding="utf-8"))["area"]
    lands = Lands()
    taken = [(row["id"], lands.take(row, lines)) for row in table]
    shapes = dissolved([*taken, *lands.remaining()])
    # Always read as a whole: an index would be bytes for nothing.
    write_shapes("disputed.fgb", "MultiPolygon", list(areas(table, shapes, lands)), index=False)
    write_shapes("borders.fgb", "MultiLineString", list(borders(shapes)), index=False)
    size = sum(file.stat().st_size for file in FOLDER.iterdir())
    if size > SIZE_LIMIT:
        sys.exit(f"{FOLDER} holds {size} bytes, more than {SIZE_LIMIT}")


if __name__ == "__main__":
    main()
