"""A filter as a tree: CQL2 (OGC 21-065r2) with what can be said in other terms said in them.

BETWEEN is two comparisons, a temporal predicate compares first and last days, a spatial one asks where an item's
positions lie. So each of the ways to answer a filter (Python, SQL, NumPy) has few kinds of node to know.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias
from typing import Literal as OneOf

import shapely
from shapely.geometry.base import BaseGeometry

from geo.geometry import BBox

Kind: TypeAlias = OneOf["text", "date", "real", "integer", "boolean", "geometry", "interval"]
# What a filter may speak of: the names it may use, and nothing else.
Queryables: TypeAlias = Mapping[str, Kind]


@dataclass(frozen=True, slots=True)
class Property:
    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Bound:
    """The first or the last day of an interval, as an ordinal."""

    name: str
    last: bool


@dataclass(frozen=True, slots=True)
class Literal:
    """A date is its proleptic ordinal, as `date.toordinal` counts."""

    value: str | float | bool
    kind: Kind


@dataclass(frozen=True, slots=True)
class Folded:
    """Text without what a comparison shall overlook: `function` is "casei" or "accenti"."""

    function: str
    text: Scalar


Scalar: TypeAlias = Property | Bound | Literal | Folded


@dataclass(frozen=True, slots=True)
class And:
    args: tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class Or:
    args: tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class Not:
    arg: Filter


@dataclass(frozen=True, slots=True)
class Comparison:
    """`op` is one of = <> < <= > >=; both sides are of one kind."""

    op: str
    left: Scalar
    right: Scalar


@dataclass(frozen=True, slots=True)
class In:
    value: Scalar
    items: tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class Like:
    """All of a text is like `pattern`: % stands for any characters, _ for one, a backslash takes the next as it is."""

    value: Scalar
    pattern: str


@dataclass(frozen=True, slots=True)
class IsNull:
    arg: Property


@dataclass(frozen=True, slots=True)
class Region:
    """An area, a line or points of the map; only its `box` where `shape` is None. Edges belong to it."""

    box: BBox
    shape: BaseGeometry | None = None

    def covers(self, lon: Any, lat: Any) -> Any:
        """Whether positions (numbers or arrays of them) are in it or on its edge."""
        if self.shape is not None:
            return shapely.intersects_xy(self.shape, lon, lat)
        box = self.box
        west, east = box.west <= lon, lon <= box.east
        across = west & east if box.west <= box.east else west | east
        return across & (box.south <= lat) & (lat <= box.north)

    def contains(self, lon: Any, lat: Any) -> Any:
        """Whether positions are in it and not on its edge."""
        if self.shape is not None:
            return shapely.contains_xy(self.shape, lon, lat)
        box = self.box
        across = _between(box.west, lon, box.east) if box.west <= box.east else (box.west < lon) | (lon < box.east)
        return across & _between(box.south, lat, box.north)


def _between(low: float, value: Any, high: float) -> Any:
    """A box without width is a line, which has no edge on that side."""
    return value == low if low == high else (low < value) & (value < high)


@dataclass(frozen=True, slots=True)
class Located:
    """Some position of the item is `where`: "inside" the region or on its edge, in its "interior", or "outside"."""

    name: str
    region: Region
    where: OneOf["inside", "interior", "outside"]


# A boolean property or literal is a condition by itself.
Filter: TypeAlias = And | Or | Not | Comparison | In | Like | IsNull | Located | Property | Literal


def boxes(expr: Filter | None) -> BBox | None:
    """A box in which every item that is found has a position; None where the filter sets none."""
    if isinstance(expr, Located) and expr.where != "outside":
        return expr.region.box
    if isinstance(expr, And):
        return next((box for arg in expr.args if (box := boxes(arg))), None)
    return None
