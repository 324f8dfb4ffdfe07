"""A document as the recogniser reads it: sentences of tokens, punctuation included, with their offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass

from geo.model import Span
from geo.text import sentences

# States as newspapers shorten them; the dot belongs to the name.
_DOTTED = (
    "Ala|Alta|Ariz|Ark|Cal|Calif|Colo|Conn|Del|Fla|Ga|Ida|Ill|Ind|Kan|Kans|Ky|La|Man|Mass|Md|Me|Mich|Minn|Miss|Mo|Mont"
    "|Neb|Nebr|Nev|Okla|Ont|Ore|Oreg|Pa|Penn|Que|Qld|Sask|Tas|Tenn|Tex|Va|Vic|Vt|Wash|Wis|Wisc|Wyo"
)
# An abbreviation with its dots ("U.S.", "W.Va."), "St." before a name, a word with inner apostrophes, "T&T", a
# possessive ending, a number, a mark.
_TOKEN = re.compile(
    rf"(?:[^\W\d_]\.){{2,}}|(?:[A-Z][a-z]{{0,3}}\.){{2,}}|\b(?:{_DOTTED})\.|\b(?:St|Mt|Ft|Pt)\.(?=\s[A-Z])"
    r"|[A-Z]&[A-Z]\b|['’][sS](?!\w)|[^\W_]+(?:['’](?![sS](?!\w))[^\W_]+)*|[^\w\s]|_"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """`tokens` never cross a line break; offsets are the document's."""

    tokens: tuple[Span, ...]


def tokenise(text: str) -> list[Sentence]:
    found = []
    for sentence in sentences(text):
        tokens = tuple(
            Span(m.start(), m.end(), m.group()) for m in _TOKEN.finditer(text, sentence.start, sentence.end)
        )
        if tokens:
            found.append(Sentence(tokens))
    return found
