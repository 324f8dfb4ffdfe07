"""Which gazetteer is used: the shipped one, or the one last built from a GeoNames dump. The cache folder says."""

from __future__ import annotations

import os
from pathlib import Path

from geo.errors import GazetteerError

SMALL, FULL = "small", "geonames"
_FILE = "gazetteer-in-use.txt"  # holds the name of the folder; the shipped one is in use where there is no such file


def choose(cache: Path, name: str) -> None:
    """From now on `open_gazetteer` opens this one: SMALL, or FULL, which must have been built."""
    if name == SMALL:
        (cache / _FILE).unlink(missing_ok=True)
        return
    folders = sorted(cache.glob(f"{FULL}-*"), key=lambda folder: folder.stat().st_mtime)
    if not folders:
        raise GazetteerError("no gazetteer is built from a GeoNames dump: dateline gazetteer build --geonames FILE")
    written = cache / f"{_FILE}.{os.getpid()}"
    written.write_text(folders[-1].name, encoding="utf-8")
    written.replace(cache / _FILE)


def chosen(cache: Path) -> Path | None:
    """The folder of the full gazetteer if that is in use, None for the shipped one."""
    try:
        name = (cache / _FILE).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    if not (cache / name).is_dir():
        raise GazetteerError(f"{cache / name} is gone: build it again, or go back: dateline gazetteer use {SMALL}")
    return cache / name
