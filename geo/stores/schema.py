"""The tables of a Dateline GeoPackage, and how a file of an earlier version is brought up to date."""

from __future__ import annotations

import sqlite3
from functools import partial
from pathlib import Path

import orjson

from geo.corrections import pairs
from geo.errors import StoreError
from geo.items import MENTION_COLUMNS
from geo.model import Document
from geo.records import event_from_record
from geo.rows import COLUMNS
from geo.shapes import Outline
from geo.stores import entering, facts, log, stories, versions
from geo.stores.container import create_container, create_layer

# Of the tables below. It grows with each change that a file must learn.
VERSION = 11

_TABLES = (
    # `day` sorts newest first by publication and undated last, here and in `mentions`.
    """CREATE TABLE articles (
        id TEXT PRIMARY KEY, digest TEXT NOT NULL, title TEXT NOT NULL, url TEXT NOT NULL, published DATE,
        language TEXT NOT NULL, publisher TEXT NOT NULL DEFAULT '', characters INTEGER NOT NULL DEFAULT 0,
        day INTEGER GENERATED ALWAYS AS (ifnull(CAST(1721424.5 - julianday(published) AS INTEGER), 1)) VIRTUAL,
        text TEXT NOT NULL)""",
    "CREATE INDEX articles_newest_first ON articles (day, id)",
    # GeoJSON of what is no point, once for all that has it.
    "CREATE TABLE shapes (key INTEGER PRIMARY KEY, geojson TEXT NOT NULL)",
    # Either `geometry`, as GeoJSON, or `shape`; `words` is what a text search looks into.
    """CREATE TABLE mentions (
        fid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, article TEXT NOT NULL, day INTEGER NOT NULL, lon REAL, lat REAL,
        words TEXT NOT NULL, geometry TEXT, shape INTEGER, properties TEXT NOT NULL)""",
    "CREATE INDEX mentions_by_article ON mentions (article)",
    "CREATE INDEX mentions_newest_first ON mentions (day, id, lon, lat)",
    # `story` is the id of the one that an event is a report of, with others (`geo.model.Telling`). `day` sorts newest first
    # and undated last; `first` and `last` are days counted from 0001-01-01, both NULL for an undated event. `updated` is
    # when it was put here, in UTC. The rest is its feature as text: `head` stands before the properties, or, where `shape`
    # says which shape it has, before the geometry.
    """CREATE TABLE records (
        fid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, article TEXT NOT NULL, story TEXT NOT NULL,
        reports INTEGER NOT NULL, publishers INTEGER NOT NULL, type TEXT NOT NULL, status TEXT NOT NULL,
        day INTEGER NOT NULL, first INTEGER, last INTEGER, placed INTEGER NOT NULL, updated TEXT NOT NULL,
        head TEXT NOT NULL, shape INTEGER, properties TEXT NOT NULL)""",
    "CREATE INDEX records_by_article ON records (article)",
    "CREATE INDEX records_by_story ON records (story)",
    "CREATE INDEX records_newest_first ON records (day, id, type, status, first, last)",
    # The whole event as JSON, from which it comes back.
    "CREATE TABLE bodies (fid INTEGER PRIMARY KEY, record TEXT NOT NULL)",
    "CREATE TABLE positions (fid INTEGER PRIMARY KEY, record INTEGER NOT NULL, lon REAL NOT NULL, lat REAL NOT NULL)",
    "CREATE INDEX positions_by_record ON positions (record, lon, lat)",
    # `geo.text.search_words` of what a text search looks into.
    "CREATE VIRTUAL TABLE words USING fts5(text, tokenize = 'ascii', prefix = '2 3')",
    # `article` and `event` are where it was made; `current` is the event it is made to now, NULL while it waits for one.
    """CREATE TABLE corrections (
        id TEXT PRIMARY KEY, article TEXT NOT NULL, event TEXT NOT NULL, current TEXT, record TEXT NOT NULL)""",
    *(f"CREATE INDEX corrections_by_{name} ON corrections ({name})" for name in ("article", "event", "current")),
    # The machine's own records of events that were corrected or deleted by hand.
    "CREATE TABLE originals (id TEXT PRIMARY KEY, article TEXT NOT NULL, record TEXT NOT NULL)",
    "CREATE INDEX originals_by_article ON originals (article)",
    *stories.TABLES,
    *facts.TABLES,
    *versions.TABLES,
    "CREATE TABLE dateline_schema (version INTEGER NOT NULL)",
)
_SQL_TYPES = {"text": "TEXT", "date": "DATE", "real": "REAL", "integer": "INTEGER", "boolean": "BOOLEAN"}
_LAYER_COLUMNS = {
    "event_id": "TEXT NOT NULL",
    **{name: _SQL_TYPES[kind] for name, kind in COLUMNS.items()},
    "extra": "TEXT",
}
_LAYERS = {
    "events": ("POINT", "Events at a point: a row for each place"),
    "regions": ("MULTIPOLYGON", "Events known to a region only: a row for each region, as its area"),
    "unplaced": ("", "Events without a place that can be drawn"),
}
# What an older file has that another can't be made of, in tables of the same names; and the tables that are Dateline's
# own, of whatever version. Others, such as the styles of a GIS program, are left alone.
_KEPT = ("articles", "corrections", "originals", "mentions", "shapes")
_OWN = (
    *("articles", "article_bands", "bodies", "changes", "corrections", "dateline_schema", "facts", "facts_log"),
    *("facts_words", "mentions", "originals", "pairs", "positions", "positions_tree", "records", "report_keys"),
    *("reports", "shapes", "stories", "unsettled", "words", *_LAYERS, "rtree_events_geom", "rtree_regions_geom"),
)
_AT_ONCE = 1_000


def migrate(database: sqlite3.Connection, path: Path, outline: Outline) -> None:
    """Make a new file a store, and an older store a current one. StoreError for any other file, which stays as it is."""
    version = _version(database, path)
    if version == VERSION:
        return
    if version == 0:
        database.execute("PRAGMA journal_mode = WAL")  # readers and a writer do not wait for each other; lasts
    database.execute("BEGIN IMMEDIATE")
    try:
        match _version(database, path):  # again: another process may have been quicker
            case 0:
                create_container(database)
                _create(database)
            case older if older < VERSION:
                _renew(database, outline)
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise


def _version(database: sqlite3.Connection, path: Path) -> int:
    """0 for a file without content."""
    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
    if not tables:
        return 0
    if "dateline_schema" not in tables:
        raise StoreError(f"{path} is a database, but not a Dateline store; name another file")
    (version,) = database.execute("SELECT version FROM dateline_schema").fetchone()
    if version > VERSION:
        raise StoreError(f"{path} was made by a newer Dateline (version {version} of its tables); update Dateline")
    return int(version)


def _create(database: sqlite3.Connection) -> None:
    """In a container without any of them."""
    for statement in _TABLES:
        database.execute(statement)
    for name, kind in MENTION_COLUMNS.items():
        if name != "article":
            database.execute(
                f"""ALTER TABLE mentions ADD COLUMN "{name}" {_SQL_TYPES[kind]}
                    GENERATED ALWAYS AS (json_extract(properties, '$.{name}')) VIRTUAL"""
            )
    for name, (geometry_type, description) in _LAYERS.items():
        create_layer(database, name, geometry_type, _LAYER_COLUMNS, description)
        database.execute(f"CREATE INDEX {name}_by_event ON {name} (event_id)")
    gone = " ".join(f"DELETE FROM {name} WHERE event_id = OLD.id;" for name in _LAYERS)
    gone += " ".join(f"DELETE FROM {name} WHERE fid = OLD.fid;" for name in ("bodies", "reports"))
    database.execute(
        f"""CREATE TRIGGER records_delete AFTER DELETE ON records BEGIN
            {gone}
            DELETE FROM positions WHERE record = OLD.fid; DELETE FROM facts WHERE record = OLD.fid;
            DELETE FROM words WHERE rowid = OLD.fid; END"""
    )
    database.execute("INSERT INTO dateline_schema VALUES (?)", (VERSION,))


def _renew(database: sqlite3.Connection, outline: Outline) -> None:
    """Write anew what can't be worked out, then work out the rest from it as if it came now."""
    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    kept = [table for table in (*_KEPT, "records", "bodies") if table in tables]
    for table in kept:
        database.execute(f"CREATE TEMP TABLE old_{table} AS SELECT * FROM {table}")
    version = versions.last(database) if "changes" in tables else 0
    for table in tables & set(_OWN):
        database.execute(f"DROP TABLE {table}")
    for table in ("gpkg_geometry_columns", "gpkg_extensions", "gpkg_contents"):
        database.executemany(f"DELETE FROM {table} WHERE table_name = ?", [(layer,) for layer in _LAYERS])
    _create(database)
    for table in kept:
        if table in _KEPT:
            _copy(database, table)
    _enter_anew(database, outline)
    versions.begin(database, version + 1)
    for table in kept:
        database.execute(f"DROP TABLE old_{table}")


def _enter_anew(database: sqlite3.Connection, outline: Outline) -> None:
    for id_, text in database.execute("SELECT id, text FROM old_articles"):
        database.execute("UPDATE articles SET characters = ? WHERE id = ?", (len(text), id_))
        stories.enter_articles(database, [Document(id_, text)])
    has = {name for _, name, *_ in database.execute("PRAGMA table_info(old_records)")}
    records = "old_records" if "record" in has else "old_records JOIN old_bodies USING (fid)"
    updated = "updated" if "updated" in has else "''"
    found = database.execute(f"SELECT article, record, {updated} FROM {records} ORDER BY fid")
    while some := found.fetchmany(_AT_ONCE):
        events = [(article, event_from_record(orjson.loads(record))) for article, record, _ in some]
        known = {event.id: at for (_, event), (*_, at) in zip(events, some, strict=True) if at}
        entering.enter(database, events, outline, known)
    stories.say(database, pairs(log.read(database), partial(log.find, database)))
    stories.regroup(database)


def _copy(database: sqlite3.Connection, table: str) -> None:
    names = [{name for _, name, *_ in database.execute(f"PRAGMA table_info({of})")} for of in (table, f"old_{table}")]
    common = ", ".join(sorted(set.intersection(*names)))
    database.execute(f"INSERT INTO {table} ({common}) SELECT {common} FROM old_{table}")
