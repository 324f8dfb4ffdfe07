"""Records of one size in a file, read where they lie."""

from __future__ import annotations

import mmap
import os
import sys
import weakref
from pathlib import Path
from typing import Any

import numpy as np

from geo.gazetteers.columns import Array


class Bytes:
    """The bytes of a file, read rather than mapped: what a process has asked for does not stay in its memory.

    Safe to use from several threads, and after a fork.
    """

    def __init__(self, path: Path) -> None:
        self.size = path.stat().st_size
        if sys.platform == "win32":  # which can't read at a place without moving there first
            with path.open("rb") as file:
                self._mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if self.size else b""
        else:
            self._number = os.open(path, os.O_RDONLY)
            weakref.finalize(self, os.close, self._number)

    def read(self, start: int, size: int) -> bytes:
        if sys.platform == "win32":
            return self._mapped[start : start + size]
        return os.pread(self._number, size, start)


class Records:
    def __init__(self, path: Path, layout: np.dtype[Any]) -> None:
        self._bytes = Bytes(path)
        self._layout = layout

    def __len__(self) -> int:
        return self._bytes.size // self._layout.itemsize

    def array(self, start: int, end: int) -> Array:
        size = self._layout.itemsize
        return np.frombuffer(self._bytes.read(start * size, (end - start) * size), self._layout)
