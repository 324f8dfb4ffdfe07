"""How often a server is asked: with a pause between two questions, and again later when it says it can't answer now."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from geo.errors import FetchError
from geo.fetching.client import NEW, Answer, Fetch, Validators

_PAUSE_S = 1.0  # between two questions to one host
_FIRST_S, _LONGEST_S = 2.0, 60.0  # of the waits before asking again


@dataclass(frozen=True, slots=True)
class Polite:
    """A `Fetch` that asks `attempts` times. `wait` gets seconds and may come back sooner, when there is no hurry to
    wait for: then nothing is asked again. A server that wants to be left alone for longer than a minute is."""

    fetch: Fetch
    attempts: int = 3
    wait: Callable[[float], object] = time.sleep
    clock: Callable[[], float] = time.time
    _last: dict[str, float] = field(default_factory=dict)

    def __call__(self, address: str, have: Validators = NEW) -> Answer:
        for attempt in range(self.attempts):
            self._pause(urlsplit(address).netloc)
            try:
                return self.fetch(address, have)
            except FetchError as error:
                asked = seconds(error.retry_after, self.clock())
                delay = max(_FIRST_S * 2**attempt, asked or 0.0)
                if not error.passing or attempt + 1 == self.attempts or delay > _LONGEST_S or self.wait(delay):
                    raise
        raise AssertionError("unreachable")

    def _pause(self, host: str) -> None:
        now = self.clock()
        if 0 < (rest := self._last.get(host, 0.0) + _PAUSE_S - now) <= _PAUSE_S:
            self.wait(rest)
        if len(self._last) > 10_000:
            self._last.clear()
        self._last[host] = self.clock()


def seconds(retry_after: str, now: float) -> float | None:
    """From `now`, by the number or the date of a Retry-After header; None where it says neither. Never below 0."""
    if retry_after.isascii() and retry_after.strip().isdigit():
        return min(float(retry_after), 10.0**9)
    try:
        when = parsedate_to_datetime(retry_after)
        return max(0.0, when.replace(tzinfo=when.tzinfo or UTC).timestamp() - now)
    except (ValueError, TypeError, OverflowError):
        return None


def backed_off(failures: int, every: float, asked: float | None = None) -> float:
    """Seconds until something that failed `failures` times in a row is tried again, every `every` seconds if it works:
    twice as long each time, a day at most, unless the server `asked` for more (a week at most)."""
    return max(min(every * 2.0 ** min(failures, 20), max(86_400.0, every)), min(asked or 0.0, 7 * 86_400.0))


def at(clock: float) -> str:
    """As RFC 3339 writes it, to the second, UTC."""
    return datetime.fromtimestamp(clock, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
