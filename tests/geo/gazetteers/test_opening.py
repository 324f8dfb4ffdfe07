"""Built once, whole, and anew when what it is built from changes."""

import multiprocessing
import os
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

import geo.gazetteers.build
from geo.gazetteers import open_gazetteer, opening
from tests.geo.gazetteers import places as p

BUILDS = "builds.txt"


def built(cache: Path) -> list[Path]:
    return sorted(path for path in cache.iterdir() if path.is_dir())


def open_with_another(cache: Path) -> int:
    """Opens as soon as a second process is about to; returns how many places there are. Runs in a process of its own."""

    def read_entries(progress: object) -> list[object]:
        with (cache / BUILDS).open("a") as file:
            file.write(f"{os.getpid()}\n")
        time.sleep(0.2)  # time enough for the other one to come to the lock
        return list(p.ENTRIES)

    geo.gazetteers.build.read_entries = read_entries  # type: ignore[assignment]
    (cache / f"{os.getpid()}.ready").touch()
    while len(list(cache.glob("*.ready"))) < 2:
        time.sleep(0.01)
    return open_gazetteer(cache).info().places


def test_two_processes_that_start_together_build_once(tmp_path: Path) -> None:
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        assert list(pool.map(open_with_another, [tmp_path, tmp_path])) == [len(p.ENTRIES)] * 2
    assert len((tmp_path / BUILDS).read_text().splitlines()) == 1
    assert len(built(tmp_path)) == 1


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Builds from a handful of places, and from one table: the path given."""
    data = tmp_path / "data"
    (data / "gazetteer").mkdir(parents=True)
    table = data / "gazetteer" / "table.csv"
    table.write_text("one")
    monkeypatch.setattr(opening, "data_path", lambda folder: data / folder)
    monkeypatch.setattr(geo.gazetteers.build, "read_entries", lambda progress: list(p.ENTRIES))
    return table


def test_what_is_built_is_opened_again_not_built_again(
    quick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = open_gazetteer(tmp_path / "cache")
    monkeypatch.delattr(geo.gazetteers.build, "read_entries")
    assert open_gazetteer(tmp_path / "cache").folder == first.folder


def test_a_build_that_fails_leaves_nothing_and_the_next_one_works(
    quick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    with monkeypatch.context() as broken:
        broken.setattr("geo.gazetteers.writing.write_grid", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
        with pytest.raises(OSError, match="disk full"):
            open_gazetteer(cache)
    assert built(cache) == []
    assert open_gazetteer(cache).place(p.PARIS.id) == p.PARIS


def test_what_a_killed_build_left_is_never_opened(quick: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    (cache / "unfinished-abc").mkdir(parents=True)
    assert open_gazetteer(cache).folder.name.startswith("gazetteer-")


def test_a_change_of_any_input_gives_another_folder(
    quick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = [open_gazetteer(tmp_path / "cache").folder]
    quick.write_text("two")
    folders.append(open_gazetteer(tmp_path / "cache").folder)
    with monkeypatch.context() as other:
        other.setattr(opening, "normalise", str.upper)
        folders.append(open_gazetteer(tmp_path / "cache").folder)
    quick.write_text("one")
    assert open_gazetteer(tmp_path / "cache").folder == folders[0]
    assert len(set(folders)) == 3


def test_old_folders_are_cleared_away(quick: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    for number in range(6):
        quick.write_text(str(number))
        last = open_gazetteer(cache).folder
    assert last in built(cache)
    assert len(built(cache)) == 3


def test_a_missing_cache_folder_is_made(quick: Path, tmp_path: Path) -> None:
    assert open_gazetteer(tmp_path / "a" / "b").info().places == len(p.ENTRIES)
