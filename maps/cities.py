"""City names on the ground: which of them a view of the map shows, from `data/ground/cities.npz`.

A name says where a city is, not whose. `scripts/make_cities.py` has chosen from which zoom on each is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
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
_REACH = 3  # degrees from an event

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
        turned = (known.lon - box.west) % 360 <= (box.east - box.west) % 360 if box.east - box.west < 360 else True
        seen &= turned & (known.lat >= box.south) & (known.lat <= box.north)
    return _rows(np.flatnonzero(seen)[:most])


def around(near: Sequence[tuple[float, float]]) -> Rows:
    """Those of the world, and some close to the events at these (lon, lat): what a file may carry."""
    known = _columns()
    seen = known.zoom <= _WORLD_ZOOM
    close = np.zeros(len(seen), bool)
    for lon, lat in {(round(lon), round(lat)) for lon, lat in near}:
        close |= (np.abs(known.lon - lon) < _REACH) & (np.abs(known.lat - lat) < _REACH)
    return _rows(np.sort(np.concatenate([np.flatnonzero(seen), np.flatnonzero(close & ~seen)[:_AROUND]])))


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
