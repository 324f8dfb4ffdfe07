"""Which place each mention means: all mentions of a document decided together.

A candidate's score is the sum of a few named numbers; the best wins, the same name means the same place
throughout the document. Two rounds: the first decides the countries and regions at stake, the second uses them.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from geo.gazetteers.base import Gazetteer
from geo.geometry import distance_m
from geo.model import Candidate, Document, Match, MentionKind, Place, Resolution, Toponym
from geo.text import normalise

# Points for how the name led to the place: a main name speaks more for it than one of fifty alternate ones.
_MATCH = {
    Match.EXACT: 0.0,
    Match.ALTERNATE: -0.6,
    Match.ABBREVIATION: -0.2,
    Match.DEMONYM: 0.0,
    Match.HISTORICAL: -0.8,
    Match.FUZZY: -2.5,
}
NEAR_M = 200_000


@dataclass(frozen=True, slots=True)
class _Context:
    """What the document says around a name: how often each country and first-order unit is at stake, and where."""

    countries: Mapping[str, float]
    units: Mapping[tuple[str, str], float]
    positions: Sequence[tuple[str, float, float]]


def resolve(document: Document, toponyms: Sequence[Toponym], gazetteer: Gazetteer) -> tuple[Resolution, ...]:
    """One resolution for each toponym, in order; () for none."""
    candidates = gazetteer.lookup({t.text for t in toponyms}, on=document.published)
    containers = _containers(document.text, toponyms)
    chosen: dict[str, Place | None] = {}
    context = _Context({}, {}, ())
    for _ in range(2):
        chosen = _choose(toponyms, candidates, containers, context)
        context = _context(toponyms, chosen)
    return tuple(_resolution(t, candidates[t.text], chosen.get(_key(t)), containers, context) for t in toponyms)


def _key(toponym: Toponym) -> str:
    return normalise(toponym.text)


def _containers(text: str, toponyms: Sequence[Toponym]) -> dict[str, set[str]]:
    """For "X, Y" and "X (Y)": X -> {Y}, both in normal form. A name that has a container once has it throughout."""
    found: dict[str, set[str]] = {}
    for inner, outer in pairwise(toponyms):
        if text[inner.end : outer.start].strip() in (",", "(", "in"):
            found.setdefault(_key(inner), set()).add(outer.text)
    return found


def _choose(
    toponyms: Sequence[Toponym],
    candidates: Mapping[str, Sequence[Candidate]],
    containers: Mapping[str, set[str]],
    context: _Context,
) -> dict[str, Place | None]:
    chosen: dict[str, Place | None] = {}
    for toponym in toponyms:
        key = _key(toponym)
        if chosen.get(key) is None:
            ranked = _rank(toponym, candidates, containers.get(key, set()), context)
            chosen[key] = ranked[0][1].place if ranked else None
    return chosen


def _rank(
    toponym: Toponym, candidates: Mapping[str, Sequence[Candidate]], outers: set[str], context: _Context
) -> list[tuple[float, Candidate]]:
    outer_places = [c.place for name in outers for c in candidates.get(name, ())]
    scored = [
        (_score(c, _key(toponym), outer_places, context), c)
        for c in candidates[toponym.text]
        if (c.match is Match.DEMONYM) == (toponym.kind is MentionKind.DEMONYM)
    ] or [(_score(c, _key(toponym), outer_places, context), c) for c in candidates[toponym.text]]
    return sorted(scored, key=lambda pair: (-pair[0], pair[1].place.id))


def _score(candidate: Candidate, key: str, outers: Sequence[Place], context: _Context) -> float:
    place = candidate.place
    score = math.log10(place.population + 10) / 2 + _MATCH[candidate.match]
    if place.is_country:
        score += 2.5
    elif place.feature_class == "L":
        score += 2.0
    elif place.feature_class == "A":
        score += 0.4
    elif place.feature_class in "HT":
        score += 1.0
    elif place.feature_code == "PPLC":
        score += 0.7
    if outers:
        score += 4.0 if any(_holds(outer, place) for outer in outers) else -1.0
    return score + _company(place, key, context)


def _holds(outer: Place, place: Place) -> bool:
    if outer.is_country:
        return outer.country == place.country and not place.is_country
    return outer.feature_code == "ADM1" and (outer.country, outer.name) == (place.country, place.admin1)


def _company(place: Place, key: str, context: _Context) -> float:
    """What the rest of the document says for it: its country, its first-order unit, places near by."""
    score = 1.2 * math.log1p(context.countries.get(place.country, 0.0)) if place.country else 0.0
    if place.admin1:
        score += 0.8 * math.log1p(context.units.get((place.country, place.admin1), 0.0))
    others = [(lon, lat) for name, lon, lat in context.positions if name != key]
    if others:
        near = sum(distance_m(place.lon, place.lat, lon, lat) < NEAR_M for lon, lat in others)
        score += 1.5 * near / len(others)
    return score


def _context(toponyms: Sequence[Toponym], chosen: Mapping[str, Place | None]) -> _Context:
    """Each name votes once for its country and its unit, so that a place cannot talk itself into being right."""
    countries: defaultdict[str, float] = defaultdict(float)
    units: defaultdict[tuple[str, str], float] = defaultdict(float)
    positions = []
    for key in {_key(t) for t in toponyms}:
        place = chosen.get(key)
        if place is None:
            continue
        if place.country:
            countries[place.country] += 1.5 if place.is_country else 0.7
        if place.admin1 or place.feature_code == "ADM1":
            units[place.country, place.admin1 or place.name] += 1
        if place.feature_class == "P":
            positions.append((key, place.lon, place.lat))
    return _Context(countries, units, positions)


def _resolution(
    toponym: Toponym,
    candidates: Sequence[Candidate],
    place: Place | None,
    containers: Mapping[str, set[str]],
    context: _Context,
) -> Resolution:
    if place is None:
        return Resolution(toponym, None, 0.0, why="no gazetteer knows this name")
    ranked = _rank(toponym, {toponym.text: candidates}, set(), context)
    beaten = tuple(c for _, c in ranked if c.place.id != place.id)
    best = next((score for score, c in ranked if c.place.id == place.id), 0.0)
    rivals = sum(math.exp(score - best) for score, c in ranked if c.place.id != place.id)
    confidence = 1 / (1 + rivals)
    why = "contained in the place named after it" if _key(toponym) in containers else "most likely in this document"
    return Resolution(toponym, place, round(confidence, 3), beaten, why if beaten else "the only place of this name")
