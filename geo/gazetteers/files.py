"""Records of one size in a file, read where they lie."""

from __future__ import annotations

import mmap
import os
import struct
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
        self._size = layout.itemsize
        # One record takes numpy five times as long.
        self._struct = struct.Struct("<" + "".join(_code(layout[name]) for name in layout.names or ()))

    def __len__(self) -> int:
        return self._bytes.size // self._size

    def row(self, at: int) -> tuple[Any, ...]:
        return self._struct.unpack(self._bytes.read(at * self._size, self._size))

    def rows(self, start: int, end: int) -> list[tuple[Any, ...]]:
        return list(self._struct.iter_unpack(self._bytes.read(start * self._size, (end - start) * self._size)))

    def array(self, start: int, end: int) -> Array:
        return np.frombuffer(self._bytes.read(start * self._size, (end - start) * self._size), self._layout)


def _code(field: np.dtype[Any]) -> str:
    """The letter that `struct` has for a field without gaps around it, smallest end first."""
    return {"u1": "B", "u2": "H", "u4": "I", "i4": "i", "f4": "f", "b1": "?"}[f"{field.kind}{field.itemsize}"]
