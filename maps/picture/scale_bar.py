"""How long a round number of kilometres is on the map."""

from __future__ import annotations

import math

from shapely.geometry import LineString

from maps.picture.lettering import Face, width
from maps.picture.page import Page
from maps.picture.placing import Box
from maps.picture.view import View

_INK, _HALO = "#3c454c", "#ffffff"
_WORDS = Face(6.2)
_LONGEST, _WORLD = 95.0, 60.0  # points
_WIDEST = 0.25  # of the frame


def scale_bar(view: View) -> tuple[float, str]:
    """Its length in points, and its words. The azimuthal projection is true at its middle; Equal Earth along no line but a
    few, so a map of the world gets the length at the equator, and says so."""
    per_km = view.scale * 1000
    most = min(_WORLD if view.world else _LONGEST, _WIDEST * view.frame.width) / per_km
    power = 10 ** math.floor(math.log10(most))
    km = next(step * power for step in (5, 2, 1) if step * power <= most)
    where = " at the equator" if view.world else " at the centre" if most > 700 else ""
    if view.world:
        per_km = _along_the_equator(view)
    return km * per_km, f"{km:,.0f} km{where}"


def _along_the_equator(view: View) -> float:
    (west, _), (east, _) = view.spots([view.lon - 5, view.lon + 5], [0, 0]).tolist()
    return float(abs(east - west)) / (math.radians(10) * 6371)


def draw_scale_bar(page: Page, view: View) -> Box:
    """In the lower left corner of what is shown; the box that it takes."""
    long, words = scale_bar(view)
    y = view.frame.y + 9
    x = _left(view, y) + 9
    for colour, edge in ((_HALO, 2.4), (_INK, 0.8)):
        page.box(x, y, long, 2.6, fill=colour, edge=colour, width=edge)
    page.box(x + long / 2, y + 0.2, long / 2 - 0.2, 2.2, fill=_HALO)
    page.text(x, y + 6.2, words, _WORDS, colour=_INK, halo=_HALO)
    return Box(x - 3, y - 3, x + max(long, width(words, _WORDS)) + 3, y + 14)


def _left(view: View, y: float) -> float:
    """Where the frame or, on a map of the world, its rim is at this height."""
    across = LineString([(view.frame.x, y), (view.frame.x + view.frame.width, y)]).intersection(view.ground)
    return float(across.bounds[0]) if not across.is_empty else view.frame.x
