"""What a linked place is to its event: its role, how the words around shift it, and which of several is meant."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

from geo.events.models import OWN, Models
from geo.events.parts import Sentence, Trigger
from geo.geometry import distance_m, offset
from geo.model import EventPlace, GeoPrecision, MentionKind, Place, PlaceKind, Resolution, Role, Span, Status

# "Near" a town is taken to be within this of it.
NEAR_M = 10_000.0

_TARGETING = frozenset("THREATEN REQUEST ACCUSE REJECT".split())
_HAZARDS = frozenset("DISASTER ACCIDENT HEALTH".split())
_COVERING = frozenset("AGREE CONCEDE SUPPORT".split())
_BEARINGS = {
    word: 45.0 * number
    for number, words in enumerate(
        (
            "north",
            "northeast north-east",
            "east",
            "southeast south-east",
            "south",
            "southwest south-west",
            "west",
            "northwest north-west",
        )
    )
    for word in words.split()
}
_METRES = {"km": 1_000.0, "kilometre": 1_000.0, "kilometer": 1_000.0, "mile": 1_609.344, "metre": 1.0, "meter": 1.0}
_SHIFTED = re.compile(
    r"(?P<much>\d+(?:[.,]\d+)?)\s*(?:-\s*)?(?P<unit>km|kilomet(?:re|er)|mile|met(?:re|er))s?\s*(?:\([^)]*\)\s*)?"
    r"(?:to the\s+)?(?P<bearing>north-?east|north-?west|south-?east|south-?west|north|south|east|west)?(?:ern)?\s*"
    r"(?:of|from|off|outside)\s+(?:the\s+)?(?:\w+\s+(?:of\s+)?){0,3}$",
    re.IGNORECASE,
)
_NEAR = re.compile(
    r"\b(near|outside|close to|around|on the outskirts of|in the vicinity of|off)\s+(?:the\s+)?(?:\w+\s+of\s+)?$"
)
# Without one of these before it, a country or a capital is a government.
_PLACING = re.compile(
    r"\b(?:in|at|near|inside|outside|across|around|through(?:out)?|into|off|on|onto|from|to|toward|towards|within|over|hits?|"
    r"struck|strikes|rocked|shook|reached|left|entered|visited|(?:city|capital|town|parts|rest|streets|outskirts|north|south|"
    r"east|west|centre|center|border|coast) of)\s+"
    r"(?:(?:the|all|whole|central|downtown|nearby|neighbou?ring|capital|city|of|\w+ern|\w+[’']s)\s+){0,3}$",
    re.IGNORECASE,
)


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
    resolutions = [r for r in _of_where(trigger, resolutions) if not _anothers(trigger, r, others)]
    named = {(r.toponym.start, r.toponym.end): r for r in resolutions if r.toponym.kind is MentionKind.TOPONYM}
    if not named:
        return (), 0.0
    sentence = trigger.sentence
    found = models.link(sentence, (trigger.start, trigger.end), sorted(named))
    chosen = [(named[start, end], score) for start, end, score in found if not _governs(trigger, named[start, end])]
    if not chosen and trigger.type in _HAZARDS:
        # Whatever place its sentence names is where a hazard struck; the linker knows little of hazards.
        chosen = [(r, 0.0) for r in _after_preposition(trigger, named.values())]
    kept = _finest([resolution for resolution, _ in chosen])
    role = role_of(trigger, status)
    places = tuple(
        _event_place(sentence, resolution, Role.SPEECH if opens_speech(trigger, resolution) else role)
        for resolution in kept
    )
    return _between(sentence, places), chosen[0][1] if chosen else 0.0


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


def _between(sentence: Sentence, places: tuple[EventPlace, ...]) -> tuple[EventPlace, ...]:
    """ "Between A and B": one spot half-way whose circle reaches both; two points of a map would both be wrong."""
    if len(places) != 2:
        return places
    a, b = sorted(places, key=lambda place: place.mention.start if place.mention else 0)
    if a.place is None or b.place is None or a.mention is None or b.mention is None:
        return places
    text, base = sentence.span.text, sentence.span.start
    words = text[: a.mention.start - base].rstrip()
    joined = text[a.mention.end - base : b.mention.start - base].strip() == "and"
    if not joined or not words.lower().endswith("between") or {a.kind, b.kind} != {PlaceKind.POINT}:
        return places
    distance = distance_m(a.place.lon, a.place.lat, b.place.lon, b.place.lat)
    lon, lat = offset(
        a.place.lon, a.place.lat, bearing(a.place.lon, a.place.lat, b.place.lon, b.place.lat), distance / 2
    )
    relation = f"between {a.mention.text} and {b.mention.text}"
    return (
        EventPlace(
            a.role, PlaceKind.POINT, a.mention, a.place, True, relation, lon, lat, distance / 2, GeoPrecision.NEAR
        ),
    )


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


def _event_place(sentence: Sentence, resolution: Resolution, role: Role) -> EventPlace:
    toponym, place = resolution.toponym, resolution.place
    mention = Span(toponym.start, toponym.end, toponym.text)
    if place is None:
        return EventPlace(role, PlaceKind.POINT, mention, None)
    before = sentence.span.text[: toponym.start - sentence.span.start]
    if place.kind is PlaceKind.POINT and (shifted := _shifted(before, place)):
        words, lon, lat, radius = shifted
        return EventPlace(role, PlaceKind.POINT, mention, place, True, words, lon, lat, radius, GeoPrecision.NEAR)
    return EventPlace(
        role, place.kind, mention, place, True, "", place.lon, place.lat, place.radius_m, place.precision
    )


def bearing(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Degrees clockwise from north in which the second point lies from the first."""
    east = math.radians(lon2 - lon1)
    a, b = math.radians(lat1), math.radians(lat2)
    x = math.cos(a) * math.sin(b) - math.sin(a) * math.cos(b) * math.cos(east)
    return math.degrees(math.atan2(math.sin(east) * math.cos(b), x)) % 360.0


def _shifted(before: str, place: Place) -> tuple[str, float, float, float] | None:
    """The words that move the place, and (lon, lat, radius in metres) of where they move it; None where none do."""
    if match := _SHIFTED.search(before):
        metres = float(match["much"].replace(",", ".")) * _METRES[match["unit"].lower()]
        if match["bearing"] is None:
            return match.group().strip(), place.lon, place.lat, metres + place.radius_m
        lon, lat = offset(place.lon, place.lat, _BEARINGS[match["bearing"].lower()], metres)
        return match.group().strip(), lon, lat, max(metres / 3, place.radius_m)
    if match := _NEAR.search(before):
        return match.group().strip(), place.lon, place.lat, max(NEAR_M, place.radius_m)
    return None


def inherited(places: Iterable[EventPlace], role: Role) -> tuple[EventPlace, ...]:
    """The places of an earlier sentence's event, marked as not said here."""
    return tuple(
        EventPlace(role, p.kind, p.mention, p.place, False, p.relation, p.lon, p.lat, p.radius_m, p.precision)
        for p in places
    )
