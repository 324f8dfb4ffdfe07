"""Requests by wrk, which takes little of the machine itself: how many a second, and how long each takes."""

from __future__ import annotations

import math
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

_SCRIPT = Path(__file__).with_name("paths.lua")
_MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


@dataclass(frozen=True, slots=True)
class Pace:
    """Times in milliseconds. `failed`: answers that are no success."""

    a_second: float
    p50: float
    p99: float
    failed: int = 0

    def __str__(self) -> str:
        failed = f", {self.failed} FAILED" if self.failed else ""
        return f"{self.a_second:,.4g} a second, p50 {self.p50:.2f}, p99 {self.p99:.2f} ms{failed}"


def find() -> str:
    """Ends the program where there is no wrk."""
    if program := shutil.which("wrk"):
        return program
    sys.exit("wrk is needed and not installed here (Debian and Homebrew: package wrk)")


def ask(
    base: str, paths: Iterable[str], seconds: float, headers: Mapping[str, str] | None = None, clients: int = 1
) -> Pace:
    """The paths in turn, again and again; before that for a second without being timed, the first until it is answered."""
    first, *_ = paths = list(paths)
    with urllib.request.urlopen(base + first, timeout=600) as answer:
        answer.read()
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as listed:
        listed.writelines(f"{path}\n" for path in paths)
        listed.flush()
        given = [f"-H{name}: {value}" for name, value in (headers or {}).items()]
        for duration in (1, max(1, round(seconds))):
            run = (
                "--latency",
                "-t1",
                f"-c{clients}",
                f"-d{duration}s",
                "--timeout",
                "60s",
                "-s",
                str(_SCRIPT),
                *given,
            )
            said = subprocess.run(
                [find(), *run, base, "--", listed.name], check=True, capture_output=True, text=True
            ).stdout
    return _read(said)


def _read(said: str) -> Pace:
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    [rate] = re.findall(r"Requests/sec:\s+([\d.]+)", said)
    return Pace(float(rate), _time(said, "50%"), _time(said, "99%"), int(failed[1]) if failed else 0)


def _time(said: str, which: str) -> float:
    """Endless where nothing was answered in time."""
    found = re.search(rf"^\s+{which}\s+([\d.]+)([a-z]+)$", said, re.MULTILINE)
    return float(found[1]) * _MILLISECONDS[found[2]] if found and float(found[1]) else math.inf
