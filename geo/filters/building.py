"""From CQL2's JSON, as the `cql2` package gives it, to a filter that speaks of queryables only, each by its kind."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from geo.filters import spatial, temporal
from geo.filters.errors import wrong
from geo.filters.logic import all_of, any_of, depth, negation, size
from geo.filters.nodes import (
    Comparison,
    Filter,
    Folded,
    In,
    IsNull,
    Kind,
    Like,
    Literal,
    Property,
    Queryables,
    Scalar,
)
from geo.filters.patterns import FOLDS

# SQLite's parser keeps a stack of 100 symbols, of which an AND in an OR takes three and a geometry a dozen; it binds
# 32,766 values at least.
_DEEPEST = 16
_LARGEST = 30_000
_COMPARISONS = ("=", "<>", "<", "<=", ">", ">=")
_NUMBERS = ("real", "integer")
_EXAMPLES = {"text": "'text'", "date": "DATE('2023-09-20')", "real": "5", "integer": "5", "boolean": "TRUE"}


@dataclass(frozen=True, slots=True)
class Builder:
    queryables: Queryables

    def filter(self, node: Any) -> Filter:
        """All of it, of a size that a database answers."""
        expr = self.condition(node)
        if depth(expr) > _DEEPEST:
            raise wrong(f"more than {_DEEPEST} ANDs and ORs are nested in each other")
        if size(expr) > _LARGEST:
            raise wrong(f"it compares with more than {_LARGEST} values")
        return expr

    def condition(self, node: Any) -> Filter:
        """True, false or unknown of an item. The parser bounds how deep it goes."""
        if isinstance(node, bool):
            return Literal(node, "boolean")
        if isinstance(node, dict) and "property" in node:
            return self._flag(self.property(node))
        if not isinstance(node, dict) or not isinstance(node.get("op"), str):
            raise wrong(f"{_shown(node)} is a value and no condition; compare it, as in {_COMPARISON_EXAMPLE}")
        op, args = node["op"].lower(), node.get("args", [])
        if op in ("and", "or"):
            parts = tuple(self.condition(arg) for arg in args)
            if not parts:
                raise wrong(f"{op.upper()} has no conditions")
            return all_of(parts) if op == "and" else any_of(parts)
        if op == "not":
            return negation(self.condition(_count(op, args, 1)[0]))
        if op in temporal.RELATIONS:
            return self._temporal(op, *_count(op, args, 2))
        if op in spatial.RELATIONS:
            left, right = _count(op, args, 2)
            return spatial.relation(op, left, right, self.property)
        return self._predicate(op, args)

    def _temporal(self, op: str, left: Any, right: Any) -> Filter:
        return temporal.relation(op, temporal.period(left, self.property), temporal.period(right, self.property))

    def _flag(self, named: Property) -> Property:
        if named.kind != "boolean":
            raise wrong(f"{named.name} alone is no condition, since it is {_a(named.kind)}")
        return named

    def _predicate(self, op: str, args: Sequence[Any]) -> Filter:
        if op in _COMPARISONS:
            left, right = self._alike([self.scalar(arg) for arg in _count(op, args, 2)])
            if _kind(left) == "boolean" and op not in ("=", "<>"):
                raise wrong(f"booleans are only equal or not; {op} has no meaning for them")
            return Comparison(op, left, right)
        if op == "between":
            value, low, high = self._alike([self.scalar(arg) for arg in _count(op, args, 3)])
            if _kind(value) == "boolean":
                raise wrong("booleans are only equal or not; BETWEEN has no meaning for them")
            return all_of((Comparison(">=", value, low), Comparison("<=", value, high)))
        if op == "in":
            one, many = _count(op, args, 2)
            if not isinstance(many, list) or not many:
                raise wrong("IN needs a list that is not empty, as in type IN ('PROTEST', 'ASSAULT')")
            value, *items = self._alike([self.scalar(arg) for arg in (one, *many)])
            return In(value, tuple(items))
        if op == "like":
            return self._like(*(self.scalar(arg) for arg in _count(op, args, 2)))
        if op == "isnull":
            (arg,) = _count(op, args, 1)
            return IsNull(self.property(arg))
        raise wrong(f"{op.upper()} is not supported; there are {_OPERATORS}")

    def _like(self, value: Scalar, pattern: Scalar) -> Like:
        if _kind(value) != "text" or isinstance(value, Literal):
            raise wrong("LIKE needs a text queryable on its left side")
        if not isinstance(pattern, Literal) or not isinstance(pattern.value, str):
            raise wrong("LIKE needs a text in quotes on its right side, as in place LIKE 'Saint %'")
        return Like(value, pattern.value)

    def property(self, node: Any) -> Property:
        name = node.get("property") if isinstance(node, dict) else None
        if not isinstance(name, str):
            raise wrong(f"{_shown(node)} stands where a queryable is needed; there are {self._names()}")
        if name not in self.queryables:
            close = get_close_matches(name[:100], self.queryables, 1)
            meant = f" (did you mean {close[0]}?)" if close else ""
            raise wrong(f"there is no queryable {name[:100]!r}{meant}; there are {self._names()}")
        return Property(name, self.queryables[name])

    def _names(self) -> str:
        return ", ".join(self.queryables)

    def scalar(self, node: Any) -> Scalar:
        """A value of an item, or a literal. The geometry and intervals are none: they have predicates of their own."""
        if isinstance(node, bool):
            return Literal(node, "boolean")
        if isinstance(node, str):
            return Literal(_encodable(node), "text")
        if isinstance(node, (int, float)):
            if not math.isfinite(node):
                raise wrong(f"{node} is no number that can be compared")
            return Literal(float(node), "real")
        if isinstance(node, dict):
            if "property" in node:
                return self._comparable(self.property(node))
            if "date" in node or "timestamp" in node:
                return Literal(temporal.day(node), "date")
            if isinstance(node.get("op"), str):
                return self._folded(node["op"].lower(), node.get("args", []))
        if node is None:
            raise wrong("nothing equals NULL; ask with IS NULL or IS NOT NULL")
        raise wrong(
            f"{_shown(node)} stands where a value is needed, such as {', '.join(dict.fromkeys(_EXAMPLES.values()))}"
        )

    def _comparable(self, named: Property) -> Property:
        if named.kind == "geometry":
            raise wrong(
                f"{named.name} is a geometry; ask for it as in S_INTERSECTS({named.name}, BBOX(44, 38, 51, 42))"
            )
        if named.kind == "interval":
            raise wrong(
                f"{named.name} is an interval; ask for it as in "
                f"T_INTERSECTS({named.name}, INTERVAL('2023-09-19', '2023-09-21'))"
            )
        return named

    def _folded(self, function: str, args: Sequence[Any]) -> Scalar:
        if function not in FOLDS:
            if function in "+-*/%^" or function == "div":
                raise wrong(f"arithmetic ({function}) is not supported; compare values as they are")
            raise wrong(f"{function[:100]!r} is no function or operator; there are {_OPERATORS}")
        text = self.scalar(_count(function, args, 1)[0])
        if _kind(text) != "text":
            raise wrong(f"{function.upper()} is of a text, and {_named(text)} is {_a(_kind(text))}")
        if isinstance(text, Literal):
            return Literal(FOLDS[function](str(text.value)), "text")
        return Folded(function, text)

    def _alike(self, scalars: list[Scalar]) -> list[Scalar]:
        """All of one kind; a text in quotes stands for a date where it is compared to one."""
        if any(_kind(scalar) == "date" for scalar in scalars):
            scalars = [
                Literal(temporal.day(scalar.value), "date")
                if isinstance(scalar, Literal) and scalar.kind == "text"
                else scalar
                for scalar in scalars
            ]
        first = next((scalar for scalar in scalars if not isinstance(scalar, Literal)), scalars[0])
        for scalar in scalars:
            if _kind(scalar) != _kind(first):
                raise wrong(
                    f"{_named(first)} is {_a(_kind(first))} and {_named(scalar)} is {_a(_kind(scalar))}; "
                    f"compare it to {_a(_kind(first))} such as {_EXAMPLES[_kind(first)]}"
                )
        return scalars


_COMPARISON_EXAMPLE = "type = 'PROTEST'"
_OPERATORS = ", ".join(
    (
        "AND, OR, NOT",
        *_COMPARISONS,
        "BETWEEN, IN, LIKE, IS NULL",
        *map(str.upper, (*FOLDS, *spatial.RELATIONS, *temporal.RELATIONS)),
    )
)


def _kind(scalar: Scalar) -> Kind:
    match scalar:
        case Folded():
            return "text"
        case Property(_, kind) | Literal(_, kind):
            return "real" if kind in _NUMBERS else kind
        case _:
            return "date"


def _named(scalar: Scalar) -> str:
    match scalar:
        case Literal(value, "date"):
            return str(date.fromordinal(int(value)))
        case Literal(value):
            return _shown(value)
        case Folded(function, text):
            return f"{function.upper()}({_named(text)})"
        case _:
            return scalar.name


def _a(kind: str) -> str:
    return {"real": "a number", "integer": "a number", "interval": "an interval"}.get(kind, f"a {kind}")


def _count(op: str, args: Any, wanted: int) -> Sequence[Any]:
    if not isinstance(args, list) or len(args) != wanted:
        raise wrong(f"{op.upper()} has {len(args)} arguments; it needs {wanted}")
    return args


def _encodable(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise wrong("a text has half a surrogate pair in it, which is no character") from None
    return text


def _shown(node: Any) -> str:
    text = repr(node)
    return text if len(text) <= 60 else f"{text[:60]}..."
