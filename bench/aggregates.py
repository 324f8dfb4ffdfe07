"""How fast a store counts: clusters, tiles, counts, facets and timelines over a made-up million of events.

    python bench/aggregates.py [EVENTS] [FILE]

Events lie as cities do: many in few places. They go into the file's tables straight, without articles, records being as
small as can be: what is counted is read from the facts beside them. Yardsticks: the same by GROUP BY in SQLite, and
a tile by the mapbox-vector-tile package, where it is installed. Milliseconds, the middle and the slowest of some runs.
"""

from __future__ import annotations

import importlib.util
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from api.tiles import drawn
from geo import mvt
from geo.aggregates import Grid, Level, Step
from geo.filters import parse_text
from geo.geometry import BBox
from geo.mercator import Tile, numbers
from geo.query import EVENT_QUERYABLES, EventQuery, Interval
from geo.stores import GeoPackageStore, facts, open_store
from geo.vocabulary import vocabulary

SEED = 7
CITIES = 20_000
_BLOCK = 50_000


def made(path: Path, count: int) -> None:
    """A store of `count` events, a tenth of them with a second place."""
    with open_store(path, outline=lambda _: None):
        pass
    random = np.random.default_rng(SEED)
    cities = np.column_stack((random.uniform(-170, 180, CITIES), np.clip(random.normal(25, 22, CITIES), -60, 75)))
    weights = 1 / np.arange(1, CITIES + 1)
    types = [kind for kind, mode in vocabulary() if not mode]
    units = [f"{chr(65 + at // 26 % 26)}{chr(65 + at % 26)}\tUnit {at}" for at in range(4_000)]
    actors = [f"Actor {at}" for at in range(5_000)]
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA synchronous = OFF")
    database.execute("BEGIN")
    database.executemany(
        "INSERT OR IGNORE INTO facts_words VALUES (?, ?)",
        [(facts._code(word), word) for word in (*types, *units, *actors)],
    )
    codes = [np.array([facts._code(word) for word in words]) for words in (types, units, actors)]
    for start in range(0, count, _BLOCK):
        size = min(_BLOCK, count - start)
        city = random.choice(CITIES, (size, 2), p=weights / weights.sum())
        spots = cities[city] + random.normal(0, 0.05, (size, 2, 2))
        head = np.zeros(size, facts.HEAD)
        head["first"] = date(2015, 1, 1).toordinal() + random.integers(0, 3_650, size)
        head["last"] = head["first"] + random.integers(0, 3, size)
        head["type"] = codes[0][np.minimum(random.geometric(0.15, size), len(types)) - 1]
        head["fatalities_low"] = head["fatalities_high"] = random.integers(-1, 20, size)
        head["spots"] = 1 + (random.random(size) < 0.1)
        head["units"] = head["actors"] = 1
        for name, most in (("status", 4), ("date_precision", 7), ("precision", 7), ("confidence_band", 3)):
            head[name] = random.integers(1, most + 1, size)
        unit = codes[1][city[:, 0] % len(units)]
        actor = codes[2][random.integers(0, len(actors), size)]
        head["record"] = np.arange(start + 1, start + size + 1)
        rows = [
            (start + 1 + at, b"".join(each.tobytes() for each in (row, spot[: row["spots"]], place, who)))
            for at, (row, spot, place, who) in enumerate(zip(head, spots, unit, actor, strict=True))
        ]
        ids = random.bytes(8 * size).hex()
        database.executemany(
            "INSERT INTO records (fid, id, article, type, status, day, first, last, placed, words, record)"
            " VALUES (?, ?, '', ?, ?, ?, ?, ?, 1, '', '')",
            [
                (start + 1 + at, ids[16 * at : 16 * at + 16], kind, facts.STATUSES[status], -first, first, last)
                for at, (kind, status, first, last) in enumerate(
                    zip(
                        _names(head["type"], codes[0], types),
                        head["status"].tolist(),
                        head["first"].tolist(),
                        head["last"].tolist(),
                        strict=True,
                    )
                )
            ],
        )
        database.executemany("INSERT INTO facts VALUES (?, ?)", rows)
        database.executemany(
            "INSERT INTO positions (record, lon, lat) VALUES (?, ?, ?)",
            [
                (start + 1 + at, *spot)
                for at, many in enumerate(head["spots"].tolist())
                for spot in spots[at, :many].tolist()
            ],
        )
    database.execute("COMMIT")
    database.close()


def _names(found: np.ndarray, codes: np.ndarray, words: Sequence[str]) -> list[str]:
    order = np.argsort(codes)
    return [words[at] for at in order[np.searchsorted(codes[order], found)].tolist()]


def milliseconds(ask: Callable[[int], object], runs: int) -> tuple[float, float]:
    took = []
    for number in range(runs):
        start = time.perf_counter()
        ask(number)
        took.append(1000 * (time.perf_counter() - start))
    return float(np.median(took)), max(took)


def shown(what: str, ask: Callable[[int], object], *, target: str = "", runs: int = 15) -> None:
    middle, slowest = milliseconds(ask, runs)
    print(f"{what:<66}{middle:>9.2f}{slowest:>9.2f}   {target}")


def filters() -> Iterator[EventQuery]:
    """No two alike, so that no mask is kept from the last."""
    random = np.random.default_rng(SEED)
    while True:
        start = date(2015, 1, 1).toordinal() + int(random.integers(0, 2_500))
        days = Interval(date.fromordinal(start), date.fromordinal(start + int(random.integers(100, 1_000))))
        types = [kind for kind, mode in vocabulary() if not mode]
        yield EventQuery(interval=days, types=tuple(random.choice(types, 3, replace=False)))


def boxes(store: GeoPackageStore, width: float) -> list[BBox]:
    """Round places where events are, each as wide as a window of 1024 pixels."""
    database = sqlite3.connect(store.path)
    spots = database.execute("SELECT lon, lat FROM positions WHERE fid % 40009 = 7 LIMIT 25").fetchall()
    database.close()
    half = width / 2
    return [
        BBox(max(lon - half, -180), max(lat - half * 0.7, -85), min(lon + half, 180), min(lat + half * 0.7, 85))
        for lon, lat in spots
    ]


def tile_of(box: BBox, zoom: int) -> Tile:
    number = int(numbers([(box.west + box.east) / 2], [(box.south + box.north) / 2])[0]) >> 2 * (32 - zoom)
    x = sum((number >> 2 * bit & 1) << bit for bit in range(zoom))
    y = sum((number >> 2 * bit + 1 & 1) << bit for bit in range(zoom))
    return Tile(zoom, x, y)


def measure(store: GeoPackageStore) -> None:
    asked = filters()
    everything = EventQuery()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    events = store.count(everything)
    took = time.perf_counter() - start
    held = sum(
        array.nbytes
        for part in store._in_step._columns.parts
        for name in part.__slots__
        for array in (getattr(part, name), *(getattr(getattr(part, name), key, None) for key in ("code", "row")))
        if isinstance(array, np.ndarray)
    )
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"{events} events: columns read in {took:.2f} s, {held / 1e6:.0f} MB, {peak:.0f} MB at the peak of reading")
    print(f"{'':<66}{'middle':>9}{'slowest':>9}   target")
    cql = parse_text("fatalities_high > 5 AND status <> 'denied'", EVENT_QUERYABLES)
    for zoom, degrees in ((2, 360.0), (5, 45.0), (8, 5.6), (11, 0.7)):
        views = boxes(store, degrees) if degrees < 360 else [None]
        target = "25" if zoom == 2 else "3" if zoom >= 8 else ""
        grid = Grid(zoom=zoom + 2)

        def view(number: int, query: EventQuery, views: list[BBox | None] = views, grid: Grid = grid) -> object:
            return store.clusters(replace(query, bbox=views[number % len(views)]), grid)

        shown(f"clusters of a view at zoom {zoom}, all", lambda n, v=view: v(n, everything), target=target)
        shown(f"clusters of a view at zoom {zoom}, interval and types new each", lambda n, v=view: v(n, next(asked)))
        shown(f"clusters of a view at zoom {zoom}, CQL2", lambda n, v=view: v(n, EventQuery(filter=cql)))
    shown(
        "clusters, whole world, 5 degrees, all", lambda _: store.clusters(everything, Grid(degrees=5.0)), target="25"
    )
    shown("clusters, whole world, 5 degrees, a filter", lambda _: store.clusters(next(asked), Grid(degrees=5.0)))
    spots = boxes(store, 1.0)
    for zoom in (0, 4, 6, 8, 10, 12):
        shown(
            f"tile at zoom {zoom}, all",
            lambda n, zoom=zoom: drawn(store, everything, tile_of(spots[n % len(spots)], zoom)),
        )
    shown(
        "tile at zoom 8, interval and types new each", lambda n: drawn(store, next(asked), tile_of(spots[n % 25], 8))
    )
    for width in (0.5, 5.0, 50.0, 360.0):
        views = boxes(store, min(width, 359.0))

        def inside(number: int, views: list[BBox] = views) -> object:
            query = next(asked)
            return store.count(EventQuery(views[number % len(views)], query.interval, query.types))

        shown(f"count, box of {width:g} degrees, interval, types", inside, target="30 (1 wanted)")
    shown("timeline by month and type, interval and types", lambda _: store.timeline(next(asked), Step.MONTH, "type"))
    shown("timeline by day and type, all", lambda _: store.timeline(everything, Step.DAY, "type"), target="30")
    names = ("type", "status", "precision", "confidence_band")
    shown("facets: type, status, precision, band; all", lambda _: store.facets(everything, names), target="30")
    shown("facets: the same, interval and types", lambda _: store.facets(next(asked), names), target="30")
    shown("facets: country; all", lambda _: store.facets(everything, ("country",)), target="30")
    shown("facets: actor; all", lambda _: store.facets(everything, ("actor",)), target="30")
    shown("areas: countries, all", lambda _: store.areas(everything, Level.COUNTRY), target="30")
    shown(
        "areas: first-order units, interval and types", lambda _: store.areas(next(asked), Level.ADMIN1), target="30"
    )
    yardsticks(store, boxes(store, 5.6))


def yardsticks(store: GeoPackageStore, views: Sequence[BBox]) -> None:
    database = sqlite3.connect(store.path)

    def grouped(box: BBox, cell: float) -> object:
        return database.execute(
            """SELECT count(*), avg(lon), avg(lat) FROM positions WHERE fid IN (SELECT id FROM positions_tree
                WHERE west <= ? AND east >= ? AND south <= ? AND north >= ?)
               GROUP BY CAST((lon + 180) / ? AS INTEGER), CAST((lat + 90) / ? AS INTEGER)""",
            (box.east, box.west, box.north, box.south, cell, cell),
        ).fetchall()

    world = BBox(-180, -90, 180, 90)
    shown("yardstick: clusters of the world by GROUP BY in SQLite", lambda _: grouped(world, 5.0), runs=3)
    shown("yardstick: a view at zoom 8 by GROUP BY in SQLite", lambda n: grouped(views[n % len(views)], 0.35))
    if importlib.util.find_spec("mapbox_vector_tile") is None:
        print("mapbox-vector-tile is not installed: no yardstick for tiles")
        return
    import mapbox_vector_tile

    random = np.random.default_rng(SEED)
    x, y = random.integers(0, mvt.EXTENT, (2, 10_000))
    features = [
        {"geometry": f"POINT({one} {other})", "properties": {"type": "PROTEST", "count": 3}}
        for one, other in zip(x.tolist(), y.tolist(), strict=True)
    ]
    shown(
        "yardstick: 10,000 points written by mapbox-vector-tile",
        lambda _: mapbox_vector_tile.encode([{"name": "events", "features": features}]),
        runs=5,
    )
    properties = {"type": ["PROTEST"] * len(x), "count": [3] * len(x)}
    shown("10,000 points written by geo.mvt", lambda _: mvt.layer("events", x, y, properties), runs=5)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(folder, "made.gpkg")
        if not path.exists():
            start = time.perf_counter()
            made(path, count)
            print(f"{count} events made in {time.perf_counter() - start:.0f} s")
        with open_store(path, outline=lambda _: None) as store:
            assert isinstance(store, GeoPackageStore)
            measure(store)


if __name__ == "__main__":
    main()
