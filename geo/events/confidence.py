"""Step 12: how much to trust a record, from what its text gives and what was inferred.

A logistic over a few facts. The points are set by hand, until there are enough corrected records to fit them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

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
_LESS_SURE = {Status.CLAIMED: -0.3, Status.PLANNED: -0.1, Status.DENIED: -0.3, Status.REPORTED: 0.0}


def confidence(draft: Draft, told: Sequence[Draft]) -> float:
    """Between 0 and 1 for the record that `draft` leads; `told` are all the sentences that tell of it."""
    points = _BASE + _TRIGGER_WEIGHT * draft.trigger.weight + _LESS_SURE[draft.status]
    if draft.places:
        explicit = any(place.explicit for place in draft.places)
        points += _EXPLICIT_PLACE + _PLACE_MARGIN * draft.margin if explicit else _INHERITED_PLACE
    points += _EXPLICIT_DATE * draft.when.explicit + _ACTOR * bool(draft.actors)
    points += _SECOND_SENTENCE * (len({d.trigger.sentence.number for d in told}) > 1)
    if all(d.trigger.sentence.role is not BlockRole.BODY for d in told):
        points += _HEADLINE_ALONE
    return round(1.0 / (1.0 + math.exp(-points)), 3)
