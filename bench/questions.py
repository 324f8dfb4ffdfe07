"""What is asked of made-up events: boxes round places that news is about, days, types, words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urlencode

import numpy as np

from bench.made import words
from bench.made.articles import LAST_DAY, YEARS
from bench.made.world import world
from geo.geometry import BBox
from geo.query import EventQuery, Interval
from geo.vocabulary import vocabulary

# Words between these ranks stand in some sentences of a thousand down to some of a million.
_FREQUENT, _RARE = 50, 20_000


def pages(seed: int, narrowest: float = 0.5, widest: float = 360.0) -> Iterator[EventQuery]:
    """The newest hundred in a box, an interval and up to three types, no two alike; without end."""
    random = np.random.default_rng(seed)
    types = [kind for kind, mode in vocabulary() if not mode]
    while True:
        chosen = tuple(random.choice(types, random.integers(0, 4), replace=False).tolist())
        yield EventQuery(bbox=_box(random, narrowest, widest), interval=_interval(random), types=chosen)


def texts(seed: int) -> Iterator[EventQuery]:
    """The newest hundred in a box whose words have this one among them."""
    random = np.random.default_rng(seed)
    while True:
        rank = int(np.exp(random.uniform(np.log(_FREQUENT), np.log(_RARE))))
        yield EventQuery(bbox=_box(random, 0.5, 360.0), text=str(words.known()[rank]))


def url_query(query: EventQuery) -> str:
    """As the service reads it."""
    box, days = query.bbox, query.interval
    asked = {
        "bbox": f"{box.west},{box.south},{box.east},{box.north}" if box else "",
        "datetime": f"{days.start or '..'}/{days.end or '..'}" if days else "",
        "type": ",".join(query.types),
        "q": query.text,
        "limit": str(query.limit),
    }
    return urlencode({name: value for name, value in asked.items() if value}, safe=",/")


def _box(random: np.random.Generator, narrowest: float, widest: float) -> BBox:
    """All widths alike on a logarithmic scale."""
    place = world().places[int(world().some(random, 1)[0])]
    half = float(np.exp(random.uniform(np.log(narrowest), np.log(widest)))) / 2
    west, east = place.lon - half, place.lon + half
    south, north = max(place.lat - half, -90.0), min(place.lat + half, 90.0)
    return BBox(max(west, -180.0), south, min(east, 180.0), north)


def _interval(random: np.random.Generator) -> Interval:
    start = LAST_DAY - timedelta(int(random.integers(30, YEARS * 365)))
    return Interval(start, min(start + timedelta(int(random.integers(7, 1000))), date.max))
