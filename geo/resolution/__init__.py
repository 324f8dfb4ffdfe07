"""Which place each mention means: all mentions of a document decided together, the same name always alike.

Candidates are ranked by a trained model over named evidence (`evidence`), and the answer comes with the probability
that it is right. Below `LEAST_TRUST` the answer is None, with the candidates it might have been. A very long document
is decided stretch by stretch.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from geo.gazetteers.base import Gazetteer
from geo.model import Document, Match, Resolution, Toponym
from geo.resolution.evidence import Evidence
from geo.resolution.names import Floats, Names, read_names, stretches
from geo.resolution.ranker import Ranker, shipped

# An answer more likely wrong than right by this much misleads more than it helps.
LEAST_TRUST = 0.3

# A name that is only nearly the place's own is it where the document speaks of its country anyway.
LEAST_BACKING = 0.25
_BACKING = ("same country", "its country is named", "same country close in text", "in what is named after it")
_FUZZY = f"by {Match.FUZZY.name.lower()} name"
# What an answer's `why` is told from.
_TOLD = (*_BACKING, _FUZZY, "same first-order unit", "others near")

__all__ = ["LEAST_TRUST", "resolve"]


def resolve(
    document: Document, toponyms: Sequence[Toponym], gazetteer: Gazetteer, *, ranker: Ranker | None = None
) -> tuple[Resolution, ...]:
    """One resolution for each toponym, in order; () for none. `ranker` None: the shipped one."""
    ranker = ranker or shipped()
    return tuple(r for part in stretches(toponyms) for r in _resolved(document, part, gazetteer, ranker))


def _resolved(
    document: Document, toponyms: Sequence[Toponym], gazetteer: Gazetteer, ranker: Ranker
) -> list[Resolution]:
    names = read_names(document.text, toponyms, gazetteer, document.published)
    answers = [Resolution(t, None, 0.0, why="no gazetteer has a place of this name") for t in toponyms]
    if not len(names):
        return answers
    evidence, score = ranker.rank(names)
    order = np.lexsort((-score, names.owner))
    heads = order[names.starts]
    trust = ranker.trusted(answer_evidence(names, evidence, score, heads))
    for number, name in enumerate(names.names):
        rows = order[names.starts[number] : names.starts[number] + names.counts[number]]
        for mention in name.mentions:
            answers[mention] = _answer(toponyms[mention], names, rows.tolist(), float(trust[number]), evidence)
    return answers


def answer_evidence(names: Names, evidence: Evidence, score: Floats, heads: np.ndarray) -> Evidence:
    """What tells whether a name's best row is right: its evidence, and how far it leads."""
    share = names.shares(score)
    rest = share.copy()
    rest[heads] = 0.0
    return {name: column[heads] for name, column in evidence.items()} | {
        "score": score[heads],
        "share": share[heads],
        "share of the second": np.maximum.reduceat(rest, names.starts),
    }


def _answer(toponym: Toponym, names: Names, rows: list[int], trust: float, evidence: Evidence) -> Resolution:
    candidates = tuple(names.candidates[row] for row in rows)
    found = {name: float(evidence[name][rows[0]]) for name in _TOLD}
    if found[_FUZZY] and max(found[name] for name in _BACKING) < LEAST_BACKING:
        return Resolution(toponym, None, 0.0, candidates, "only places of a similar name, elsewhere")
    if trust < LEAST_TRUST:
        return Resolution(toponym, None, round(trust, 3), candidates, "no place of this name is likely enough here")
    why = _reason(found, len(rows))
    return Resolution(toponym, candidates[0].place, round(trust, 3), candidates[1:], why)


def _reason(evidence: dict[str, float], rivals: int) -> str:
    if evidence["in what is named after it"] > 0.5:
        return "in the wider place named after it"
    if rivals == 1:
        return "the only place of this name"
    if evidence["same first-order unit"] > 0.3 or evidence["others near"] > 0.3:
        return "near the other places named here"
    if evidence["its country is named"] > 0.5 or evidence["same country"] > 0.3:
        return "in the country spoken of here"
    return "the best known place of this name"
