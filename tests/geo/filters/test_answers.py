"""SQL and masks answer every filter as `matches` does."""

import json
import os
import sqlite3
from datetime import date

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.errors import QueryError
from geo.filters import (
    Column,
    Days,
    Positions,
    Spots,
    add_functions,
    matches,
    ordinal,
    parse_json,
    parse_text,
    to_mask,
    to_sql,
)
from geo.query import EVENT_QUERYABLES, event_values
from tests.geo import strategies
from tests.geo.filters.strategies import filters

# Filters that are tried; DATELINE_TEST_FILTERS=10000 for the long proof.
MANY = int(os.environ.get("DATELINE_TEST_FILTERS", "100"))
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


TREE = st.recursive(
    st.sampled_from(
        (
            "fatalities_low = 1",
            "type LIKE 'P%'",
            "T_MEETS(time, INTERVAL('2020-01-03', '2020-01-09'))",
            "S_WITHIN(geometry, POLYGON((0 0, 180 0, 10 90, 0 0)))",
            "historical",
            "country IS NULL",
            "injured_low NOT BETWEEN 1 AND 4",
        )
    ),
    lambda inner: inner.map("NOT ({})".format) | st.tuples(inner, inner).map("({0[0]}) AND NOT ({0[1]})".format),
    max_leaves=6,
)


@pytest.mark.parametrize(
    "text",
    [
        " OR ".join(["fatalities_low = 1"] * 4_000),
        "fatalities_low IN (" + ",".join(map(str, range(15_000))) + ")",
        "fatalities_low NOT IN (" + ",".join(map(str, range(15_000))) + ")",
        " AND ".join(["fatalities_low > 1 OR NOT historical"] * 2_000),
    ],
    ids=["or", "in", "not in", "and or"],
)
def test_sql_of_any_size_is_run(database, text):
    where, values = to_sql(parse_text(text, EVENT_QUERYABLES), COLUMNS)
    assert database.execute(f"SELECT count(*) FROM items WHERE {where}", values).fetchone()


def test_sql_as_deep_as_can_be_is_run(database):
    leaf = {"op": "s_within", "args": [{"property": "geometry"}, TRIANGLE]}
    deep, refused = leaf, 0
    for level in range(40):
        deep = {"op": "not", "args": [{"op": ("and", "or")[level % 2], "args": [leaf, deep]}]}
        deep = {"op": ("or", "and")[level % 2], "args": [leaf, deep]}
        try:
            where, values = to_sql(parse_json(json.dumps(deep), EVENT_QUERYABLES), COLUMNS)
        except QueryError:
            refused += 1
        else:
            database.execute(f"SELECT 1 FROM items WHERE number IN (SELECT number FROM items WHERE {where})", values)
    assert 0 < refused < 40


TRIANGLE = {"type": "Polygon", "coordinates": [[[0, 0], [180, 0], [10, 90], [0, 0]]]}
RELATIONS = ("intersects", "disjoint", "within", "contains", "equals", "touches", "crosses", "overlaps")
corners = st.tuples(st.integers(0, 3), st.integers(0, 3))


@given(
    st.sets(corners, min_size=1, max_size=3),
    st.sets(corners, min_size=1, max_size=4).map(lambda spots: shapely.MultiPoint(sorted(spots))),
    st.sampled_from((lambda shape: shape, shapely.convex_hull)),
    st.sampled_from(RELATIONS),
)
def test_spatial_predicates_are_those_of_simple_features(spots, points, made, relation):
    shape = made(points)
    expr = {"op": f"s_{relation}", "args": [{"property": "geometry"}, json.loads(shapely.to_geojson(shape))]}
    found = matches(parse_json(json.dumps(expr), EVENT_QUERYABLES), {"geometry": sorted(spots)})
    assert found == getattr(shapely.MultiPoint(sorted(spots)), relation)(shape)


@settings(deadline=None, max_examples=50, suppress_health_check=list(HealthCheck))
@given(items, TREE)
def test_written_filters_find_the_same_in_sql(database, found, text):
    fill(database, found)
    expr = parse_text(text, EVENT_QUERYABLES)
    where, values = to_sql(expr, COLUMNS)
    rows = database.execute(f"SELECT number FROM items WHERE {where} ORDER BY number", values)
    assert [number for (number,) in rows] == [n for n, one in enumerate(found) if matches(expr, one)]
