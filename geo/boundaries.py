"""The shipped shapes of countries, first-order units and regions, from `data/boundaries`.

A key names a shape: `country:AZ`, `admin1:AZE-1739`, `region:nagorno-karabakh`. Opening reads nothing; a shape is read
alone, by its row, when it is asked for. Some outlines are made of others (`geo.parts`): `northeast:country:SY` is that
part of it, `offshore:country:SO` the sea within `parts.OFFSHORE` of it, `border:country:AM+country:AZ` their common line.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike
from shapely import Geometry

from geo import parts
from geo.resources import data_path

FILES = {"admin1": "admin1.fgb", "country": "countries.fgb", "region": "regions.fgb"}

# A harbour or a beach may lie off the simplified coast: the nearest unit within this many degrees (about 6 km) has it.
COAST = 0.05
# An outline has at most about this many vertices: the most that a map of many areas, or a GeoJSON answer, should carry.
OUTLINE_VERTICES = 300
# Each part of an outline takes five vertices at the least; smaller islands of a large archipelago are left out.
OUTLINE_PARTS = 30

# Degrees by which outlines are simplified, each half as much again as the one before.
_TOLERANCES = [0.001 * 1.5**step for step in range(23)]

_DATED = re.compile(r"(?P<text>.+)\[(?P<start>[^/\]]*)/(?P<end>[^/\]]*)\]")


@dataclass(frozen=True, slots=True)
class DatedName:
    """A name current from `valid_from` (inclusive) until `valid_to` (exclusive); None: no such limit."""

    text: str
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Boundary:
    """What is known of a shape. `lon`, `lat` lie inside it; `radius_m` is that of the circle of equal area.

    `country` is ISO 3166-1 alpha-2, "" where several or none. `geonameid` is 0 where not known. `kind` is the type of a
    unit ("Province"), the kind of a region ("disputed territory") or "country". `disputed` says who claims and who
    controls it, with dates; "" where nobody disputes it. The dates are those of `name`.
    """

    key: str
    name: str
    names: tuple[DatedName, ...]
    kind: str
    country: str
    geonameid: int
    lon: float
    lat: float
    area_km2: float
    radius_m: float
    iso: str = ""
    disputed: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


def _read(path: Path, **options: Any) -> Any:
    # Here, since pyogrio brings pandas along, a second that a command without shapes need not wait.
    from pyogrio import raw

    return raw.read(path, **options)


class Boundaries:
    """`folder` holds the three FlatGeobuf files; the one that ships by default. Safe to share between threads."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or data_path("boundaries")
        self._outline = lru_cache(maxsize=4096)(self._make_outline)

    def shape(self, key: str) -> Geometry | None:
        """In full detail; None if there is no such key."""
        row = self._rows.get(key)
        if row is None:
            return None
        path = self._path(key.partition(":")[0])
        return shapely.from_wkb(_read(path, fids=[row], columns=[])[2][0])

    def outline(self, key: str) -> Geometry | None:
        """A light copy for maps and GeoJSON, valid, of about `OUTLINE_VERTICES` at most; None if there is no such key."""
        return self._outline(key)

    def locate(self, lon: float, lat: float) -> tuple[str | None, str | None]:
        """Keys of the first-order unit and of the country at a point, each None where there is none (the high seas)."""
        return self.locate_many([lon], [lat])[0]

    def locate_many(self, lons: ArrayLike, lats: ArrayLike) -> list[tuple[str | None, str | None]]:
        points = shapely.points(np.asarray(lons, float), np.asarray(lats, float))
        units, tree, answers = self._units
        unit = np.full(len(points), len(units))
        # Reversed, so that of two units that share a border point the first one stays.
        point, hit = tree.query(points, predicate="intersects")[:, ::-1]
        unit[point] = hit
        astray = np.flatnonzero(unit == len(units))
        point, hit = tree.query_nearest(points[astray], max_distance=COAST, all_matches=False)
        unit[astray[point]] = hit
        return [answers[i] for i in unit]

    def __iter__(self) -> Iterator[Boundary]:
        """All rows: countries, first-order units, regions."""
        for kind in ("country", "admin1", "region"):
            yield from self.rows(kind)

    def rows(self, kind: str) -> Iterator[Boundary]:
        """`kind`: country, admin1 or region."""
        meta, _, _, columns = _read(self._path(kind), read_geometry=False)
        for values in zip(*(column.tolist() for column in columns), strict=True):
            yield _boundary(kind, dict(zip(meta["fields"], values, strict=True)))

    def boxes(self, keys: Sequence[str]) -> Any:
        """West, south, east and north of each shape, an array of shape (4, n). One that crosses the antimeridian has a
        box around the whole globe."""
        from pyogrio import read_bounds

        found = {kind: read_bounds(self._path(kind))[1] for kind in FILES}
        rows = [(key.partition(":")[0], self._rows.get(key)) for key in keys]
        return np.array([found[kind][:, row] for kind, row in rows]).reshape(-1, 4).T

    def by_name(self) -> dict[tuple[str, str], Boundary]:
        """(country, name) -> a first-order unit, the larger of two; (country, "") -> all of it."""
        areas = sorted((*self.rows("admin1"), *self.rows("country")), key=lambda area: area.area_km2)
        return {(area.country, area.name if area.key.startswith("admin1:") else ""): area for area in areas}

    def _path(self, kind: str) -> Path:
        return self._folder / FILES[kind]

    @cached_property
    def _rows(self) -> _Rows:
        return _Rows(self._folder)

    @cached_property
    def _units(self) -> tuple[Sequence[Geometry], shapely.STRtree, list[tuple[str | None, str | None]]]:
        """The units' shapes, their tree, and what `locate` says of each, with "nowhere" at the end."""
        _, _, geometry, columns = _read(self._path("admin1"), columns=["key", "country"])
        shapes = shapely.from_wkb(geometry)
        shapely.prepare(shapes)
        keys = [(key, f"country:{country}" if country else None) for key, country in zip(*columns, strict=True)]
        return shapes, shapely.STRtree(shapes), [*keys, (None, None)]

    def _make_outline(self, key: str) -> Geometry | None:
        part, _, of = key.partition(":")
        if part == "border":
            sides = [self.shape(side) for side in of.split("+")]
            return parts.border(*sides) if len(sides) == 2 and all(sides) else None
        whole = self.shape(of if part in parts.PARTS else key)
        if whole is None:
            return None
        if part == "offshore":
            near = whole.buffer(parts.OFFSHORE)
            units, tree, _ = self._units
            whole = parts.sea(near, [units[i] for i in tree.query(near)])
        elif part in parts.PARTS:
            whole = parts.part(whole, part)
        return None if whole.is_empty else lighten(whole)


class _Rows:
    """Row numbers by key, read a file at a time when a key of its kind is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers: dict[str, dict[str, int]] = {}

    def get(self, key: str) -> int | None:
        kind = key.partition(":")[0]
        if kind not in FILES:
            return None
        if kind not in self._numbers:
            _, fids, _, columns = _read(
                self._folder / FILES[kind], columns=["key"], read_geometry=False, return_fids=True
            )
            self._numbers[kind] = dict(zip(columns[0].tolist(), fids.tolist(), strict=True))
        return self._numbers[kind].get(key)


def lighten(shape: Geometry, vertices: int = OUTLINE_VERTICES) -> Geometry:
    """Simplified just as far as `vertices` asks. The largest islands stay, each at least a box's worth of points."""
    parts = sorted(shapely.get_parts(shape), key=lambda part: part.area, reverse=True)[:OUTLINE_PARTS]
    light = whole = shapely.multipolygons(parts)
    if shapely.get_num_coordinates(whole) > vertices:
        # Found by halves: a coast of ten thousand vertices takes a dozen steps, each as long as all the rest.
        few = bisect_left(_TOLERANCES[:-1], True, key=lambda step: _vertices_by(whole, step) <= vertices)
        light = shapely.simplify(whole, _TOLERANCES[few])
    return light if light.is_valid else shapely.make_valid(light, method="structure", keep_collapsed=False)


def _vertices_by(shape: Geometry, tolerance: float) -> int:
    return int(shapely.get_num_coordinates(shapely.simplify(shape, tolerance)))


def _boundary(kind: str, row: dict[str, Any]) -> Boundary:
    return Boundary(
        key=row["key"],
        name=row["name"],
        names=tuple(dated_name(text) for text in row.get("names", "").split("|") if text),
        kind=row.get("kind") or row.get("type") or (kind if kind == "country" else ""),
        country=row["country"],
        geonameid=row["geonameid"],
        lon=row["lon"],
        lat=row["lat"],
        area_km2=row["area_km2"],
        radius_m=float(row["radius_m"]),
        iso=row.get("iso_3166_2") or row.get("iso3") or "",
        disputed=row.get("disputed", ""),
        valid_from=_day(row.get("valid_from", "")),
        valid_to=_day(row.get("valid_to", "")),
    )


def dated_name(text: str) -> DatedName:
    """`Republic of Artsakh[../2024-01-01]`: a name with the interval in which it was current, `..` for an open end."""
    match = _DATED.fullmatch(text)
    return DatedName(match["text"], _day(match["start"]), _day(match["end"])) if match else DatedName(text)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text not in ("", "..") else None
