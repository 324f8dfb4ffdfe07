"""What other people's models find, as our mentions."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from geo.gazetteers.base import Gazetteer
from geo.model import MentionKind, Toponym
from geo.recognition.roles import role
from geo.recognition.tokens import tokenise

# Such models count the article and the possessive ending in: "the Gambia", "Gambia's".
_AROUND = re.compile(r"(?:the\s+)?(.*?)(?:['’][sS]?)?\s*", re.DOTALL | re.IGNORECASE)


class Found(NamedTuple):
    """Half-open offsets into the document's text."""

    start: int
    end: int
    kind: MentionKind


def mentions(text: str, found: Iterable[Found], gazetteer: Gazetteer) -> tuple[Toponym, ...]:
    """In order of appearance, of those that overlap the first and longest; without article and possessive ending. A
    people's name is a demonym only where the gazetteer knows a country by it: "Republicans" is none."""
    sentences = tokenise(text)
    starts = [sentence.starts[0] for sentence in sentences]
    made = []
    for mention in _apart(text, found):
        known = mention.kind is MentionKind.TOPONYM or any(hit.demonym for hit in gazetteer.spot([mention.text]))
        if known and starts and (at := bisect_right(starts, mention.start) - 1) >= 0:
            part = role(mention, sentences[at])
            made.append(Toponym(mention.start, mention.end, mention.text, mention.kind, part))
    return tuple(made)


def _apart(text: str, found: Iterable[Found]) -> Iterator[Toponym]:
    last = 0
    for start, end, kind in sorted(found, key=lambda f: (f.start, -f.end)):
        inner = _AROUND.fullmatch(text, start, end)
        first, stop = inner.span(1) if inner else (start, end)
        if first >= last and first < stop:
            yield Toponym(first, stop, text[first:stop], kind)
            last = stop
