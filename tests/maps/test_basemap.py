"""The ground: what is encoded is what was drawn."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.worldviews import views, worldview
from maps.basemap import DIGITS, Line, _encoded, land, lands

numbers = st.integers(-18_000, 18_000)


def decoded(line: str) -> list[tuple[int, int]]:
    """As `land.js` reads it."""
    steps, value, shift = [], 0, 0
    for digit in map(DIGITS.index, line):
        value += (digit & 31) << shift
        shift += 5
        if not digit & 32:
            steps.append(-(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    return [tuple(point) for point in np.cumsum(np.array(steps).reshape(-1, 2), axis=0).tolist()]


@given(st.lists(st.tuples(numbers, numbers), min_size=2, max_size=20, unique=True))
def test_a_line_comes_back(points: list[tuple[int, int]]):
    line = Line(np.array(points, float) / 100, np.ones(len(points), bool))
    assert decoded(_encoded([line], 100)) == points


@pytest.mark.parametrize(("near", "most"), [((), 60_000), ([(47.15, 40.6)], 70_000), (None, 260_000)])
def test_the_ground_is_small_enough_to_travel(near, most: int):
    ground = land(near)
    assert len(ground["land"]) + len(ground["borders"]) < most


def test_near_the_events_the_lines_are_finer():
    assert len(land([(47.15, 40.6)])["borders"]) > len(land([(-150.0, 0.0)])["borders"])


def test_a_country_has_its_name_where_it_lies():
    _, lon, lat, radius, code = next(row for row in land(())["labels"] if row[0] == "Armenia")
    assert (lon, lat) == (pytest.approx(45, abs=1), pytest.approx(40.2, abs=1))
    assert 70 < radius < 150
    assert code == "AM"


def names(view: str) -> set[str]:
    return {name for name, *_ in land((), worldview(view))["labels"]}


def test_a_country_that_a_view_does_not_know_has_no_name_in_it():
    assert "Kosovo" in names("xk") & names("de-facto") & names("un")
    assert "Kosovo" not in names("rs")
    assert "Abkhazia" in names("ru") - names("un")


def test_what_is_no_border_to_one_is_one_to_another():
    serbia, kosovo = land(None, worldview("rs")), land(None, worldview("xk"))
    assert len(serbia["borders"]) < len(kosovo["borders"])
    assert serbia["land"] == kosovo["land"]
    assert land()["disputed"]


def test_all_worldviews_together_say_what_each_of_them_says():
    near, day = [(47.15, 40.6)], date(2024, 1, 1)
    together = lands(near, worldview("am", day))
    assert (together["default"], together["date"]) == ("am", "2024-01-01")
    assert [view["id"] for view in together["views"]] == list(views())
    for index, view in enumerate(views()):
        alone = land(near, worldview(view, day))
        assert together["land"] == alone["land"]
        for letter, kind in (("s", "borders"), ("d", "disputed")):
            lines = " ".join(text for who, text in together["lines"] if who[index] == letter)
            assert sorted(lines.split()) == sorted(alone[kind].split()), (view, kind)
        named = [list(row) for who, rows in together["labels"] if who[index] == "n" for row in rows]
        assert sorted(named) == sorted(alone["labels"]), view
