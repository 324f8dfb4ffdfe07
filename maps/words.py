"""The words of the pages, by language: one flat JSON file each in `words/`, read once.

A text may hold `{name}`, which the page fills in; one that counts has a key for each plural form of its language as
Unicode names them (`count.events.one`, `.few`, `.many`, `.other`). What a language lacks is said in English.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import orjson

_FOLDER = Path(__file__).with_name("words")
DEFAULT = "en"


@cache
def languages() -> tuple[str, ...]:
    """BCP 47 tags of the languages there are, the default first."""
    found = sorted(path.stem for path in _FOLDER.glob("*.json"))
    return (DEFAULT, *(tag for tag in found if tag != DEFAULT))


def spoken(wanted: str) -> str:
    """The language there is for the one that somebody wants ("ru" for "ru-RU"); the default if there is none."""
    by_tag = {tag.casefold(): tag for tag in languages()}
    parts = wanted.casefold().split("-")
    tags = ("-".join(parts[:size]) for size in range(len(parts), 0, -1))
    return next((by_tag[tag] for tag in tags if tag in by_tag), DEFAULT)


@cache
def words(language: str = DEFAULT) -> Mapping[str, str]:
    """Every text of the page in this language, one of `languages()`."""
    own: dict[str, str] = orjson.loads((_FOLDER / f"{language}.json").read_bytes())
    return own if language == DEFAULT else {**words(DEFAULT), **own}
