"""What the place linker sees of a name and its event: named features, the same in training and at run time."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from geo.events.clauses import REPORTING, finite
from geo.events.parts import Clause, Token
from geo.events.tables import words_of

Offsets = tuple[int, int]

_PLACING = frozenset(
    "in at near inside outside around across along onto on through into throughout within between off".split()
)
_PREPOSITIONS = _PLACING | frozenset("of from to by with against for about over towards toward as than".split())
_RELATIVE = frozenset("who which that where when while after before as whose since until because".split())
_QUOTES = frozenset("\"“”'‘’")
_BE = frozenset("was were been being be is are got".split())
_HAVE = frozenset("has have had".split())
_DISTANCES = (0, 1, 2, 3, 5, 8, 12, 18, 25)


@dataclass(frozen=True, slots=True)
class Ground:
    """A sentence, whatever event is asked about. `standing` remembers what was worked out of a name without one."""

    tokens: Sequence[Token]
    parts: Sequence[Clause]
    words: Sequence[str]
    starts: Sequence[int]
    clause: Sequence[int]
    verbs: Sequence[bool]
    standing: dict[Offsets, float] = field(default_factory=dict)

    @classmethod
    def of(cls, tokens: Sequence[Token], parts: Sequence[Clause]) -> Ground:
        return cls(
            tokens,
            parts,
            [token.lower for token in tokens],
            [token.start for token in tokens],
            [number for number, part in enumerate(parts) for _ in range(part.first, part.last)],
            [finite(tokens, i) for i in range(len(tokens))],
        )

    def range(self, offsets: Offsets) -> Offsets:
        """First token and the one behind the last of a span, also of one that cuts tokens."""
        first = min(bisect_left(self.starts, offsets[0]), len(self.tokens) - 1)
        if first and self.tokens[first - 1].end > offsets[0]:
            first -= 1
        return first, max(first + 1, bisect_left(self.starts, offsets[1]))

    def word(self, i: int) -> str:
        return self.words[i] if 0 <= i < len(self.words) else "^"


def features(
    tokens: Sequence[Token], parts: Sequence[Clause], trigger: Offsets, toponyms: Sequence[Offsets]
) -> list[set[str]]:
    """The names of what holds for each toponym."""
    ground = Ground.of(tokens, parts)
    places = [ground.range(toponym) for toponym in toponyms]
    event, names = ground.range(trigger), sorted(places)
    return [{*of_name(ground, place), *of_link(ground, event, place, names)} for place in places]


def of_name(ground: Ground, place: Offsets) -> Iterator[str]:
    """What stands before and behind the name, whatever the event."""
    first, last = place
    before, before2, behind, behind2 = (ground.word(i) for i in (first - 1, first - 2, last, last + 1))
    reach = preposition(ground, first)
    kind = _kind(ground, place)
    yield "bias"
    yield f"before={before}"
    yield f"before2={before2} {before}"
    yield f"behind={behind}"
    yield f"behind2={behind} {behind2}"
    yield f"behind3={ground.word(last + 2)}"
    yield f"round={before} {behind}"
    yield f"length={min(last - first, 3)}"
    text = ground.tokens[first].text
    yield f"shape={'caps' if text.isupper() and len(text) > 1 else 'lower' if text.islower() else 'title'}"
    yield f"ending={ground.words[last - 1][-3:]}"
    yield f"preposition={reach}"
    yield f"kind={kind}"
    yield f"kind={kind}/{reach}"
    yield from {f"right={word}" for word in ground.words[last : last + 4]}
    yield from {f"left={word}" for word in ground.words[max(0, first - 4) : first]}
    for i in range(first - 1, max(-1, first - 7), -1):
        if ground.words[i] in _PREPOSITIONS:
            yield f"noun={ground.word(i - 1)}"
            yield f"noun={ground.word(i - 1)} {ground.words[i]}"
            break
    if behind in words_of("force_noun") or behind2 in words_of("force_noun"):
        yield "forces behind"
    if before in words_of("title") or before2 in words_of("title"):
        yield "title before"
    if first == 1 and before in _PLACING and behind == ",":
        yield "opens the sentence"
    if behind in ("'s", "'"):
        yield "possessive"
    if behind in words_of("feature") or before in words_of("feature") or before2 in words_of("feature"):
        yield "kind of place named"
    if any(word in REPORTING for word in ground.words[last : last + 4]):
        yield "says just behind"


def _kind(ground: Ground, place: Offsets) -> str:
    name = " ".join(ground.words[place[0] : place[1]])
    return "country" if name in words_of("country") else "demonym" if name in words_of("demonym") else "name"


def preposition(ground: Ground, first: int) -> str:
    """The nearest preposition left of the name inside its phrase, "subject" where the phrase opens a clause."""
    for i in range(first - 1, max(-1, first - 7), -1):
        word = ground.words[i]
        if word in _PREPOSITIONS:
            return f"{word}{'' if first - i == 1 else '+'}"
        if word in REPORTING or ground.verbs[i]:
            return "verb"
        if not word[0].isalnum() and word not in (",", "'s"):
            return word
    return "subject" if first < 7 else "far"


def of_link(ground: Ground, event: Offsets, place: Offsets, names: Sequence[Offsets]) -> Iterator[str]:
    """What stands between the name and the event, and how it stands among the other names."""
    side = "after" if place[0] >= event[1] else "before"
    home, away = ground.clause[place[0]], ground.clause[event[0]]
    apart = "same" if home == away else "other"
    yield from _between(ground, event, place, side, apart)
    yield from _voice(ground, event, place, side, apart)
    yield from _clauses(ground, home, away, side)
    yield from _order(ground, event, place, names, side)


def _between(ground: Ground, event: Offsets, place: Offsets, side: str, apart: str) -> Iterator[str]:
    first, last = (event[1], place[0]) if side == "after" else (place[1], event[0])
    words, reach, lemma = ground.words[first:last], preposition(ground, place[0]), ground.words[event[1] - 1]
    distance = len(words)
    step = next((n for n, most in enumerate(_DISTANCES) if distance <= most), len(_DISTANCES))
    yield f"preposition={reach}/{side}"
    yield f"preposition={reach}/{lemma}"
    yield f"preposition={reach}/{side}/{apart}"
    yield f"preposition={reach}/{side}/{step}"
    yield f"{side} {step}"
    yield f"{side} {lemma}"
    yield f"{side} {apart} clause"
    yield f"kind={_kind(ground, place)}/{side}/{apart}"
    commas, verbs = words.count(","), sum(ground.verbs[first:last])
    yield f"{side} commas={min(commas, 3)}"
    yield f"{side} verbs={min(verbs, 3)}"
    for word in set(words):
        if word in REPORTING:
            yield f"{side} reporting"
        if word in _RELATIVE:
            yield f"{side} relative={word}"
        if word in _QUOTES:
            yield f"{side} quote"
        if word in (";", ".", "—", ":"):
            yield f"{side} stop"
        if distance <= 8:
            yield f"{side} between={word}"
    if distance <= 3:
        yield f"{side} path={' '.join(words)}"
    if side == "after" and any(word in REPORTING for word in ground.words[max(0, place[0] - 5) : place[0]]):
        yield "said just before"


def _voice(ground: Ground, event: Offsets, place: Offsets, side: str, apart: str) -> Iterator[str]:
    """Who does it stands before an active verb, where it happens may stand before a passive one."""
    before = ground.word(event[0] - 1)
    voice = (
        "passive"
        if before in _BE
        else "to"
        if before == "to"
        else "has"
        if before in _HAVE
        else "ing"
        if ground.words[event[1] - 1].endswith("ing")
        else "other"
    )
    yield f"voice={voice}/{side}/{apart}"
    yield f"voice={voice}/{side}/{preposition(ground, place[0])}"
    yield f"event behind {before}/{side}"
    yield f"event before {ground.word(event[1])}/{side}"


def _clauses(ground: Ground, home: int, away: int, side: str) -> Iterator[str]:
    yield f"clauses={max(-3, min(3, home - away))}"
    if home == away:
        yield f"opener={ground.parts[home].opener}"
        return
    yield f"opener of name={ground.parts[home].opener}/{side}"
    yield f"opener of event={ground.parts[away].opener}/{side}"
    if ground.parts[home].lead:
        yield "who says it"


def _order(ground: Ground, event: Offsets, place: Offsets, names: Sequence[Offsets], side: str) -> Iterator[str]:
    """How it stands among the other names."""
    others = [name for name in names if name != place]
    after = [name for name in names if name[0] >= event[1]]
    before = [name for name in names if name[0] < event[1]]
    yield f"names={min(len(others), 4)}"
    rank = after.index(place) if side == "after" else len(before) - 1 - before.index(place)
    yield f"{side} rank={min(rank, 3)}"
    yield f"{side} rank={min(rank, 3)} names after={min(len(after), 3)}"
    index = names.index(place)
    if index and ground.words[names[index - 1][1] : place[0]] == ["and"]:
        yield "second of two"
    if index and ground.words[names[index - 1][1] : place[0]] == [","]:
        yield "behind a comma of names"
    if index + 1 < len(names):
        following = ground.words[place[1] : names[index + 1][0]]
        if following in ([","], ["and"], ["in"], ["of"]):
            yield f"joined={following[0]}"
    if any(preposition(ground, name[0]).rstrip("+") in ("in", "at", "near", "on") for name in others):
        yield "another is placed"
