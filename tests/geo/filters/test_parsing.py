import json
import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import QueryError
from geo.filters import matches, parse_json, parse_text
from geo.filters.patterns import like
from geo.query import EVENT_QUERYABLES

ITEM = dict.fromkeys(EVENT_QUERYABLES) | {
    "type": "PROTEST",
    "place": "Şuşa, İstanbul",
    "title": "100%_sure",
    "fatalities_low": 5,
    "historical": False,
    "start": 738783,  # 2023-09-20
    "time": (738783, 738784),
    "geometry": [(46.75, 39.76)],
}


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("type = 'PROTEST'", True),
        ("'PROTEST' = type AND NOT historical", True),
        ("type IN ('ASSAULT', 'PROTEST') AND fatalities_low BETWEEN 1 AND 5", True),
        ("fatalities_low NOT BETWEEN 1 AND 5", False),
        ("fatalities_high > 1 OR NOT (fatalities_high > 1)", False),
        ("fatalities_high IS NULL AND type IS NOT NULL", True),
        ("type LIKE 'protest'", False),
        ("CASEI(type) LIKE CASEI('ProT%')", True),
        ("ACCENTI(place) LIKE ACCENTI('Şusa%')", True),
        (r"title LIKE '100\%\_%'", True),
        (r"title LIKE '100_\%sure'", False),
        ("start = '2023-09-20' AND start < DATE('2023-09-21')", True),
        ("start >= TIMESTAMP('2023-09-20T23:59:59Z')", True),
        ("T_INTERSECTS(time, INTERVAL('2023-09-21', '..'))", True),
        ("T_DISJOINT(time, DATE('2023-09-22'))", True),
        ("T_DURING(time, INTERVAL('2023-09-19', '2023-09-22'))", True),
        ("T_DURING(time, INTERVAL('2023-09-20', '2023-09-22'))", False),
        ("T_EQUALS(time, INTERVAL('2023-09-20', '2023-09-21'))", True),
        ("T_BEFORE(start, DATE('2023-09-21')) AND T_STARTS(start, time)", True),
        ("S_INTERSECTS(geometry, BBOX(46, 39, 47, 40))", True),
        ("S_INTERSECTS(geometry, BBOX(170, -90, -170, 90))", False),
        ("S_WITHIN(geometry, POLYGON((46 39, 48 39, 46 41, 46 39)))", True),
        ("S_CONTAINS(POLYGON((46 39, 48 39, 46 41, 46 39)), geometry)", True),
        ("S_EQUALS(geometry, POINT(46.75 39.76))", True),
        ("S_TOUCHES(geometry, BBOX(46.75, 39, 47, 40))", True),
        ("S_CROSSES(geometry, BBOX(46, 39, 47, 40))", False),
        ("S_OVERLAPS(geometry, MULTIPOINT((46.75 39.76), (1 1)))", False),
    ],
)
def test_what_a_filter_finds(text, answer):
    assert matches(parse_text(text, EVENT_QUERYABLES), ITEM) is answer


def test_json_says_the_same():
    expr = {"op": "and", "args": [{"op": "=", "args": [{"property": "type"}, "PROTEST"]}, True]}
    assert parse_json(json.dumps(expr), EVENT_QUERYABLES) == parse_text("type = 'PROTEST' AND TRUE", EVENT_QUERYABLES)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("tpye = 'PROTEST'", "did you mean type?"),
        ("colour = 'red'", "there are id, geometry"),
        ("start = 5", "a date such as DATE"),
        ("type > 5", "a text such as 'text'"),
        ("start = DATE('2023-02-30')", "'2023-02-30' is no date"),
        ("fatalities_low = 1e400", "inf is no number"),
        ("fatalities_low + 1 = 2", "arithmetic"),
        ("type = NULL", "IS NULL"),
        ("type", "no condition"),
        ("5", "no condition"),
        ("historical > TRUE", "booleans"),
        ("geometry = 'x'", "S_INTERSECTS"),
        ("time = DATE('2023-09-20')", "T_INTERSECTS"),
        ("T_AFTER(time, INTERVAL('2023-09-20', '2023-09-01'))", "lies before"),
        ("T_AFTER(type, DATE('2023-09-20'))", "type is no date"),
        ("S_INTERSECTS(geometry, BBOX(1, 2, 3))", "BBOX"),
        ("S_INTERSECTS(geometry, BBOX(181, 2, 3, 4))", "longitudes"),
        ("S_INTERSECTS(geometry, POINT(40 91))", "longitude first"),
        ("S_INTERSECTS(geometry, POLYGON((0 0, 1 1, 1 0, 0 1, 0 0)))", "Self-intersection"),
        ("S_INTERSECTS(geometry, POLYGON((0 0, 1 1)))", "can't be read"),
        ("S_INTERSECTS(geometry, geometry)", "written out"),
        ("A_CONTAINS(type, ('x'))", "not supported"),
        ("sleep(type) = 1", "'sleep' is no function"),
        ("type LIKE place", "in quotes"),
        ("type = 'x' OR", "ends too early"),
        ("type = 'x'; DROP TABLE records", "at character 11"),
        ("type = 'x')", "was not opened"),
        ("(type = 'x'", "not closed"),
        ("type = '\ud800'", "surrogates"),
        ("", "empty"),
    ],
)
def test_errors_say_what_would_be_right(text, reason):
    with pytest.raises(QueryError) as caught:
        parse_text(text, EVENT_QUERYABLES)
    assert caught.value.parameter == "filter"
    assert reason in caught.value.reason


@pytest.mark.parametrize(
    "text", ["{", "{}", "[]", "5", '{"op": "=", "args": 5}', '{"op": "=", "args": [1, 2, 3]}', "NaN"]
)
def test_errors_in_json(text):
    with pytest.raises(QueryError):
        parse_json(text, EVENT_QUERYABLES)


HOSTILE = {
    "nested": "(" * 10_000 + "historical" + ")" * 10_000,
    "never closed": "(" * 10_000,
    "broken deep inside": "(" * 25 + "historical $" + ")" * 25,
    "not not": "NOT " * 10_000 + "historical",
    "minus": "fatalities_low = " + "-" * 10_000 + "1",
    "chained": "=".join(["type"] * 9_000),
    "powers": "^".join(["type"] * 9_000),
    "a megabyte": "type = '" + "x" * 1_000_000 + "'",
    "lists": "type IN (" * 40,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_refused_before_the_parser_sees_it(text):
    with pytest.raises(QueryError):
        parse_text(text, EVENT_QUERYABLES)


@pytest.mark.parametrize("depth", [70, 120, 100_000])
def test_deep_json_is_answered(depth):
    text = '{"op":"not","args":[' * depth + "true" + "]}" * depth
    with suppress(QueryError):
        assert matches(parse_json(text, EVENT_QUERYABLES), ITEM)


@settings(deadline=None)
@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from("( ) AND NOT type = 'x' , IN LIKE 5 - geometry".split())).map(" ".join)
)
def test_any_text_is_a_filter_or_a_query_error(text):
    with suppress(QueryError):
        assert matches(parse_text(text, EVENT_QUERYABLES), ITEM) in (True, False)


def test_a_pattern_can_not_be_made_to_take_for_ever():
    assert not like("a" * 2_000, "%a" * 500 + "b")


def test_the_examples_of_the_documentation_are_filters():
    page = (Path(__file__).parents[3] / "docs" / "filters.md").read_text("utf-8")
    (examples,) = re.findall(r"```cql2\n(.*?)```", page, re.DOTALL)
    (as_json,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    filters = [parse_text(line, EVENT_QUERYABLES) for line in examples.splitlines()]
    assert parse_json(as_json, EVENT_QUERYABLES) == filters[0]
