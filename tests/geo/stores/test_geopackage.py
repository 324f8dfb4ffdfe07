import multiprocessing
import shutil
import sqlite3
import subprocess
import tempfile
import threading
from dataclasses import replace
from pathlib import Path

import geopandas
import orjson
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.corrections import Correction, Deleted, Moved
from geo.errors import StoreError
from geo.model import PlaceKind, Resolution, Source, Toponym
from geo.query import EventQuery, ItemQuery
from geo.records import event_record
from geo.stores import GeoPackageStore, MemoryStore, newest, open_store, schema, stories, waiting
from geo.stores.container import create_container
from tests.geo import strategies
from tests.geo.filters import strategies as filtering
from tests.geo.stores.suite import (
    APIA,
    ARTICLE,
    COUNTRY,
    SUVA,
    YEREVAN,
    StoreSuite,
    event,
    outline,
    place,
    stop_the_clock,
)

DIVIDED = place("Divided", 179.0, -17.0, "ADM1", "admin1:AAA-1")
UNDRAWN = place("Undrawn", 1.0, 2.0, "ADM1", "region:nowhere")


class TestGeoPackageStore(StoreSuite):
    @pytest.fixture
    def store(self, tmp_path):
        with open_store(tmp_path / "events.gpkg", outline=outline) as store:
            yield store


# Three ids only, so that articles take events from each other.
ids = st.sampled_from(("a", "b", "\U0001f600", "\uffff"))
articles = st.lists(st.tuples(st.sampled_from("de"), st.lists(strategies.events(ids), max_size=4)), max_size=3)


@pytest.mark.parametrize("crowd", [0, 1000])
@settings(deadline=None)
@given(st.data(), articles, st.lists(filtering.queries(ids), min_size=1, max_size=4))
def test_it_answers_as_the_memory_store_does(crowd, data, articles, queries):
    """By walking the events (any are a crowd) and by picking them; with corrections before, between and after."""
    events = [event for _, brought in articles for event in brought]
    logs = [data.draw(strategies.corrections(event)) for event in data.draw(st.permutations(events))[:2]]
    with (
        tempfile.TemporaryDirectory() as folder,
        pytest.MonkeyPatch.context() as patch,
        open_store(Path(folder, "e.gpkg"), outline=outline) as store,
    ):
        stop_the_clock(patch)
        patch.setattr(newest, "_CROWD", crowd)
        patch.setattr(newest, "_STEP", 1)
        memory = MemoryStore()
        for number, (document, events) in enumerate(articles):
            article = replace(ARTICLE, id=document)
            assert store.add(article, events) == memory.add(article, events)
            if number < len(logs):
                assert store.correct(logs[number]) == memory.correct(logs[number])
        assert store.summary() == memory.summary()
        assert (store.corrections(), waiting(store)) == (memory.corrections(), waiting(memory))
        for query in (EventQuery(), *queries):
            assert store.search(query) == memory.search(query)
            assert [e.told for e in store.stream(query)] == [e.told for e in memory.stream(query)]
            assert list(store.stream(query)) == list(memory.stream(query))


@pytest.fixture
def filled(tmp_path):
    path = tmp_path / "events.gpkg"
    river = replace(place("River", 3.0, 4.0), kind=PlaceKind.ROUTE)
    with open_store(path, outline=outline) as store:
        store.add(
            ARTICLE,
            [
                event("point", YEREVAN, COUNTRY, extra={"deaths": "3"}),
                event("two", SUVA, APIA),
                event("twice", YEREVAN, replace(YEREVAN, mention=None)),
                event(
                    "river", replace(river, place=replace(river.place, feature_code="STM", boundary="region:line"))
                ),
                event("country", COUNTRY),
                event("divided", DIVIDED),
                event("undrawn", UNDRAWN),
                event("nowhere", start=None),
            ],
        )
    return path


def test_gis_programs_see_a_point_layer_and_a_region_layer(filled):
    points = geopandas.read_file(filled, layer="events")
    assert points.geom_type.unique() == ["Point"]
    assert points.crs.to_epsg() == 4326
    assert sorted(points.event_id) == ["point", "river", "twice", "two", "two"]
    assert points[points.event_id == "point"].geometry.item() == shapely.Point(44.5126, 40.17765)
    assert points[points.event_id == "point"].title.item() == "Demonstration - Yerevan"
    assert points[points.event_id == "point"].extra.item() == '{"deaths":"3"}'
    assert str(points.start.iloc[0])[:10] == "2023-09-20"
    regions = geopandas.read_file(filled, layer="regions")
    assert regions.geom_type.unique() == ["MultiPolygon"]
    assert list(regions.event_id) == ["country", "divided"]
    assert regions.geometry.is_valid.all()
    assert list(geopandas.read_file(filled, layer="unplaced").event_id) == ["undrawn", "nowhere"]


def test_a_layer_is_filtered_by_its_index(filled):
    assert list(geopandas.read_file(filled, layer="events", bbox=(170, -20, 180, -10)).event_id) == ["two"]
    assert list(geopandas.read_file(filled, layer="regions", bbox=(49.9, 41.9, 60, 50)).event_id) == ["country"]


def test_replaced_events_leave_the_layers_and_their_indexes(filled):
    with open_store(filled, outline=outline) as store:
        store.add(replace(ARTICLE, text="Corrected."), [])
    with sqlite3.connect(filled) as database:
        for table in ("events", "regions", "unplaced", "positions", "bodies", "words", "facts", "rtree_events_geom"):
            assert database.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    database.close()


@pytest.mark.skipif(not shutil.which("ogrinfo"), reason="GDAL's ogrinfo is not on the PATH")
def test_ogrinfo_opens_it_without_a_warning(filled):
    seen = subprocess.run(["ogrinfo", "-so", "-al", filled], capture_output=True, text=True, check=True)
    assert "Warning" not in seen.stdout + seen.stderr
    assert "ERROR" not in seen.stdout + seen.stderr
    layers = [line.removeprefix("Layer name: ") for line in seen.stdout.splitlines() if line.startswith("Layer name")]
    geometries = [line for line in seen.stdout.splitlines() if line.startswith("Geometry:")]
    assert layers == ["events", "regions", "unplaced"]
    assert geometries == ["Geometry: Point", "Geometry: Multi Polygon", "Geometry: None"]


def test_it_is_a_geopackage_by_its_marks(filled):
    with sqlite3.connect(filled) as database:
        assert database.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
        assert database.execute("PRAGMA user_version").fetchone() == (10300,)
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    database.close()


def test_a_store_outlives_its_process(filled):
    with open_store(filled, outline=outline) as store:
        assert store.search(EventQuery()).matched == 8


def write(path, worker):
    with open_store(path, outline=outline) as store:
        for number in range(10):
            store.add(replace(ARTICLE, id=f"{worker}-{number}"), [event(f"{worker}-{number}", YEREVAN)])


def test_processes_share_a_file_that_none_of_them_had(tmp_path):
    path = tmp_path / "shared.gpkg"
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=write, args=(path, worker)) for worker in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    with open_store(path, outline=outline) as store:
        assert store.summary().events == 30


def test_gis_programs_see_the_corrected_event(filled):
    with open_store(filled, outline=outline) as store:
        moved, gone = store.get("country"), store.get("twice")
        store.correct([Correction.made(moved, [Moved(SUVA.place)], by="ann")])
        store.correct([Correction.made(gone, [Deleted()], by="ann")])
    points = geopandas.read_file(filled, layer="events")
    assert points[points.event_id == "country"].geometry.item() == shapely.Point(178.44149, -18.14161)
    assert points[points.event_id == "country"].corrected_by.item() == "ann"
    assert "twice" not in set(points.event_id)
    assert "country" not in set(geopandas.read_file(filled, layer="regions").event_id)


def test_a_stream_stands_still_while_others_write(filled):
    with open_store(filled, outline=outline) as store:
        stream = store.stream(EventQuery())
        first = next(stream)
        store.add(replace(ARTICLE, text="Corrected."), [])
        assert len([first, *stream]) == 8


def other_database(path):
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE mine (x)")
    database.close()


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (
            lambda path: path.write_text("minutes of the meeting, and a good deal more besides"),
            "not a Dateline store",
        ),
        (other_database, "not a Dateline store"),
        (
            lambda path: geopandas.GeoDataFrame(geometry=[shapely.Point(0, 0)], crs=4326).to_file(path),
            "name another file",
        ),
    ],
)
def test_a_file_of_another_kind_is_refused_and_kept(tmp_path, make, reason):
    path = tmp_path / "other.gpkg"
    make(path)
    before = path.read_bytes()
    with pytest.raises(StoreError, match=reason):
        open_store(path, outline=outline)
    assert path.read_bytes() == before


def test_a_newer_store_is_refused(filled):
    with sqlite3.connect(filled) as database:
        database.execute("UPDATE dateline_schema SET version = 99")
    database.close()
    with pytest.raises(StoreError, match="update Dateline"):
        open_store(filled, outline=outline)


def make_older(path):
    """A file with all that the first version had and a later one is made of."""
    with open_store(path, outline=outline) as store:
        events = [
            (found.source.document_id, orjson.dumps(event_record(found)).decode())
            for found in store.stream(EventQuery())
        ]
    with sqlite3.connect(path) as database:
        articles = database.execute(
            "SELECT id, digest, title, url, published, language, text FROM articles"
        ).fetchall()
    database.close()
    path.unlink()
    with sqlite3.connect(path) as database:
        create_container(database)
        database.execute("CREATE TABLE articles (id, digest, title, url, published, language, text)")
        database.execute("CREATE TABLE records (fid INTEGER PRIMARY KEY, article, record, words)")
        database.execute("CREATE VIRTUAL TABLE positions_tree USING rtree(id, west, east, south, north)")
        database.execute("CREATE TRIGGER gone AFTER DELETE ON records BEGIN DELETE FROM articles; END")
        database.executemany("INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?)", articles)
        database.executemany("INSERT INTO records (article, record, words) VALUES (?, ?, '')", events)
        database.execute("CREATE TABLE dateline_schema (version INTEGER NOT NULL)")
        database.execute("INSERT INTO dateline_schema VALUES (1)")
    database.close()


def test_a_store_of_an_earlier_version_learns_what_is_new(filled):
    make_older(filled)
    with open_store(filled, outline=outline) as store:
        store.add(replace(ARTICLE, id="later"), [event("later", YEREVAN)])
    layer = geopandas.read_file(filled, layer="events")
    assert layer[layer.event_id == "later"].corrected_by.item() == ""


@pytest.mark.parametrize("most", [0, 1_000])
def test_a_store_of_an_earlier_version_has_its_events_grouped(filled, monkeypatch, most):
    monkeypatch.setattr(stories, "_MOST", most)
    with open_store(filled, outline=outline) as store:
        store.add(
            replace(ARTICLE, id="other"),
            [event("other", YEREVAN, source=Source("other", published=ARTICLE.published))],
        )
        before = [(found.id, found.told) for found in store.stream(EventQuery())]
        assert store.summary().stories < store.summary().events
    make_older(filled)
    with open_store(filled, outline=outline) as store:
        assert [(found.id, found.told) for found in store.stream(EventQuery())] == before
    layer = geopandas.read_file(filled, layer="events")
    assert dict(zip(layer.event_id, layer.reports, strict=True))["other"] == 2


def test_a_store_of_the_version_before_keeps_what_it_had(filled):
    with open_store(filled, outline=outline) as store:
        store.add(replace(ARTICLE, id="named"), [], [Resolution(Toponym(0, 7, "Yerevan"), YEREVAN.place, 0.9)])
        store.correct([Correction.made(store.get("two"), [Moved(SUVA.place)], by="ann")])
        version = store.version()

        def content():
            return (
                [(found, found.told, found.told.updated) for found in store.stream(EventQuery())],
                (store.corrections(), store.original("two"), store.summary()),
                list(store.stream_mentions(ItemQuery())),
                list(store.stream_articles(ItemQuery())),
            )

        before = content()
    with sqlite3.connect(filled) as database:
        database.execute("UPDATE dateline_schema SET version = ?", (schema.VERSION - 1,))
        database.execute("CREATE TABLE layer_styles (style)")
        database.execute("UPDATE records SET updated = '2001-02-03T04:05:06Z' WHERE id = 'point'")
    database.close()
    with open_store(filled, outline=outline) as store:
        assert store.get("point").told.updated == "2001-02-03T04:05:06Z"
        assert content()[1:] == before[1:]
        assert [found[:2] for found in content()[0]] == [found[:2] for found in before[0]]
        assert store.version() > version
        assert store.changes(version).new == ()
    with sqlite3.connect(filled) as database:
        assert database.execute("SELECT count(*) FROM layer_styles").fetchone() == (0,)
    database.close()


def test_another_file_in_its_place_is_told_of(tmp_path):
    paths = [tmp_path / name for name in ("one.gpkg", "two.gpkg")]
    for path in paths:
        open_store(path, outline=outline).close()
    with open_store(paths[0], outline=outline) as store:
        paths[1].replace(paths[0])
        with pytest.raises(StoreError, match="another file"):
            list(store.stream(EventQuery()))


def test_connections_of_threads_that_ended_are_closed(tmp_path):
    with open_store(tmp_path / "e.gpkg", outline=outline) as store:
        for _ in range(10):
            thread = threading.Thread(target=store.summary)
            thread.start()
            thread.join()
        assert len(store._connections._open) <= 3


def test_what_went_wrong_is_said_also_where_sqlite_ended_the_transaction(filled):
    with open_store(filled, outline=outline) as store:
        database = store._connections.own()
        (pages,) = database.execute("PRAGMA page_count").fetchone()
        database.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreError, match="full"):
            store.add(replace(ARTICLE, id="long", text="x" * 10_000_000), [])
        assert store.summary().articles == 1


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(StoreError, match="no folder"):
        open_store(tmp_path / "missing" / "e.gpkg", outline=outline)


def test_an_address_is_no_file():
    with pytest.raises(StoreError, match="postgresql"):
        open_store("postgresql://localhost/events", outline=outline)


def test_a_closed_store_says_so(filled):
    store = GeoPackageStore(filled, outline=outline)
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.summary()
