"""City names on the ground: which of them a view of the map shows, from `data/ground/cities.npz`.

A name says where a city is, not whose. `scripts/make_cities.py` has chosen from which zoom on each is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from geo.geometry import BBox
from geo.resources import data_path

# Names that a view is given at most; it has hardly room for half of them.
MOST = 100

# Decimals of a degree: a hundred metres.
_DECIMALS = 3
# A page that travels as one file: the world's names up to this zoom, and so many around its events.
_WORLD_ZOOM, _AROUND = 4, 200
# A view of 600 pixels at zoom 0 reaches so many degrees from its middle.
_REACH = 420
_SPOT = 0.01  # degrees; events so near each other have the same surroundings

Rows = list[list[Any]]


class City(NamedTuple):
    """`zoom`: from this one on (Web Mercator, 256 pixels to the world at 0) its name is shown."""

    name: str
    lon: float
    lat: float
    zoom: int


class _Columns(NamedTuple):
    """Those that are shown first come first."""

    names: list[str]
    lon: npt.NDArray[np.float64]
    lat: npt.NDArray[np.float64]
    zoom: npt.NDArray[np.uint8]


def within(box: BBox | None, zoom: int, most: int = MOST) -> Rows:
    """[name, lon, lat, zoom] of the cities to name in a box, what matters most first; None: in the whole world."""
    known = _columns()
    seen = known.zoom <= zoom
    if box is not None:
        seen &= np.logical_or.reduce([_inside(part) for part in box.parts()])
    return _rows(np.flatnonzero(seen)[:most])


def around(near: Sequence[tuple[float, float]]) -> Rows:
    """Those of the world, and some close to the events at these (lon, lat): what a file may carry."""
    world = np.flatnonzero(_columns().zoom <= _WORLD_ZOOM)
    spots = sorted({(round(lon, 1), round(lat, 1)) for lon, lat in near})
    spots = spots[:: len(spots) // _AROUND + 1]  # of more than that not each can have one
    best = [_beside(lon, lat) for lon, lat in spots]
    # In turns, so that each event's surroundings have some.
    turns = dict.fromkeys(int(one) for turn in zip_longest(*best) for one in turn if one is not None)
    return _rows(np.union1d(world, np.array(list(turns)[:_AROUND], np.intp)))


def _beside(lon: float, lat: float) -> npt.NDArray[np.intp]:
    """Beyond those of the world, those that are shown beside what lies there, at the more zooms the earlier."""
    known = _columns()
    across = np.abs((known.lon - lon + 180) % 360 - 180) * np.cos(np.radians(lat))
    distance = np.maximum(np.hypot(across, known.lat - lat), _SPOT)
    zooms = np.where(known.zoom > _WORLD_ZOOM, np.log2(_REACH / distance) - known.zoom, 0)
    order = np.argsort(-zooms, kind="stable")[:_AROUND]
    return order[zooms[order] > 0]


def _inside(box: BBox) -> npt.NDArray[np.bool_]:
    known = _columns()
    across = (known.lon >= box.west) & (known.lon <= box.east)
    return across & (known.lat >= box.south) & (known.lat <= box.north)


def write(path: Path, cities: Sequence[City]) -> None:
    names, lon, lat, zoom = zip(*cities, strict=True)
    np.savez_compressed(
        path,
        names=np.frombuffer("\n".join(names).encode(), np.uint8),
        lon=np.array(lon, np.float32),
        lat=np.array(lat, np.float32),
        zoom=np.array(zoom, np.uint8),
    )


@lru_cache(maxsize=1)
def _columns() -> _Columns:
    with np.load(data_path("ground", "cities.npz")) as file:
        names = file["names"].tobytes().decode().split("\n")
        return _Columns(names, file["lon"].astype(float), file["lat"].astype(float), file["zoom"])


def _rows(found: npt.NDArray[np.intp]) -> Rows:
    known = _columns()
    return [
        [
            known.names[i],
            round(float(known.lon[i]), _DECIMALS),
            round(float(known.lat[i]), _DECIMALS),
            int(known.zoom[i]),
        ]
        for i in found.tolist()
    ]
