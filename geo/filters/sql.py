"""A filter as a condition of SQLite, equal in meaning to `geo.filters.matches`. Every value is bound."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import shapely
from shapely.geometry.base import BaseGeometry

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
from geo.filters.patterns import ANY, FOLDS, like, parts
from geo.geometry import BBox

Statement: TypeAlias = tuple[str, list[object]]


@dataclass(frozen=True, slots=True)
class Days:
    """SQL for the ordinals of an interval's first and last day; both NULL where there is no interval."""

    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Positions:
    """SQL for an item's positions: what follows FROM, such as "positions WHERE record = records.fid", and its columns."""

    source: str
    lon: str = "lon"
    lat: str = "lat"


# SQL for each queryable, from the program and never from a user: texts and numbers as they are, dates as ordinals
# (`ordinal` makes them from ISO 8601), booleans as 0 and 1.
Columns: TypeAlias = Mapping[str, str | Days | Positions]


def ordinal(expression: str) -> str:
    """SQL for the ordinal of a day in ISO 8601 (the Julian day of 0001-01-01 is 1721425.5)."""
    return f"CAST(julianday({expression}) - 1721424.5 AS INTEGER)"


def add_functions(connection: sqlite3.Connection) -> None:
    """What the conditions call."""
    for name, fold in FOLDS.items():
        connection.create_function(f"cql_{name}", 1, _unless_null(fold), deterministic=True)
    connection.create_function("cql_like", 2, _like, deterministic=True)
    connection.create_function("cql_covers", 3, _covers, deterministic=True)
    connection.create_function("cql_contains", 3, _contains, deterministic=True)


def _unless_null(fold: Callable[[str], str]) -> Callable[[str | None], str | None]:
    return lambda text: None if text is None else fold(text)


def _like(text: str | None, pattern: str) -> bool | None:
    return None if text is None else like(text, pattern)


def _covers(shape: bytes, lon: float, lat: float) -> bool:
    return bool(shapely.intersects_xy(_prepared(shape), lon, lat))


def _contains(shape: bytes, lon: float, lat: float) -> bool:
    return bool(shapely.contains_xy(_prepared(shape), lon, lat))


@lru_cache(maxsize=32)
def _prepared(shape: bytes) -> BaseGeometry:
    made = shapely.from_wkb(shape)
    shapely.prepare(made)
    return made


def to_sql(expr: Filter, columns: Columns) -> Statement:
    """A condition for WHERE and its values, on a connection that has had `add_functions`. KeyError for a queryable
    that `columns` has not."""
    match expr:
        case And(args):
            return _all(" AND ", args, columns)
        case Or(args):
            return _all(" OR ", args, columns)
        case Not(arg):
            text, values = to_sql(arg, columns)
            return f"NOT {text}", values
        case Comparison(op, left, right):
            return _joined(f" {op} ", [_scalar(left, columns), _scalar(right, columns)])
        case In(value, items):
            one, values = _scalar(value, columns)
            listed, more = _joined(", ", [_scalar(item, columns) for item in items])
            return f"({one} IN {listed})", values + more
        case Like(value, pattern):
            return _is_like(_scalar(value, columns), pattern)
        case IsNull(arg):
            return _is_null(columns[arg.name])
        case Located(name, region, where):
            positions = columns[name]
            if not isinstance(positions, Positions):
                raise TypeError(f"{name} is no geometry")
            test, values = _test(positions, region, where)
            # No position: the greatest of none is NULL, as it has to be.
            return f"(SELECT max({test}) FROM {positions.source})", values
        case Property() | Literal():
            return _scalar(expr, columns)


def _all(between: str, args: Sequence[Filter], columns: Columns) -> Statement:
    """In groups of groups, since a chain of n is a tree n deep to SQLite, and 1000 is its limit."""
    statements = [to_sql(arg, columns) for arg in args]
    while len(statements) > _CHAIN:
        statements = [_joined(between, statements[at : at + _CHAIN]) for at in range(0, len(statements), _CHAIN)]
    return _joined(between, statements)


_CHAIN = 100


def _joined(between: str, statements: list[Statement]) -> Statement:
    return f"({between.join(text for text, _ in statements)})", [v for _, values in statements for v in values]


def _scalar(scalar: Scalar, columns: Columns) -> Statement:
    match scalar:
        case Literal(value, kind):
            return "?", [int(value) if kind == "boolean" else value]
        case Property(name):
            column = columns[name]
        case Bound(name, last):
            days = columns[name]
            column = (days.last if last else days.first) if isinstance(days, Days) else days
        case Folded(function, text):
            inner, values = _scalar(text, columns)
            return f"cql_{function}({inner})", values
    if not isinstance(column, str):
        raise TypeError(f"{scalar} is no scalar in {column}")
    return column, []


def _is_null(column: str | Days | Positions) -> Statement:
    match column:
        case Positions(source):
            return f"(NOT EXISTS (SELECT 1 FROM {source}))", []
        case Days(first):
            return f"({first} IS NULL)", []
        case _:
            return f"({column} IS NULL)", []


def _is_like(value: Statement, pattern: str) -> Statement:
    """Whole texts and beginnings as ranges, which an index answers. Not by GLOB, for which NUL ends a text."""
    text, values = value
    match parts(pattern):
        case []:
            return f"({text} = '')", values
        case [str(whole)]:
            return f"({text} = ?)", [*values, whole]
        case [str(start), end] if end is ANY and (after := _after(start)):
            return f"({text} >= ? AND {text} < ?)", [*values, start, *values, after]
        case [begin, str(middle), end] if begin is ANY and end is ANY:
            return f"(instr({text}, ?) > 0)", [*values, middle]
        case _:
            return f"cql_like({text}, ?)", [*values, pattern]


def _after(start: str) -> str | None:
    """The first text behind all that begin with `start`; None behind the last character there is."""
    code = ord(start[-1]) + 1
    if code > 0x10FFFF:
        return None
    return start[:-1] + chr(0xE000 if 0xD800 <= code <= 0xDFFF else code)


def _test(positions: Positions, region: Region, where: str) -> Statement:
    lon, lat = positions.lon, positions.lat
    if where == "interior":
        test, values = _within(lon, lat, region.box, open_=region.shape is None)
    else:
        test, values = _within(lon, lat, region.box, open_=False)
    if region.shape is not None:
        function = "cql_contains" if where == "interior" else "cql_covers"
        test = f"CASE WHEN {test} THEN {function}(?, {lon}, {lat}) ELSE 0 END"
        values = [*values, shapely.to_wkb(region.shape)]
    return (f"NOT ({test})" if where == "outside" else test), values


def _within(lon: str, lat: str, box: BBox, open_: bool) -> Statement:
    west, east, south, north = box.west, box.east, box.south, box.north
    if west > east:
        across, sides = (f"({lon} > ? OR {lon} < ?)" if open_ else f"({lon} >= ? OR {lon} <= ?)"), [west, east]
    else:
        across, sides = _side(lon, west, east, open_)
    along, ends = _side(lat, south, north, open_)
    return f"({across} AND {along})", [*sides, *ends]


def _side(column: str, low: float, high: float, open_: bool) -> tuple[str, list[float]]:
    if open_ and low != high:
        return f"({column} > ? AND {column} < ?)", [low, high]
    return f"{column} BETWEEN ? AND ?", [low, high]
