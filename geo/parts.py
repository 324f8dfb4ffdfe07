"""Shapes made of other shapes: the north of a country, the sea off its coast, the line between two. Degrees, WGS 84."""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

# How far "off the coast" reaches: one degree, about 110 km to the north and the south.
OFFSHORE = 1.0
# Neighbours' common border is the same line to the vertex, but a region's may have been drawn apart by about so much.
_APART = 0.02
# For each part the share of the width (from the west) and of the height (from the south) that it begins and ends at.
_SHARES = {
    "north": (0, 1, 0.5, 1),
    "south": (0, 1, 0, 0.5),
    "east": (0.5, 1, 0, 1),
    "west": (0, 0.5, 0, 1),
    "northeast": (0.5, 1, 0.5, 1),
    "northwest": (0, 0.5, 0.5, 1),
    "southeast": (0.5, 1, 0, 0.5),
    "southwest": (0, 0.5, 0, 0.5),
    "central": (0.25, 0.75, 0.25, 0.75),
}
PARTS = frozenset(_SHARES) | {"offshore"}


def part(whole: BaseGeometry, name: str) -> BaseGeometry:
    """A half, a quarter or the middle of a shape's extent, cut along meridians and parallels: what "northern" means at
    least. The whole where that part of its extent holds none of it."""
    west, south, east, north = shapely.box(*_mainland(whole).bounds).bounds
    x1, x2, y1, y2 = _SHARES[name]
    width, height = east - west, north - south
    window = box(west + x1 * width, south + y1 * height, west + x2 * width, south + y2 * height)
    # What lies beyond the main part to that side belongs to it: islands off the north are of the north.
    cut = whole.intersection(_opened(window, name))
    return _areas(cut) if not cut.is_empty else whole


def _mainland(whole: BaseGeometry) -> BaseGeometry:
    """The largest piece: far islands would shift the middle of a country."""
    return max(shapely.get_parts(whole), key=lambda piece: float(piece.area))


def _opened(window: BaseGeometry, name: str) -> BaseGeometry:
    west, south, east, north = window.bounds
    if name == "central":
        return window
    return box(
        west if "east" in name else -180,
        south if "north" in name else -90,
        east if "west" in name else 180,
        north if "south" in name else 90,
    )


def sea(near: BaseGeometry, lands: Sequence[BaseGeometry]) -> BaseGeometry:
    """What of a shape is no land; empty for a country without a coast."""
    return _areas(near.difference(shapely.union_all(list(lands))).intersection(box(-180, -90, 180, 90)))


def border(first: BaseGeometry, second: BaseGeometry) -> BaseGeometry | None:
    """The line that two shapes share, a MultiLineString; None where they do not touch."""
    line = shapely.intersection(first.boundary, second.boundary)
    if not line.length:
        line = first.boundary.intersection(second.buffer(_APART))
    # Those that meet at a corner have no line in common.
    if line.length < 3 * _APART:
        return None
    pieces = [piece for piece in shapely.get_parts(line) if piece.length]
    merged = shapely.simplify(shapely.line_merge(shapely.multilinestrings(pieces)), 0.005)
    return shapely.multilinestrings(shapely.get_parts(merged))


def _areas(shape: BaseGeometry) -> BaseGeometry:
    """Without the lines and points that cutting leaves."""
    return shapely.MultiPolygon([piece for piece in shapely.get_parts(shape) if piece.area])
