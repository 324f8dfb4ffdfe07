"""Step 12: how much to trust a record, from what its text gives and what was inferred.

A logistic over a few facts, each with the sentence that tells a reader of it, so that number and reasons agree. The
points are set by hand, until there are enough corrected records to fit them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from geo.events.parts import BlockRole, Draft
from geo.model import Status

_BASE = -0.4
_TRIGGER_WEIGHT = 0.5  # for each point of the lexicon's 1 to 3
_EXPLICIT_PLACE = 0.8
_INHERITED_PLACE = -0.4
_PLACE_MARGIN = 0.6  # for a link that is certain
_EXPLICIT_DATE = 0.4
_ACTOR = 0.3
_SECOND_SENTENCE = 0.4
_HEADLINE_ALONE = -0.5
_WORDS = {
    1: "the words that name the event often mean something else",
    2: "the words that name the event mostly mean it",
    3: "the words that name the event leave little doubt",
}


class _Term(NamedTuple):
    points: float
    reason: str


_LESS_SURE = {
    Status.CLAIMED: _Term(-0.3, "one side's claim"),
    Status.PLANNED: _Term(-0.1, "planned: it has not happened yet"),
    Status.DENIED: _Term(-0.3, "somebody denies it"),
}


def confidence(draft: Draft, told: Sequence[Draft]) -> tuple[float, tuple[str, ...]]:
    """Between 0 and 1 for the record that `draft` leads, and why, what weighs most first; `told` are all the sentences
    that tell of it."""
    terms = sorted(_terms(draft, told), key=lambda term: -abs(term.points))
    points = _BASE + sum(term.points for term in terms)
    return round(1.0 / (1.0 + math.exp(-points)), 3), tuple(term.reason for term in terms)


def _terms(draft: Draft, told: Sequence[Draft]) -> Iterator[_Term]:
    yield _Term(_TRIGGER_WEIGHT * draft.trigger.weight, _WORDS[min(draft.trigger.weight, 3)])
    yield _place(draft)
    if draft.when.start is None and draft.when.end is None:
        yield _Term(_EXPLICIT_DATE * draft.when.explicit, "no day is known")
    elif draft.when.explicit:
        yield _Term(_EXPLICIT_DATE, "the text gives the day")
    else:
        yield _Term(0.0, "day inferred from the publication date")
    yield _Term(_ACTOR, "somebody who took part is named") if draft.actors else _Term(0.0, "no one involved is named")
    if draft.status in _LESS_SURE:
        yield _LESS_SURE[draft.status]
    if len({d.trigger.sentence.number for d in told}) > 1:
        yield _Term(_SECOND_SENTENCE, "more than one sentence tells of it")
    if all(d.trigger.sentence.role is not BlockRole.BODY for d in told):
        yield _Term(_HEADLINE_ALONE, "only the headline tells of it")


def _place(draft: Draft) -> _Term:
    if not draft.places:
        return _Term(0.0, "no place is named")
    if any(place.explicit for place in draft.places):
        return _Term(_EXPLICIT_PLACE + _PLACE_MARGIN * draft.margin, "the place is named in the sentence")
    return _Term(_INHERITED_PLACE, "the place is taken from another sentence")
