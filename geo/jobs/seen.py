"""What was seen of watched feeds, so that a new start neither fetches nor reads it again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from geo.jobs.file import JobFile

_KEPT_S = 180 * 86_400.0  # that an entry is remembered after it was last in its feed


@dataclass(frozen=True, slots=True)
class Watched:
    """`status`: of the last time, in words. `next`: when it is to be asked again, in seconds since 1970."""

    address: str
    status: str = ""
    etag: str = ""
    modified: str = ""
    checked: float = 0.0
    next: float = 0.0
    failures: int = 0


@dataclass(frozen=True, slots=True)
class Seen:
    file: JobFile

    def feed(self, address: str) -> Watched:
        with self.file.reading() as database:
            found = database.execute("SELECT * FROM feeds WHERE address = ?", (address,)).fetchone()
        return Watched(*found) if found else Watched(address)

    def keep(self, feed: Watched) -> None:
        values = (feed.address, feed.status, feed.etag, feed.modified, feed.checked, feed.next, feed.failures)
        with self.file.writing() as database:
            database.execute("INSERT OR REPLACE INTO feeds VALUES (?, ?, ?, ?, ?, ?, ?)", values)

    def tries(self, feed: str, entry: str, digest: str) -> int | None:
        """How often its page was asked for in vain, 0 for one never seen as it is now; None: it is done with."""
        with self.file.reading() as database:
            found = database.execute(
                "SELECT tries FROM entries WHERE feed = ? AND entry = ? AND digest = ?", (feed, entry, digest)
            ).fetchone()
        if found is None:
            return 0
        return int(found[0]) or None

    def enter(self, feed: str, entry: str, digest: str, now: float, tries: int = 0) -> None:
        """`tries` 0: it is done with."""
        with self.file.writing() as database:
            database.execute(
                "INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?, ?)", (feed, entry, digest, tries, now)
            )

    def refresh(self, feed: str, entries: Iterable[str], now: float) -> None:
        """These are in the feed still; what has not been for half a year is forgotten."""
        with self.file.writing() as database:
            database.executemany(
                "UPDATE entries SET seen = ? WHERE feed = ? AND entry = ?", ((now, feed, entry) for entry in entries)
            )
            database.execute("DELETE FROM entries WHERE feed = ? AND seen < ?", (feed, now - _KEPT_S))
