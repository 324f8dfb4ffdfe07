"""CQL2's spatial predicates, of an item's positions and a geometry that is written out, as `Located`s.

An item's geometry is the set of its points, so each predicate of Simple Features comes down to whether some point lies
inside, in the interior of, or outside the geometry. Flat geometry in degrees, as GIS programs do it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import QueryError
from geo.filters.errors import wrong
from geo.filters.logic import all_of, negation
from geo.filters.nodes import Filter, Literal, Located, Property, Region
from geo.geometry import BBox

RELATIONS = (
    "s_intersects",
    "s_disjoint",
    "s_within",
    "s_contains",
    "s_equals",
    "s_touches",
    "s_crosses",
    "s_overlaps",
)
_TURNED = {"s_within": "s_contains", "s_contains": "s_within"}


def relation(op: str, left: Any, right: Any, named: Callable[[Any], Property]) -> Filter:
    if isinstance(right, dict) and "property" in right:
        left, right, op = right, left, _TURNED.get(op, op)
    prop = named(left)
    if prop.kind != "geometry":
        raise wrong(f"{prop.name} is no geometry, which {op.upper()} needs")
    return _related(op, prop.name, region(right))


def _related(op: str, name: str, area: Region) -> Filter:
    inside, interior, outside = (Located(name, area, where) for where in ("inside", "interior", "outside"))
    match op:
        case "s_intersects":
            return inside
        case "s_disjoint":
            return negation(inside)
        case "s_within":
            return all_of((interior, negation(outside)))
        case "s_touches":
            return all_of((inside, negation(interior)))
        case "s_crosses":
            return all_of((interior, outside, Literal(not _points(area), "boolean")))
    # Points contain, equal and overlap nothing but points.
    points = _points(area)
    if not points:
        return all_of((inside, Literal(False, "boolean")))
    all_there = all_of(Located(name, Region(BBox(x, y, x, y)), "inside") for x, y in points)
    match op:
        case "s_contains":
            return all_there
        case "s_equals":
            return all_of((all_there, negation(outside)))
        case _:
            return all_of((inside, outside, negation(all_there)))


def _points(area: Region) -> tuple[tuple[float, float], ...]:
    """All of a geometry that is made of points only; () of any other."""
    box = area.box
    if area.shape is None:
        return ((box.west, box.south),) if (box.west, box.south) == (box.east, box.north) else ()
    if shapely.get_dimensions(area.shape) != 0:
        return ()
    return tuple(map(tuple, shapely.get_coordinates(area.shape).tolist()))


def region(node: Any) -> Region:
    """A BBOX, or any geometry of GeoJSON that is valid and not empty. Heights are left out."""
    if isinstance(node, dict) and "bbox" in node:
        try:
            return Region(BBox.parse(",".join(map(str, node["bbox"]))))
        except (QueryError, TypeError) as error:
            reason = error.reason if isinstance(error, QueryError) else error
            raise wrong(f"BBOX has to be west, south, east, north: {reason}") from None
    if not isinstance(node, dict) or "type" not in node:
        raise wrong(
            "a spatial predicate needs a geometry that is written out, such as BBOX(44, 38, 51, 42) "
            "or POLYGON((44 38, 51 38, 51 42, 44 38))"
        )
    shape = _shape(node)
    box = BBox(*shape.bounds)
    plain = shape.geom_type in ("Point", "Polygon") and shapely.equals(shape, shapely.box(*shape.bounds))
    if plain or shape.geom_type == "Point":
        return Region(box)
    shapely.prepare(shape)
    return Region(box, shape)


def _shape(node: Any) -> BaseGeometry:
    try:
        shape = shapely.force_2d(shapely.from_geojson(orjson.dumps(node)))
    except (shapely.errors.ShapelyError, orjson.JSONEncodeError, ValueError) as error:
        raise wrong(f"the {str(node['type'])[:30]} can't be read: {error}") from None
    if shape is None or shape.is_empty:
        raise wrong(f"the {str(node['type'])[:30]} is empty")
    if not shapely.is_valid(shape):
        raise wrong(f"the {shape.geom_type} is not valid: {shapely.is_valid_reason(shape)}")
    west, south, east, north = shape.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise wrong("longitudes must lie between -180 and 180 and latitudes between -90 and 90, longitude first")
    return shape
