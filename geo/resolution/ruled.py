"""Resolution that honours what people said a name means, unless the text itself says otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from geo.corrections import Ruling, Rulings
from geo.gazetteers.base import Gazetteer
from geo.gazetteers.ruled import RuledGazetteer
from geo.model import Candidate, Document, Match, MentionKind, Place, Resolution, Toponym
from geo.resolution import resolve
from geo.resolution.wording import QUALIFYING
from geo.text import normalise


def resolve_ruled(
    document: Document, toponyms: Sequence[Toponym], gazetteer: Gazetteer, rulings: Rulings
) -> tuple[Resolution, ...]:
    """As `resolve`, but a ruled name has its ruling's place, with confidence 1, and its company is judged by it.

    A name that the text puts elsewhere ("Paris, Texas", when Paris was ruled to be the one in France) is not ruled in
    that document; nor is a people's.
    """
    plain = resolve(document, toponyms, gazetteer)
    named = {normalise(t.text) for t in toponyms if t.kind is MentionKind.TOPONYM}
    named -= set(_put_elsewhere(document.text, plain, rulings))
    in_force = {form: ruling for form, ruling in rulings.items() if form in named}
    if not in_force:
        return plain
    again = resolve(document, toponyms, RuledGazetteer(gazetteer, in_force))
    return tuple(_ruled(old, new, in_force) for old, new in zip(plain, again, strict=True))


def _put_elsewhere(text: str, resolutions: Sequence[Resolution], rulings: Rulings) -> Iterator[str]:
    """Ruled names with a wider place behind them in which the ruled place does not lie."""
    order = sorted(resolutions, key=lambda resolution: resolution.toponym.start)
    for inner, outer in pairwise(order):
        form = normalise(inner.toponym.text)
        ruling, between = rulings.get(form), text[inner.toponym.end : outer.toponym.start]
        if ruling and outer.place and QUALIFYING.fullmatch(between) and not _may_lie_in(ruling.place, outer.place):
            yield form


def _may_lie_in(place: Place, wider: Place) -> bool:
    """True also where it is not known."""
    if wider.feature_class != "A" or not (place.country and wider.country):
        return True
    same_unit = wider.feature_code != "ADM1" or not place.admin1 or place.admin1 == wider.admin1
    return place.country == wider.country and same_unit


def _ruled(old: Resolution, new: Resolution, rulings: Rulings) -> Resolution:
    ruling: Ruling | None = rulings.get(normalise(new.toponym.text))
    if ruling is None or new.toponym.kind is not MentionKind.TOPONYM:
        return new
    offered = (*((Candidate(old.place, Match.EXACT),) if old.place else ()), *old.beaten)
    beaten = tuple(candidate for candidate in offered if candidate.place.id != ruling.place.id)
    return replace(
        new, place=ruling.place, confidence=1.0, beaten=beaten, why=f"ruled by a correction of {ruling.at:%Y-%m-%d}"
    )
