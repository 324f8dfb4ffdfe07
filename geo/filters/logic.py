"""AND, OR and NOT put together flat, which changes no meaning: NOT stands before single conditions only.

Databases are bounded in how deep a condition may be, and GIS programs write `((a AND b) AND c) AND d`.
"""

from __future__ import annotations

from collections.abc import Iterable

from geo.filters.nodes import And, Comparison, Filter, In, Located, Not, Or

_OPPOSITE = {"=": "<>", "<>": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


def all_of(args: Iterable[Filter]) -> Filter:
    flat = tuple(part for arg in args for part in (arg.args if isinstance(arg, And) else (arg,)))
    return flat[0] if len(flat) == 1 else And(flat)


def any_of(args: Iterable[Filter]) -> Filter:
    flat = tuple(part for arg in args for part in (arg.args if isinstance(arg, Or) else (arg,)))
    return flat[0] if len(flat) == 1 else Or(flat)


def negation(expr: Filter) -> Filter:
    match expr:
        case Not(arg):
            return arg
        case And(args):
            return any_of(map(negation, args))
        case Or(args):
            return all_of(map(negation, args))
        case Comparison(op, left, right):
            return Comparison(_OPPOSITE[op], left, right)
        case _:
            return Not(expr)


def depth(expr: Filter) -> int:
    """How many ANDs and ORs stand in each other."""
    return 1 + max(map(depth, expr.args)) if isinstance(expr, (And, Or)) else 0


def size(expr: Filter) -> int:
    """How many values it compares with, at most."""
    match expr:
        case And(args) | Or(args):
            return sum(map(size, args))
        case Not(arg):
            return size(arg)
        case In(_, items):
            return 1 + len(items)
        case Located():
            return 5
        case _:
            return 2
