"""What the recogniser sees of each token: named features, the same in training and at run time.

A feature is a short string. What a word lends itself and its neighbours depends on the word alone and is computed
once for each word; what the gazetteer and the document say is added for each token. Features that spell out a
capitalised word start with an upper-case letter: training drops most of them, so that the model learns how places are
written about and not which places its corpora are about.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from geo.gazetteers.base import NameHit
from geo.model import Match
from geo.recognition.lexicon import lexicon, usage
from geo.recognition.memory import Memory
from geo.recognition.tokens import Sentence

_RUNS = re.compile(r"(.)\1+")
_EDGE = "<>"
_REACH = 2  # tokens to either side that are looked at
# Depths at which a word's path to its Brown cluster is cut, as masks; the full path is a feature too.
_KIN, _KIND = 0b111111, 0b1111111111


@lru_cache(maxsize=65_536)
def shape(word: str) -> str:
    """The word's letters by class, runs folded: "Paris" -> "Xx", "U.S." -> "X.X.", "1990s" -> "dx"."""
    marks = "".join(
        "X" if c.isupper() else "x" if c.islower() else "d" if c.isdigit() else "o" if c.isalpha() else c
        for c in word
    )
    return _RUNS.sub(r"\1", marks)


@lru_cache(maxsize=65_536)
def own(word: str) -> tuple[str, ...]:
    lower = word.lower()
    features = ["b", f"{_letter(word)}={lower}", "h=" + shape(word), *_clusters(word, lower, "c=")]
    if word[:1].isalpha():
        features += ["S2=" + lower[-2:], "S3=" + lower[-3:], "S4=" + lower[-4:]]
        if len(word) <= 3:
            features.append(f"long={len(word)}")
        known = usage(lower)
        features.append(f"u={known.share}" if known else "u")
    return tuple(features)


@lru_cache(maxsize=65_536)
def beside(word: str, side: str) -> tuple[str, ...]:
    """What a neighbour lends: `side` is its distance ("-1", "+1")."""
    lower = word.lower()
    return (f"{_letter(word)}{side}={lower}", f"h{side}={shape(word)}", *_clusters(word, lower, f"c{side}="))


@lru_cache(maxsize=65_536)
def near(word: str, side: str) -> tuple[str, ...]:
    """What the next but one lends."""
    return (f"{_letter(word)}{side}={word.lower()}", f"h{side}={shape(word)}", f"k{side}={kind(word)}")


def _clusters(word: str, lower: str, name: str) -> tuple[str, ...]:
    path = _path(word, lower)
    return (f"{name}{path}", f"{name}k{path & _KIND}", f"{name}j{path & _KIN}") if path else (f"{name}0",)


def _path(word: str, lower: str) -> int:
    known = usage(lower)
    return 0 if known is None else known.capital if word[:1].isupper() else known.small


@lru_cache(maxsize=65_536)
def kind(word: str) -> str:
    """What sort of word it is: a mark itself, a capitalised word's shape, any other's cluster."""
    if not word[:1].isalpha():
        return word[:1]
    if word[0].isupper():
        return shape(word)
    return str(_path(word, word) & _KIND)


@lru_cache(maxsize=65_536)
def told(word: str) -> str:
    """What a neighbour tells of a known name: a small word or a mark itself, else its shape."""
    return word.lower() if word.islower() else shape(word)


@lru_cache(maxsize=65_536)
def person(word: str) -> str:
    """ "t" for a title, "f" for a first name, "s" for a surname, "fs" for both; else whether it has a capital."""
    lower, words = word.lower(), lexicon()
    if lower in words.titles:
        return "t"
    if not word[0].isupper():
        return ""
    return ("f" if lower in words.first_names else "") + ("s" if lower in words.surnames else "") or "c"


def _letter(word: str) -> str:
    return "W" if word[:1].isupper() else "w"


def features(
    sentence: Sentence,
    stretch: range,
    hits: Sequence[NameHit | None],
    memory: Memory,
    company: Mapping[str, int],
    style: str,
) -> list[list[str]]:
    """The features of each token of a stretch; `hits` as `cover` gives them, `style` as `style_of`."""
    words = sentence.words
    padded = [_EDGE] * _REACH + list(words) + [_EDGE] * _REACH
    known = [_EDGE, *(_role(hit, i) for i, hit in zip(stretch, hits, strict=True)), _EDGE]
    if stretch.start:
        known[0] = "O"
    if stretch.stop < len(words):
        known[-1] = "O"
    phrases = _phrases(words, stretch)
    found = []
    hit_features: dict[int, tuple[str, ...]] = {}
    for n, i in enumerate(stretch):
        word, gaz, hit = words[i], known[n + 1], hits[n]
        before, after = padded[i + 1], padded[i + 3]
        left, right = told(before), told(after)
        row = [
            style,
            "g=" + gaz,
            f"g-1={known[n]}",
            f"g+1={known[n + 2]}",
            f"gg={known[n]}|{gaz}|{known[n + 2]}",
            f"gl={gaz}|{left}",
            f"gr={gaz}|{right}",
            f"gk={gaz}|{kind(before)}|{kind(after)}",
            *own(word),
            *beside(before, "-1"),
            *beside(after, "+1"),
            *near(padded[i], "-2"),
            *near(padded[i + 4], "+2"),
        ]
        if hit is not None:
            if hit.start not in hit_features:
                hit_features[hit.start] = _hit_features(hit, memory, company, padded)
            row += hit_features[hit.start]
        if word[0].isupper():
            row += _document_features(word.lower(), not i, gaz, style, memory)
            row += phrases[n]
        if after == "," or before == ",":
            row.append(f"gc={known[n - 1] if n and before == ',' else ''}|{gaz}|{_beyond(known, n, after)}")
        row += _name_features(word, before, after, gaz)
        found.append(row)
    return found


def _beyond(known: Sequence[str], n: int, after: str) -> str:
    """What is known of the word after the comma that follows."""
    return known[n + 3] if after == "," and n + 3 < len(known) else ""


def _phrases(words: Sequence[str], stretch: range) -> list[tuple[str, ...]]:
    """For each token of the run of capitals it stands in: its place there, and the run's first and last words."""
    found: list[tuple[str, ...]] = []
    i = stretch.start
    while i < stretch.stop:
        end = i
        while end < stretch.stop and words[end][0].isupper():
            end += 1
        last = words[end - 1].lower() if end - i > 1 else ""
        first = words[i].lower()
        for at in range(i, end):
            left, right = min(at - i, 3), min(end - 1 - at, 3)
            row = [f"run={left}{right}"]
            if right > 0:
                row += [f"T={last}", f"tail={kind_of_head(last)}|{right}"]
            if left > 0:
                row += [f"F={first}"]
            found.append(tuple(row))
        if end == i:
            found.append(())
            end += 1
        i = end
    return found


def kind_of_head(lower: str) -> str:
    known = usage(lower)
    return str(known.capital & _KIND) if known else "?"


def _role(hit: NameHit | None, index: int) -> str:
    if hit is None:
        return "O"
    place = "S" if hit.end - hit.start == 1 else "B" if index == hit.start else "E" if index == hit.end - 1 else "I"
    return place + _class(hit)


def _class(hit: NameHit) -> str:
    if hit.demonym:
        return "D"
    return "C" if hit.feature_code.startswith("PCL") else "1" if hit.feature_code == "ADM1" else hit.feature_class


def _hit_features(hit: NameHit, memory: Memory, company: Mapping[str, int], padded: Sequence[str]) -> tuple[str, ...]:
    """What the gazetteer says of a name, the same for all its tokens."""
    sort = _class(hit)
    size = len(str(hit.population)) if hit.population else 0
    before, after = padded[hit.start + 1], padded[hit.end + 2]
    outer = ("X" if before[0].isupper() else "x") + ("X" if after[0].isupper() else "x")
    small = any(memory.small[t.lower()] for t in padded[hit.start + 2 : hit.end + 2])
    near = company.get(" ".join(padded[hit.start + 2 : hit.end + 2]), 0)
    found = (
        f"nr={sort}{near}",
        f"nrs={sort}{near}{size}",
        f"nrb={sort}{near}|{hit.bearers.bit_length()}",
        f"gp={sort}{size}",
        f"gn={sort}{min(hit.end - hit.start, 4)}",
        f"gb={sort}{hit.bearers.bit_length()}",
        f"go={sort}{outer}",
        f"gs={sort}{size}{small}{outer}",
        f"gm={sort}{hit.match.value}" if isinstance(hit.match, Match) else "gm",
    )
    if hit.end - hit.start == 1:
        known = usage(padded[hit.start + 2].lower())
        return (*found, f"gu={sort}{known.share if known else ''}", f"gup={sort}{size}{known.share if known else ''}")
    return (*found, f"hl={sort}|{kind(before)}", f"hr={sort}|{kind(after)}")


def _document_features(lower: str, opens: bool, gaz: str, style: str, memory: Memory) -> tuple[str, ...]:
    small, capital = bool(memory.small[lower]), memory.capital[lower] - (not opens) > 0
    place = min(memory.place[lower], 2)
    person = lower in memory.person
    return (
        f"seen={small:d}{capital:d}{opens:d}",
        f"{style}{small:d}{capital:d}{opens:d}{gaz != 'O':d}",
        f"doc={place}{person:d}",
        f"doc={place}{person:d}{gaz}",
        *memory.beside.get(lower, ()),
    )


def _name_features(word: str, before: str, after: str, gaz: str) -> tuple[str, ...]:
    """People's names say little by themselves (Georgia, Clinton, Monroe are places too), more beside each other."""
    me, left, right = person(word), person(before), person(after)
    known = gaz != "O"
    found = [f"pl={left}|{me}{known:d}"]
    if right:
        found.append(f"pr={me}|{right}{known:d}")
    if "f" in me or "s" in me:
        found.append(f"pn={me}|{left}|{right}|{gaz[1:]}")
    return tuple(found)


def style_of(words: Sequence[str]) -> str:
    """Whether the sentence is set like a headline, where a capital says little."""
    letters = [t for t in words if len(t) > 3 and t[0].isalpha()]
    if not letters:
        return "style=none"
    capitals = sum(t[0].isupper() for t in letters)
    if not capitals and all(t.islower() for t in letters):
        return "style=lower"
    if capitals == len(letters) and all(t.isupper() for t in letters):
        return "style=upper"
    return "style=title" if capitals > 0.7 * len(letters) and len(letters) > 3 else "style=text"
