"""Step 7: which of a sentence's place names say where its event happened.

A linear model over what stands around a name and between it and the trigger; the weights are in
`data/models/event-places.json`, made by `training/event_places.py`.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import orjson

from geo.events.clauses import REPORTING, clauses, finite, tokenise
from geo.events.parts import Clause, Token
from geo.events.tables import words_of
from geo.resources import data_path

Offsets = tuple[int, int]

_PLACING = frozenset(
    "in at near inside outside around across along onto on through into throughout within between off".split()
)
_PREPOSITIONS = _PLACING | frozenset("of from to by with against for about over towards toward as than".split())
_RELATIVE = frozenset("who which that where when while after before as whose since until because".split())
_QUOTES = frozenset("\"“”'‘’")


@dataclass(frozen=True, slots=True)
class Model:
    weights: Mapping[str, float]
    threshold: float


@cache
def model() -> Model:
    table = orjson.loads(data_path("models", "event-places.json").read_bytes())
    return Model(table["weights"], table["threshold"])


def link(text: str, trigger: Offsets, toponyms: Sequence[Offsets]) -> list[tuple[int, int, float]]:
    """The names, of those given, where the event that `trigger` names took place, with their probabilities, best first.

    All are half-open offsets into `text`, a sentence or a longer text. [] when none of them is the event's place.
    """
    tokens = tokenise(text)
    return linked(tokens, clauses(tokens), trigger, toponyms)


def linked(
    tokens: Sequence[Token], parts: Sequence[Clause], trigger: Offsets, toponyms: Sequence[Offsets]
) -> list[tuple[int, int, float]]:
    """`link` for a text that is tokens and clauses already; offsets are the tokens'."""
    if not tokens:
        return []
    learned = model()
    scored = [
        (*toponym, 1.0 / (1.0 + math.exp(-sum(learned.weights.get(f, 0.0) for f in found))))
        for toponym, found in zip(toponyms, features(tokens, parts, trigger, toponyms), strict=True)
    ]
    accepted = [place for place in scored if place[2] >= learned.threshold]
    return sorted(accepted, key=lambda place: (-place[2], place[0]))


@dataclass(frozen=True, slots=True)
class _Scene:
    """Token ranges of the trigger and of all names, in order, with what each token is."""

    tokens: Sequence[Token]
    words: Sequence[str]
    clause: Sequence[int]
    verbs: Sequence[bool]
    trigger: Offsets
    names: Sequence[Offsets]


def features(
    tokens: Sequence[Token], parts: Sequence[Clause], trigger: Offsets, toponyms: Sequence[Offsets]
) -> list[set[str]]:
    """The names of what holds for each toponym."""
    starts = [token.start for token in tokens]
    places = [_range(tokens, starts, toponym) for toponym in toponyms]
    clause = [number for number, part in enumerate(parts) for _ in range(part.first, part.last)]
    scene = _Scene(
        tokens,
        [token.lower for token in tokens],
        clause,
        [finite(tokens, i) for i in range(len(tokens))],
        _range(tokens, starts, trigger),
        sorted(places),
    )
    return [{"bias", *_around(scene, place), *_between(scene, place), *_order(scene, place)} for place in places]


def _range(tokens: Sequence[Token], starts: Sequence[int], offsets: Offsets) -> Offsets:
    """First token and the one behind the last of a span."""
    first = min(bisect_left(starts, offsets[0]), len(tokens) - 1)
    if first and tokens[first - 1].end > offsets[0]:
        first -= 1
    return first, max(first + 1, bisect_left(starts, offsets[1]))


def _word(scene: _Scene, i: int) -> str:
    return scene.words[i] if 0 <= i < len(scene.words) else "^"


def _around(scene: _Scene, place: Offsets) -> Iterator[str]:
    """What stands before and behind the name."""
    first, last = place
    before, before2, behind, behind2 = (_word(scene, i) for i in (first - 1, first - 2, last, last + 1))
    yield f"before={before}"
    yield f"before2={before2} {before}"
    yield f"behind={behind}"
    yield f"behind2={behind} {behind2}"
    yield f"length={min(last - first, 3)}"
    text = scene.tokens[first].text
    yield f"shape={'caps' if text.isupper() and len(text) > 1 else 'lower' if text.islower() else 'title'}"
    yield f"ending={scene.words[last - 1][-3:]}"
    reach = _preposition(scene, first)
    yield f"preposition={reach}"
    yield f"preposition={reach}/{_side(scene, place)}"
    yield f"preposition={reach}/{_lemma(scene)}"
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


def _preposition(scene: _Scene, first: int) -> str:
    """The nearest preposition left of the name inside its phrase, "subject" where the phrase opens a clause."""
    for i in range(first - 1, max(-1, first - 7), -1):
        word = scene.words[i]
        if word in _PREPOSITIONS:
            return f"{word}{'' if first - i == 1 else '+'}"
        if word in REPORTING or scene.verbs[i]:
            return "verb"
        if not word[0].isalnum() and word not in (",", "'s"):
            return word
    return "subject" if first < 7 else "far"


def _side(scene: _Scene, place: Offsets) -> str:
    return "after" if place[0] >= scene.trigger[1] else "before"


def _lemma(scene: _Scene) -> str:
    return scene.words[scene.trigger[1] - 1]


def _between(scene: _Scene, place: Offsets) -> Iterator[str]:
    """What separates the name from the trigger."""
    side = _side(scene, place)
    first, last = (scene.trigger[1], place[0]) if side == "after" else (place[1], scene.trigger[0])
    words = scene.words[first:last]
    distance = len(words)
    step = next(n for n, most in enumerate((0, 1, 2, 3, 5, 8, 12, 18, 25, 999)) if distance <= most)
    yield f"{side} {step}"
    yield f"{side} {_lemma(scene)}"
    same = scene.clause[place[0]] == scene.clause[scene.trigger[0]]
    yield f"{side} {'same clause' if same else 'other clause'}"
    commas, verbs = words.count(","), sum(scene.verbs[first:last])
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
    if any(scene.words[i] in REPORTING for i in range(max(0, place[0] - 5), place[0])) and side == "after":
        yield "said just before"
    if any(scene.words[i] in REPORTING for i in range(place[1], min(len(scene.words), place[1] + 4))):
        yield "says just behind"


def _order(scene: _Scene, place: Offsets) -> Iterator[str]:
    """How it stands among the other names."""
    others = [name for name in scene.names if name != place]
    after = [name for name in scene.names if name[0] >= scene.trigger[1]]
    before = [name for name in scene.names if name[0] < scene.trigger[1]]
    side = _side(scene, place)
    yield f"names={min(len(others), 4)}"
    rank = after.index(place) if side == "after" else len(before) - 1 - before.index(place)
    yield f"{side} rank={min(rank, 3)}"
    yield f"{side} rank={min(rank, 3)} names after={min(len(after), 3)}"
    index = scene.names.index(place)
    if index and scene.words[scene.names[index - 1][1] : place[0]] == ["and"]:
        yield "second of two"
    if index and scene.words[scene.names[index - 1][1] : place[0]] == [","]:
        yield "behind a comma of names"
    if index + 1 < len(scene.names):
        following = scene.words[place[1] : scene.names[index + 1][0]]
        if following in ([","], ["and"], ["in"], ["of"]):
            yield f"joined={following[0]}"
    if any(_preposition(scene, name[0]).rstrip("+") in ("in", "at", "near", "on") for name in others):
        yield "another is placed"
