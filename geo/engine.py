"""Where bulk work runs. An engine is shaped like `map`: a function and items in, results out in the items' order.

One bad item stops nothing: what its function raised comes out in its place as a Failure. Engines read
their items as they go, a few chunks ahead of the results, so that a stream of any length runs in bounded memory.
"""

from __future__ import annotations

import copyreg
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from geo.errors import GazetteerError

Item = TypeVar("Item")
Result = TypeVar("Result")

# A function that pickles and items in; for each item, in order, what the function made of it or a Failure.
Engine = Callable[[Callable[[Any], Any], Iterable[Any]], Iterator[Any]]

# Enough to hide the cost of a hand-over (about 0.2 ms) behind articles of some milliseconds each.
_CHUNK = 16
# Chunks under way for each process: one worked on, one waiting.
_AHEAD = 2


def _read_only(entries: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(entries)


# Events hold read-only mappings, which Python does not pickle by itself, nor their class by its name.
copyreg.pickle(MappingProxyType, lambda mapping: (_read_only, (dict(mapping),)))


@dataclass(frozen=True, slots=True)
class Failure(Generic[Item]):
    """`reason` is words, not the exception itself: not every exception survives the way between processes."""

    item: Item
    reason: str


def serial(function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result | Failure[Item]]:
    for item in items:
        yield _attempt(function, item)


def processes(
    function: Callable[[Item], Result], items: Iterable[Item], *, workers: int | None = None
) -> Iterator[Result | Failure[Item]]:
    """`serial` on several processes (None: one for each core). `function` must pickle; each process gets it once.

    When a process dies (out of memory, a crash in a library), the chunks it took along are run again item by item,
    and the item that kills its process a second time is a Failure.
    """
    count = workers or _cores()
    pool = _pool(function, count)
    waiting: deque[tuple[Sequence[Item], Future[list[Any]] | None]] = deque()
    try:
        for chunk in _chunks(items):
            waiting.append((chunk, _submit(pool, chunk)))
            if waiting[-1][1] is None:
                pool.shutdown(wait=False)
                pool = _pool(function, count)
            if len(waiting) >= count * _AHEAD:
                yield from _results(function, *waiting.popleft())
        while waiting:
            yield from _results(function, *waiting.popleft())
    finally:
        pool.shutdown(cancel_futures=True)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _chunks(items: Iterable[Item]) -> Iterator[tuple[Item, ...]]:
    source = iter(items)
    while chunk := tuple(islice(source, _CHUNK)):
        yield chunk


def _pool(function: Callable[[Item], Result], workers: int) -> ProcessPoolExecutor:
    # Never a plain fork: a copy of a process with threads can hang on a lock that nobody is left to release.
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    # The server imports what the function needs once, for all workers; without effect where there is none.
    context.set_forkserver_preload([function.__module__])
    return ProcessPoolExecutor(workers, context, initializer=_start, initargs=(function,))


# The function of this worker process, set once by `_start`.
_function: Callable[[Any], Any]


def _start(function: Callable[[Any], Any]) -> None:
    global _function  # noqa: PLW0603 - a pool's initializer has nowhere else to leave it
    _function = function
    # Ctrl-C reaches the whole group of processes; the one that reads the items decides when all stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _attempt(function: Callable[[Item], Result], item: Item) -> Result | Failure[Item]:
    try:
        return function(item)
    except GazetteerError:
        raise  # no item's fault, and the same for all
    except Exception as error:
        return Failure(item, f"{type(error).__name__}: {error}")


def _attempt_all(chunk: Sequence[Any]) -> list[Any]:
    return [_attempt(_function, item) for item in chunk]


def _submit(pool: ProcessPoolExecutor, chunk: Sequence[Any]) -> Future[list[Any]] | None:
    """None if the pool is broken and takes no more work."""
    try:
        return pool.submit(_attempt_all, chunk)
    except BrokenProcessPool:
        return None


def _results(function: Callable[[Any], Any], chunk: Sequence[Any], future: Future[list[Any]] | None) -> Iterator[Any]:
    try:
        results = future.result() if future else None
    except BrokenProcessPool:
        results = None
    return iter(results) if results is not None else _one_by_one(function, chunk)


def _one_by_one(function: Callable[[Any], Any], chunk: Sequence[Any]) -> Iterator[Any]:
    """Each item in a process that works on nothing else, so that its death has one suspect."""
    pool = _pool(function, 1)
    try:
        for item in chunk:
            try:
                yield from pool.submit(_attempt_all, (item,)).result()
            except BrokenProcessPool:
                yield Failure(item, "the process working on it died (killed, out of memory, or a crash in a library)")
                pool.shutdown(wait=False)
                pool = _pool(function, 1)
    finally:
        pool.shutdown(cancel_futures=True)
