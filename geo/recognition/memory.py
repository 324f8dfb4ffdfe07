"""What a whole document shows of its words, for each of their occurrences to know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from geo.recognition.lexicon import Lexicon, usage
from geo.recognition.tokens import Sentence

_BEFORE_PLACES = frozenset("in near at outside from to around across throughout toward towards".split())
_MOST_NEIGHBOURS = 8


@dataclass(frozen=True, slots=True)
class Memory:
    """Of a word, in lower case: how often it is written small, with a capital inside a sentence, after a word that
    stands before places; whether it follows a first name or title; for words that come several times, what stands
    beside them."""

    small: Counter[str]
    capital: Counter[str]
    place: Counter[str]
    person: frozenset[str]
    beside: dict[str, tuple[str, ...]]


def remember(document: Sequence[Sentence], lexicon: Lexicon) -> Memory:
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    place: Counter[str] = Counter()
    person: set[str] = set()
    beside: dict[str, list[tuple[str, str]]] = {}
    for sentence in document:
        words = sentence.words
        before = ""
        for i, word in enumerate(words):
            lower = word.lower()
            if word == lower:
                small[lower] += 1
            elif word[0].isupper():
                if i:
                    capital[lower] += 1
                if before in _BEFORE_PLACES:
                    place[lower] += 1
                elif before in lexicon.first_names or before in lexicon.titles:
                    person.add(lower)
                after = words[i + 1] if i + 1 < len(words) else ""
                beside.setdefault(lower, []).append((words[i - 1] if i else "", after))
            before = lower
    return Memory(
        small,
        capital,
        place,
        frozenset(person),
        {word: _neighbours(pairs, lexicon) for word, pairs in beside.items() if len(pairs) > 1},
    )


def _neighbours(pairs: Sequence[tuple[str, str]], lexicon: Lexicon) -> tuple[str, ...]:
    seen = dict.fromkeys(
        side + _named(word, lexicon) for before, after in pairs for side, word in (("D<", before), ("D>", after))
    )
    return tuple(seen)[:_MOST_NEIGHBOURS]


def _named(word: str, lexicon: Lexicon) -> str:
    """A neighbour as what it tells: itself where common, else its kind."""
    if not word[:1].isalpha():
        return word[:1]
    lower = word.lower()
    if word[0].isupper():
        return "T" if lower in lexicon.titles else "F" if lower in lexicon.first_names else "C"
    if len(lower) < 6:
        return lower
    known = usage(lower)
    return str(known.small & 1023) if known else "?"
