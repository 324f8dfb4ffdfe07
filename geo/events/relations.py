"""How the words around a name move or widen its place: distances, coasts, parts, and what lies between two names."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from geo.events.numbers import integer
from geo.geometry import distance_m, offset
from geo.model import EventPlace, GeoPrecision, Place, PlaceKind, Resolution, Role, Span

# "Near" a town is taken to be within this of it.
NEAR_M = 10_000.0
# Off the coast of a town, where nobody gives the distance.
OFF_M = 50_000.0

_COMPASS = "north northeast east southeast south southwest west northwest".split()
_POINTS = "N NNE NE ENE E ESE SE SSE S SSW SW WSW W WNW NW NNW".split()
_BEARINGS = {word: 45.0 * n for n, word in enumerate(_COMPASS)} | {word: 22.5 * n for n, word in enumerate(_POINTS)}
_METRES = {
    "km": 1_000.0,
    "kilometre": 1_000.0,
    "kilometer": 1_000.0,
    "mile": 1_609.344,
    "metre": 1.0,
    "meter": 1.0,
    "m": 1.0,
    "yard": 0.9144,
    "nautical mile": 1_852.0,
}
_BEARING = r"(?:north|south)-?(?:east|west)|north|south|east|west"
_TOWARDS = rf"(?P<bearing>(?i:{_BEARING})(?=(?:ern)?\b)|(?:[NS]{{1,2}}[EW]|[NS]|[EW][NS]?[EW]?)(?=\s+of\b))?(?:ern)?"
# Words that may stand between those and the name: "of the town of", "from the capital,".
_TO_NAME = r"(?:the\s+)?(?:\w+\s+(?:of\s+)?){0,3}(?:[a-z]+,\s+)?$"
_SHIFTED = re.compile(
    r"\b(?P<much>\d+(?:[.,]\d+)?|[a-z]+(?:-[a-z]+)?)\s*-?\s*"
    r"(?P<unit>(?i:km|kilomet(?:re|er)|nautical mile|mile|met(?:re|er)|yard|m(?=\s)))s?\b\s*(?:\([^)]*\)\s*)?(?:away\s+)?"
    rf"(?:to the\s+)?{_TOWARDS}\s*(?:of|from|off|outside)\s+(?:the\s+coast\s+of\s+|the\s+city\s+of\s+)?{_TO_NAME}"
)
_DIRECTED = re.compile(rf"\b(?P<bearing>(?i:{_BEARING}))\s+of\s+(?:the\s+)?(?:\w+\s+of\s+)?$")
_NEAR = re.compile(
    r"\b(near(?:by)?|(?:just\s+)?outside|close to|not far from|around|(?:on|in) the (?:outskirts|edge|suburbs|fringes) of|"
    r"at the edge of|in the vicinity of|next to|adjacent to|overlooking|(?:in|on) the hills (?:above|around|near)|"
    r"a few (?:kilomet(?:re|er)s|miles|km) from|within sight of|on the approaches to)\s+(?:the\s+)?(?:\w+\s+of\s+)?$",
    re.IGNORECASE,
)
_OFF = re.compile(
    r"\b(?P<words>off\s+(?:(?:the\s+)?(?:\w+\s+)?(?:coasts?|shores?)\s+of)?"
    r"|(?:in|into) the (?:sea|waters|ocean) (?:off|near))\s*(?:the\s+)?(?:\w+\s+of\s+)?$",
    re.IGNORECASE,
)
_PART = re.compile(
    rf"\b(?:(?P<ern>{_BEARING})ern|(?:the\s+)?(?:far\s+)?(?P<of>{_BEARING})\s+of|(?P<central>central))\s+(?:the\s+)?$",
    re.IGNORECASE,
)
# "The north of Syria" is in it, "north of Syria" is not.
_THE = re.compile(r"\bthe\s+(?:far\s+)?\S+\s+of\s+(?:the\s+)?$", re.IGNORECASE)
# Two parts, which no one shape stands for: "southern and central Italy".
_PARTS = re.compile(r"(?:ern|central)(?:,|\s+and|\s+or)\s+\w+\s+$", re.IGNORECASE)
_ALONG = re.compile(r"\b(?:along|across|down|up|banks? of|crossed|cross|over) the\s+$", re.IGNORECASE)
_WAY = r"road|highway|motorway|route|railway|railroad|rail line|line|track|corridor|pipeline|expressway|way|pass"
_WAY_BEFORE = re.compile(
    rf"\b(?:{_WAY})s?\s+(?:that\s+)?(?:(?:running|leading|going|linking|links|linked|connecting|connects)\s+)?(?:(?:from|between)\s+)?"
    r"(?:the\s+)?(?:\w+\s+of\s+)?$",
    re.IGNORECASE,
)
_WAY_BEHIND = re.compile(rf"^\s+(?:{_WAY})\b", re.IGNORECASE)
_BORDER_BEFORE = re.compile(
    r"\b(?:borders?|frontier|boundary|(?:border|frontier) (?:area|region|zone|strip|crossing)s?)\s+"
    r"(?:of|between|separating)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_BORDER_BEHIND = re.compile(r"^\s+(?:\w+\s+)?(?:borders?|frontier)\b", re.IGNORECASE)
_BORDER_MIDDLE = re.compile(
    r"^(?:['’]s?|,)?\s+(?:(?:near|on|along|close to|at|around|across)\s+)?(?:(?:the|its|their)\s+)?(?:\w+\s+)?"
    r"(?:border|frontier|boundary)\s+with\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_AND = re.compile(r"^\s+(?:and|to|with)\s+(?:the\s+)?(?:\w+\s+of\s+)?$", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s+(?:the\s+)?(?:\w+\s+of\s+)?$", re.IGNORECASE)
_DASH = re.compile(r"^\s?[-–—]\s?(?:to-)?$")


def placed(sentence: Span, resolution: Resolution, role: Role) -> EventPlace:
    """The place of a mention, as far as the words before it move it, widen it or name a part of it."""
    mention, place = _mention(resolution), resolution.place
    if place is None:
        return EventPlace(role, PlaceKind.POINT, mention, None)
    before = sentence.text[: mention.start - sentence.start]
    place = _meant(resolution, place, before)
    own = EventPlace(
        role, place.kind, mention, place, True, "", place.lon, place.lat, place.radius_m, place.precision
    )
    return _moved(own, place, before) if place.kind is PlaceKind.POINT else _part(own, place, before)


def _meant(resolution: Resolution, place: Place, before: str) -> Place:
    """Of a unit and a town of one name it is the town that something is near; "along the" goes with the river."""
    if place.kind is PlaceKind.REGION and (
        _NEAR.search(before) or _DIRECTED.search(before) or _SHIFTED.search(before)
    ):
        return _seat(resolution, place)
    if place.kind is PlaceKind.POINT and _ALONG.search(before):
        others = (c.place for c in resolution.beaten)
        return next((p for p in others if p.kind is PlaceKind.ROUTE and p.country in ("", place.country)), place)
    return place


def _seat(resolution: Resolution, place: Place) -> Place:
    """The town in a unit that bears its name, if the gazetteer offered one; else the place itself."""
    if place.feature_class != "A" or place.is_country:
        return place
    others = (c.place for c in resolution.beaten if c.place.feature_class == "P" and c.place.country == place.country)
    return next((p for p in others if distance_m(p.lon, p.lat, place.lon, place.lat) <= 2 * place.radius_m), place)


def _moved(own: EventPlace, place: Place, before: str) -> EventPlace:
    """A definite spot shifted by a distance, or a circle round it."""
    near = replace(own, precision=GeoPrecision.NEAR)
    match = _SHIFTED.search(before)
    metres = _metres(match) if match else None
    off = _OFF.search(before)
    if off or (match and metres and re.search(r"\boff\b", match.group())):
        words = match.group() if match and metres else off.group() if off else ""
        reach = metres * 1.5 if metres else OFF_M
        return replace(near, kind=PlaceKind.REGION, relation=words.strip(), radius_m=reach)
    if match and metres:
        words = match.group().strip()
        if match["bearing"] is None:
            return replace(near, relation=words, radius_m=metres + place.radius_m)
        lon, lat = offset(place.lon, place.lat, _bearing_of(match), metres)
        return replace(near, relation=words, lon=lon, lat=lat, radius_m=max(metres / 3, place.radius_m))
    if (match := _DIRECTED.search(before)) and not _THE.search(before):
        lon, lat = offset(place.lon, place.lat, _bearing_of(match), NEAR_M)
        return replace(near, relation=match.group().strip(), lon=lon, lat=lat, radius_m=max(NEAR_M, place.radius_m))
    if match := _NEAR.search(before):
        return replace(near, relation=match.group().strip(), radius_m=max(NEAR_M, place.radius_m))
    return own


def _metres(match: re.Match[str]) -> float | None:
    much = match["much"].replace(",", ".")
    number = float(much) if much[0].isdigit() else integer(much)
    return number * _METRES[match["unit"].lower()] if number else None


def _bearing_of(match: re.Match[str]) -> float:
    words = match["bearing"]
    return _BEARINGS[words] if words in _BEARINGS else _BEARINGS[words.lower().replace("-", "")]


def _part(own: EventPlace, place: Place, before: str) -> EventPlace:
    """ "Northern Syria" and "off the coast of Somalia" as places of their own, whose shape is made of the whole's."""
    if not place.boundary:
        return own
    if match := _OFF.search(before):
        return _derived(own, place, "offshore", match["words"].strip(), place.lon, place.lat)
    match = None if _PARTS.search(before) else _PART.search(before)
    if match is None or (match["of"] and not _THE.search(before)):
        return own
    if match["central"]:
        return _derived(own, place, "central", match.group().strip(), place.lon, place.lat)
    towards = (match["ern"] or match["of"]).lower().replace("-", "")
    lon, lat = offset(place.lon, place.lat, _BEARINGS[towards], place.radius_m / 2)
    return _derived(own, place, towards, match.group().strip(), lon, lat)


def _derived(own: EventPlace, place: Place, part: str, words: str, lon: float, lat: float) -> EventPlace:
    made = replace(place, id=f"{place.id};{part}", boundary=f"{part}:{place.boundary}", lon=lon, lat=lat)
    return replace(own, place=made, relation=words, lon=lon, lat=lat)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names that together say where: the ends of a road, the sides of a border, or what something lies between."""

    kind: str
    first: Resolution
    second: Resolution
    ends: tuple[Place, Place]

    def places(self, role: Role) -> tuple[EventPlace, ...]:
        """A road: both ends, each of the kind ROUTE. A border: one place with its line. Else a circle half-way."""
        a, b = self.ends
        words = f"between {self.first.toponym.text} and {self.second.toponym.text}"
        mention, other = _mention(self.first), _mention(self.second)
        if self.kind == "road":
            near = GeoPrecision.NEAR
            return tuple(
                EventPlace(role, PlaceKind.ROUTE, span, end, True, words, end.lon, end.lat, end.radius_m, near)
                for span, end in ((mention, a), (other, b))
            )
        distance = distance_m(a.lon, a.lat, b.lon, b.lat)
        lon, lat = offset(a.lon, a.lat, bearing(a.lon, a.lat, b.lon, b.lat), distance / 2)
        if self.kind == "border":
            line = Place(
                f"{a.id};{b.id}",
                f"{a.name}-{b.name} border",
                lon,
                lat,
                a.feature_class,
                a.feature_code,
                a.country,
                boundary=f"border:{a.boundary}+{b.boundary}",
            )
            return (EventPlace(role, PlaceKind.ROUTE, mention, line, True, words, lon, lat, None, line.precision),)
        return (
            EventPlace(role, PlaceKind.POINT, mention, a, True, words, lon, lat, distance / 2, GeoPrecision.NEAR),
        )


def pairs(sentence: Span, resolutions: Sequence[Resolution]) -> Iterator[Pair]:
    """Of names that stand next to each other, in order; demonyms count for borders: "the Syrian-Turkish border"."""
    known = sorted((r for r in resolutions if r.place), key=lambda r: r.toponym.start)
    for first, second in pairwise(known):
        a, b = first.place, second.place
        if a and b and a.id != b.id and (found := _joined(sentence, first, second, (a, b))):
            yield found


def _mention(resolution: Resolution) -> Span:
    return Span(resolution.toponym.start, resolution.toponym.end, resolution.toponym.text)


def _joined(sentence: Span, first: Resolution, second: Resolution, ends: tuple[Place, Place]) -> Pair | None:
    text, base = sentence.text, sentence.start
    before = text[: first.toponym.start - base]
    middle = text[first.toponym.end - base : second.toponym.start - base]
    behind = text[second.toponym.end - base :]
    both, dash = _AND.match(middle), _DASH.match(middle)
    if ends[0].boundary and ends[1].boundary:
        sides = both and (_BORDER_BEFORE.search(before) or _BORDER_BEHIND.match(behind))
        if sides or _BORDER_MIDDLE.match(middle) or (dash and _BORDER_BEHIND.match(behind)):
            return Pair("border", first, second, ends)
    ends = _seat(first, ends[0]), _seat(second, ends[1])
    if any(end.kind is not PlaceKind.POINT for end in ends):
        return None
    if (both and _WAY_BEFORE.search(before)) or ((both or dash) and _WAY_BEHIND.match(behind)):
        return Pair("road", first, second, ends)
    between = both and "and" in middle and _BETWEEN.search(before)
    return Pair("between", first, second, ends) if between else None


def bearing(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Degrees clockwise from north in which the second point lies from the first."""
    east = math.radians(lon2 - lon1)
    a, b = math.radians(lat1), math.radians(lat2)
    x = math.cos(a) * math.sin(b) - math.sin(a) * math.cos(b) * math.cos(east)
    return math.degrees(math.atan2(math.sin(east) * math.cos(b), x)) % 360.0
