"""What the recogniser sees of each token: named features, the same in training and at run time.

A feature is a short string. What a word lends itself and its neighbours depends on the word alone and is computed
once for each word; what the gazetteer and the document say is added for each token. Features that spell out a
capitalised word start with an upper-case letter: training drops most of them, so that the model learns how places are
written about and not which places its corpora are about.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from geo.gazetteers.base import Gazetteer, NameHit
from geo.model import Match
from geo.recognition.lexicon import Lexicon
from geo.recognition.tokens import Sentence

_RUNS = re.compile(r"(.)\1+")
_MARKS_IN_NAMES = frozenset("-–.'’&/")
_BEFORE_PLACES = frozenset("in near at outside from to around across throughout toward towards".split())
_LINKING = frozenset("of de la le el al the and del du des upon on sur am der".split())
_EDGE = "<>"


@lru_cache(maxsize=100_000)
def shape(word: str) -> str:
    """The word's letters by class, runs folded: "Paris" -> "Xx", "U.S." -> "X.X.", "1990s" -> "dx"."""
    marks = "".join(
        "X" if c.isupper() else "x" if c.islower() else "d" if c.isdigit() else "o" if c.isalpha() else c
        for c in word
    )
    return _RUNS.sub(r"\1", marks)


@lru_cache(maxsize=100_000)
def own(word: str) -> tuple[str, ...]:
    lower = word.lower()
    features = ["b", f"{_letter(word)}={lower}", "h=" + shape(word)]
    if word[:1].isalpha():
        features += ["S2=" + lower[-2:], "S3=" + lower[-3:], "S4=" + lower[-4:]]
        if len(word) <= 3:
            features.append(f"long={len(word)}")
    return tuple(features)


@lru_cache(maxsize=400_000)
def lent(word: str, side: str) -> tuple[str, ...]:
    """What a neighbour lends: `side` is its distance ("-1", "+2")."""
    return (f"{_letter(word)}{side}={word.lower()}", f"h{side}={shape(word)}")


def _letter(word: str) -> str:
    return "W" if word[:1].isupper() else "w"


@dataclass(frozen=True, slots=True)
class Memory:
    """What the whole document shows of a word, in lower case: how often it is written small, with a capital inside a
    sentence, after a word that stands before places; whether it follows a first name or title."""

    small: Counter[str]
    capital: Counter[str]
    place: Counter[str]
    person: frozenset[str]


def remember(document: Sequence[Sentence], lexicon: Lexicon) -> Memory:
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    place: Counter[str] = Counter()
    person: set[str] = set()
    for sentence in document:
        before = ""
        for i, token in enumerate(sentence.tokens):
            word = token.text
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
            before = lower
    return Memory(small, capital, place, frozenset(person))


def cover(sentence: Sentence, gazetteer: Gazetteer) -> list[NameHit | None]:
    """For each token the longest known name it stands in, written as a name; then the better known one."""
    texts = [t.text for t in sentence.tokens]
    where = [i for i, text in enumerate(texts) if text[0].isalnum()]
    best: list[NameHit | None] = [None] * len(texts)
    for hit in sorted(gazetteer.spot([texts[i] for i in where]), key=lambda h: (h.start - h.end, -h.population)):
        first, last = where[hit.start], where[hit.end - 1]
        if any(best[first : last + 1]) or not _written_as_name(texts[first : last + 1]):
            continue
        placed = NameHit(
            first, last + 1, hit.feature_class, hit.feature_code, hit.population, hit.bearers, hit.demonym, hit.match
        )
        best[first : last + 1] = [placed] * (last + 1 - first)
    return best


def _written_as_name(parts: Sequence[str]) -> bool:
    first = parts[0]
    if first.isdigit() or (first[0].islower() and len(parts) == 1 and len(first) < 4):
        return False
    return all(part[0].isalnum() or part in _MARKS_IN_NAMES for part in parts)


def _runs(sentence: Sentence, hits: Sequence[NameHit | None]) -> Iterator[range]:
    """The stretches of a sentence where a name can be: capitals, numbers and known names, with a word either side."""
    size = len(sentence.tokens)
    start = end = 0
    for i, token in enumerate(sentence.tokens):
        if token.text[0].isupper() or hits[i] is not None:
            if i - 1 > end:
                if end > start:
                    yield range(start, end)
                start = max(0, i - 1)
            end = min(size, i + 2)
    if end > start:
        yield range(start, end)


def sequence(
    sentence: Sentence, hits: Sequence[NameHit | None], memory: Memory, lexicon: Lexicon
) -> list[tuple[range, list[list[str]]]]:
    """The features of each token of each of a sentence's runs; `hits` as `cover` gives them."""
    tokens = [t.text for t in sentence.tokens]
    padded = [_EDGE, _EDGE, *tokens, _EDGE, _EDGE]
    known = [_EDGE, *(_role(hit, i) for i, hit in enumerate(hits)), _EDGE]
    style = _style(tokens)
    shapes = [shape(word) for word in padded]

    def features_of(i: int) -> list[str]:
        word = tokens[i]
        before, after, gaz = padded[i + 1], padded[i + 3], known[i + 1]
        left, right = shapes[i + 1], shapes[i + 3]
        features = [
            style,
            "g=" + gaz,
            f"g-1={known[i]}",
            f"g+1={known[i + 2]}",
            f"gg={known[i]}|{gaz}|{known[i + 2]}",
            f"gh={gaz}|{left}|{right}",
            f"gl={gaz}|{before.lower()}" if before.islower() else f"gl={gaz}|{left}",
            f"gr={gaz}|{after.lower()}" if after.islower() else f"gr={gaz}|{right}",
        ]
        features += own(word)
        features += lent(before, "-1")
        features += lent(after, "+1")
        features += lent(padded[i], "-2")
        features += lent(padded[i + 4], "+2")
        hit = hits[i]
        if hit is not None:
            features += _gazetteer_features(hit, memory, tokens)
        if word[0].isupper():
            features += _document_features(word.lower(), i, gaz, style, memory)
        features += _name_features(word, before, after, gaz, lexicon)
        return features

    return [(run, [features_of(i) for i in run]) for run in _runs(sentence, hits)]


def _role(hit: NameHit | None, index: int) -> str:
    if hit is None:
        return "O"
    place = "S" if hit.end - hit.start == 1 else "B" if index == hit.start else "E" if index == hit.end - 1 else "I"
    return place + _kind(hit)


def _kind(hit: NameHit) -> str:
    if hit.demonym:
        return "D"
    return "C" if hit.feature_code.startswith("PCL") else "1" if hit.feature_code == "ADM1" else hit.feature_class


def _gazetteer_features(hit: NameHit, memory: Memory, tokens: Sequence[str]) -> tuple[str, ...]:
    kind = _kind(hit)
    size = len(str(hit.population)) if hit.population else 0
    outer = ("X" if hit.start and tokens[hit.start - 1][0].isupper() else "x") + (
        "X" if hit.end < len(tokens) and tokens[hit.end][0].isupper() else "x"
    )
    small = any(memory.small[t.lower()] for t in tokens[hit.start : hit.end])
    return (
        f"gp={kind}{size}",
        f"gn={kind}{min(hit.end - hit.start, 4)}",
        f"gb={kind}{hit.bearers.bit_length()}",
        f"go={kind}{outer}",
        f"gs={kind}{size}{small}{outer}",
        f"gm={kind}{hit.match.value}" if isinstance(hit.match, Match) else "gm",
    )


def _document_features(lower: str, index: int, gaz: str, style: str, memory: Memory) -> tuple[str, ...]:
    small, capital = bool(memory.small[lower]), memory.capital[lower] - bool(index) > 0
    place = min(memory.place[lower], 2)
    person = lower in memory.person
    return (
        f"seen={small:d}{capital:d}{not index:d}",
        f"{style}{small:d}{capital:d}{not index:d}{gaz != 'O':d}",
        f"doc={place}{person:d}",
        f"doc={place}{person:d}{gaz}",
    )


def _name_features(word: str, before: str, after: str, gaz: str, lexicon: Lexicon) -> tuple[str, ...]:
    """People's names say little by themselves (Georgia, Clinton, Monroe are places too), more beside each other."""
    given = word.lower() in lexicon.first_names and word[0].isupper()
    family = word.lower() in lexicon.surnames and word[0].isupper()
    left = (
        "t"
        if before.lower() in lexicon.titles
        else "f"
        if _given(before, lexicon)
        else "c"
        if before[0].isupper()
        else ""
    )
    right = "s" if after[0].isupper() and after.lower() in lexicon.surnames else "c" if after[0].isupper() else ""
    found = [f"pl={left}{family:d}{gaz != 'O':d}"]
    if given and right:
        found.append(f"pr={right}{gaz != 'O':d}")
    if given or family:
        found.append(f"pn={given:d}{family:d}{left}|{right}|{gaz[1:]}")
    return tuple(found)


def _given(word: str, lexicon: Lexicon) -> bool:
    return word[0].isupper() and word.lower() in lexicon.first_names


def _style(tokens: Sequence[str]) -> str:
    """Whether the sentence is set like a headline, where a capital says little."""
    letters = [t for t in tokens if t[0].isalpha() and len(t) > 3]
    if not letters:
        return "style=none"
    if all(t.isupper() for t in letters):
        return "style=upper"
    if all(t.islower() for t in letters):
        return "style=lower"
    capitals = sum(t[0].isupper() for t in letters)
    return "style=title" if capitals > 0.7 * len(letters) and len(letters) > 3 else "style=text"
