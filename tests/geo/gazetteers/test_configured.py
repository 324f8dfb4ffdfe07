"""The gazetteer that the settings describe, with lists in front of it that are built on first use."""

import logging
from pathlib import Path

import pytest

import geo.gazetteers.build
from geo.errors import GazetteerError, SettingsError
from geo.gazetteers import open_configured, opening
from geo.gazetteers.combined import CombinedGazetteer
from geo.gazetteers.configured import open_parts
from geo.gazetteers.index import IndexGazetteer
from geo.gazetteers.online import OnlineFallback
from geo.model import Match
from geo.settings import Settings
from tests.geo.gazetteers import places as p
from tests.geo.gazetteers.suite import found

TOML = """
file = "{name}.csv"
prefix = "{name}"
[columns]
name = "NAME"
id = "CODE"
lon = "X"
lat = "Y"
"""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A built-in gazetteer of a handful of places; no shapes."""
    monkeypatch.setattr(opening, "data_path", lambda *parts: tmp_path.joinpath("data", *parts))
    monkeypatch.setattr(geo.gazetteers.build, "read_entries", lambda progress: list(p.ENTRIES))


def described(folder: Path, name: str, *rows: str) -> Path:
    (folder / f"{name}.csv").write_text("\n".join(["CODE,NAME,X,Y", *rows]), encoding="utf-8")
    path = folder / f"{name}.toml"
    path.write_text(TOML.format(name=name), encoding="utf-8")
    return path


def settings(tmp_path: Path, *gazetteers: Path, **more: str) -> Settings:
    return Settings(cache_dir=tmp_path / "cache", gazetteers=gazetteers, **more)


def test_without_lists_it_is_the_built_in_gazetteer_alone(tmp_path: Path) -> None:
    assert isinstance(open_configured(settings(tmp_path)), IndexGazetteer)


def test_a_list_is_asked_first_and_its_twins_are_kept_with_it(tmp_path: Path) -> None:
    path = described(tmp_path, "villages", "1,Yevlax,47.16,40.62", "2,Qarağacı,47.25,40.5")
    for _ in ("built", "opened again"):
        gazetteer = open_configured(settings(tmp_path, path))
        assert isinstance(gazetteer, CombinedGazetteer)
        assert found(gazetteer, "Евлах") == [("villages:1", Match.ALTERNATE)]
        assert found(gazetteer, "Qaragaci") == [("villages:2", Match.EXACT)]
        assert gazetteer.place("villages:1").population == p.YEVLAKH.population
        assert found(gazetteer, "Paris")[0][0] == p.PARIS.id


def test_several_lists_each_in_front_of_the_next(tmp_path: Path) -> None:
    first = described(tmp_path, "first", "1,Yevlax,47.16,40.62")
    second = described(tmp_path, "second", "1,Yevlax,47.14,40.62", "2,Qarağacı,47.25,40.5")
    gazetteer = open_configured(settings(tmp_path, first, second))
    assert found(gazetteer, "Yevlakh") == [("first:1", Match.EXACT)]
    assert found(gazetteer, "Qarağacı") == [("second:2", Match.EXACT)]
    assert found(open_configured(settings(tmp_path, second, first)), "Yevlakh") == [("second:1", Match.EXACT)]
    parts = open_parts(settings(tmp_path, first, second))
    assert [part.info().places for part in parts] == [1, 2, len(p.ENTRIES)]


def test_a_list_that_is_built_is_opened_without_reading_it_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = described(tmp_path, "villages", "1,Yevlax,47.16,40.62")
    open_configured(settings(tmp_path, path))
    monkeypatch.setattr("geo.gazetteers.lists.read_list", None)
    assert found(open_configured(settings(tmp_path, path)), "Yevlax") == [("villages:1", Match.EXACT)]


@pytest.mark.parametrize("changed", ["villages.csv", "villages.toml", "built-in"])
def test_what_changes_is_built_again_by_itself(tmp_path: Path, changed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = described(tmp_path, "villages", "1,Yevlax,47.16,40.62", "2,Aran,47.3,40.5")
    before = open_parts(settings(tmp_path, path))[0]
    if changed == "built-in":
        monkeypatch.setattr(opening, "_VERSION", 0)
    else:
        file = tmp_path / changed
        file.write_text(file.read_text(encoding="utf-8").replace("Aran", "Arran") + "\n# or so", encoding="utf-8")
    after = open_parts(settings(tmp_path, path))[0]
    assert before.folder != after.folder
    match = Match.EXACT if changed == "villages.csv" else Match.FUZZY
    assert found(after, "Arran") == [("villages:2", match)]


def test_old_folders_of_a_list_are_cleared_away_and_no_others(tmp_path: Path) -> None:
    other = described(tmp_path, "other", "1,Aran,47.16,40.62")
    kept = open_parts(settings(tmp_path, other))[0].folder
    folders = []
    for number in range(5):
        path = described(tmp_path, "villages", f"{number},Yevlax,47.16,40.62")
        folders.append(open_parts(settings(tmp_path, path))[0].folder)
    assert [folder.is_dir() for folder in folders] == [False, False, True, True, True]
    assert kept.is_dir()


def test_rows_left_out_are_logged_the_first_few_by_name(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = described(tmp_path, "villages", "1,Yevlax,47.16,40.62", *[f"{n},,47,40" for n in range(2, 10)])
    with caplog.at_level(logging.WARNING):
        (part, _) = open_parts(settings(tmp_path, path))
    assert len(caplog.messages) == 6
    assert caplog.messages[0] == "villages.csv, line 3: no name: the cell is empty"
    assert caplog.messages[-1].startswith("8 rows left out")
    assert part.info().inputs["rows left out"] == "8"


def test_a_wrong_description_is_told_and_nothing_is_built(tmp_path: Path) -> None:
    path = described(tmp_path, "villages", "1,Yevlax,47.16,40.62")
    for text, told in (("file = 3", "file: "), (TOML.format(name="towns"), "there is no file"), ("x", "no TOML")):
        path.write_text(text)
        with pytest.raises(GazetteerError, match=told):
            open_configured(settings(tmp_path, path))
    path.write_text(TOML.format(name="villages").replace("id =", "ids ="))
    with pytest.raises(GazetteerError, match=r"columns\.ids: 'ids' is no key here"):
        open_configured(settings(tmp_path, path))
    assert not list((tmp_path / "cache").glob("list*-*"))


def test_a_missing_description_and_one_prefix_for_two_lists(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"DATELINE_GAZETTEERS: there is no file .*nowhere\.toml"):
        open_configured(settings(tmp_path, tmp_path / "nowhere.toml"))
    one = described(tmp_path, "villages", "1,Yevlax,47.16,40.62")
    two = tmp_path / "again.toml"
    two.write_text(one.read_text())
    with pytest.raises(SettingsError, match=r"villages\.toml and .*again\.toml have one prefix, 'villages'"):
        open_configured(settings(tmp_path, one, two))


def test_an_online_geocoder_is_asked_behind_the_lists(tmp_path: Path) -> None:
    path = described(tmp_path, "villages", "1,Yevlax,47.16,40.62")
    more = {"online_geocoder": "nominatim", "online_user_agent": "tests (a@example.org)"}
    gazetteer = open_configured(settings(tmp_path, path, **more))
    assert isinstance(gazetteer, OnlineFallback)
    assert found(gazetteer, "Yevlakh") == [("villages:1", Match.EXACT)]
    assert [place.id for place in gazetteer.nearest(47.15, 40.62)] == ["villages:1"]
