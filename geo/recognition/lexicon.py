"""Words that go with people: first names, surnames, titles. All in lower case."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from geo.resources import data_path


@dataclass(frozen=True, slots=True)
class Lexicon:
    first_names: frozenset[str]
    surnames: frozenset[str]
    titles: frozenset[str]


@cache
def lexicon() -> Lexicon:
    return Lexicon(_read("first-names.txt"), _read("surnames.txt"), _read("titles.txt"))


def _read(name: str) -> frozenset[str]:
    return frozenset(data_path("lexicon", name).read_text(encoding="utf-8").split())
