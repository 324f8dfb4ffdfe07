"""The documents say what the code does: commands, settings, addresses, modules."""

import importlib.util
import re
import shlex
from dataclasses import fields
from pathlib import Path

import click
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from dateline import cli
from geo.settings import Settings
from geo.stores import MemoryStore

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [README, *(path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("docs/*.md")))]
CODE = [code for page in PAGES for code in re.findall(r"^```\n(.*?)^```", page, re.MULTILINE | re.DOTALL)]
COMMANDS = [line.partition("#")[0].strip() for block in CODE for line in block.splitlines()]


@pytest.mark.parametrize("line", [line for line in COMMANDS if line.startswith("dateline ")])
def test_a_command_of_the_documents_is_one_the_command_line_takes(line, tmp_path, monkeypatch):
    _, *words = shlex.split(line)
    monkeypatch.chdir(tmp_path)
    for word in words:
        if word.endswith((".txt", ".zip", ".csv", ".jsonl", ".gpkg", ".toml", ".opml")) or word == "seeds":
            (tmp_path / word).touch()
    command, context = cli, click.Context(cli)
    while isinstance(command, click.Group):
        name, command, words = command.resolve_command(context, words)
        context = click.Context(command, parent=context, info_name=name)
    command.parse_args(context, words)


@pytest.mark.parametrize("line", [line for line in COMMANDS if line.startswith("make ")])
def test_a_make_target_of_the_readme_exists(line):
    target = line.split()[1]
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_readme_lists_every_setting_and_no_other():
    known = {setting.metadata["variable"] for setting in fields(Settings)}
    assert set(re.findall(r"DATELINE_[A-Z_]+", README)) == known


def of_any_collection(path):
    return re.sub(r"^/collections/[^/]+", "/collections/{id}", path)


def test_the_readme_lists_every_address_and_no_other():
    served = set(TestClient(create_app(store=MemoryStore())).get("/openapi.json").json()["paths"])
    table = README.partition("## The service")[2].partition("## Settings")[0]
    listed = {m.partition("?")[0] for m in re.findall(r"`(?:POST )?(/[^`]*)`", table)}
    assert set(map(of_any_collection, listed)) == set(map(of_any_collection, served))


def test_design_lists_every_module_with_its_own_first_line():
    spec = importlib.util.spec_from_file_location("list_modules", ROOT / "scripts" / "list_modules.py")
    list_modules = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(list_modules)
    design = (ROOT / "DESIGN.md").read_text(encoding="utf-8")
    assert list_modules.written(design) == design, "run: make docs"


@pytest.mark.parametrize("path", [*ROOT.glob("*.md"), *ROOT.glob("data/*/README.md"), *ROOT.glob("docs/**/*.md")])
def test_links_between_documents_lead_somewhere(path):
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", path.read_text(encoding="utf-8")):
        assert "://" in target or (path.parent / target).exists(), target


GUIDE = sorted(ROOT.glob("docs/*.md"))


@pytest.mark.parametrize("path", GUIDE, ids=lambda path: path.name)
def test_a_page_of_the_guide_is_in_its_navigation(path):
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")[2]
    assert f": {path.name}\n" in navigation, "add the page to the nav of mkdocs.yml"


@pytest.mark.parametrize("path", GUIDE, ids=lambda path: path.name)
def test_links_of_the_guide_stay_inside_it(path):
    targets = re.findall(r"\]\(([^):#]+)[^)]*\)", path.read_text(encoding="utf-8"))
    for target in (target for target in targets if target not in {"http", "https"}):
        assert (path.parent / target).resolve().is_relative_to(ROOT / "docs"), (
            f"name the file {target}, without a link"
        )
