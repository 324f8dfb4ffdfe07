"""Whose a land is, from whom and when. The table is held to what can be checked of any such table."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyogrio import raw

from geo.boundaries import Boundaries
from geo.errors import QueryError
from geo.resources import data_path
from geo.worldviews import DE_FACTO, UN, Line, areas, entities, views, worldview

TODAY = date(2026, 11, 24)
COUNTRIES = {row.country for row in Boundaries().rows("country")}


def lines() -> list[tuple[str, str]]:
    columns = raw.read(data_path("boundaries", "borders.fgb"), read_geometry=False)[3]
    return list(zip(*(column.tolist() for column in columns), strict=True))


pairs = st.sampled_from(lines())
days = st.dates(date(1950, 1, 1), date(2030, 1, 1))
chosen = st.sampled_from(sorted(views()))


def whose(view: str, land: str, day: str = "2026-11-24") -> str:
    return worldview(view, date.fromisoformat(day)).whose(land)


def border(view: str, one: str, other: str, day: str = "2026-11-24") -> Line | None:
    return worldview(view, date.fromisoformat(day)).border(one, other)


@pytest.mark.parametrize("area", areas().values(), ids=lambda area: area.id)
def test_a_row_names_lands_that_exist_and_says_by_what(area):
    assert area.name
    assert area.note.endswith(".")
    for position in area.positions:
        assert position.whose in COUNTRIES | entities().keys() | {""}
        assert position.views
        assert position.source
        assert position.start is None or position.end is None or position.start < position.end
        for view in position.views:
            assert view in views() or view.upper() in COUNTRIES


@pytest.mark.parametrize("area", areas().values(), ids=lambda area: area.id)
def test_somebody_else_says_otherwise(area):
    """Else it would be no disputed land."""
    days = [position.start for position in area.positions if position.start] + [TODAY]
    assert any(len(area.claimed_by(day)) > 1 or not whose(DE_FACTO, area.id, str(day)) for day in days)


def test_a_state_keeps_to_what_it_recognises():
    """What calls itself a state is nobody's word for a state but its own, unless that recognised it."""
    recognised = {
        "ru": {"abkhazia", "south-ossetia", "donetsk-luhansk"},
        "tr": {"northern-cyprus"},
        "il": {"somaliland"},
    }
    for area in areas().values():
        for position in area.positions:
            for view in set(position.views) - {DE_FACTO} if position.whose in entities() else ():
                assert position.whose in recognised.get(view, ())


def test_every_area_has_its_shape():
    columns = raw.read(data_path("boundaries", "disputed.fgb"), columns=["id"], read_geometry=False)[3]
    assert columns[0].tolist() == list(areas())


def test_lines_lie_between_lands_that_are_known():
    assert {land for pair in lines() for land in pair} <= COUNTRIES | areas().keys()


def test_what_is_asked_for():
    for view in ("am", "az", "ru", "ua", "cn", "in", "pk", "il", "ps", "tr", "cy", "rs", "xk", "ma"):
        assert view in views()
    assert next(iter(views())) == DE_FACTO
    assert UN in views()


def test_a_view_that_is_not_there_is_told_which_are():
    with pytest.raises(QueryError, match=r"worldview: 'mars' is not one of de-facto, un, am"):
        worldview("mars")


@pytest.mark.parametrize(
    ("view", "land", "day", "owner"),
    [
        ("de-facto", "crimea", "2014-02-26", "UA"),
        ("de-facto", "crimea", "2014-02-27", "RU"),
        ("ua", "crimea", "2026-11-24", "UA"),
        ("un", "crimea", "2026-11-24", "UA"),
        ("ru", "crimea", "2014-03-17", "UA"),
        ("ru", "crimea", "2014-03-18", "RU"),
        ("am", "nagorno-karabakh", "2022-10-05", ""),
        ("am", "nagorno-karabakh", "2022-10-06", "AZ"),
        ("am", "shusha", "2005-01-01", ""),
        ("az", "nagorno-karabakh", "2005-01-01", "AZ"),
        ("de-facto", "nagorno-karabakh", "2005-01-01", "artsakh"),
        ("de-facto", "nagorno-karabakh", "2026-11-24", "AZ"),
        ("de-facto", "shusha", "2021-01-01", "AZ"),
        ("ru", "abkhazia", "2026-11-24", "abkhazia"),
        ("un", "abkhazia", "2026-11-24", "GE"),
        ("tr", "northern-cyprus", "2026-11-24", "northern-cyprus"),
        ("cy", "northern-cyprus", "2026-11-24", "CY"),
        ("rs", "kosovo", "2026-11-24", "RS"),
        ("xk", "kosovo", "2026-11-24", "XK"),
        ("il", "kosovo", "2020-12-31", "RS"),
        ("ma", "western-sahara-east", "2026-11-24", "MA"),
        ("in", "aksai-chin", "2026-11-24", "IN"),
        ("cn", "arunachal-pradesh", "2026-11-24", "CN"),
        ("pk", "indian-kashmir", "2026-11-24", "PK"),
        ("un", "indian-kashmir", "2026-11-24", ""),
        ("il", "golan-heights", "2026-11-24", "IL"),
        ("ps", "west-bank", "2026-11-24", "PS"),
        ("de-facto", "west-bank", "2026-11-24", ""),
        ("de-facto", "gaza-strip", "2023-10-26", "PS"),
        ("de-facto", "gaza-strip", "2023-10-27", ""),
        ("ru", "donetsk-luhansk", "2022-02-21", "UA"),
        ("ru", "donetsk-luhansk", "2022-02-22", "donetsk-luhansk"),
        ("ua", "southern-kurils", "2022-10-06", "RU"),
        ("ua", "southern-kurils", "2022-10-07", "JP"),
        ("ua", "taiwan", "2026-11-24", "CN"),
        ("tr", "kosovo", "2005-01-01", ""),
        ("ua", "FR", "2026-11-24", "FR"),
    ],
)
def test_whose_a_land_is(view: str, land: str, day: str, owner: str):
    assert whose(view, land, day) == owner


@pytest.mark.parametrize(
    ("view", "one", "other", "drawn"),
    [
        ("de-facto", "DE", "FR", Line.SOLID),
        ("de-facto", "RS", "kosovo", Line.DASHED),
        ("xk", "RS", "kosovo", Line.SOLID),
        ("rs", "RS", "kosovo", None),
        ("de-facto", "AL", "kosovo", Line.SOLID),  # whosever it is, it is not Albania's
        ("de-facto", "RU", "abkhazia", Line.SOLID),
        ("de-facto", "GE", "abkhazia", Line.DASHED),
        ("un", "GE", "abkhazia", None),
        ("de-facto", "IL", "west-bank", Line.DASHED),
        ("ps", "IL", "west-bank", Line.SOLID),
        ("de-facto", "JO", "west-bank", Line.SOLID),
        ("un", "indian-kashmir", "pakistani-kashmir", Line.DASHED),
        ("in", "indian-kashmir", "pakistani-kashmir", None),
        ("in", "CN", "aksai-chin", Line.SOLID),
        ("un", "MA", "western-sahara", Line.DASHED),
        ("ma", "MA", "western-sahara", None),
        ("ru", "RU", "donetsk-luhansk", None),
        ("ua", "RU", "donetsk-luhansk", Line.SOLID),
    ],
)
def test_what_is_a_border(view: str, one: str, other: str, drawn: Line | None):
    assert border(view, one, other) == drawn


@given(chosen, pairs, days)
def test_a_border_has_no_direction(view: str, pair: tuple[str, str], day: date):
    assert worldview(view, day).border(*pair) == worldview(view, day).border(*reversed(pair))


@given(chosen, pairs, days)
def test_there_is_no_border_inside_a_country(view: str, pair: tuple[str, str], day: date):
    seen = worldview(view, day)
    one, other = map(seen.whose, pair)
    assert (seen.border(*pair) is None) == (one == other != "")


@given(pairs, days)
def test_nobody_disputes_the_border_of_two_countries(pair: tuple[str, str], day: date):
    if not areas().keys() & set(pair):
        assert {worldview(view, day).border(*pair) for view in views()} == {Line.SOLID}
