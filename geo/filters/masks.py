"""A filter over columns in memory: which of all items it finds, at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from geo.filters.meaning import COMPARE, truth
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
    Scalar,
)

Mask: TypeAlias = NDArray[np.bool_]

# Each takes a microsecond or two; who wants more is better asked elsewhere.
_MOST_ANSWERS = 500_000


@dataclass(frozen=True, slots=True)
class Column:
    """A value for each item: numbers, ordinals of dates, booleans; `known` False where it is null (None: nowhere).

    Of texts, `values` are indexes into `texts`, of which there should be few.
    """

    values: NDArray[Any]
    known: Mask | None = None
    texts: Sequence[str] | None = None


@dataclass(frozen=True, slots=True)
class Spots:
    """Positions, and the number of the item that each belongs to."""

    items: NDArray[np.integer[Any]]
    lon: NDArray[np.floating[Any]]
    lat: NDArray[np.floating[Any]]


# An interval is the columns of its first and last days.
Arrays: TypeAlias = Mapping[str, Column | tuple[Column, Column] | Spots]


@dataclass(frozen=True, slots=True)
class _Truth:
    """Of which items it is true, and of which false; unknown of the rest."""

    true: Mask
    false: Mask


def to_mask(expr: Filter, arrays: Arrays, size: int) -> Mask | None:
    """True for each of `size` items that is found. None if it speaks of what is not in `arrays`, of two texts, or of more
    than can be answered soon."""
    try:
        return None if _answers_of(expr, arrays) > _MOST_ANSWERS else _truth(expr, arrays, size).true
    except _NotHere:
        return None


class _NotHere(Exception):  # noqa: N818 - no error
    pass


def _truth(expr: Filter, arrays: Arrays, size: int) -> _Truth:
    match expr:
        case And(args):
            parts = [_truth(arg, arrays, size) for arg in args]
            true = np.logical_and.reduce([part.true for part in parts])
            return _Truth(true, np.logical_or.reduce([part.false for part in parts]))
        case Or(args):
            return _truth(Not(And(tuple(map(Not, args)))), arrays, size)
        case Not(arg):
            inner = _truth(arg, arrays, size)
            return _Truth(inner.false, inner.true)
        case Located():
            return _located(expr, arrays, size)
        case IsNull(arg):
            return _is_null(arg, arrays, size)
        case Literal(value):
            return _Truth(np.full(size, bool(value)), np.full(size, not value))
        case Property():
            return _compared("=", expr, Literal(True, "boolean"), arrays)
        case Like(value):
            return _of_text(expr, _text(value), arrays)
        case Comparison() | In():
            return _related(expr, arrays, size)


def _related(expr: Comparison | In, arrays: Arrays, size: int) -> _Truth:
    scalars = (expr.left, expr.right) if isinstance(expr, Comparison) else (expr.value, *expr.items)
    if text := _text(*scalars):
        return _of_text(expr, text, arrays)
    if all(isinstance(scalar, Literal) for scalar in scalars):
        return _truth(Literal(truth(expr, {}) is True, "boolean"), arrays, size)
    if isinstance(expr, In) and isinstance(expr.value, (Property, Bound)):
        listed = [item.value for item in expr.items if isinstance(item, Literal)]
        if len(listed) == len(expr.items):
            values, known = _numbers(expr.value, arrays)
            found: Mask = np.isin(values, listed)
            return _Truth(found, ~found) if known is None else _Truth(found & known, ~found & known)
    if isinstance(expr, Comparison):
        return _compared(expr.op, expr.left, expr.right, arrays)
    return _truth(Or(tuple(Comparison("=", expr.value, item) for item in expr.items)), arrays, size)


def _text(*scalars: Scalar) -> str | None:
    """The name of the one text that is spoken of; None if there is none."""
    names = set()
    for scalar in scalars:
        inner = scalar
        while isinstance(inner, Folded):
            inner = inner.text
        if isinstance(inner, Property) and inner.kind == "text":
            names.add(inner.name)
    if len(names) > 1:
        raise _NotHere
    return names.pop() if names else None


def _of_text(expr: Filter, name: str | None, arrays: Arrays) -> _Truth:
    """Each of the few texts is asked for once."""
    column = _column(arrays.get(name or ""))
    if column.texts is None:
        raise _NotHere
    answers = _answers(expr, name or "", column.texts)
    true, false = (np.array([answer is said for answer in answers] or [False]) for said in (True, False))
    if column.known is None:
        return _Truth(true[column.values], false[column.values])
    at = np.where(column.known, column.values, 0)
    return _Truth(true[at] & column.known, false[at] & column.known)


def _answers(expr: Filter, name: str, texts: Sequence[str]) -> list[bool | None]:
    if isinstance(expr, In) and isinstance(expr.value, Property):
        listed = {item.value for item in expr.items if isinstance(item, Literal)}
        if len(listed) == len(expr.items):
            return [text in listed for text in texts]
    return [truth(expr, {name: text}) for text in texts]


def _answers_of(expr: Filter, arrays: Arrays) -> int:
    """How many times texts are compared with something."""
    match expr:
        case And(args) | Or(args):
            return sum(_answers_of(arg, arrays) for arg in args)
        case Not(arg):
            return _answers_of(arg, arrays)
        case In(value, items):
            return _texts(_text(value, *items), arrays) * len(items)
        case Comparison(_, left, right):
            return _texts(_text(left, right), arrays)
        case Like(value):
            return _texts(_text(value), arrays)
    return 0


def _texts(name: str | None, arrays: Arrays) -> int:
    column = arrays.get(name or "")
    return len(column.texts) if isinstance(column, Column) and column.texts is not None else 0


def _compared(op: str, left: Scalar, right: Scalar, arrays: Arrays) -> _Truth:
    (one, one_known), (other, other_known) = _numbers(left, arrays), _numbers(right, arrays)
    answer: Mask = COMPARE[op](one, other)
    known = [mask for mask in (one_known, other_known) if mask is not None]
    if not known:
        return _Truth(answer, ~answer)
    both = np.logical_and.reduce(known)
    return _Truth(answer & both, ~answer & both)


def _numbers(scalar: Scalar, arrays: Arrays) -> tuple[Any, Mask | None]:
    match scalar:
        case Literal(value):
            return value, None
        case Bound(name, last):
            days = arrays.get(name)
            if not isinstance(days, tuple):
                raise _NotHere
            column = days[last]
        case Property(name):
            column = _column(arrays.get(name))
        case _:
            raise _NotHere
    return column.values, column.known


def _column(column: object) -> Column:
    if not isinstance(column, Column):
        raise _NotHere
    return column


def _is_null(arg: Property, arrays: Arrays, size: int) -> _Truth:
    match arrays.get(arg.name):
        case Spots(items):
            null = ~_any(items, np.ones(len(items), bool), size)
        case Column(_, known) | (Column(_, known), _):
            null = np.zeros(size, bool) if known is None else ~known
        case _:
            raise _NotHere
    return _Truth(null, ~null)


def _located(expr: Located, arrays: Arrays, size: int) -> _Truth:
    spots = arrays.get(expr.name)
    if not isinstance(spots, Spots):
        raise _NotHere
    region = expr.region
    hits = (region.contains if expr.where == "interior" else region.covers)(spots.lon, spots.lat)
    found = _any(spots.items, ~hits if expr.where == "outside" else hits, size)
    return _Truth(found, ~found & _any(spots.items, np.ones(len(spots.items), bool), size))


def _any(items: NDArray[np.integer[Any]], hits: Mask, size: int) -> Mask:
    found = np.zeros(size, bool)
    found[items[hits]] = True
    return found
