"""What a mention is to be looked up as: "Clay" of "Clay and Grant counties" as "Clay County", "Paris, Texas" as a Paris
that lies in a Texas.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from geo.geometry import distance_m
from geo.model import Candidate, Match, Place, Toponym

# What a place is called beside its name, once and of several at a time.
_KINDS: Mapping[str, str] = {
    plural: kind
    for kind, plurals in {
        "county": "county counties",
        "parish": "parish parishes",
        "borough": "borough boroughs",
        "township": "township townships",
        "district": "district districts",
        "province": "province provinces",
        "oblast": "oblast oblasts",
        "governorate": "governorate governorates",
        "prefecture": "prefecture prefectures",
        "department": "department departments",
        "canton": "canton cantons",
        "region": "region regions",
        "state": "states",
        "river": "river rivers",
        "islands": "islands",
        "airport": "airport airports",
    }.items()
    for plural in plurals.split()
}
_AFTER = re.compile(rf"\s+({'|'.join(_KINDS)})\b", re.IGNORECASE)
# Between a name and the wider place that says which one it is: "Lisbon, Md.", "Paris (Texas)", "Goris in Armenia",
# "Clay County, Minn.".
QUALIFYING = re.compile(rf"(?:\s+(?:{'|'.join(_KINDS)}))?(?:,\s*|\s*\(|,?\s+in\s+)", re.IGNORECASE)
_OF_SEVERAL = re.compile(
    rf"\b({'|'.join(k for k in _KINDS if k.endswith('s'))})\s+(?:of|like|including|such as|,|:)?\s*$", re.IGNORECASE
)
# Between names listed together, some of which may not have been taken for places.
_LINK = r"(?:,?\s+(?:and|or|&|to)\s+|,\s+)"
_WORD = r"[A-Z][\w.'’-]*"
_LISTED = re.compile(rf"{_LINK}(?:{_WORD}(?:\s{_WORD}){{0,2}}{_LINK}){{0,3}}")
_CONTAINED = re.compile(r"(?P<inner>[^,()]+)(?:,(?P<outer>[^()]+)|\((?P<within>[^()]+)\))")
# A second-order unit, and a town that is named as the wider place, hold what is at least this near.
_REACH_M = 25_000.0


# What the words beside a name take it for: before it with "of", or after it, a possessive or an adjective between.
_CALLED: Mapping[str, str] = {
    word: sort
    for sort, words in {
        "town": "city town village hamlet suburb downtown mayor councilman neighborhood neighbourhood port resort capital",
        "unit": "state province county region district governorate oblast prefecture governor legislature statehouse "
        "senator statewide",
        "country": "president premier parliament ministry minister embassy ambassador army troops government forces "
        "border republic kingdom national",
    }.items()
    for word in words.split()
}
_SORT = "|".join(_CALLED)
_CALLED_BEFORE = re.compile(rf"\b({_SORT})(?:\s+of(?:\s+the)?)?\s+$", re.IGNORECASE)
_CALLED_AFTER = re.compile(rf"(?:['’]s)?\s+(?:[a-z]+\s+)?({_SORT})s?\b", re.IGNORECASE)


def called(text: str, mention: Toponym) -> str:
    """ "town", "unit" or "country" where the words beside a mention say so, else ""."""
    found = _CALLED_AFTER.match(text, mention.end) or _CALLED_BEFORE.search(
        text, max(0, mention.start - 30), mention.start
    )
    return _CALLED[found[1].lower()] if found else ""


def kinds_said(text: str, toponyms: Sequence[Toponym]) -> list[str]:
    """For each mention the kind that the words beside it, or beside the list it stands in, give it; "" for none."""
    order = sorted(range(len(toponyms)), key=lambda n: toponyms[n].start)
    kinds = [""] * len(toponyms)
    for place, number in enumerate(order):
        mention = toponyms[number]
        if found := _AFTER.match(text, mention.end):
            kinds[number] = _KINDS[found[1].lower()]
            if found[1].lower().endswith("s"):
                _spread(text, toponyms, order[place::-1], kinds)
        elif found := _OF_SEVERAL.search(text, max(0, mention.start - 40), mention.start):
            kinds[number] = _KINDS[found[1].lower()]
            _spread(text, toponyms, order[place:], kinds)
    return kinds


def _spread(text: str, toponyms: Sequence[Toponym], along: Sequence[int], kinds: list[str]) -> None:
    """The kind of the first of `along` is that of the next ones too, as far as they are listed together."""
    for known, new in pairwise(along):
        first, second = sorted((toponyms[known], toponyms[new]), key=lambda t: t.start)
        if not _LISTED.fullmatch(text, first.end, second.start):
            return
        kinds[new] = kinds[new] or kinds[known]


def parts(name: str) -> tuple[str, str] | None:
    """ "Paris, Texas" and "Paris (Texas)" as the name and the wider place; None for a name that is not made of two."""
    found = _CONTAINED.fullmatch(name)
    return (found["inner"].strip(), (found["outer"] or found["within"]).strip()) if found else None


def inside(inner: Sequence[Candidate], outer: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Those of `inner` that lie in one of `outer`."""
    wider = [c.place for c in outer if c.match is not Match.FUZZY]
    return tuple(c for c in inner if any(_lies_in(c.place, place) for place in wider))


def _lies_in(place: Place, wider: Place) -> bool:
    if place.id == wider.id or place.country != wider.country:
        return False
    if wider.is_country:
        return True
    if wider.feature_code == "ADM1":
        return place.admin1 == wider.admin1
    reach = max(wider.radius_m, _REACH_M)
    return distance_m(place.lon, place.lat, wider.lon, wider.lat) <= reach
