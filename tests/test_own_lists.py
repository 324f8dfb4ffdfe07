"""docs/gazetteers.md, followed step by step: a list of one's own in every command and in the service."""

import json
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from api.app import create_app
from dateline import cli, opening
from geo.settings import Settings

PAGE = (Path(__file__).parents[1] / "docs" / "gazetteers.md").read_text(encoding="utf-8")
BLOCKS = dict(re.findall(r"^```(csv|toml)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL))
ARTICLE = (
    "Floods cut roads to Garadaghli on Tuesday, and 12 families left Ashaghy Garkhun near Yevlakh in Azerbaijan."
)


@pytest.fixture
def run(monkeypatch, tmp_path, gazetteer):
    """Runs a command in a folder with the page's two files, the list in the settings."""
    for suffix, text in BLOCKS.items():
        (tmp_path / f"villages.{suffix}").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATELINE_GAZETTEERS", "villages.toml")
    monkeypatch.setenv("DATELINE_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr("geo.gazetteers.configured.open_gazetteer", lambda *_, **__: gazetteer)
    opening.pipeline.cache_clear()
    yield lambda *words, text=None: CliRunner().invoke(cli, list(words), input=text)
    opening.pipeline.cache_clear()


def test_the_commands_of_the_page_work(run):
    lines = [line for line in PAGE.splitlines() if line.startswith("dateline ")]
    assert len(lines) == 3
    said = {words[1]: run(*words[1:]) for words in map(shlex.split, lines[1:])}
    checked = run(*shlex.split(lines[0])[1:])
    assert "places 3, left out 0" in checked.stdout
    assert "Qaradağlı, Barda, AZ\tP.PPL\tnames 3\tvillages:AZ-0417" in checked.stdout
    assert said["geocode"].stdout.splitlines()[0].endswith("villages:AZ-0417")
    assert re.findall(r"^places (\d+)", said["gazetteer"].stdout, re.MULTILINE)[0] == "3"
    assert {result.exit_code for result in [checked, *said.values()]} == {0}


@pytest.mark.parametrize("engine", ["serial", "processes"])
def test_articles_are_parsed_with_the_list_by_every_engine(run, engine):
    result = run("geoparse", "--engine", engine, text=json.dumps({"id": "a", "text": ARTICLE}))
    ids = {mention["text"]: (mention["place"] or {}).get("id") for mention in json.loads(result.stdout)["mentions"]}
    assert ids["Garadaghli"] == "villages:AZ-0417"
    assert ids["Yevlakh"] == "villages:AZ-0501"


def test_explain_and_reverse_know_it(run, tmp_path):
    (tmp_path / "article.txt").write_text(ARTICLE, encoding="utf-8")
    assert "Qaradağlı" in run("explain", "article.txt").stdout
    assert run("geocode", "--reverse", "47.19,40.40", "--limit", "1").stdout.strip().endswith("villages:AZ-0417")


def test_the_service_knows_it(run):
    client = TestClient(create_app(Settings()))
    (first, *_) = client.get("/geocode", params={"q": "Нижний Гархун"}).json()["features"]
    assert first["id"] == "villages:AZ-0418"
    near = client.get("/reverse", params={"lon": 47.19, "lat": 40.4}).json()["features"]
    assert near[0]["id"] == "villages:AZ-0417"
    assert client.post("/geoparse", content=ARTICLE, headers={"content-type": "text/plain"}).status_code == 200


def test_a_row_that_is_wrong_is_told_and_counted(run, tmp_path):
    with (tmp_path / "villages.csv").open("a", encoding="utf-8") as file:
        file.write("AZ-0502,,,kənd,47,40\nAZ-0503,Köhnə,,dağ,47,40\n")
    result = run("gazetteer", "check", "villages.toml", "--sample", "0")
    assert "villages.csv, line 5: no name" in result.stderr
    assert "villages.csv, line 6: unknown kind: 'dağ'" in result.stderr
    assert result.stdout.endswith("places 3, left out 2 (no name 1, unknown kind 1)\n")
    assert result.exit_code == 1


def test_a_wrong_setting_or_description_ends_in_one_line(run, tmp_path, monkeypatch):
    monkeypatch.setenv("DATELINE_GAZETTEERS", "nowhere.toml")
    assert "there is no file nowhere.toml" in str(run("geocode", "Yevlakh").exception)
    (tmp_path / "villages.toml").write_text("x = 1")
    assert "x: 'x' is no key here" in str(run("gazetteer", "check", "villages.toml").exception)
