"""SQL and masks answer every filter as `matches` does."""

import os
import sqlite3
from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.filters import Column, Days, Positions, Spots, add_functions, matches, ordinal, parse_text, to_mask, to_sql
from geo.query import EVENT_QUERYABLES, event_values
from tests.geo import strategies
from tests.geo.filters.strategies import filters

# Filters that are tried; DATELINE_TEST_FILTERS=10000 for the long proof.
MANY = int(os.environ.get("DATELINE_TEST_FILTERS", "200"))
COLUMNS: dict[str, str | Days | Positions] = {name: f'"{name}"' for name in EVENT_QUERYABLES} | {
    "start": ordinal('"start"'),
    "end": ordinal('"end"'),
    "time": Days("first", "last"),
    "geometry": Positions("positions WHERE item = items.number"),
}
TYPES = {"text": "TEXT", "real": "REAL", "integer": "INTEGER", "boolean": "BOOLEAN", "date": "DATE"}
stored = [(name, kind) for name, kind in EVENT_QUERYABLES.items() if kind in TYPES]
many = settings(max_examples=MANY, deadline=None, suppress_health_check=list(HealthCheck))
items = st.lists(strategies.events().map(event_values), max_size=8)


@pytest.fixture(scope="module")
def database():
    connection = sqlite3.connect(":memory:")
    add_functions(connection)
    declared = ", ".join(f'"{name}" {TYPES[kind]}' for name, kind in stored)
    connection.execute(f"CREATE TABLE items (number INTEGER PRIMARY KEY, first INTEGER, last INTEGER, {declared})")
    connection.execute("CREATE TABLE positions (item INTEGER, lon REAL, lat REAL)")
    yield connection
    connection.close()


def day(number):
    return number and date.fromordinal(number).isoformat()


def fill(database, found):
    database.execute("DELETE FROM items")
    database.execute("DELETE FROM positions")
    for number, values in enumerate(found):
        row = [day(values[name]) if kind == "date" else values[name] for name, kind in stored]
        marks = ", ".join("?" * (len(row) + 3))
        database.execute(f"INSERT INTO items VALUES ({marks})", (number, *(values["time"] or (None, None)), *row))
        database.executemany("INSERT INTO positions VALUES (?, ?, ?)", [(number, *at) for at in values["geometry"]])


@many
@given(found=items, expr=filters)
def test_sql_finds_what_matches(database, found, expr):
    fill(database, found)
    where, values = to_sql(expr, COLUMNS)
    rows = database.execute(f"SELECT number FROM items WHERE {where} ORDER BY number", values)
    assert [number for (number,) in rows] == [n for n, one in enumerate(found) if matches(expr, one)]


def column(values, kind):
    known = np.array([value is not None for value in values], bool)
    if kind != "text":
        return Column(np.array([0 if value is None else value for value in values], float), known)
    texts = list(dict.fromkeys(value for value in values if value is not None)) or [""]
    return Column(np.array([texts.index(value) if value is not None else 0 for value in values], int), known, texts)


def arrays(found):
    spots = [(n, *spot) for n, one in enumerate(found) for spot in one["geometry"]]
    numbers, lons, lats = zip(*spots, strict=True) if spots else ((), (), ())
    days = [column([one["time"] and one["time"][end] for one in found], "date") for end in (0, 1)]
    return {name: column([one[name] for one in found], kind) for name, kind in stored} | {
        "time": tuple(days),
        "geometry": Spots(np.array(numbers, int), np.array(lons, float), np.array(lats, float)),
    }


@many
@given(found=items, expr=filters)
def test_a_mask_finds_what_matches(found, expr):
    mask = to_mask(expr, arrays(found), len(found))
    if mask is not None:
        assert mask.tolist() == [matches(expr, one) for one in found]


def test_no_mask_of_what_is_not_in_memory():
    assert to_mask(parse_text("place = 'Baku'", EVENT_QUERYABLES), {}, 3) is None
