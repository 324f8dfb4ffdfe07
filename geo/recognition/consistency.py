"""A name that is a place's in one sentence of a document is one in its other sentences too."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from geo.model import MentionKind, Toponym
from geo.recognition.features import person
from geo.recognition.tokens import Sentence

_SHORTEST = 4  # letters; shorter words are names too rarely to be carried over
Name = tuple[str, ...]


def agreed(text: str, sentences: Sequence[Sentence], found: Sequence[Sequence[Toponym]]) -> Iterator[list[Toponym]]:
    """The mentions of each sentence, with those its own words left in doubt but the rest of the document settled."""
    names = Counter(
        _words(mention, sentence)
        for sentence, mentions in zip(sentences, found, strict=True)
        for mention in mentions
        if mention.kind is MentionKind.TOPONYM and len(mention.text) >= _SHORTEST and mention.text[0].isupper()
    )
    first = _by_first(names)
    seen = [list(_occurrences(text, sentence, first)) for sentence in sentences]
    often = Counter(name for occurrences in seen for name, _, alone in occurrences if alone)
    for mentions, occurrences in zip(found, seen, strict=True):
        more = [
            mention
            for name, mention, alone in occurrences
            if 2 * names[name] >= often[name] and not any(mention.overlaps(m) for m in mentions)
        ]
        yield sorted([*mentions, *_apart(more)], key=lambda t: t.start) if more else list(mentions)


def _words(mention: Toponym, sentence: Sentence) -> Name:
    first = bisect_left(sentence.starts, mention.start)
    return sentence.words[first : bisect_left(sentence.starts, mention.end)]


def _by_first(names: Iterable[Name]) -> Mapping[str, list[Name]]:
    """Longest first."""
    found: defaultdict[str, list[Name]] = defaultdict(list)
    for name in sorted(names, key=len, reverse=True):
        found[name[0]].append(name)
    return found


def _occurrences(
    text: str, sentence: Sentence, names: Mapping[str, list[Name]]
) -> Iterator[tuple[Name, Toponym, bool]]:
    """Where `names` stand, and whether by themselves; not inside a longer name nor where they begin a person's."""
    words = sentence.words
    for i, word in enumerate(words):
        for name in names.get(word, ()):
            end = i + len(name)
            # A sentence's first word has its capital anyway.
            if words[i:end] != name or (i > 1 and words[i - 1][0].isupper()):
                continue
            after = words[end] if end < len(words) else ""
            alone = not after[:1].isupper()
            if alone or not _begins_person(name, after):
                start, stop = sentence.starts[i], sentence.end(end - 1)
                yield name, Toponym(start, stop, text[start:stop]), alone
            break


def _begins_person(name: Name, after: str) -> bool:
    return len(name) == 1 and "f" in person(name[0]) and "s" in person(after)


def _apart(mentions: Iterable[Toponym]) -> Iterator[Toponym]:
    last = 0
    for mention in mentions:
        if mention.start >= last:
            yield mention
            last = mention.end
