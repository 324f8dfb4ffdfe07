"""The gazetteer that the settings describe: the user's lists, in front of the built-in one, and an online fallback."""

from __future__ import annotations

import hashlib
import logging
import tomllib
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from geo.errors import GazetteerError, SettingsError
from geo.gazetteers.base import LocatedGazetteer, Progress, silent
from geo.gazetteers.combined import CombinedGazetteer
from geo.gazetteers.index import IndexGazetteer
from geo.gazetteers.opening import built, file_digest, open_gazetteer
from geo.resources import data_path
from geo.settings import Settings

if TYPE_CHECKING:
    from geo.gazetteers.listrows import BadRow

log = logging.getLogger(__name__)

# Raise it when the same list is to give another index.
_VERSION = 1
_TOLD = 5  # bad rows that are logged one by one; `dateline gazetteer check` tells all
_TWINS = "twins.npy"  # rows of the gazetteers behind a list, and of the list

Offline: TypeAlias = IndexGazetteer | CombinedGazetteer


def open_configured(settings: Settings, *, progress: Progress = silent) -> LocatedGazetteer:
    """What `settings` say, built where it is not yet: the one door for the command line and the service."""
    gazetteer = _combined(open_parts(settings, progress=progress))
    if not settings.online_geocoder:
        return gazetteer
    from geo.gazetteers.online import OnlineFallback, online_geocoder

    return OnlineFallback(gazetteer, partial(online_geocoder, settings), settings.cache_dir / "online.sqlite")


def open_parts(settings: Settings, *, progress: Progress = silent) -> list[IndexGazetteer]:
    """The user's lists in the order of the settings, then the built-in gazetteer."""
    lists = [_listed(path) for path in dict.fromkeys(settings.gazetteers)]
    by_prefix: dict[str, Path] = {}
    for listed in lists:
        if (other := by_prefix.setdefault(listed.prefix, listed.path)) != listed.path:
            raise SettingsError(f"DATELINE_GAZETTEERS: {other} and {listed.path} have one prefix, {listed.prefix!r}")
    parts = [open_gazetteer(settings.cache_dir, progress=progress)]
    for listed in reversed(lists):
        parts.insert(0, _open_list(listed, parts, settings.cache_dir, progress))
    return parts


def _combined(parts: Sequence[IndexGazetteer]) -> Offline:
    *lists, gazetteer = parts
    combined: Offline = gazetteer
    for front in reversed(lists):
        combined = CombinedGazetteer(front, combined, dict(np.load(front.folder / _TWINS).tolist()))
    return combined


class _Listed(NamedTuple):
    """A description as far as its index goes by it: `inputs` are digests of all it is made of."""

    path: Path
    prefix: str
    inputs: Mapping[str, str]


def _listed(path: Path) -> _Listed:
    if not path.is_file():
        raise SettingsError(f"DATELINE_GAZETTEERS: there is no file {path}; name descriptions of lists of places")
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        prefix, file = str(said["prefix"]), path.parent / Path(said["file"]).expanduser()
        return _Listed(path, prefix, {part.name: file_digest(part) for part in (path, *_files(file))})
    except (OSError, ValueError, KeyError, TypeError) as error:
        from geo.gazetteers.described import read_description

        read_description(path)  # says what is wrong
        raise GazetteerError(f"{path}: {error}") from None


def _files(path: Path) -> list[Path]:
    """All that makes up a data set: a folder's files, a shapefile's companions, mostly the one file."""
    if path.is_dir():
        return sorted(file for file in path.rglob("*") if file.is_file())
    if path.suffix.lower() == ".shp":
        return sorted(file for file in path.parent.iterdir() if file.stem == path.stem and file.is_file())
    return [path]


def _open_list(listed: _Listed, behind: Sequence[IndexGazetteer], cache: Path, progress: Progress) -> IndexGazetteer:
    """Twins are rows of the gazetteers behind it, so with others behind it is another list."""
    inputs = {
        "list": str(_VERSION),
        **listed.inputs,
        "in front of": " ".join(part.folder.name for part in behind),
    }

    def make(folder: Path) -> None:
        # Here, since a list that is built already has no need of geopandas and pydantic.
        from geo.gazetteers.described import read_description
        from geo.gazetteers.lists import read_list
        from geo.gazetteers.twins import complete, find_twins
        from geo.gazetteers.writing import write_index

        found, bad = read_list(read_description(listed.path))
        _tell(bad)
        twins = find_twins(found, _combined(behind))
        entries = complete(found, twins, data_path("boundaries", "admin1.fgb"))
        write_index(folder, entries, inputs | {"rows left out": str(len(bad))}, progress)
        index = IndexGazetteer(folder)
        rows = [(twin.row, index.row(ours)) for ours, twin in twins.items()]
        np.save(folder / _TWINS, np.array(rows, "<i8").reshape(-1, 2))

    # By its path, so that one list's latest folders are not cleared away for another's.
    kind = "list" + hashlib.sha256(str(listed.path.resolve()).encode()).hexdigest()[:8]
    return IndexGazetteer(built(cache, kind, inputs, make))


def _tell(bad: Sequence[BadRow]) -> None:
    for row in bad[:_TOLD]:
        log.warning("%s", row)
    if bad:
        log.warning("%d rows left out; dateline gazetteer check DESCRIPTION tells of each", len(bad))
