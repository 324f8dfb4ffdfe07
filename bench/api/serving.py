"""Programs that serve for a while: started, waited for, stopped."""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

_PATIENCE_S = 120.0  # a service that looks at its data first takes its time


@contextmanager
def serving(
    command: Sequence[str | Path], port: int, path: str, folder: Path, environment: Mapping[str, str] | None = None
) -> Iterator[str]:
    """The address of what `command` serves, once `path` is answered well. What it says goes to a file in `folder`."""
    log = folder / f"{port}.log"
    with log.open("w") as said:
        process = subprocess.Popen(
            [str(word) for word in command],
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(process, address + path, log)
            yield address
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    end = time.monotonic() + _PATIENCE_S
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=30):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise RuntimeError(f"{address} is not answered; the end of what it said: {log.read_text()[-2000:]}")
