"""Which words of a document name places.

Every run of words that the gazetteer knows is weighed by what surrounds it: the names that weigh enough are
mentions, the longest first where they overlap. The weights are points, set by hand; positive speaks for a place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geo.gazetteers.base import Gazetteer, NameHit
from geo.model import Document, MentionKind, Span, Toponym
from geo.text import sentences, words

ENOUGH = 2

_PLACING = frozenset("in at near inside outside around across throughout within toward towards".split())
_MOVING = frozenset("from to of for off between into through via over along".split())
_CLASS_NOUNS = frozenset(
    "city town village district province region county state republic governorate oblast capital port island islands "
    "municipality suburb neighborhood neighbourhood camp area valley peninsula prefecture river lake sea".split()
)
_TITLES = frozenset(
    "mr mrs ms miss dr prof professor sir lord lady president minister premier chancellor senator governor mayor "
    "judge justice general colonel captain major sergeant lieutenant pope king queen prince princess sheikh imam "
    "bishop chairman ceo coach secretary spokesman spokeswoman spokesperson detective officer chief".split()
)
_INSTITUTIONS = frozenset(
    "university college school institute hospital times post herald tribune gazette news journal globe daily star fc "
    "united athletic rovers bank inc corp ltd company group airlines airways museum foundation association society "
    "council agreement treaty accord protocol declaration convention summit open cup marathon club street avenue "
    "road square st ave hall tower stadium police flag".split()
)
_NEVER = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday the a an i he she it we they his her our their my your this that these those "
    "there and or but if as so yes no not on by with was were is are be been has have had do did will can could "
    "would may who what when where why how all any both each most some such than then too very just also here now only "
    "other more many much new old first last next after before since until while during about against under again "
    "further once mr mrs ms dr president police army union god".split()
)
_LINKING = frozenset(
    "of de la le el al the and da do das dos del di du des es upon on sur am an der von van den i y e".split()
)

_JOINED = re.compile(r"[ .\u00a0\-‐‑–'’]*")
# After a dateline's city: "GENEVA (AP) -", "PARIS, Sept 4 —".
_DATELINE = re.compile(r"\s*(,[^()\n]{0,20})?(\([A-Z][^)]{1,20}\)\s*)?[-–—]{1,2}\s")


@dataclass(frozen=True, slots=True)
class _Text:
    """The document's words with what each rule asks of them."""

    text: str
    words: Sequence[Span]
    sentence_starts: Sequence[int]
    seen_lower: frozenset[str]

    def word(self, index: int) -> str:
        return self.words[index].text if 0 <= index < len(self.words) else ""

    def gap(self, index: int) -> str:
        """What stands between word index - 1 and word index; a line break at either end of the text."""
        if not 0 < index < len(self.words):
            return "\n"
        return self.text[self.words[index - 1].end : self.words[index].start]

    def opens_sentence(self, index: int) -> bool:
        start = self.words[index].start
        at = bisect_right(self.sentence_starts, start) - 1
        return at >= 0 and not any(c.isalnum() for c in self.text[self.sentence_starts[at] : start])


def recognise(document: Document, gazetteer: Gazetteer) -> tuple[Toponym, ...]:
    """The mentions in order of appearance, never overlapping. () for a text without any."""
    text = _read(document.text)
    hits = [hit for hit in gazetteer.spot([w.text for w in text.words]) if _is_written_as_name(text, hit)]
    weighed = [(hit, _weigh(text, hit)) for hit in hits]
    sure = {_surface(text, hit) for hit, weight in weighed if weight >= ENOUGH}
    chosen = _longest((hit, weight + (_surface(text, hit) in sure)) for hit, weight in weighed)
    return tuple(_toponym(text, hit) for hit in chosen)


def _read(text: str) -> _Text:
    found = words(text)
    lower = frozenset(w.text for w in found if w.text.islower())
    return _Text(text, found, [s.start for s in sentences(text)], lower)


def _surface(text: _Text, hit: NameHit) -> str:
    return text.text[text.words[hit.start].start : text.words[hit.end - 1].end]


def _toponym(text: _Text, hit: NameHit) -> Toponym:
    start, end = text.words[hit.start].start, text.words[hit.end - 1].end
    kind = MentionKind.DEMONYM if hit.demonym else MentionKind.TOPONYM
    if text.text[end : end + 1] == "." and re.search(r"\.", text.text[start:end]):
        end += 1
    return Toponym(start, end, text.text[start:end], kind)


def _is_written_as_name(text: _Text, hit: NameHit) -> bool:
    """Capitals (or a script without case) in every word but the linking ones, and only spaces or hyphens between."""
    parts = [text.word(i) for i in range(hit.start, hit.end)]
    if not any(p[0].isupper() or not p[0].islower() for p in parts) or parts[0][0].islower() or parts[0].isdigit():
        return False
    if any(p[0].islower() and p not in _LINKING for p in parts):
        return False
    return all(_JOINED.fullmatch(text.gap(i)) for i in range(hit.start + 1, hit.end))


def _longest(weighed: Iterator[tuple[NameHit, int]]) -> list[NameHit]:
    """Of overlapping names that weigh enough the longest, then the heaviest."""
    chosen: list[NameHit] = []
    taken: set[int] = set()
    for hit, weight in sorted(weighed, key=lambda pair: (pair[0].start - pair[0].end, -pair[1], pair[0].start)):
        if weight >= ENOUGH and taken.isdisjoint(range(hit.start, hit.end)):
            chosen.append(hit)
            taken.update(range(hit.start, hit.end))
    return sorted(chosen, key=lambda hit: hit.start)


def _weigh(text: _Text, hit: NameHit) -> int:
    if hit.end - hit.start == 1 and text.word(hit.start).casefold() in _NEVER:
        return -9
    return _fame(hit) + _before(text, hit) + _after(text, hit) + _form(text, hit)


def _fame(hit: NameHit) -> int:
    """How likely the name, met anywhere, is this place."""
    if hit.demonym or hit.feature_class == "A" or hit.feature_class in "LHT":
        return 3 if hit.population >= 100_000 or hit.demonym or hit.feature_class != "A" else 2
    return sum(hit.population >= size for size in (20_000, 100_000, 500_000)) + (hit.end - hit.start > 1)


def _before(text: _Text, hit: NameHit) -> int:
    if text.opens_sentence(hit.start):
        return -1 if hit.end - hit.start == 1 and not hit.demonym else 0
    gap, word = text.gap(hit.start), text.word(hit.start - 1)
    lower = word.casefold()
    if gap.strip():
        return 1 if gap.strip() == "," else 0
    if lower in _CLASS_NOUNS or (lower == "of" and text.word(hit.start - 2).casefold() in _CLASS_NOUNS):
        return 3
    if lower in _PLACING or lower in _MOVING:
        return 2 if lower in _PLACING else 1
    if lower in _TITLES:
        return -3
    if word[:1].isupper() and lower not in _NEVER and not text.opens_sentence(hit.start - 1):
        return -2
    return 0


def _after(text: _Text, hit: NameHit) -> int:
    gap, word = text.gap(hit.end), text.word(hit.end)
    lower = word.casefold()
    if gap.strip() == "," and word[:1].isupper():
        return 1
    if _DATELINE.match(text.text, text.words[hit.end - 1].end):
        return 1
    if gap.strip() or not word:
        return 0
    if lower in _INSTITUTIONS:
        return -3
    if lower in _CLASS_NOUNS:
        return 1
    if word[:1].isupper() and lower not in _NEVER and not hit.demonym:
        return -2 if hit.feature_class == "P" else -1
    return 0


def _form(text: _Text, hit: NameHit) -> int:
    word = text.word(hit.start)
    single = hit.end - hit.start == 1
    if single and word.casefold() in text.seen_lower:
        return -4
    if single and len(word.replace(".", "")) <= 2 and not (word.isupper() and hit.feature_class == "A"):
        return -4
    return 0
