"""What is known of words: whether they go with people, and how English uses them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

import marisa_trie

from geo.resources import data_path


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words that go with people, in lower case."""

    first_names: frozenset[str]
    surnames: frozenset[str]
    titles: frozenset[str]


@cache
def lexicon() -> Lexicon:
    return Lexicon(_read("first-names.txt"), _read("surnames.txt"), _read("titles.txt"))


def _read(name: str) -> frozenset[str]:
    return frozenset(data_path("lexicon", name).read_text(encoding="utf-8").split())


class Usage(NamedTuple):
    """`small` and `capital`: the word's Brown cluster in lower case and with a capital, the first step of its path
    in the lowest bit, 0 where unknown; `share`: how often it is written with a capital, in eighths."""

    small: int
    capital: int
    share: int


@lru_cache(maxsize=65_536)
def usage(lower: str) -> Usage | None:
    """None for a word that is rare in English."""
    # A trie of records can't be asked for a word with a NUL in it: the look-up reads beyond what it finds.
    found = None if "\0" in lower else _usages().get(lower)
    return Usage(*found[0]) if found else None


@cache
def _usages() -> marisa_trie.RecordTrie:
    return marisa_trie.RecordTrie("<HHB").mmap(str(data_path("lexicon", "words.marisa")))
