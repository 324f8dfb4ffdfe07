"""Which of several processes does a thing: the one that holds its lease, until it stops saying so."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from geo.errors import StoreError
from geo.jobs.file import JobFile

_SECONDS = 30.0  # that a lease lasts when its holder says no more


@dataclass(frozen=True, slots=True)
class Lease:
    file: JobFile
    name: str
    clock: Callable[[], float] = time.time
    holder: str = field(default_factory=lambda: secrets.token_hex(8))

    def take(self) -> bool:
        """Taken, or taken for longer; False while another holds it."""
        now = self.clock()
        with self.file.writing() as database:
            taken = database.execute(
                """INSERT INTO leases VALUES (?1, ?2, ?3) ON CONFLICT (name)
                   DO UPDATE SET holder = ?2, until = ?3 WHERE holder = ?2 OR until < ?4""",
                (self.name, self.holder, now + _SECONDS, now),
            )
            return taken.rowcount == 1

    def release(self) -> None:
        with self.file.writing() as database:
            database.execute("DELETE FROM leases WHERE name = ? AND holder = ?", (self.name, self.holder))

    def beat(self, stop: threading.Event) -> None:
        """Holds it for longer, where it is held, until `stop`: what is done under it may take longer than it lasts."""
        threading.Thread(target=self._beat, args=(stop,), name=f"lease {self.name}", daemon=True).start()

    def _beat(self, stop: threading.Event) -> None:
        while not stop.wait(_SECONDS / 3):
            with suppress(StoreError), self.file.writing() as database:
                database.execute(
                    "UPDATE leases SET until = ? WHERE name = ? AND holder = ?",
                    (self.clock() + _SECONDS, self.name, self.holder),
                )
