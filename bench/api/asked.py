"""What every service is asked for: the newest hundred of three types in some years in a dense box, and the tiles there."""

from __future__ import annotations

from datetime import date
from functools import cache

import numpy as np

from bench.made.world import world
from bench.questions import url_query
from geo.geometry import BBox
from geo.mercator import BITS, Tile, squares
from geo.query import EventQuery, Interval

DAYS = Interval(date(2017, 1, 1), date(2024, 12, 31))
TYPES = ("ASSAULT", "PROTEST", "COERCE")
_HALF = 2.5  # degrees


@cache
def middle() -> tuple[float, float]:
    """The place that most is told of."""
    shares = np.diff(world().shares, prepend=0)
    place = next(world().places[at] for at in np.argsort(-shares).tolist() if not world().places[at].boundary)
    return place.lon, place.lat


def page() -> EventQuery:
    return EventQuery(bbox=_box(_HALF), interval=DAYS, types=TYPES)


def sparse() -> EventQuery:
    return EventQuery(bbox=BBox(-30.5, 38.0, -30.0, 38.5), interval=DAYS, types=TYPES)


def filters(number: int = 0) -> str:
    """Of maps and counts: days and types; each `number` asks for other days, so that no answer is kept from before."""
    days = Interval(DAYS.start, date.fromordinal(DAYS.end.toordinal() - number) if DAYS.end else None)
    return url_query(EventQuery(interval=days, types=TYPES)).partition("&limit")[0]


def view(zoom: int) -> str:
    """The box of a window of 1024 pixels round the middle, as a parameter."""
    box = _box(min(179.0, 2 * 360 / 2**zoom))
    return f"bbox={box.west:.4f},{box.south:.4f},{box.east:.4f},{box.north:.4f}"


def tiles(zoom: int) -> list[Tile]:
    """Round the middle."""
    lon, lat = middle()
    x, y = (int(each[0]) >> BITS - zoom for each in squares([lon], [lat]))
    return [Tile(zoom, x + across, y + down) for across in (-1, 0, 1) for down in (-1, 0, 1)]


def _box(half: float) -> BBox:
    lon, lat = middle()
    return BBox(max(lon - half, -180.0), max(lat - half, -85.0), min(lon + half, 180.0), min(lat + half, 85.0))
