"""Make data/ground/ground.npz again, from the shapes of data/boundaries.

    python scripts/make_ground.py

Coasts and the lines between lands, each point marked that is left in a view of the whole world, and where the lands'
names stand: all that is the same for every worldview. `maps.basemap` draws from it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyogrio.raw
import shapely
from shapely.geometry import box

from maps.groundfile import Ground, Land, Line, Shared, write

DATA = Path(__file__).parent.parent / "data"
FILE = DATA / "ground" / "ground.npz"

# Root of the area, in degrees, that a corner may cut off in a view of the world; close up, lines are as they ship.
COARSE = 0.25
# Web Mercator ends here (degrees of latitude).
POLE = 85.05

PLACE = ("lon", "lat", "radius_m")

Shapes = npt.NDArray[np.object_]


def ground() -> Ground:
    countries, code, name, *there = table("countries", "country", "name", *PLACE)
    _, area, whole, *here = table("disputed", "id", "whole", *PLACE)
    return Ground(
        shores(countries),
        list(shared_lines()),
        list(map(Land, code, name, [""] * len(code), *there)),
        list(map(Land, area, [""] * len(area), whole, *here)),
    )


def table(name: str, *columns: str) -> list[Any]:
    """The shapes, and the columns as lists in the order they are asked for."""
    meta, _, shapes, values = pyogrio.raw.read(DATA / "boundaries" / f"{name}.fgb", columns=list(columns))
    found = dict(zip(meta["fields"], values, strict=True))
    return [shapely.from_wkb(shapes), *(found[column].tolist() for column in columns)]


def shores(countries: Shapes) -> list[Line]:
    clip = box(-180, -POLE, 180, POLE)
    rings = shapely.get_rings(shapely.get_parts(shapely.coverage_union_all(countries).intersection(clip)))
    return marked(rings, keys(shapely.get_coordinates(shapely.coverage_simplify(countries, COARSE))))


def shared_lines() -> Iterator[Shared]:
    shapes, ones, others = table("borders", "one", "other")
    for one, other, shape, far in zip(ones, others, shapes, shapely.simplify(shapes, COARSE / 2), strict=True):
        yield Shared(one, other, marked(shapely.get_parts(shape), keys(shapely.get_coordinates(far))))


def marked(lines: Shapes, corners: npt.NDArray[np.complex128]) -> list[Line]:
    points, line = shapely.get_coordinates(lines, return_index=True)
    coarse = np.isin(keys(points), corners)
    ends = np.flatnonzero(np.diff(line)) + 1
    return [Line(*pair) for pair in zip(np.split(points, ends), np.split(coarse, ends), strict=True)]


def keys(points: npt.NDArray[np.float64]) -> npt.NDArray[np.complex128]:
    """A point as one number, to look it up by."""
    found: npt.NDArray[np.complex128] = points[:, 0] + 1j * points[:, 1]
    return found


def main() -> None:
    write(FILE, ground())
    print(f"{FILE.name:15}{FILE.stat().st_size / 1e6:6.2f} MB  {hashlib.sha256(FILE.read_bytes()).hexdigest()}")


if __name__ == "__main__":
    main()
