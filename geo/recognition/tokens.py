"""A document as the recogniser reads it: sentences of tokens, punctuation included, with their offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from geo.model import Span
from geo.text import sentences

# States as newspapers shorten them; the dot belongs to the name.
_DOTTED = (
    "Ala|Alta|Ariz|Ark|Cal|Calif|Colo|Conn|Del|Fla|Ga|Ida|Ill|Ind|Kan|Kans|Ky|La|Man|Mass|Md|Me|Mich|Minn|Miss|Mo|Mont"
    "|Neb|Nebr|Nev|Okla|Ont|Ore|Oreg|Pa|Penn|Que|Qld|Sask|Tas|Tenn|Tex|Va|Vic|Vt|Wash|Wis|Wisc|Wyo"
)
# An abbreviation with its dots ("U.S.", "W.Va."), "St." before a name, a road with its number, a word with inner
# apostrophes, "T&T", a possessive ending, a number, a mark.
_TOKEN = re.compile(
    rf"(?:[^\W\d_]\.){{2,}}|(?:[A-Z][a-z]{{0,3}}\.){{2,}}|\b(?:{_DOTTED})\.|\b(?:St|Mt|Ft|Pt)\.(?=\s[A-Z])"
    r"|[A-Z]{1,3}-\d+\b|[A-Z]&[A-Z]\b|['’][sS](?!\w)|[^\W_]+(?:['’](?![sS](?!\w))[^\W_]+)*|[^\w\s]|_"
)
_FULL_LINE = 50  # characters; a shorter one that ends without a stop is a headline or an item of a list


@dataclass(frozen=True, slots=True)
class Sentence:
    """`words[n]` begins at the document's offset `starts[n]`."""

    words: tuple[str, ...]
    starts: tuple[int, ...]

    def end(self, n: int) -> int:
        return self.starts[n] + len(self.words[n])


def tokenise(text: str) -> list[Sentence]:
    found = []
    for start, end in _joined(text, list(sentences(text))):
        matches = list(_TOKEN.finditer(text, start, end))
        if matches:
            found.append(Sentence(tuple([m.group() for m in matches]), tuple([m.start() for m in matches])))
    return found


def _joined(text: str, lines: list[Span]) -> Iterator[tuple[int, int]]:
    """The sentences, put together where a line was only wrapped: at a small letter, and at every full line of a
    document that has several of these."""
    if not lines:
        return
    goes_on = [*(_goes_on(text, a, b) for a, b in pairwise(lines)), (False, False)]
    wrapped = sum(small for _, small in goes_on) > 1
    start = lines[0].start
    for line, (full, small) in zip(lines, goes_on, strict=True):
        if not (small or (full and wrapped)):
            yield start, line.end
            start = line.end


def _goes_on(text: str, line: Span, after: Span) -> tuple[bool, bool]:
    """Whether the line is full and ends without a stop, and whether what follows begins small too."""
    full = text[line.end : after.start].count("\n") == 1 and line.end - line.start >= _FULL_LINE
    full = full and (text[line.end - 1].isalnum() or text[line.end - 1] in ",-–—")
    return full, full and text[after.start].islower()
