"""The seeds as files: what a reader, the map and a person who adds one rely on."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
FRONT_MATTER = re.compile(
    r"---\ntitle: (?P<title>\S.*)\npublished: (?P<published>\S+)\nurl: (?P<url>\S+)\n---\n(?P<body>.+)", re.S
)
each_seed = pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)


def parts(path: Path) -> re.Match[str]:
    match = FRONT_MATTER.fullmatch(path.read_text(encoding="utf-8"))
    assert match, f"{path.name}: expected title, published and url between two --- lines, then text"
    return match


def test_there_are_enough_for_a_map_and_few_enough_to_read() -> None:
    assert 8 <= len(SEEDS) <= 12


@each_seed
def test_name_date_and_url_agree(path: Path) -> None:
    seed = parts(path)
    published, slug = path.stem[:10], path.stem[11:]
    assert seed["published"] == published == date.fromisoformat(published).isoformat()
    domain, _, page = seed["url"].removeprefix("https://").partition("/")
    assert domain in {"example.com", "example.net", "example.org"}
    assert page == f"{published.replace('-', '/')}/{slug}"


@each_seed
def test_reads_as_a_dispatch(path: Path) -> None:
    paragraphs = parts(path)["body"].removesuffix("\n").split("\n")
    assert len(paragraphs) >= 4
    assert all(paragraph and paragraph == paragraph.strip() for paragraph in paragraphs)
    assert 120 <= sum(len(paragraph.split()) for paragraph in paragraphs) <= 250


def test_three_tell_the_karabakh_story() -> None:
    story = [path.stem for path in SEEDS if "Nagorno-Karabakh" in parts(path)["body"]]
    assert story == ["2023-09-19-karabakh-operation", "2023-09-20-yerevan-protest", "2023-09-21-yevlakh-talks"]
