"""What a linked place is to its event: its role, how the words around shift it, and which of several is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import partial

from geo.events.models import OWN, Models
from geo.events.parts import Form, Trigger
from geo.events.relations import Pair, pairs, placed
from geo.model import EventPlace, MentionKind, Place, Resolution, Role, Status

_TARGETING = frozenset("THREATEN REQUEST ACCUSE REJECT".split())
_HAZARDS = frozenset("DISASTER ACCIDENT HEALTH".split())
_COVERING = frozenset("AGREE CONCEDE SUPPORT".split())
# Without one of these before it, a country or a capital is a government.
_PLACING = re.compile(
    r"\b(?:in|at|near|inside|outside|across|around|through(?:out)?|into|off|on|onto|from|to|toward|towards|within|over|hits?|"
    r"struck|strikes|rocked|shook|reached|left|entered|visited|(?:city|capital|town|parts|rest|streets|outskirts|north|south|"
    r"east|west|centre|center|border|coast) of)\s+"
    r"(?:(?:the|all|whole|central|and|downtown|nearby|neighbou?ring|capital|city|of|\w+ern|\w+[’']s)\s+){0,3}$",
    re.IGNORECASE,
)


# The X of such a body's name is no place of what it does.
_ORGANISED = re.compile(
    r"\b(?:Council|Bank|Government|Ministry|Parliament|Archbishop|Bishop|Union|Party|Front|Army|Movement|Organi[sz]ation|"
    r"Association|Federation|League|Duke|Prince|King|Queen|Voice|Chamber|Assembly|Community|Commission|Congress)"
    r" of (?:the )?$"
)
_ORGANISATION = re.compile(r"\s+(?:Guards?|Rangers|Times|Post|Herald|Tribune|Gazette|United|Airlines|Airways)\b")
_IN = re.compile(
    r"\b(?:in|at|near|across|around|off|throughout|over)\s+(?:(?:the|\w+ern|city|town|of)\s+){0,3}$", re.IGNORECASE
)
# What words are about: "called on Baku", "help from Berlin", "a threat to Seoul" name a government.
_ADDRESSING = re.compile(r"\b(?:on|onto|from|to|towards?|off|into)\s+(?:the\s+)?$", re.IGNORECASE)
# A clause that begins so is an event of its own, beside that of the clause it hangs on.
_SUBORDINATE = frozenset("after before when while as since until that but although though".split())
# They saw or heard it where they were.
_WITNESS = re.compile(r"\b(?:people|residents?|witness(?:es)?|villagers|doctors|medics|reporters?)\b", re.IGNORECASE)


def sited(
    trigger: Trigger,
    resolutions: Sequence[Resolution],
    status: Status,
    others: Sequence[Trigger] = (),
    models: Models = OWN,
) -> tuple[tuple[EventPlace, ...], float]:
    """The places that the sentence gives an event, and how sure the first link is; ((), 0.0) where it gives none.

    `others`: the sentence's triggers, which have the names of their own clauses.
    """
    everything = resolutions
    resolutions = [r for r in _of_where(trigger, resolutions) if not _anothers(trigger, r, others)]
    named = {(r.toponym.start, r.toponym.end): r for r in resolutions if r.toponym.kind is MentionKind.TOPONYM}
    sentence = trigger.sentence
    if not named and len(everything) < 2:
        return (), 0.0
    found = models.link(sentence, (trigger.start, trigger.end), sorted(named))
    chosen = [(named[start, end], score) for start, end, score in found if not _governs(trigger, named[start, end])]
    if not chosen and trigger.type in _HAZARDS:
        # Whatever place its sentence names is where a hazard struck; the linker knows little of hazards.
        chosen = [(r, 0.0) for r in _after_preposition(trigger, named.values())]
    elif not chosen and trigger.form is Form.NOUN:
        # It was taught with verbs; what a noun's own clause places behind it is where that happens.
        chosen = [(r, 0.0) for r in _after_preposition(trigger, filter(partial(_behind, trigger), named.values()))]
    kept = _finest([resolution for resolution, _ in chosen])
    role = role_of(trigger, status)
    margin = chosen[0][1] if chosen else 0.0
    for pair in pairs(sentence.span, everything):
        if (
            pair.first in kept
            or pair.second in kept
            or (not kept and pair.kind != "between" and _within(trigger, pair))
        ):
            kept = [resolution for resolution in kept if resolution not in (pair.first, pair.second)]
            return (*pair.places(role), *_placed(trigger, kept, role)), margin
    return _placed(trigger, kept, role), margin


def _placed(trigger: Trigger, kept: Iterable[Resolution], role: Role) -> tuple[EventPlace, ...]:
    return tuple(
        placed(trigger.sentence.span, resolution, Role.SPEECH if opens_speech(trigger, resolution) else role)
        for resolution in kept
    )


def _behind(trigger: Trigger, resolution: Resolution) -> bool:
    last = trigger.sentence.tokens[trigger.clause.last - 1].end
    return trigger.end <= resolution.toponym.start and resolution.toponym.end <= last


def _within(trigger: Trigger, pair: Pair) -> bool:
    """Whether both names stand in the trigger's clause, behind it."""
    return _behind(trigger, pair.first) and _behind(trigger, pair.second)


def role_of(trigger: Trigger, status: Status) -> Role:
    if trigger.type in _TARGETING:
        return Role.TARGET
    if trigger.type in _COVERING or (trigger.type == "RETREAT" and status is Status.PLANNED):
        return Role.SCOPE
    return Role.EVENT


def opens_speech(trigger: Trigger, resolution: Resolution) -> bool:
    """Whether it is the X of "In X, somebody said": where words were said, whatever they say."""
    tokens = trigger.sentence.tokens
    if trigger.clause.speaker is None or len(tokens) < 4 or tokens[0].lower not in ("in", "at"):
        return False
    if trigger.clause.speaker.span.start > trigger.start:
        return False
    if _WITNESS.search(trigger.clause.speaker.span.text):
        return False
    return resolution.toponym.start == tokens[1].start


def _of_where(trigger: Trigger, resolutions: Sequence[Resolution]) -> list[Resolution]:
    """For "A sent help to B, where riots broke out": B, and what the clause itself names."""
    if trigger.clause.opener != "where":
        return list(resolutions)
    begin = trigger.sentence.tokens[trigger.clause.first].start
    before = [r for r in resolutions if r.toponym.end <= begin]
    return [r for r in resolutions if r not in before[:-1]]


def _anothers(trigger: Trigger, resolution: Resolution, others: Sequence[Trigger]) -> bool:
    """Whether a name stands in the main clause that another trigger rules, and this one in a clause hung on it."""
    clause = trigger.clause
    if clause.opener not in _SUBORDINATE:
        return False
    tokens = trigger.sentence.tokens
    return any(
        other.clause is not clause
        and tokens[other.clause.first].start <= resolution.toponym.start < tokens[other.clause.last - 1].end
        for other in others
    )


def _after_preposition(trigger: Trigger, resolutions: Iterable[Resolution]) -> list[Resolution]:
    """Those behind a preposition of place, with what "and" or a comma joins to them."""
    found: list[Resolution] = []
    for resolution in resolutions:
        text, base = trigger.sentence.span.text, trigger.sentence.span.start
        before = text[: resolution.toponym.start - base]
        joined = found and text[found[-1].toponym.end - base : resolution.toponym.start - base].strip(" ,") in (
            "and",
            "",
        )
        owner = text[resolution.toponym.end - base :].startswith(("'s", "’s"))
        if not owner and (joined or _IN.search(before)):
            found.append(resolution)
    return found


def _governs(trigger: Trigger, resolution: Resolution) -> bool:
    """Whether a country or capital stands for its government: nothing before it makes it a place."""
    place = resolution.place
    if place is None:
        return False
    text, base = trigger.sentence.span.text, trigger.sentence.span.start
    before = text[: resolution.toponym.start - base]
    if place.feature_class == "P" and before.strip() == "The":
        # "The Dali left its berth": towns have no article, ships and papers do.
        return True
    if _ORGANISED.search(before) or _ORGANISATION.match(text, resolution.toponym.end - base):
        return True
    if not (place.is_country or place.feature_code == "PPLC"):
        return False
    if place.is_country and text.startswith(("'s ", "’s "), resolution.toponym.end - base):
        return True
    if (trigger.type in _TARGETING or trigger.type in _COVERING) and _ADDRESSING.search(before):
        return True
    return not _PLACING.search(before)


def _finest(found: Sequence[Resolution]) -> list[Resolution]:
    """Without those that only say in which country or unit another one lies."""
    places = [r.place for r in found if r.place]
    return [r for r in found if r.place is None or not any(_holds(r.place, p) for p in places if p.id != r.place.id)]


def _holds(outer: Place, inner: Place) -> bool:
    if outer.precision <= inner.precision:
        return False
    if outer.is_country:
        return outer.country == inner.country
    return bool(outer.admin1) and (outer.country, outer.admin1) == (inner.country, inner.admin1)


def inherited(places: Iterable[EventPlace], role: Role) -> tuple[EventPlace, ...]:
    """The places of an earlier sentence's event, marked as not said here."""
    return tuple(
        EventPlace(role, p.kind, p.mention, p.place, False, p.relation, p.lon, p.lat, p.radius_m, p.precision)
        for p in places
    )
