"""How fast each format is written, how large it is, and how much memory that takes, alone and by the service.

    python -m bench.formats [--rows 1000000] [FORMAT ...]

The rows are those of 2,000 made-up events, again and again: their stream costs next to nothing, so that the writing is what
is measured; the store's own is in bench/store.py. Each format has a process of its own, and so has the service.
Memory is the most that was resident, with Python and all libraries.
"""

from __future__ import annotations

import argparse
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from itertools import chain, islice, repeat
from pathlib import Path
from urllib.parse import urlsplit

import orjson

from bench.figures import say, say_load
from geo.formats import FORMATS
from geo.formats.tables import EVENTS

_SAMPLE = 2_000
_MOST_MB = 300


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--write", help=argparse.SUPPRESS)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--sample", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("formats", nargs="*", metavar="FORMAT", help=", ".join(FORMATS))
    options = parser.parse_args()
    if options.write:
        write(options.write, options.sample, options.rows)
    elif options.serve:
        serve(options.sample, options.rows)
    else:
        with tempfile.TemporaryDirectory() as folder:
            sample = Path(folder, "sample.geojsonl")
            make(sample)
            measure(options.formats or list(FORMATS), sample, options.rows)


def make(sample: Path) -> None:
    # In this process only: the tables of places and words take memory.
    from bench.made import parsed
    from geo.boundaries import Boundaries
    from geo.features import feature

    outline = Boundaries().outline
    events = (event for articles in parsed(_SAMPLE) for each in articles for event in each.events)
    lines = [orjson.dumps(feature(event, outline)) for event in islice(events, _SAMPLE)]
    sample.write_bytes(b"\n".join(lines))


def measure(formats: list[str], sample: Path, rows: int) -> None:
    size = sample.stat().st_size / _SAMPLE
    say_load()
    print(f"# {rows:,} rows of {size:,.0f} bytes as GeoJSON; written to a file, and sent by a service to one client")
    for name in formats:
        done = subprocess.run([*_child(sample, rows), "--write", name], check=True, capture_output=True, text=True)
        _say(name, rows, *map(float, done.stdout.split()))
    for name in formats:
        if name != "geojson":  # which the service has in pages
            _say(f"{name} over HTTP", rows, *served(name, sample, rows))
    say_load()


def _say(name: str, rows: int, seconds: float, size: float, peak_mb: float) -> None:
    target = {"geojsonseq": ">= 500,000", "geojsonseq over HTTP": ">= 250,000"}.get(name, "")
    figure = f"{rows / seconds:,.0f} rows a second, {size / rows:,.0f} bytes a row, {peak_mb:,.0f} MB"
    say(name, figure, f"{target} rows, < {_MOST_MB} MB" if target else f"< {_MOST_MB} MB")


def _child(sample: Path, rows: int) -> list[str]:
    return [sys.executable, "-m", "bench.formats", "--sample", str(sample), "--rows", str(rows)]


def features(sample: Path, rows: int) -> Iterator[bytes]:
    return islice(chain.from_iterable(repeat(sample.read_bytes().split(b"\n"))), rows)


def write(name: str, sample: Path, rows: int) -> None:
    """Prints seconds, bytes, and megabytes."""
    began, size = time.perf_counter(), 0
    with tempfile.TemporaryFile() as file:
        for piece in FORMATS[name].write(features(sample, rows), EVENTS):
            size += file.write(piece)
    seconds = time.perf_counter() - began
    print(seconds, size, peak_mb("self"))


def serve(sample: Path, rows: int) -> None:
    """Until the standard input ends."""
    import uvicorn

    from api.app import create_app
    from geo.query import EventQuery
    from geo.settings import Settings
    from geo.stores import MemoryStore

    class Endless(MemoryStore):
        def stream_features(self, _: EventQuery) -> Iterator[bytes]:
            return features(sample, rows)

    server = uvicorn.Server(uvicorn.Config(create_app(Settings(), store=Endless()), port=0, log_level="warning"))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    print(server.servers[0].sockets[0].getsockname()[1], flush=True)
    sys.stdin.read()


def served(name: str, sample: Path, rows: int) -> tuple[float, float, float]:
    """As `write`, of the service's process; all of the answer's bytes are counted, with the lengths of its chunks."""
    command = [*_child(sample, rows), "--serve"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        assert server.stdin
        address = f"http://127.0.0.1:{server.stdout.readline().strip()}/collections/events/items?f={name}"
        got(address + "&limit=10")  # libraries are imported
        began = time.perf_counter()
        size = got(address)
        seconds = time.perf_counter() - began
        peak = peak_mb(server.pid)
        server.stdin.close()
    return seconds, size, peak


def peak_mb(process: int | str) -> float:
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def got(address: str) -> int:
    at, buffer, size, last = urlsplit(address), bytearray(1 << 20), 0, b""
    with socket.create_connection((at.hostname, at.port)) as client:
        asked = f"GET {at.path}?{at.query} HTTP/1.1\r\nHost: {at.netloc}\r\nConnection: close\r\n\r\n"
        client.sendall(asked.encode())
        while read := client.recv_into(buffer):
            size += read
            last = (last + buffer[max(0, read - 5) : read])[-5:]
    assert last == b"0\r\n\r\n", "the answer broke off"
    return size


if __name__ == "__main__":
    main()
