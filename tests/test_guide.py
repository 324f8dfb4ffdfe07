"""The user guide, followed as a reader would: its pages, its addresses, its commands from the first to the last."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from api.app import create_app
from dateline import cli
from geo.stores import MemoryStore

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"`([\w-]+\.\w+)`:\n\n```\w+\n(.*?)^```", re.MULTILINE | re.DOTALL)
# In the order in which a reader needs them: the first makes the store that the others ask.
FOLLOWED = ["index", "articles", "tables", "how-sure", "pictures", "qgis", "formats", "exports"]
ENDLESS = {"serve", "watch"}

ADDRESS = re.compile(r"^(/\S.*)$|`(/[^`]+)`|http://127\.0\.0\.1:\d+(/[^\s\"`;]*)", re.MULTILINE)
PAGES = {path.name: path.read_text(encoding="utf-8") for path in sorted(DOCS.glob("*.md"))}
CURL = re.compile(r"^curl (?:.*\\\n)*.*$", re.MULTILINE)


def addresses(text):
    return sorted({"".join(groups) for groups in ADDRESS.findall(text)})


GUIDE = "\n".join(PAGES.values())
# curl stands where an address is sent something, or never ends.
QUERIES = [address for address in addresses(CURL.sub("", GUIDE)) if "?" in address and "{" not in address]


@pytest.fixture(scope="module")
def client():
    return TestClient(create_app(store=MemoryStore()))


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The pages, built; a page that the navigation lacks and a link or an anchor that leads nowhere are errors."""
    pytest.importorskip("mkdocs", reason="no mkdocs: pip install -e .[docs]")
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    return folder


def test_every_page_becomes_one_of_the_site(site):
    assert {path.stem for path in DOCS.glob("*.md")} <= {path.stem for path in site.glob("*.html")}


def test_the_site_has_nothing_from_another_host(site):
    loads = re.compile(r"""(?:\ssrc=|<link\b[^>]*\shref=|url\(|@import)\s*["']?(?:https?:)?//[^\s"')>]+""")
    files = [path for path in site.rglob("*") if path.suffix in {".html", ".css"}]
    assert files
    assert [found for path in files for found in loads.findall(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("address", addresses(GUIDE))
def test_an_address_of_the_guide_is_served(client, address):
    path, served = address.partition("?")[0], client.app.openapi()["paths"]
    # The guide may leave a part open that the description names, as in /collections/{id}.
    assert any(re.fullmatch(filled(template), path) or re.fullmatch(filled(path), template) for template in served)


def filled(template):
    return re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template))


@pytest.mark.parametrize("address", QUERIES)
def test_a_query_of_the_guide_is_answered(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.text


def test_the_commands_of_the_guide_do_what_it_says(tmp_path, monkeypatch, gazetteer):
    (tmp_path / "seeds").symlink_to(ROOT / "seeds", target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    for page in FOLLOWED:
        follow(PAGES[f"{page}.md"])
    assert (tmp_path / "map.html").stat().st_size > 0


def follow(page):
    """Save the page's files, run its commands, and see that what it shows of their output is there."""
    files = dict(FILE.findall(page))
    for name, text in files.items():
        Path(name).write_text(text, encoding="utf-8")
    said = ""
    for kind, block in BLOCK.findall(page):
        for line in block.splitlines():
            if not kind and line.startswith("dateline ") and (words := shlex.split(line))[1] not in ENDLESS:
                result = CliRunner().invoke(cli, words[1:])
                assert result.exit_code == 0, f"{line}\n{result.output}"
                said += " ".join(result.output.split()) + "\n"
            elif kind == "text" and block not in files.values():
                assert " ".join(line.split()) in said
