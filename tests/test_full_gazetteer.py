"""A GeoNames dump into the gazetteer by the command line, and back to the shipped one."""

import pytest
from click.testing import CliRunner

from dateline import cli, opening
from tests.geo.gazetteers.places import ENTRIES
from tests.geo.gazetteers.test_dump import NAMES, PLACES


def here(_):
    """No processes of their own: what is patched is patched for them too."""
    return map


@pytest.fixture
def run(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATELINE_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr("geo.gazetteers.build.read_entries", lambda progress: list(ENTRIES))
    monkeypatch.setattr("geo.gazetteers.build.processes", here)
    (tmp_path / "FR.txt").write_text("\n".join([*PLACES, "1\tbroken"]), encoding="utf-8")
    (tmp_path / "alternateNamesV2.txt").write_text("\n".join(NAMES), encoding="utf-8")

    def run(*words):
        opening.pipeline.cache_clear()
        return CliRunner().invoke(cli, list(words))

    yield run
    opening.pipeline.cache_clear()


def test_a_dump_is_built_in_use_and_left_again(run):
    result = run("gazetteer", "build", "--geonames", "FR.txt", "--alternate-names", "alternateNamesV2.txt")
    assert result.exit_code == 0
    assert "dateline: FR.txt, line 14: 19 fields expected: '2 found'" in result.stderr
    assert "read: places 11, names 14" in result.stderr
    assert "broken lines: 1 (19 fields expected 1)" in result.stderr
    assert "FR.txt: " in result.stdout
    assert "Zum Adler" in run("geocode", "Zum Adler").stdout
    assert "FR.txt" in run("gazetteer", "info").stdout
    assert "FR.txt" not in run("gazetteer", "use", "small").stdout
    assert run("geocode", "Zum Adler").exit_code == 1
    assert "FR.txt" in run("gazetteer", "use", "geonames").stdout
    assert run("geocode", "Zum Adler").exit_code == 0
    assert "before" in run("gazetteer", "build", "--geonames", "FR.txt", "--alternate-names", NAMES_FILE).stderr


NAMES_FILE = "alternateNamesV2.txt"


def test_many_broken_lines_are_told_of_once(run, tmp_path):
    with (tmp_path / "FR.txt").open("a", encoding="utf-8") as file:
        file.write("\nnothing" * 100)
    result = run("gazetteer", "build", "--geonames", "FR.txt")
    assert result.stderr.count("line ") == 20
    assert "dateline: more broken lines are only counted" in result.stderr
    assert "broken lines: 101" in result.stderr


def test_what_is_asked_wrongly_is_told(run):
    assert "belong to the places of --geonames" in run("gazetteer", "build", "--alternate-names", NAMES_FILE).stderr
    result = run("gazetteer", "use", "geonames")
    assert "no gazetteer is built from a GeoNames dump" in str(result.exception)


def test_a_full_gazetteer_that_was_deleted_is_missed(run, tmp_path):
    run("gazetteer", "build", "--geonames", "FR.txt")
    (folder,) = (tmp_path / "cache").glob("geonames-*")
    folder.rename(tmp_path / "elsewhere")
    assert "dateline gazetteer use small" in str(run("gazetteer", "info").exception)
    assert run("gazetteer", "use", "small").exit_code == 0
