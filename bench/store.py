"""How fast a store is: pages of the newest events, text, inserts, streams, readers beside a writer, and all of it growing.

    python -m bench.store [--events 1000000] [--file FILE.gpkg] [--grow-to 10000000]

The store is filled with made-up events, a tenth first. A file that is there is measured as it is. Nothing that a
figure is compared with is kept from an earlier run: each stands beside what it should be.
"""

from __future__ import annotations

import argparse
import multiprocessing
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path
from threading import Barrier

from bench.figures import Times, say, say_load, timed
from bench.made import fill, parsed
from bench.questions import pages, texts
from geo.boundaries import Boundaries
from geo.model import Parsed
from geo.query import EventQuery
from geo.stores import EventStore, open_store

_QUESTIONS = 1_000
_READERS = 4
_READY_S = 120  # that processes take to open the store and read the tables, at the most
_OTHER = 1_000_000_007  # seeds of what is asked and of what is inserted, apart from that of the store's events


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--file", type=Path, help="the store's file, kept afterwards; made if it is not there")
    parser.add_argument("--grow-to", type=int, default=0, help="fill on to so many events, and ask for pages again")
    parser.add_argument(
        "--seconds", type=float, default=10.0, help="how long readers read, with a writer and without"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.file or Path(folder, "made.gpkg")
        say_load()
        small = grown(path, options.events) if not path.exists() else None
        measure(path, small, options.seconds)
        if options.grow_to:
            with opened(path) as store:
                there = store.summary().events
                filled(store, options.grow_to - there, start=there)
                say(f"page of {options.grow_to:,} events", page_times(store))
        say_load()


def opened(path: Path) -> EventStore:
    return open_store(path, outline=Boundaries().outline)


def grown(path: Path, count: int) -> Times:
    """Fill it with a tenth first, whose pages' times come back."""
    with opened(path) as store:
        filled(store, count // 10)
        small = page_times(store)
        say(f"page of {count // 10:,} events", small)
        filled(store, count - count // 10, start=count // 10)
    return small


def filled(store: EventStore, count: int, start: int = 0) -> None:
    took = fill(store, count, start=start)
    say(
        f"bulk: {count:,} events with articles and mentions",
        f"{count / took:,.0f} a second, {took:,.0f} s",
        ">= 30,000",
    )


def page_times(store: EventStore) -> Times:
    return timed(store.features, islice(pages(_OTHER), _QUESTIONS))


def measure(path: Path, small: Times | None, seconds: float) -> None:
    with opened(path) as store:
        events = store.summary().events
        say("the store", f"{events:,} events, {path.stat().st_size / 1e6:,.0f} MB")
        large = page_times(store)
        say("page: newest 100 in box, interval, types", large, "p50 <= 1, p99 <= 15 ms")
        for narrow, wide in ((0.5, 2), (2, 20), (20, 360)):
            times = timed(store.features, islice(pages(_OTHER, narrow, wide), _QUESTIONS // 4))
            say(f"  boxes of {narrow:g} to {wide:g} degrees", times)
        if small:
            say("  p50 grows, from a tenth of the events", f"{large.p50 / small.p50:.1f} times", "< 3 times")
        say("page: a word, in a box", timed(store.features, islice(texts(_OTHER), _QUESTIONS)), "p99 <= 15 ms")
        say("one insert, durable", insert_times(store), "p50 <= 10 ms")
        took, rows, size = streamed(store)
        say("stream of all features", f"{rows / took:,.0f} a second, {size / took / 1e6:,.0f} MB/s", ">= 500,000")
    quiet, _ = readers(path, seconds, writing=False)
    say(f"page: {_READERS} readers, nobody writes", quiet)
    busy, written = readers(path, seconds, writing=True)
    say(f"page: {_READERS} readers beside a writer", f"{busy}")
    say("  p99, beside the quiet one", f"{busy.p99 / quiet.p99:.1f} times", "< 2 times")
    say("  written meanwhile", f"{written / seconds:,.0f} articles a second")


def insert_times(store: EventStore) -> Times:
    return timed(lambda each: store.add(each.document, each.events, each.resolutions), islice(others(), 101))


def others() -> Iterator[Parsed]:
    """Articles that are not in the store."""
    seed = time.time_ns()
    while True:
        for articles in parsed(2_000, seed):
            yield from articles
        seed += 1


def streamed(store: EventStore) -> tuple[float, int, int]:
    """Seconds, rows, bytes."""
    rows = size = 0
    began = time.perf_counter()
    for text in store.stream_features(EventQuery()):
        rows += 1
        size += len(text)
    return time.perf_counter() - began, rows, size


def readers(path: Path, seconds: float, *, writing: bool) -> tuple[Times, int]:
    """Times of readers in processes of their own, and how many articles a writer added meanwhile. What goes wrong in any
    of them, such as a locked database, ends the bench."""
    many, context = _READERS + writing, multiprocessing.get_context("spawn")
    with context.Manager() as manager, ProcessPoolExecutor(many, context) as pool:
        ready = manager.Barrier(many)
        reading = [pool.submit(_read, path, number, ready, seconds) for number in range(_READERS)]
        written = pool.submit(_write, path, ready, seconds) if writing else None
        taken = [one for each in reading for one in each.result()]
        return Times.of(taken), written.result() if written else 0


def _read(path: Path, seed: int, ready: Barrier, seconds: float) -> list[float]:
    questions = pages(_OTHER + seed)
    taken: list[float] = []
    with opened(path) as store:
        store.features(next(questions))
        ready.wait(_READY_S)
        end = time.perf_counter() + seconds
        for question in questions:
            if (began := time.perf_counter()) > end:
                return taken
            store.features(question)
            taken.append(time.perf_counter() - began)
    return taken


def _write(path: Path, ready: Barrier, seconds: float) -> int:
    articles, written = others(), 0
    next(articles)
    with opened(path) as store:
        ready.wait(_READY_S)
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            each = next(articles)
            store.add(each.document, each.events, each.resolutions)
            written += 1
    return written


if __name__ == "__main__":
    main()
