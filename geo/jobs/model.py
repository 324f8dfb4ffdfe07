"""Jobs: articles that were handed in together, or a feed, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Of a job: any but KEPT and STORED. Of an article: QUEUED, STORED, KEPT, FAILED."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    STORED = "stored"
    KEPT = "kept"  # as it was in the store


@dataclass(frozen=True, slots=True)
class Input:
    """`document`: JSON as `geo.readers.jsonlines` reads it; `page`: where the whole article is, "" if this is it."""

    document: bytes
    page: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What became of an article. `reason`: of a failure."""

    state: State
    article: str = ""
    events: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """The `number`th article of a job, from 1."""

    job: str
    number: int
    done: Done
    input: Input | None = None
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Job:
    """`feed` "": articles were handed in; else they are its entries, with their `pages` fetched or not, and `total` is
    None until it was read. Times are in seconds since 1970. `read`: articles done with, of which `kept` were in the
    store and `failed` could not be read. `problem`: why it failed, or what it waits for."""

    id: str
    state: State
    feed: str
    pages: bool
    created: float
    started: float | None
    finished: float | None
    total: int | None
    read: int
    kept: int
    failed: int
    events: int
    problem: str

    @property
    def over(self) -> bool:
        return self.state not in (State.QUEUED, State.RUNNING)
