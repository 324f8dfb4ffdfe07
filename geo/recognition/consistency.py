"""A name that is a place's in one sentence of a document is one in its other sentences too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set

from geo.model import MentionKind, Toponym
from geo.recognition.tokens import Sentence

_SHORTEST = 4  # letters; shorter words are names too rarely to be carried over


def agreed(text: str, sentences: Sequence[Sentence], found: Sequence[Sequence[Toponym]]) -> Iterator[list[Toponym]]:
    """The mentions of each sentence, with those its own words left in doubt but the rest of the document settled."""
    names = Counter(
        tuple(text[t.start : t.end].split()) for mentions in found for t in mentions if t.kind is MentionKind.TOPONYM
    )
    single = {name[0] for name in names if len(name) == 1 and len(name[0]) >= _SHORTEST and name[0][0].isupper()}
    alone = Counter(token.text for sentence in sentences for token in _alone(sentence, single))
    sure = {name for name in single if 2 * names[(name,)] >= alone[name]}
    for sentence, mentions in zip(sentences, found, strict=True):
        more = [
            Toponym(token.start, token.end, token.text)
            for token in _alone(sentence, sure)
            if not any(token.overlaps(t) for t in mentions)
        ]
        yield sorted([*mentions, *more], key=lambda t: t.start)


def _alone(sentence: Sentence, names: Set[str]) -> Iterator[Toponym]:
    """Those of `names` that stand by themselves, not inside a longer run of capitals."""
    tokens = sentence.tokens
    for i, token in enumerate(tokens):
        if token.text not in names:
            continue
        # A sentence's first word has its capital anyway.
        before = tokens[i - 1].text if i > 1 else ""
        after = tokens[i + 1].text if i + 1 < len(tokens) else ""
        if not before[:1].isupper() and not after[:1].isupper():
            yield Toponym(token.start, token.end, token.text)
