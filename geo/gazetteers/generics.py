"""Names said with their kind: "Sverdlovsk Oblast", "City of Ganja", "the Republic of Armenia"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from geo.model import Match, Place

# How well a place bears the rest of the name; None if it can't be meant.
Fits = Callable[[Place], Match | None]


def _of_classes(letters: str) -> Fits:
    return lambda place: Match.ALTERNATE if place.feature_class in letters else None


def _land(place: Place) -> Match | None:
    """A town may have its island or valley, or share its name with one elsewhere: Juba is not in the Juba Valley."""
    return Match.FUZZY if place.feature_class == "P" else _of_classes("TAL")(place)


def _any(_: Place) -> Match:
    return Match.ALTERNATE


# What a normal form begins or ends with, and what bears the rest then.
_GENERICS: tuple[tuple[str, str, Fits], ...] = (
    (
        "republic|kingdom|state|commonwealth|sultanate|principality|emirate|province|region|county|department|"
        "governorate|prefecture|district|oblast|canton|territory|federation|union",
        "republic|province|state|oblast|region|governorate|prefecture|county|department|krai|kray|voivodeship|"
        "canton|district|division|territory|autonomous republic|autonomous region|emirate|vilayet|wilayat|wilaya",
        _of_classes("AL"),
    ),
    (
        "city|town|village|municipality|port|borough|township",
        "city|town|village|municipality|township",
        _of_classes("P"),
    ),
    (
        "lake|river|sea|gulf|bay|strait|straits|sound",
        "lake|river|sea|gulf|bay|strait|straits|sound|canal",
        _of_classes("H"),
    ),
    (
        "mount|isle|island|islands|mountains|desert|plain",
        "island|islands|mountain|mountains|hills|desert|valley|plain|peninsula|archipelago",
        _land,
    ),
)
_BEFORE = tuple((re.compile(rf"(?:the )?(?:{head})(?: of)?(?: the)? (.+)"), fits) for head, _, fits in _GENERICS)
_AFTER = tuple((re.compile(rf"(?:the )?(.+) (?:{tail})"), fits) for _, tail, fits in _GENERICS)
_ARTICLE = re.compile(r"the (.+)")
# A part of a place, or the place and what lies around it: its own point is the nearest answer there is.
_PART = re.compile(
    r"(?:the )?(?:north|south|east|west|northeast|northwest|southeast|southwest|northern|southern|eastern|western|"
    r"northeastern|northwestern|southeastern|southwestern|central|upper|lower|inner|outer|greater|metro|downtown|"
    r"midtown|uptown|mainland|rural) (.+)"
)
_AROUND = re.compile(r"(?:the )?(?:greater )?(.+) (?:metropolitan area|metro area|area|metro|suburbs|countryside)")


def without_generic(form: str) -> Iterator[tuple[str, Fits]]:
    """What is left of a normal form without its generic words, with how well a place then fits."""
    for pattern, fits in ((_ARTICLE, _any), *_BEFORE, *_AFTER, (_PART, _any), (_AROUND, _any)):
        if match := pattern.fullmatch(form):
            yield match[1], fits
