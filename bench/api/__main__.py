"""How fast the service answers, beside FastAPI's bare hello, tipg on PostGIS and pygeoapi on the same events.

    python -m bench.api [--events 1000000] [--file FILE.gpkg] [--peers VENV] [--seconds 5]

One worker each, asked by one client of wrk (needed); the ratio of two figures says more than either. VENV, a virtual
environment with tipg and pygeoapi, may also be named by BENCH_PEERS; without it the peers are left out.
"""

from __future__ import annotations

import argparse
import http.client
import os
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.api import asked, peers, wrk
from bench.api.serving import free_port, serving
from bench.api.wrk import Pace
from bench.figures import say, say_load
from bench.made import open_made
from bench.questions import url_query

_ITEMS = "/collections/events/items"
_COUNTS = "/collections/events"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--file", type=Path, help="the store's file, kept afterwards; made if it is not there")
    parser.add_argument("--peers", type=Path, default=os.environ.get("BENCH_PEERS"), metavar="VENV")
    parser.add_argument("--seconds", type=float, default=5.0, help="how long each question is asked")
    options = parser.parse_args()
    wrk.find()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = (options.file or folder / "made.gpkg").resolve()
        with open_made(path, options.events) as store:
            say("the store", f"{store.summary().events:,} events, {path.stat().st_size / 1e6:,.0f} MB")
        say_load()
        with hello(folder) as root:
            say("FastAPI's bare hello", wrk.ask(root, ["/"], options.seconds))
        with ours(folder, path) as root:
            own = measure(root, options.seconds)
        if options.peers:
            beside(own, Path(options.peers), folder, path, options.seconds)
        else:
            print("tipg and pygeoapi are left out: name their virtual environment by --peers or BENCH_PEERS")
        say_load()


@dataclass(frozen=True, slots=True)
class Own:
    """What peers are asked too."""

    dense: Pace
    sparse: Pace
    tile: Pace
    kept: Pace


def hello(folder: Path) -> AbstractContextManager[str]:
    port = free_port()
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "uvicorn",
        "hello:app",
        "--app-dir",
        Path(__file__).parent,
        "--port",
        str(port),
    ]
    return serving([*command, "--no-access-log", "--log-level", "warning"], port, "/", folder)


@contextmanager
def ours(folder: Path, store: Path) -> Iterator[str]:
    port = free_port()
    command: list[str | Path] = [sys.executable, "-m", "dateline", "serve", "--store", store, "--port", str(port)]
    paths = os.pathsep.join(str(Path(entry or ".").resolve()) for entry in sys.path)
    with serving(command, port, "/health", folder, {"PYTHONPATH": paths}) as root:
        yield root


def measure(root: str, seconds: float) -> Own:
    """Print what we are asked alone; what peers are asked too comes back."""

    def ask(what: str, paths: list[str], target: str = "", **given: Any) -> Pace:
        pace = wrk.ask(root, paths, seconds, **given)
        say(what, pace, target)
        return pace

    page = f"{_ITEMS}?{url_query(asked.page())}"
    dense = ask("page, dense box of 5 degrees", [page], "p99 <= 5 ms")
    sparse = ask("page, sparse box of 0.5 degrees", [f"{_ITEMS}?{url_query(asked.sparse())}"])
    ask("page, dense, 8 clients", [page], clients=8)
    ask("page, dense: 304 to its ETag", [page], headers={"If-None-Match": _etag(root + page)})
    for zoom, target in ((2, "<= 25 ms"), (5, ""), (8, "<= 3 ms"), (11, "<= 3 ms")):
        view = asked.view(zoom)
        paths = [f"{_COUNTS}/clusters?zoom={zoom}&{view}&{asked.filters(number)}" for number in range(500)]
        ask(f"clusters of a view at zoom {zoom}, other days each time", paths, target)
    for zoom in (6, 10, 12):
        ask(f"tiles at zoom {zoom}, other days each time", _tiles(zoom))
    tile = ask("tiles at zoom 8, other days each time", _tiles(8))
    kept = ask("tiles at zoom 8, kept", [f"/tiles/{each.z}/{each.x}/{each.y}.mvt" for each in asked.tiles(8)])
    for name in ("facets", "timeline?step=month"):
        paths = [f"{_COUNTS}/{name}{'&' if '?' in name else '?'}{asked.filters(number)}" for number in range(500)]
        ask(f"{name.partition('?')[0]}, other days each time", paths, "<= 30 ms")
    rows, size, took = export(root)
    say(
        "export of all as GeoJSON text sequence",
        f"{rows / took:,.0f} rows, {size / took / 1e6:,.0f} MB a second",
        ">= 250,000",
    )
    return Own(dense, sparse, tile, kept)


def _tiles(zoom: int) -> list[str]:
    return [
        f"/tiles/{each.z}/{each.x}/{each.y}.mvt?{asked.filters(number)}"
        for number in range(500)
        for each in asked.tiles(zoom)
    ]


def _etag(url: str) -> str:
    with urllib.request.urlopen(url) as answer:
        return str(answer.headers["ETag"])


def export(root: str) -> tuple[int, int, float]:
    """Rows, bytes, seconds."""
    connection = http.client.HTTPConnection(root.removeprefix("http://"))
    began, rows, size = time.perf_counter(), 0, 0
    connection.request("GET", f"{_ITEMS}?f=geojsonseq")
    answer = connection.getresponse()
    while piece := answer.read1(1 << 20):
        rows += piece.count(b"\x1e")
        size += len(piece)
    return rows, size, time.perf_counter() - began


def beside(own: Own, venv: Path, folder: Path, store: Path, seconds: float) -> None:
    try:
        with peers.tipg(venv, folder, store) as root:
            _compare("tipg: page, dense", own.dense, root, [peers.tipg_page(asked.page())], seconds, 25)
            _compare("tipg: page, sparse", own.sparse, root, [peers.tipg_page(asked.sparse())], seconds)
            tiles = wrk.ask(root, [peers.tipg_tile(each) for each in asked.tiles(8)], seconds)
            say("tipg: tiles at zoom 8", tiles)
            say("  ours", _times(own.tile, tiles), ">= 4 times")
            say("  ours, kept", _times(own.kept, tiles), ">= 35 times")
    except (FileNotFoundError, RuntimeError) as error:
        print(f"tipg is left out: {error}")
    try:
        with peers.pygeoapi(venv, folder, store) as root:
            _compare(
                "pygeoapi: box and one type, in no order",
                own.dense,
                root,
                [peers.pygeoapi_page(asked.page())],
                seconds,
            )
            sparse = [peers.pygeoapi_page(asked.sparse())]
            _compare("pygeoapi: the same, sparse", own.sparse, root, sparse, seconds)
    except (FileNotFoundError, RuntimeError) as error:
        print(f"pygeoapi is left out: {error}")


def _compare(what: str, own: Pace, root: str, paths: list[str], seconds: float, target: int = 0) -> None:
    theirs = wrk.ask(root, paths, seconds)
    say(what, theirs)
    say("  ours", _times(own, theirs), f">= {target} times" if target else "")


def _times(own: Pace, theirs: Pace) -> str:
    if not theirs.a_second:
        return "they answered nothing in time"
    return f"{own.a_second / theirs.a_second:,.1f} times as many a second"


if __name__ == "__main__":
    main()
