"""The ground as it ships, in `data/ground/ground.npz`: what no worldview changes, made once by `scripts/make_ground.py`.

Points are kept as the differences between whole numbers of `DEGREE`, one line behind the other. Read with numpy alone:
whoever opens a map waits neither for the shapes nor for what reads them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from geo.resources import data_path

# Parts of a degree; the shapes have no more decimals.
DEGREE = 100_000

Array = npt.NDArray[Any]
Points = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """Points (lon, lat); `coarse` tells which of them are left when the world is seen as a whole."""

    points: Points
    coarse: npt.NDArray[np.bool_]


class Shared(NamedTuple):
    """Two lands, as `geo.worldviews` has them, and the lines they have in common."""

    one: str
    other: str
    lines: list[Line]


class Land(NamedTuple):
    """A country by its ISO 3166-1 code and name; or a disputed area by its id, with the country of which nothing is
    left but this and other areas, "" else. `radius_m` is that of the circle of equal area.
    """

    id: str
    name: str
    whole: str
    lon: float
    lat: float
    radius_m: float


@dataclass(frozen=True, slots=True)
class Ground:
    """`shores` are the rings of the land, which is one shape."""

    shores: list[Line]
    shared: list[Shared]
    countries: list[Land]
    disputed: list[Land]


def arrays(ground: Ground) -> dict[str, Array]:
    """What the file holds."""
    pairs = [(shared.one, shared.other) for shared in ground.shared for _ in shared.lines]
    parts: dict[str, Any] = {"pairs": np.array(pairs)}
    for kind, lines in (
        ("shores", ground.shores),
        ("borders", [line for shared in ground.shared for line in shared.lines]),
    ):
        points = np.rint(np.concatenate([line.points for line in lines]) * DEGREE).astype(np.int32)
        parts[kind] = np.diff(points, axis=0, prepend=np.zeros((1, 2), np.int32))
        parts[f"{kind}_ends"] = np.cumsum([len(line.points) for line in lines])
        parts[f"{kind}_coarse"] = np.concatenate([line.coarse for line in lines])
    for kind, lands in (("countries", ground.countries), ("disputed", ground.disputed)):
        parts |= {f"{kind}_{field}": np.array(column) for field, column in _columns(lands)}
    return parts


def write(path: Path, ground: Ground) -> None:
    kept: Any = arrays(ground)
    np.savez_compressed(path, **kept)


@lru_cache(maxsize=1)
def ground() -> Ground:
    """The one that ships."""
    with np.load(data_path("ground", "ground.npz")) as file:
        shared: dict[tuple[str, str], list[Line]] = {}
        for pair, line in zip(file["pairs"].tolist(), _lines(file, "borders"), strict=True):
            shared.setdefault(tuple(pair), []).append(line)
        return Ground(
            _lines(file, "shores"),
            [Shared(*pair, lines) for pair, lines in shared.items()],
            _lands(file, "countries"),
            _lands(file, "disputed"),
        )


def _columns(lands: Sequence[Land]) -> list[tuple[str, tuple[Any, ...]]]:
    return list(zip(Land._fields, zip(*lands, strict=True), strict=True))


def _lines(file: Any, kind: str) -> list[Line]:
    points = np.cumsum(file[kind], axis=0) / DEGREE
    ends = file[f"{kind}_ends"][:-1]
    pairs = zip(np.split(points, ends), np.split(file[f"{kind}_coarse"], ends), strict=True)
    return [Line(*pair) for pair in pairs]


def _lands(file: Any, kind: str) -> list[Land]:
    return [Land(*row) for row in zip(*(file[f"{kind}_{field}"].tolist() for field in Land._fields), strict=True)]
