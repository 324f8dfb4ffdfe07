"""What a filter means, in plain Python. The SQL and the masks are tested against it."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from geo.filters.nodes import (
    And,
    Bound,
    Comparison,
    Filter,
    Folded,
    In,
    IsNull,
    Like,
    Literal,
    Located,
    Not,
    Or,
    Property,
    Region,
    Scalar,
)
from geo.filters.patterns import FOLDS, like

# A date is an ordinal, an interval the ordinals of its first and last day, a geometry its (lon, lat)s; each may be None,
# and a geometry without positions is as None.
Values: TypeAlias = Mapping[str, Any]

COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def matches(expr: Filter | None, values: Values) -> bool:
    """Whether the filter is true of an item; what is unknown is not found. None finds everything."""
    return expr is None or truth(expr, values) is True


def truth(expr: Filter, values: Values) -> bool | None:
    """None: unknown, since a value that decides is (SQL's three-valued logic)."""
    match expr:
        case And(args):
            return _all(truth(arg, values) for arg in args)
        case Or(args):
            return _not(_all(_not(truth(arg, values)) for arg in args))
        case Not(arg):
            return _not(truth(arg, values))
        case Comparison(op, left, right):
            return _compared(op, value_of(left, values), value_of(right, values))
        case In(value, items):
            one = value_of(value, values)
            return _not(_all(_compared("<>", one, value_of(item, values)) for item in items))
        case Like(value, pattern):
            text = value_of(value, values)
            return None if text is None else like(text, pattern)
        case IsNull(arg):
            return not values[arg.name] if arg.kind == "geometry" else values[arg.name] is None
        case Located(name, region, where):
            return _located(values[name], region, where)
        case Property() | Literal():
            flag: bool | None = value_of(expr, values)
            return flag


def value_of(scalar: Scalar, values: Values) -> Any:
    match scalar:
        case Literal(value):
            return value
        case Property(name):
            return values[name]
        case Bound(name, last):
            days = values[name]
            return None if days is None else days[last]
        case Folded(function, text):
            inner = value_of(text, values)
            return None if inner is None else FOLDS[function](inner)


def _located(positions: Iterable[tuple[float, float]] | None, region: Region, where: str) -> bool | None:
    if not positions:
        return None
    if where == "interior":
        return any(region.contains(lon, lat) for lon, lat in positions)
    return any(region.covers(lon, lat) == (where == "inside") for lon, lat in positions)


def _compared(op: str, left: Any, right: Any) -> bool | None:
    return None if left is None or right is None else bool(COMPARE[op](left, right))


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value


def _all(values: Iterable[bool | None]) -> bool | None:
    known: bool | None = True
    for value in values:
        if value is False:
            return False
        if value is None:
            known = None
    return known
