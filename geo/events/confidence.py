"""Step 12: how much to trust a record, from what its text gives and what was inferred.

A logistic over a few reasons, each with its points for (above 0) or against the record, so that number, band and
reasons can't disagree: it is above a half where those for outweigh those against. The points are set by hand, until
there are enough corrected records to fit them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from geo.events.parts import BlockRole, Draft, When
from geo.model import DatePrecision, Status


class _Reason(NamedTuple):
    points: float
    words: str

    def __str__(self) -> str:
        return f"{'for' if self.points > 0 else 'against'}: {self.words}"


# By the lexicon's weight of the words, of which all from 3 on leave as little doubt.
_TRIGGERS = {
    1: _Reason(-0.25, "the words that name the event often mean something else"),
    2: _Reason(0.25, "the words that name the event mostly mean it"),
    3: _Reason(0.75, "the words that name the event leave little doubt"),
}
_PLACE_NAMED = 0.4
_PLACE_MARGIN = 0.6  # on top, for a link that is certain
_PLACE_INHERITED = _Reason(-0.8, "the place is taken from another sentence")
_NO_PLACE = _Reason(-0.4, "no place is named")
_SAYS_WHEN = 0.2
_GRAINS = {
    DatePrecision.DAY: "day",
    DatePrecision.WEEK: "week",
    DatePrecision.MONTH: "month",
    DatePrecision.YEAR: "year",
    DatePrecision.RANGE: "days",
}
_DAY_INFERRED = _Reason(-0.2, "day inferred from the publication date")
_NO_DAY = _Reason(-0.2, "no day is known")
_ACTOR = _Reason(0.15, "somebody who took part is named")
_NO_ACTOR = _Reason(-0.15, "no one involved is named")
_LESS_SURE = {
    Status.CLAIMED: _Reason(-0.3, "one side's claim"),
    Status.PLANNED: _Reason(-0.1, "planned: it has not happened yet"),
    Status.DENIED: _Reason(-0.3, "somebody denies it"),
}
_SECOND_SENTENCE = _Reason(0.4, "more than one sentence tells of it")
_HEADLINE_ALONE = _Reason(-0.5, "only the headline tells of it")


def confidence(draft: Draft, told: Sequence[Draft]) -> tuple[float, tuple[str, ...]]:
    """Between 0 and 1 for the record that `draft` leads, and why, what weighs most first; `told` are all the sentences
    that tell of it."""
    reasons = sorted(_reasons(draft, told), key=lambda reason: -abs(reason.points))
    points = sum(reason.points for reason in reasons)
    return round(1.0 / (1.0 + math.exp(-points)), 3), tuple(map(str, reasons))


def _reasons(draft: Draft, told: Sequence[Draft]) -> Iterator[_Reason]:
    yield _TRIGGERS[min(draft.trigger.weight, 3)]
    yield _place(draft)
    yield _day(draft.when)
    yield _ACTOR if draft.actors else _NO_ACTOR
    if draft.status in _LESS_SURE:
        yield _LESS_SURE[draft.status]
    if len({d.trigger.sentence.number for d in told}) > 1:
        yield _SECOND_SENTENCE
    if all(d.trigger.sentence.role is not BlockRole.BODY for d in told):
        yield _HEADLINE_ALONE


def _place(draft: Draft) -> _Reason:
    if not draft.places:
        return _NO_PLACE
    if any(place.explicit for place in draft.places):
        return _Reason(_PLACE_NAMED + _PLACE_MARGIN * draft.margin, "the place is named in the sentence")
    return _PLACE_INHERITED


def _day(when: When) -> _Reason:
    if when.precision is DatePrecision.DAY_INFERRED:
        return _DAY_INFERRED
    grain = _GRAINS.get(when.precision)
    return _Reason(_SAYS_WHEN, f"the text gives the {grain}") if grain and when.explicit else _NO_DAY
