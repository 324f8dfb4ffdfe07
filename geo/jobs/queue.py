"""The queue of jobs: handed in here, taken by one worker article by article, each done once."""

from __future__ import annotations

import secrets
import sqlite3
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from geo.errors import ItemNotFound
from geo.jobs.file import JobFile
from geo.jobs.model import Done, Input, Item, Job, State

_KEPT_S = 30 * 86_400.0  # that a job is remembered after its end
# An article that ended its process so often is not tried again.
_TRIES = 3
_JOB = (
    "SELECT id, state, feed, pages, created, started, finished, total, read, kept, failed, events, problem FROM jobs"
)


@dataclass(frozen=True, slots=True)
class Queue:
    file: JobFile
    clock: Callable[[], float] = time.time

    def submit(self, articles: Iterable[Input] = (), *, feed: str = "", pages: bool = True) -> Job:
        """Kept before this returns. Jobs that ended a month ago are forgotten."""
        id, now = secrets.token_hex(8), self.clock()
        with self.file.writing() as database:
            database.execute("DELETE FROM jobs WHERE finished < ?", (now - _KEPT_S,))
            database.execute(
                "INSERT INTO jobs VALUES (?, ?, ?, 'queued', '', ?, NULL, NULL, 0, 0, 0, 0, 0)",
                (id, feed, pages, now),
            )
            _fill(database, id, articles)
        return self.job(id)

    def job(self, id: str) -> Job:
        with self.file.reading() as database:
            found = database.execute(f"{_JOB} WHERE id = ?", (id,)).fetchone()
        if found is None:
            raise ItemNotFound("job", id)
        return _job(found)

    def jobs(self, limit: int, offset: int = 0) -> tuple[Job, ...]:
        """The newest first."""
        with self.file.reading() as database:
            found = database.execute(f"{_JOB} ORDER BY created DESC, id LIMIT ? OFFSET ?", (limit, offset)).fetchall()
        return tuple(map(_job, found))

    def waiting(self) -> int:
        """Jobs that are not over."""
        with self.file.reading() as database:
            [(count,)] = database.execute("SELECT count(*) FROM jobs WHERE state IN ('queued', 'running')")
        return int(count)

    def items(self, id: str, limit: int, offset: int = 0, *, failed: bool = False) -> tuple[Item, ...]:
        """In their order, without what was handed in; `failed`: these alone."""
        only = "AND state = 'failed'" if failed else ""
        with self.file.reading() as database:
            found = database.execute(
                f"""SELECT job, number, state, article, events, reason FROM items WHERE job = ? {only}
                    ORDER BY number LIMIT ? OFFSET ?""",
                (id, limit, offset),
            ).fetchall()
        return tuple(Item(job, number, Done(State(state), *rest)) for job, number, state, *rest in found)

    def remove(self, id: str) -> None:
        """Cancels a job that is not over, and forgets one that is. ItemNotFound if there is none."""
        with self.file.writing() as database:
            cancelled = database.execute(
                "UPDATE jobs SET state = 'cancelled', finished = ? WHERE id = ? AND state IN ('queued', 'running')",
                (self.clock(), id),
            )
            if cancelled.rowcount:
                database.execute("DELETE FROM items WHERE job = ? AND state = 'queued'", (id,))
            elif not database.execute("DELETE FROM jobs WHERE id = ?", (id,)).rowcount:
                raise ItemNotFound("job", id)

    def next_job(self) -> Job | None:
        """The one begun, else the oldest that waits; it runs from now on."""
        with self.file.writing() as database:
            found = database.execute(
                f"{_JOB} WHERE state IN ('queued', 'running') ORDER BY state = 'queued', created LIMIT 1"
            ).fetchone()
            if found:
                database.execute(
                    "UPDATE jobs SET state = 'running', started = coalesce(started, ?) WHERE id = ?",
                    (self.clock(), found[0]),
                )
        return self.job(found[0]) if found else None

    def next_item(self, id: str) -> Item | None:
        """The first article not done; None when there is none left, or the job was cancelled.

        One that ended its process again and again comes without its input: it is only to be called a failure.
        """
        with self.file.writing() as database:
            found = database.execute(
                """UPDATE items SET tries = tries + 1
                   WHERE job = ?1 AND number = (SELECT min(number) FROM items WHERE job = ?1 AND state = 'queued')
                   RETURNING number, input, page, tries""",
                (id,),
            ).fetchone()
        if found is None:
            return None
        number, document, page, tries = found
        given = Input(document, page) if tries <= _TRIES else None
        return Item(id, number, Done(State.QUEUED), given, tries)

    def untouched(self, item: Item) -> None:
        """Taken, and given back through no fault of its own."""
        with self.file.writing() as database:
            database.execute(
                "UPDATE items SET tries = tries - 1 WHERE job = ? AND number = ? AND state = 'queued'",
                (item.job, item.number),
            )

    def done(self, item: Item, result: Done) -> None:
        """Counted once, whoever says so again."""
        with self.file.writing() as database:
            changed = database.execute(
                """UPDATE items SET state = ?, article = ?, events = ?, reason = ?, input = NULL
                   WHERE job = ? AND number = ? AND state = 'queued'""",
                (result.state.value, result.article, result.events, result.reason[:1000], item.job, item.number),
            )
            if changed.rowcount:
                database.execute(
                    """UPDATE jobs SET read = read + 1, kept = kept + ?, failed = failed + ?, events = events + ?,
                       problem = '' WHERE id = ?""",
                    (result.state is State.KEPT, result.state is State.FAILED, result.events, item.job),
                )

    def fill(self, id: str, articles: Iterable[Input]) -> None:
        """With what a feed has; again without effect."""
        with self.file.writing() as database:
            _fill(database, id, articles)

    def waits(self, id: str, problem: str) -> None:
        with self.file.writing() as database:
            database.execute("UPDATE jobs SET problem = ? WHERE id = ?", (problem, id))

    def finish(self, id: str, problem: str = "") -> None:
        """With a `problem` it failed. One that was cancelled stays so."""
        state = State.FAILED if problem else State.DONE
        with self.file.writing() as database:
            database.execute(
                "UPDATE jobs SET state = ?, problem = ?, finished = ? WHERE id = ? AND state = 'running'",
                (state.value, problem, self.clock(), id),
            )


def _fill(database: sqlite3.Connection, id: str, articles: Iterable[Input]) -> None:
    database.executemany(
        "INSERT OR IGNORE INTO items VALUES (?, ?, ?, ?, 'queued', 0, '', 0, '')",
        ((id, number, given.document, given.page) for number, given in enumerate(articles, start=1)),
    )
    database.execute("UPDATE jobs SET total = (SELECT count(*) FROM items WHERE job = ?1) WHERE id = ?1", (id,))


def _job(found: tuple[Any, ...]) -> Job:
    id, state, feed, pages, created, started, finished, total, *rest = found
    unknown = feed and not total and state in ("queued", "running")
    return Job(id, State(state), feed, bool(pages), created, started, finished, None if unknown else total, *rest)
