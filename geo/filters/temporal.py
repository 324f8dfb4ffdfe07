"""CQL2's temporal predicates as comparisons of first and last days. An instant is an interval of one day."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any, TypeAlias

from geo.filters.errors import wrong
from geo.filters.logic import all_of, negation
from geo.filters.nodes import Bound, Comparison, Filter, Literal, Property, Scalar

Period: TypeAlias = tuple[Scalar, Scalar]

# OGC 21-065r2, Table 8: what holds between the first (a) and last (A) days of the one and those (b, B) of the other.
RELATIONS = {
    "t_after": "a>B",
    "t_before": "A<b",
    "t_contains": "a<b A>B",
    "t_disjoint": "",
    "t_during": "a>b A<B",
    "t_equals": "a=b A=B",
    "t_finishedby": "a<b A=B",
    "t_finishes": "a>b A=B",
    "t_intersects": "a<=B A>=b",
    "t_meets": "A=b",
    "t_metby": "a=B",
    "t_overlappedby": "a>b a<B A>B",
    "t_overlaps": "a<b A>b A<B",
    "t_startedby": "a=b A>B",
    "t_starts": "a=b A<B",
}


_DAY = re.compile(r"\d{4}-\d\d-\d\d([Tt ]|$)")


def relation(op: str, left: Period, right: Period) -> Filter:
    if op == "t_disjoint":
        return negation(relation("t_intersects", left, right))
    days = dict(zip("aAbB", (*left, *right), strict=True))
    return all_of(tuple(Comparison(rule[1:-1], days[rule[0]], days[rule[-1]]) for rule in RELATIONS[op].split()))


def period(node: Any, named: Callable[[Any], Property]) -> Period:
    """The first and last day of an interval or instant, written or of an item."""
    if isinstance(node, dict) and "property" in node:
        prop = named(node)
        if prop.kind == "interval":
            return Bound(prop.name, False), Bound(prop.name, True)
        return _dated(prop), prop
    if isinstance(node, dict) and "interval" in node:
        sides = node["interval"]
        if not isinstance(sides, list) or len(sides) != 2:
            raise wrong("an interval has two ends, as in INTERVAL('2023-09-19', '..')")
        first, last = _side(sides[0], date.min, named), _side(sides[1], date.max, named)
        if isinstance(first, Literal) and isinstance(last, Literal) and first.value > last.value:  # type: ignore[operator]
            raise wrong(f"the interval's end {sides[1]} lies before its beginning {sides[0]}")
        return first, last
    instant = Literal(day(node), "date")
    return instant, instant


def _side(node: Any, open_: date, named: Callable[[Any], Property]) -> Scalar:
    if node in ("..", ""):
        return Literal(open_.toordinal(), "date")
    if isinstance(node, dict) and "property" in node:
        return _dated(named(node))
    return Literal(day({"date": node} if isinstance(node, str) else node), "date")


def _dated(prop: Property) -> Property:
    if prop.kind != "date":
        raise wrong(f"{prop.name} is no date and no interval, so it has no place in time")
    return prop


def day(node: Any) -> int:
    """The ordinal of a DATE or TIMESTAMP; a time of day is cut to its day, since days are what things are dated by."""
    text = (node.get("date") or node.get("timestamp")) if isinstance(node, dict) else node
    if isinstance(text, str) and _DAY.match(text):
        try:
            return date.fromisoformat(text[:10]).toordinal()
        except ValueError:
            pass
    raise wrong(f"{str(text)[:60]!r} is no date; write it as DATE('2023-09-20') or TIMESTAMP('2023-09-20T12:00:00Z')")
