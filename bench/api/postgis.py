"""A PostGIS of our own for a while, with the points of a store's layer `events` in it."""

from __future__ import annotations

import csv
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from bench.api.serving import free_port

_TYPES = {"REAL": "double precision", "DATE": "date", "INTEGER": "integer", "BOOLEAN": "integer"}
_BLOB_HEADER = 40  # bytes before a point of the store's GeoPackage: eight and an envelope


@contextmanager
def postgis(programs: Path, folder: Path, store: Path) -> Iterator[str]:
    """The database's address. `programs` is where PostgreSQL's are (`pg_config --bindir`)."""
    home, port = folder / "postgres", free_port()
    home.mkdir()
    _give_to_postgres(folder, home)
    _run(programs / "initdb", "-D", home / "data", "-U", "bench", "-A", "trust", "-E", "UTF8", "--no-sync")
    settings = f"-p {port} -k {home} -c shared_buffers=1GB -c work_mem=64MB -c listen_addresses=127.0.0.1"
    _run(programs / "pg_ctl", "-D", home / "data", "-o", settings, "-l", home / "log", "-w", "start")
    address = f"postgresql://bench@127.0.0.1:{port}/postgres"
    try:
        _fill(programs / "psql", address, store)
        yield address
    finally:
        _run(programs / "pg_ctl", "-D", home / "data", "-m", "immediate", "stop")


def _fill(psql: Path, address: str, store: Path) -> None:
    """As anybody would: a geometry, typed columns, indexes on what is asked for."""
    database = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
    columns = [(name, kind) for _, name, kind, *_ in database.execute("PRAGMA table_info(events)") if name != "geom"]
    names = ", ".join(f'"{name}"' for name, _ in columns)
    typed = ", ".join(f'"{name}" {_TYPES.get(kind.partition(" ")[0], "text")}' for name, kind in columns)
    _sql(psql, address, f"CREATE EXTENSION postgis; CREATE TABLE events ({typed}, geom geometry(Point, 4326))")
    copy = f"COPY events ({names}, geom) FROM STDIN (FORMAT csv)"
    with subprocess.Popen([psql, "-q", address, "-c", copy], stdin=subprocess.PIPE, text=True) as process:
        assert process.stdin
        _copy(database.execute(f"SELECT {names}, geom FROM events"), process.stdin)
    if process.returncode:
        raise RuntimeError("the events could not be copied into PostGIS")
    _sql(
        psql,
        address,
        "ALTER TABLE events ADD PRIMARY KEY (fid); CREATE INDEX ON events USING gist (geom);"
        ' CREATE INDEX ON events ("start" DESC); CREATE INDEX ON events (type, "start" DESC); ANALYZE events',
    )


def _copy(rows: sqlite3.Cursor, into: IO[str]) -> None:
    writer = csv.writer(into)
    for *values, blob in rows:
        # WKB with the SRID of 4326 in it, as PostGIS reads it in hexadecimal.
        writer.writerow([*values, f"0101000020E6100000{blob[_BLOB_HEADER + 5 :].hex()}"])


def _sql(psql: Path, address: str, statements: str) -> None:
    subprocess.run([psql, "-q", "-v", "ON_ERROR_STOP=1", address, "-c", statements], check=True)


def _give_to_postgres(folder: Path, home: Path) -> None:
    """PostgreSQL does not run as root."""
    if os.geteuid() == 0:
        shutil.chown(home, "postgres")
        folder.chmod(0o755)


def _run(*command: str | Path) -> None:
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    done = subprocess.run([*as_user, *map(str, command)], cwd="/", capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stderr or done.stdout}")
