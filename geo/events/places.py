"""Step 7: which of a sentence's place names say where its event happened.

A linear model over what stands around a name and between it and the trigger (`placefeatures`); the weights are in
`data/models/event-places.json`, made by `training/event_places.py`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import orjson

from geo.events.clauses import clauses, tokenise
from geo.events.parts import Clause, Token
from geo.events.placefeatures import Ground, Offsets, features, of_link, of_name
from geo.resources import data_path
from geo.text import sentences

__all__ = ["Model", "Offsets", "features", "link", "linked", "model"]

# Of a longer text only the trigger's sentence and those beside it are looked at.
_LONGEST = 1_000


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

    All are half-open offsets into `text`, a sentence or a longer text; they may cut words. [] when none of the names is
    the event's place. ValueError for a span that is empty or reaches out of the text.
    """
    for what, (start, end) in (("trigger", trigger), *(("toponym", toponym) for toponym in toponyms)):
        if not 0 <= start < end <= len(text):
            raise ValueError(
                f"{what} ({start}, {end}): needs 0 <= start < end <= {len(text)}, the length of the text"
            )
    begin, stop = _window(text, trigger)
    tokens = tokenise(text[begin:stop], begin)
    return linked(tokens, clauses(tokens), trigger, [t for t in toponyms if begin <= t[0] and t[1] <= stop])


def _window(text: str, trigger: Offsets) -> Offsets:
    if len(text) <= _LONGEST:
        return 0, len(text)
    spans = [(span.start, span.end) for span in sentences(text)]
    first = max((n for n, (start, _) in enumerate(spans) if start <= trigger[0]), default=0)
    last = max((n for n, (start, _) in enumerate(spans) if start < trigger[1]), default=0)
    if not spans:
        return trigger
    return min(spans[max(0, first - 1)][0], trigger[0]), max(spans[min(len(spans) - 1, last + 1)][1], trigger[1])


def linked(
    tokens: Sequence[Token], parts: Sequence[Clause], trigger: Offsets, toponyms: Sequence[Offsets]
) -> list[tuple[int, int, float]]:
    """`link` for a text that is tokens and clauses already; offsets are the tokens'."""
    if not tokens or not toponyms:
        return []
    learned, ground = model(), _ground(_Same(tokens, parts))
    event, places = ground.range(trigger), [ground.range(toponym) for toponym in toponyms]
    names = sorted(places)
    scored = [
        (*toponym, _probability(learned, ground, event, place, names))
        for toponym, place in zip(toponyms, places, strict=True)
    ]
    accepted = [place for place in scored if place[2] >= learned.threshold]
    return sorted(accepted, key=lambda place: (-place[2], place[0]))


def _probability(learned: Model, ground: Ground, event: Offsets, place: Offsets, names: Sequence[Offsets]) -> float:
    weight = learned.weights.get
    standing = ground.standing.get(place)
    if standing is None:
        standing = ground.standing[place] = sum(weight(feature, 0.0) for feature in set(of_name(ground, place)))
    score = standing + sum(weight(feature, 0.0) for feature in set(of_link(ground, event, place, names)))
    return 1.0 / (1.0 + math.exp(-max(-700.0, score)))


class _Same:
    """A sentence as a key by what it is, not by what it holds: its events ask one after the other."""

    __slots__ = ("parts", "tokens")

    def __init__(self, tokens: Sequence[Token], parts: Sequence[Clause]) -> None:
        self.tokens, self.parts = tokens, parts

    def __hash__(self) -> int:
        return id(self.tokens)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.tokens is self.tokens and other.parts is self.parts


@lru_cache(maxsize=4)
def _ground(sentence: _Same) -> Ground:
    return Ground.of(sentence.tokens, sentence.parts)
