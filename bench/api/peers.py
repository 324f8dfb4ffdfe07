"""Other services over the same events: tipg on PostGIS, pygeoapi on a copy of the store's file. Each as its manual says,
by one worker of uvicorn."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from bench.api.postgis import postgis
from bench.api.serving import free_port, serving
from geo.mercator import Tile
from geo.query import EventQuery

_PYGEOAPI = """
server:
  bind: {{host: 127.0.0.1, port: {port}}}
  url: http://127.0.0.1:{port}
  mimetype: application/json; charset=UTF-8
  encoding: utf-8
  language: en-US
  limits: {{default_items: 100, max_items: 10000}}
  map: {{url: "", attribution: ""}}
logging: {{level: ERROR}}
metadata:
  identification: {{title: x, description: x, keywords: [x], terms_of_service: x, url: "http://example.org"}}
  license: {{name: x, url: "http://example.org"}}
  provider: {{name: x, url: "http://example.org"}}
  contact: {{name: x, email: x@example.org}}
resources:
  events:
    type: collection
    title: x
    description: x
    keywords: [x]
    links: []
    extents: {{spatial: {{bbox: [-180, -90, 180, 90], crs: "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}}}}
    providers:
      - {{type: feature, name: SQLiteGPKG, data: "{store}", id_field: fid, table: events}}
"""


@contextmanager
def tipg(venv: Path, folder: Path, store: Path) -> Iterator[str]:
    bindir = (
        shutil.which("pg_config")
        and subprocess.run(["pg_config", "--bindir"], check=True, capture_output=True, text=True).stdout.strip()
    )
    programs = Path(os.environ.get("POSTGRES_BIN") or bindir or "")
    if not (programs / "initdb").exists():
        raise FileNotFoundError("PostgreSQL is not found: neither pg_config nor POSTGRES_BIN says where it is")
    with postgis(programs, folder, store) as address:
        port = free_port()
        settings = {"DATABASE_URL": address, "TIPG_TABLE_CONFIG__public_events__datetimecol": "start"}
        with serving(uvicorn(venv / "bin/python", "tipg.main:app", port), port, "/healthz", folder, settings) as root:
            yield root


def tipg_page(query: EventQuery) -> str:
    types = ",".join(f"'{kind}'" for kind in query.types)
    return (
        f"/collections/public.events/items?{_box(query)}&datetime={_times(query)}&sortby=-start&limit={query.limit}"
        f"&filter-lang=cql2-text&filter={quote(f'type IN ({types})')}"
    )


def tipg_tile(tile: Tile) -> str:
    return f"/collections/public.events/tiles/WebMercatorQuad/{tile.z}/{tile.x}/{tile.y}"


@contextmanager
def pygeoapi(venv: Path, folder: Path, store: Path) -> Iterator[str]:
    """It needs SpatiaLite; where that is, SPATIALITE_LIBRARY_PATH says. It is given a copy, since it leaves tables of its
    own in the file."""
    port, copy = free_port(), folder / "copy.gpkg"
    with closing(sqlite3.connect(store)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    config, openapi = folder / "pygeoapi.yml", folder / "openapi.yml"
    config.write_text(_PYGEOAPI.format(port=port, store=copy))
    settings = {"PYGEOAPI_CONFIG": str(config), "PYGEOAPI_OPENAPI": str(openapi)}
    made = subprocess.run(
        [
            venv / "bin/python",
            "-c",
            "from pygeoapi import cli; cli()",
            "openapi",
            "generate",
            config,
            "--output-file",
            openapi,
        ],
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        raise RuntimeError(f"pygeoapi makes no description of its service: {made.stderr[-1000:]}")
    with serving(
        uvicorn(venv / "bin/python", "pygeoapi.starlette_app:APP", port), port, "/", folder, settings
    ) as root:
        yield root


def pygeoapi_page(query: EventQuery) -> str:
    """It knows neither an interval nor an order here, and one type only."""
    return f"/collections/events/items?f=json&{_box(query)}&type={query.types[0]}&limit={query.limit}"


def uvicorn(python: str | Path, app: str, port: int) -> list[str | Path]:
    quietly = ("--no-access-log", "--log-level", "warning")
    return [python, "-m", "uvicorn", app, "--port", str(port), *quietly]


def _box(query: EventQuery) -> str:
    box = query.bbox
    assert box
    return f"bbox={box.west},{box.south},{box.east},{box.north}"


def _times(query: EventQuery) -> str:
    days = query.interval
    assert days
    return f"{days.start}T00:00:00Z/{days.end}T00:00:00Z"
