"""The tables of a Dateline GeoPackage, and how a file of an earlier version is brought up to date."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path

import orjson

from geo.corrections import pairs
from geo.errors import StoreError
from geo.items import MENTION_COLUMNS
from geo.model import Document
from geo.records import event_from_record
from geo.rows import COLUMNS
from geo.stores import facts, log, stories, versions
from geo.stores.container import create_container, create_layer

_TABLES = (
    """CREATE TABLE articles (
        id TEXT PRIMARY KEY, digest TEXT NOT NULL, title TEXT NOT NULL, url TEXT NOT NULL, published DATE,
        language TEXT NOT NULL, text TEXT NOT NULL)""",
    # `day` sorts newest first and undated last; `first` and `last` are days counted from 0001-01-01, both NULL for an
    # undated event; `words` is what a text search looks into, case folded; `record` the whole event as JSON.
    """CREATE TABLE records (
        fid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, article TEXT NOT NULL, type TEXT NOT NULL,
        status TEXT NOT NULL, day INTEGER NOT NULL, first INTEGER, last INTEGER, placed INTEGER NOT NULL,
        words TEXT NOT NULL, record TEXT NOT NULL)""",
    "CREATE INDEX records_by_article ON records (article)",
    # In the order of every answer, with all that a query without text asks: it is answered from the index alone.
    "CREATE INDEX records_newest_first ON records (day, id, type, status, first, last)",
    "CREATE TABLE positions (fid INTEGER PRIMARY KEY, record INTEGER NOT NULL, lon REAL NOT NULL, lat REAL NOT NULL)",
    "CREATE INDEX positions_by_record ON positions (record, lon, lat)",
    "CREATE VIRTUAL TABLE positions_tree USING rtree(id, west, east, south, north)",
    """CREATE TRIGGER positions_insert AFTER INSERT ON positions BEGIN
        INSERT INTO positions_tree VALUES (NEW.fid, NEW.lon, NEW.lon, NEW.lat, NEW.lat); END""",
    """CREATE TRIGGER positions_delete AFTER DELETE ON positions BEGIN
        DELETE FROM positions_tree WHERE id = OLD.fid; END""",
)
_CORRECTIONS = (
    # `article` and `event` are where it was made; `current` is the event it is made to now, NULL while it waits for one.
    """CREATE TABLE corrections (
        id TEXT PRIMARY KEY, article TEXT NOT NULL, event TEXT NOT NULL, current TEXT, record TEXT NOT NULL)""",
    *(f"CREATE INDEX corrections_by_{name} ON corrections ({name})" for name in ("article", "event", "current")),
    # The machine's own records of events that were corrected or deleted by hand.
    "CREATE TABLE originals (id TEXT PRIMARY KEY, article TEXT NOT NULL, record TEXT NOT NULL)",
    "CREATE INDEX originals_by_article ON originals (article)",
)
_STORIES = (
    "ALTER TABLE articles ADD COLUMN publisher TEXT NOT NULL DEFAULT ''",
    # The id of the story that an event is a report of; `stories` has a row for each with several reports.
    "ALTER TABLE records ADD COLUMN story TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX records_by_story ON records (story)",
    "CREATE TABLE stories (key TEXT PRIMARY KEY, reports INTEGER NOT NULL, publishers INTEGER NOT NULL) WITHOUT ROWID",
    # What grouping sees of the record with that `fid`; `lead` as in `geo.stories.grouping`, '' until it is grouped.
    """CREATE TABLE reports (
        fid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, article TEXT NOT NULL, publisher TEXT NOT NULL,
        published INTEGER NOT NULL, lead TEXT NOT NULL, report TEXT NOT NULL)""",
    "CREATE INDEX reports_by_article ON reports (article)",
    "CREATE INDEX reports_by_lead ON reports (lead)",
    """CREATE TABLE report_keys (
        key INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, record INTEGER NOT NULL,
        PRIMARY KEY (key, first, last, record)) WITHOUT ROWID""",
    "CREATE INDEX report_keys_by_record ON report_keys (record)",
    # Reports whose story may be another than the one noted: new ones, and the company of those that went.
    "CREATE TABLE unsettled (id TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TRIGGER reports_insert AFTER INSERT ON reports BEGIN INSERT OR IGNORE INTO unsettled VALUES (NEW.id); END",
    """CREATE TRIGGER reports_delete BEFORE DELETE ON reports BEGIN
        INSERT OR IGNORE INTO unsettled
            SELECT id FROM reports WHERE lead = OLD.lead UNION SELECT id FROM reports WHERE article = OLD.article;
        DELETE FROM report_keys WHERE record = OLD.fid; END""",
    """CREATE TRIGGER records_leave AFTER DELETE ON records BEGIN
        DELETE FROM reports WHERE fid = OLD.fid; DELETE FROM stories WHERE key = OLD.story; END""",
    # What users say of two events: they are one (1), or are not (0).
    """CREATE TABLE pairs (
        one TEXT NOT NULL, other TEXT NOT NULL, together INTEGER NOT NULL, PRIMARY KEY (one, other)) WITHOUT ROWID""",
    "CREATE TABLE article_bands (band INTEGER, article TEXT, PRIMARY KEY (band, article)) WITHOUT ROWID",
    "CREATE INDEX article_bands_by_article ON article_bands (article)",
)
_COLLECTIONS = (
    # GeoJSON of what is no point, once for all that has it.
    "CREATE TABLE shapes (key INTEGER PRIMARY KEY, geojson TEXT NOT NULL)",
    # `day` sorts newest first by publication and undated last; `words` is what a text search looks into.
    # Either `geometry`, as GeoJSON, or `shape`.
    """CREATE TABLE mentions (
        fid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, article TEXT NOT NULL, day INTEGER NOT NULL, lon REAL, lat REAL,
        words TEXT NOT NULL, geometry TEXT, shape INTEGER, properties TEXT NOT NULL)""",
    "CREATE INDEX mentions_by_article ON mentions (article)",
    "CREATE INDEX mentions_newest_first ON mentions (day, id, lon, lat)",
    "ALTER TABLE articles ADD COLUMN characters INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE articles ADD COLUMN words TEXT NOT NULL DEFAULT ''",
    """ALTER TABLE articles ADD COLUMN day INTEGER
        GENERATED ALWAYS AS (ifnull(CAST(1721424.5 - julianday(published) AS INTEGER), 1)) VIRTUAL""",
    "CREATE INDEX articles_newest_first ON articles (day, id)",
    *versions.TABLES,
)
_SQL_TYPES = {"text": "TEXT", "date": "DATE", "real": "REAL", "integer": "INTEGER", "boolean": "BOOLEAN"}
_LAYER_COLUMNS = {"event_id": "TEXT NOT NULL"} | {name: _SQL_TYPES[kind] for name, kind in COLUMNS.items()}
_LAYERS = {
    "events": ("POINT", "Events at a point: a row for each place"),
    "regions": ("MULTIPOLYGON", "Events known to a region only: a row for each region, as its area"),
    "unplaced": ("", "Events without a place that can be drawn"),
}


def _first_version(database: sqlite3.Connection) -> None:
    create_container(database)
    for statement in _TABLES:
        database.execute(statement)
    for name, (geometry_type, description) in _LAYERS.items():
        create_layer(database, name, geometry_type, _LAYER_COLUMNS | {"extra": "TEXT"}, description)
        database.execute(f"CREATE INDEX {name}_by_event ON {name} (event_id)")
    gone = " ".join(f"DELETE FROM {name} WHERE event_id = OLD.id;" for name in _LAYERS)
    database.execute(
        f"CREATE TRIGGER records_delete AFTER DELETE ON records BEGIN "
        f"DELETE FROM positions WHERE record = OLD.fid; {gone} END"
    )
    database.execute("CREATE TABLE dateline_schema (version INTEGER NOT NULL)")
    database.execute("INSERT INTO dateline_schema VALUES (0)")


def _new_columns(database: sqlite3.Connection) -> None:
    """Columns that rows have learned since the file was made."""
    for layer in _LAYERS:
        there = {name for _, name, *_ in database.execute(f"PRAGMA table_info({layer})")}
        for name, kind in COLUMNS.items():
            if name not in there:
                database.execute(f'ALTER TABLE {layer} ADD COLUMN "{name}" {_SQL_TYPES[kind]}')


def _corrections(database: sqlite3.Connection) -> None:
    for statement in _CORRECTIONS:
        database.execute(statement)


def _stories(database: sqlite3.Connection) -> None:
    """Groups the events that are there as if they came now."""
    _new_columns(database)
    database.execute(versions.TABLES[0])
    for statement in _STORIES:
        database.execute(statement)
    for id_, text in database.execute("SELECT id, text FROM articles").fetchall():
        stories.enter_article(database, Document(id_, text))
    database.execute("UPDATE records SET story = id")
    for fid, record in database.execute("SELECT fid, record FROM records").fetchall():
        stories.enter(database, fid, event_from_record(orjson.loads(record)))
    for layer in _LAYERS:
        database.execute(f"UPDATE {layer} SET story = event_id, reports = 1, publishers = 1")
    stories.say(database, pairs(log.read(database), partial(log.find, database)))
    stories.regroup(database)


def _facts(database: sqlite3.Connection) -> None:
    for statement in facts.TABLES:
        database.execute(statement)
    for fid, record in database.execute("SELECT fid, record FROM records ORDER BY fid").fetchall():
        facts.enter(database, fid, event_from_record(orjson.loads(record)))


def _collections(database: sqlite3.Connection) -> None:
    for statement in _COLLECTIONS:
        database.execute(statement)
    known = database.execute("SELECT length(text), title, id FROM articles").fetchall()
    database.executemany(
        "UPDATE articles SET characters = ?, words = ? WHERE id = ?",
        known,
    )
    for name, kind in MENTION_COLUMNS.items():
        if name != "article":
            database.execute(
                f"""ALTER TABLE mentions ADD COLUMN "{name}" {_SQL_TYPES[kind]}
                    GENERATED ALWAYS AS (json_extract(properties, '$.{name}')) VIRTUAL"""
            )
    database.execute("INSERT INTO changes (event, gone) SELECT id, 0 FROM records")


# Each takes a file from the version of its place in this list to the next; never change one that was released.
_MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (
    _first_version,
    _new_columns,
    _corrections,
    _new_columns,
    _stories,
    _facts,
    _collections,
)


def migrate(database: sqlite3.Connection, path: Path) -> None:
    """Make a new file a store, and an older store a current one. StoreError for any other file, which stays as it is."""
    version = _version(database, path)
    if version == len(_MIGRATIONS):
        return
    if version == 0:
        database.execute("PRAGMA journal_mode = WAL")  # readers and a writer do not wait for each other; lasts
    database.execute("BEGIN IMMEDIATE")
    try:
        for migration in _MIGRATIONS[_version(database, path) :]:  # again: another process may have been quicker
            migration(database)
        database.execute("UPDATE dateline_schema SET version = ?", (len(_MIGRATIONS),))
    except BaseException:
        database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")


def _version(database: sqlite3.Connection, path: Path) -> int:
    """0 for a file without content."""
    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
    if not tables:
        return 0
    if "dateline_schema" not in tables:
        raise StoreError(f"{path} is a database, but not a Dateline store; name another file")
    (version,) = database.execute("SELECT version FROM dateline_schema").fetchone()
    if version > len(_MIGRATIONS):
        raise StoreError(f"{path} was made by a newer Dateline (version {version} of its tables); update Dateline")
    return int(version)
