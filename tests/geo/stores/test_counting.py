"""What is counted over columns is what is counted event by event."""

import tempfile
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.aggregates import FACETS, TIMELINE_BY, Cluster, Grid, Level, Step
from geo.errors import QueryError
from geo.filters import parse_text
from geo.mercator import Tile
from geo.model import Count, Parsed, Source
from geo.query import EVENT_QUERYABLES, EventQuery
from geo.stores import MemoryStore, columns, open_store, stories
from tests.geo import strategies
from tests.geo.filters import strategies as filtering
from tests.geo.stores.suite import ARTICLE, YEREVAN, event, outline, stop_the_clock

ids = st.sampled_from(("a", "b", "c", "d", "e", "\U0001f600", "\uffff"))
articles = st.lists(st.tuples(st.sampled_from("de"), st.lists(strategies.events(ids), max_size=5)), max_size=4)
grids = st.builds(Grid, zoom=st.integers(0, 32)) | st.builds(Grid, degrees=st.sampled_from((0.25, 5.0, 7.3, 360.0)))


@st.composite
def tiles(draw):
    zoom = draw(st.integers(0, 6))
    return Tile(zoom, draw(st.integers(0, 2**zoom - 1)), draw(st.integers(0, 2**zoom - 1)))


def answer(ask, *arguments):
    try:
        return ask(*arguments)
    except QueryError as error:
        return str(error)


def same(clusters, expected):
    for one, other in zip(clusters, expected, strict=True):
        for field in fields(Cluster):
            assert getattr(one, field.name) == pytest.approx(getattr(other, field.name), abs=1e-9), field


def test_an_event_is_counted_once_in_a_country_it_names_before_and_after_another(tmp_path):
    fiji, armenia = (
        replace(spot, place=replace(spot.place, country=code)) for spot, code in ((YEREVAN, "FJ"), (YEREVAN, "AM"))
    )
    again = replace(fiji, place=replace(fiji.place, admin1="2"))
    with open_store(tmp_path / "e.gpkg", outline=outline) as store:
        store.add(ARTICLE, [event("a", fiji, armenia, again)])
        [country] = store.facets(EventQuery(), ["country"])
    assert dict(country.counts) == {"AM": 1, "FJ": 1}


def test_stories_that_are_grouped_later_are_counted_anew(tmp_path, monkeypatch):
    several = EventQuery(filter=parse_text("reports >= 2", EVENT_QUERYABLES))
    regroup = stories.regroup
    with (
        open_store(tmp_path / "e.gpkg", outline=outline) as store,
        open_store(tmp_path / "e.gpkg", outline=outline) as other,
    ):

        def late(database):
            assert other.count(several) == 0
            regroup(database)

        monkeypatch.setattr(stories, "regroup", late)
        told = [Parsed(replace(ARTICLE, id=id_), (), (event(id_, YEREVAN, source=Source(id_)),)) for id_ in "ab"]
        store.add_many(told)
        assert other.count(several) == other.features(several).matched == len(list(other.stream(several)))


def test_numbers_of_people_are_not_cut(tmp_path):
    many = replace(event("a", YEREVAN), fatalities=Count(3_000_000_000, 3_000_000_000))
    with open_store(tmp_path / "e.gpkg", outline=outline) as store:
        store.add(ARTICLE, [many])
        assert store.count(EventQuery(filter=parse_text("fatalities_low > 2500000000", EVENT_QUERYABLES))) == 1


@pytest.mark.parametrize(("many", "larger"), [(1, 2), (1000, 2), (1000, 0)])
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data(), articles)
def test_columns_count_as_the_memory_store_does(many, larger, data, articles):
    """While articles and corrections come, with parts beside the large one, and with all read again."""
    with (
        tempfile.TemporaryDirectory() as folder,
        pytest.MonkeyPatch.context() as patch,
        open_store(Path(folder, "e.gpkg"), outline=outline) as store,
    ):
        stop_the_clock(patch)
        patch.setattr(columns, "_MANY", many)
        patch.setattr(columns, "_LARGER", larger)
        memory = MemoryStore()
        for document, events in [*articles, ("d", [])]:
            for each in (store, memory):
                each.add(replace(ARTICLE, id=document), events)
            if events:
                log = data.draw(strategies.corrections(events[0]))
                for each in (store, memory):
                    each.correct(log)
            query, grid = data.draw(filtering.queries(ids)), data.draw(grids)
            tile, step, by = data.draw(st.none() | tiles()), data.draw(st.sampled_from(Step)), data.draw(bys)
            assert store.count(query) == memory.count(query) == store.search(query).matched
            same(store.clusters(query, grid, tile), memory.clusters(query, grid, tile))
            assert answer(store.timeline, query, step, by) == answer(memory.timeline, query, step, by)
            assert store.facets(query, FACETS, 3) == memory.facets(query, FACETS, 3)
            for level in Level:
                assert store.areas(query, level) == memory.areas(query, level)
                assert store.areas(query, level, "AM") == memory.areas(query, level, "AM")


bys = st.sampled_from(("", *TIMELINE_BY))


@pytest.mark.parametrize(("condition", "found"), [("time IS NULL", 0), ("T_AFTER(time, DATE('2023-09-19'))", 1)])
def test_an_event_that_ends_before_it_starts_is_dated(tmp_path, condition, found):
    backwards = replace(event("a", YEREVAN), start=date(2023, 9, 20), end=date(2023, 9, 10))
    query = EventQuery(filter=parse_text(condition, EVENT_QUERYABLES))
    memory = MemoryStore()
    with open_store(tmp_path / "e.gpkg", outline=outline) as store:
        for each in (store, memory):
            each.add(ARTICLE, [backwards])
        assert store.count(query) == memory.count(query) == found
