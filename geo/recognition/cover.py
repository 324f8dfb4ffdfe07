"""Where in a sentence a place name can be, and which known names stand there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from geo.gazetteers.base import Gazetteer, NameHit
from geo.recognition.tokens import Sentence

_MARKS_IN_NAMES = frozenset("-–.'’&/")
_INITIALS = re.compile(r"(?:[A-Z]\.){2,}")
_SMALL_WORDS_INSIDE = 3  # "Bosnia and Herzegovina", "Rio de la Plata"


def stretches(sentence: Sentence) -> list[range]:
    """The parts of a sentence with capitals, small words between close ones included, and a word either side; all of
    a sentence without any."""
    words = sentence.words
    size = len(words)
    found = []
    start, last = 0, -1
    for i, word in enumerate(words):
        if not word[0].isupper():
            continue
        if last >= 0 and i - last > _SMALL_WORDS_INSIDE + 1:
            found.append(range(start, min(size, last + 2)))
            last = -1
        if last < 0:
            # "al-Bab" has two tokens before its capital.
            start = max(0, i - (2 if i and words[i - 1] in _MARKS_IN_NAMES else 1))
        last = i
    found.append(range(start, min(size, last + 2)) if last >= 0 else range(size))
    return found


def cover(sentence: Sentence, stretch: range, gazetteer: Gazetteer) -> list[NameHit | None]:
    """For each token of the stretch the longest known name it stands in, written as a name; then the better known
    one. The names' starts and ends are the sentence's."""
    texts = sentence.words
    where = [i for i in stretch if texts[i][0].isalnum()]
    best: list[NameHit | None] = [None] * len(stretch)
    offset = stretch.start
    for hit in sorted(gazetteer.spot([texts[i] for i in where]), key=_longest_first):
        first, last = where[hit.start], where[hit.end - 1]
        taken = best[first - offset : last + 1 - offset]
        if any(taken) or not _written_as_name(texts[first : last + 1]):
            continue
        placed = replace(hit, start=first, end=last + 1) if (first, last + 1) != (hit.start, hit.end) else hit
        best[first - offset : last + 1 - offset] = [placed] * len(taken)
    return best


def _longest_first(hit: NameHit) -> tuple[int, int]:
    return hit.start - hit.end, -hit.population


def _written_as_name(parts: Sequence[str]) -> bool:
    first = parts[0]
    if first.isdigit() or (first[0].islower() and len(parts) == 1 and len(first) < 4):
        return False
    last = -2 if is_district(parts) else len(parts)
    return all(part[0].isalnum() or part in _MARKS_IN_NAMES for part in parts[:last])


def is_district(parts: Sequence[str]) -> bool:
    """Whether a name ends in initials behind a comma, as that of a capital does which is a district of its own:
    "Washington, D.C."."""
    return len(parts) > 2 and parts[-2] == "," and _INITIALS.fullmatch(parts[-1]) is not None
