"""How far two reports tell of one event: from 0, they contradict each other, to 1. Nothing but the two decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import log2

from geo.geometry import distance_m
from geo.stories.reports import APART_LASTING, Report, Spot

# From here on two reports are taken to tell of one event. The same place, day and kind alone, without a word in common,
# come to 0.7: in a big town they may be two events.
ALIKE = 0.72
_NEXT_DOOR_M, _NEAR_M = 5_000.0, 25_000.0
# Sentences of at least so many words, of which so many are shared, are one sentence, edited.
_SENTENCE, _VERBATIM = 5, 0.75
# Independent articles share about so much of the words that one event is told with; fewer words are no evidence.
_SHARED, _FEW = 0.4, 3
# Tolls that differ by this factor are not of one event.
_FACTOR = 16
# Modes that are one thing under two names: any flood, any outbreak, any bomb.
_SAME_THING = {"FF": "FL", "EP": "", "suicide-attack": "explosives", "riot": "demo"}


def likeness(one: Report, other: Report) -> float:
    """The same either way round."""
    a, b = (one, other) if one.id < other.id else (other, one)
    if a.family != b.family:
        return 0.0
    place, day = _places(a.spots, b.spots), _days(a, b)
    if place == 0 or day == 0:
        return 0.0
    if _one_sentence(a, b):
        return 1.0
    if place is None or day is None:
        return 0.0
    known = [(0.35, place), (0.25, day), (0.1, _kinds(a, b)), (0.3, _shared(a, b)), *_people(a, b)]
    weighed = [(weight, value) for weight, value in known if value is not None]
    return sum(weight * value for weight, value in weighed) / sum(weight for weight, _ in weighed)


def _one_sentence(a: Report, b: Report) -> bool:
    mine, theirs = set(a.words), set(b.words)
    if a.type != b.type or min(len(mine), len(theirs)) < _SENTENCE:
        return False
    return len(mine & theirs) >= _VERBATIM * len(mine | theirs)


def _places(mine: Sequence[Spot], theirs: Sequence[Spot]) -> float | None:
    """None where one has no place."""
    return max((_place(a, b) for a, b in product(mine, theirs)), default=None)


def _place(a: Spot, b: Spot) -> float:
    if a.id == b.id:
        return 1.0
    if a.area in b.within or b.area in a.within:
        return 0.7
    if a.area or b.area:
        return 0.0
    apart = distance_m(a.lon, a.lat, b.lon, b.lat)
    return 0.8 if apart <= _NEXT_DOOR_M else 0.4 if apart <= _NEAR_M else 0.0


def _days(a: Report, b: Report) -> float | None:
    """None where one has no day."""
    if a.first is None or a.last is None or b.first is None or b.last is None:
        return None
    gap = max(a.first, b.first) - min(a.last, b.last)
    if a.lasting and b.lasting:
        return 1.0 if gap <= 0 else 0.7 if gap <= APART_LASTING else 0.0
    if gap <= 0:
        return 1.0 if (a.first, a.last) == (b.first, b.last) and a.dated and b.dated else 0.7
    if a.dated and b.dated:
        return 0.3 if gap == 1 else 0.0
    return 0.6 if gap == 1 else 0.3 if gap == 2 else 0.0


def _kinds(a: Report, b: Report) -> float:
    if a.type != b.type:
        return 0.2
    mine, theirs = _SAME_THING.get(a.mode, a.mode), _SAME_THING.get(b.mode, b.mode)
    if mine == theirs:
        return 1.0
    return 0.0 if mine and theirs else 0.7


def _shared(a: Report, b: Report) -> float | None:
    """None where one says too little to tell."""
    mine, theirs = {*a.words, *a.headline}, {*b.words, *b.headline}
    least = min(len(mine), len(theirs))
    return None if least < _FEW else min(1.0, len(mine & theirs) / least / _SHARED)


def _people(a: Report, b: Report) -> Iterator[tuple[float, float]]:
    mine, theirs = set(a.countries), set(b.countries)
    if mine and theirs:
        yield 0.1, len(mine & theirs) / len(mine | theirs)
    yield from ((0.1, _tolls(a.counts[kind], b.counts[kind])) for kind in sorted(a.counts.keys() & b.counts.keys()))


def _tolls(a: Sequence[int | None], b: Sequence[int | None]) -> float:
    """1 where the ranges meet, less the further apart they are: tolls rise from report to report."""
    if (a[1] is None or b[0] is None or b[0] <= a[1]) and (b[1] is None or a[0] is None or a[0] <= b[1]):
        return 1.0
    low, high = sorted((max(a[0] or a[1] or 0, 0) + 1, (b[0] or b[1] or 0) + 1))
    return max(0.0, 1 - log2(high / low) / log2(_FACTOR))
