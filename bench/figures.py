"""Figures as benches print them: each beside what it should be, with what else kept the machine busy."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds."""

    p50: float
    p99: float
    slowest: float

    def __str__(self) -> str:
        return f"p50 {self.p50:.2f}, p99 {self.p99:.2f}, slowest {self.slowest:.2f} ms"

    @classmethod
    def of(cls, seconds: Iterable[float]) -> Times:
        taken = 1000 * np.fromiter(seconds, float)
        return cls(float(np.percentile(taken, 50)), float(np.percentile(taken, 99)), float(taken.max()))


def timed(ask: Callable[[T], object], questions: Iterable[T]) -> Times:
    """Of the first, which finds nothing prepared, no account is taken."""
    taken = []
    for question in questions:
        began = time.perf_counter()
        ask(question)
        taken.append(time.perf_counter() - began)
    return Times.of(taken[1:])


def say(what: str, figure: object, target: str = "") -> None:
    print(f"{what:<58} {figure!s:<52} {target}".rstrip(), flush=True)


def say_load() -> None:
    """Above one a core, all times are longer than they should be."""
    one, five, _ = os.getloadavg()
    print(f"# load {one:.1f} (five minutes {five:.1f}) on {os.cpu_count()} cores", flush=True)
