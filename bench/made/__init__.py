"""Events made up as news makes them, the same for the same seed: what the benches of stores and of the service ask about.

    python -m bench.made FILE.gpkg [EVENTS]

Few places and types have most of the events, recent days more than old ones. An article tells of several events, and
some tell again what others told. Events come in no order of time, which is hardest for a store. Articles are short, a
sentence for each event: it is events that are measured.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bench.made.articles import articles
from bench.made.words import known
from bench.made.world import world
from geo.boundaries import Boundaries
from geo.model import Parsed
from geo.stores import EventStore, open_store

SEED = 7
_BLOCK = 2_000


def parsed(count: int, seed: int = SEED, *, start: int = 0, mentions: bool = True) -> Iterator[list[Parsed]]:
    """`count` events in lists of articles; with a `start`, a multiple of 2,000, those that follow the first so many.
    Without `mentions` the articles have no resolved toponyms."""
    world(), known()
    gc.freeze()  # the tables stay; looking through them again and again takes as long as making the events
    for first in range(start, start + count, _BLOCK):
        random = np.random.default_rng((seed, first))
        yield articles(random, min(_BLOCK, start + count - first), mentions=mentions)


def fill(store: EventStore, count: int, *, start: int = 0, mentions: bool = True) -> float:
    """In one bulk load; the seconds that took, the making of the events left out."""
    spent = 0.0

    def each() -> Iterator[Parsed]:
        nonlocal spent
        making = parsed(count, start=start, mentions=mentions)
        while True:
            began = time.perf_counter()
            found = next(making, None)
            spent += time.perf_counter() - began
            if found is None:
                return
            yield from found

    began = time.perf_counter()
    store.add_many(each())
    return time.perf_counter() - began - spent


def open_made(path: Path, count: int) -> EventStore:
    """The store in that file, made if it is not there."""
    there = path.exists()
    store = open_store(path, outline=Boundaries().outline)
    if not there:
        took = fill(store, count)
        print(f"{count:,} events put into {path.name} in {took:.1f} s: {count / took:,.0f} a second", flush=True)
    return store
