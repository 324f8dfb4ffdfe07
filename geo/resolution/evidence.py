"""What speaks for a candidate, as named numbers: by itself, and in the company of the document's other names."""

from __future__ import annotations

import numpy as np

from geo.geometry import EARTH_RADIUS_M
from geo.model import Candidate, Match
from geo.resolution.names import Flags, Floats, Ints, Names
from geo.text import normalise

Evidence = dict[str, Floats]

NEAR_KM = 50.0
AROUND_KM = 200.0
# Over so many characters and kilometres the bond between two names falls to 1/e: about a sentence, a county.
TOGETHER = 150.0
CLOSE_KM = 100.0
# A reading of another name this unlikely is not listened to.
LEAST_VOICE = 0.02
# A county holds what is within its radius; a radius known from few towns is at least this.
COUNTY_KM = 25.0


def own(names: Names) -> Evidence:
    """What a candidate brings along whatever the rest of the document says."""
    people = np.log10(names.population + 1)
    rank = np.arange(len(names)) - names.starts[names.owner]
    bearers = names.counts[names.owner]
    written = [name.text for name in names.names]
    texts = [written[owner] for owner in names.owner]
    feature_class = np.array([p.feature_class for p in names.places])
    settlement = feature_class == "P"
    dotted = np.array(["." in text for text in texts])
    return {
        "population": people,
        "smaller than its biggest namesake": people - names.best(people),
        "place in the list": np.log1p(rank),
        "namesakes": np.log1p(bearers),
        "name as written": _number([_as_written(c, t) for c, t in zip(names.candidates, texts, strict=True)]),
        "country": _number(names.is_country),
        "capital": _number(names.codes == "PPLC"),
        "is what it is called": _is_called(names, settlement, feature_class == "A"),
        "settlement": _number(settlement),
        "first-order unit": _number(names.codes == "ADM1"),
        "second-order unit": _number(names.codes == "ADM2"),
        "region": _number(feature_class == "L"),
        "natural feature": _number((feature_class == "H") | (feature_class == "T") | (feature_class == "V")),
        "mentions": np.log1p([len(names.names[owner].mentions) for owner in names.owner]),
        "abbreviation with its dots": _number(dotted & (names.match == Match.ABBREVIATION)),
        **{f"by {kind.name.lower()} name": _number(names.match == kind) for kind in Match},
    }


def _is_called(names: Names, settlement: Flags, area: Flags) -> Floats:
    """1 for a town that the text calls one, -1 for what it calls something else, 0 where it does not say."""
    fits = {"town": settlement, "unit": area & ~names.is_country, "country": names.is_country}
    told = np.zeros(len(names))
    for number, sort in enumerate(names.called):
        if sort:
            rows = slice(names.starts[number], names.starts[number] + names.counts[number])
            told[rows] = np.where(fits[sort][rows], 1.0, -1.0)
    return told


def chances(names: Names) -> Evidence:
    """How well a candidate could fit to any readings of the other names: that a Paris and a Henry County lie side by
    side by chance is unlikely, however seldom either is meant. A name that may mean much proves less.
    """
    pinned = ~(names.is_country | (names.codes == "RGN") | (names.codes == "CONT"))
    apart = names.points @ names.points.T
    near = (apart > np.cos(NEAR_KM * 1000.0 / EARTH_RADIUS_M)) & pinned[None, :]
    unit = _same_unit(names, slice(None))
    by_county = names.codes == "ADM2"
    reach = np.cos(np.maximum(names.radius_km, COUNTY_KM) * 1000.0 / EARTH_RADIUS_M)
    held = by_county[None, :] & ~by_county[:, None] & unit & (apart > reach[None, :])
    weight = 1.0 / np.sqrt(names.counts)
    fits_near, fits_county = (_other_names(names, fits) * weight[None, :] for fits in (near, held | held.T))
    beside = fits_near.sum(1)
    return {
        "others could be near": beside,
        "others could be less near than to a namesake": names.best(beside) - beside,
        "others could be in its unit": (_other_names(names, unit) * weight[None, :]).sum(1),
        "county and town could match": fits_county.max(1, initial=0.0),
    }


def _other_names(names: Names, fits: Flags) -> Flags:
    """[row, name]: some row of that other name fits."""
    found: Flags = np.logical_or.reduceat(fits, names.starts, axis=1)
    found[np.arange(len(names)), names.owner] = False
    return found


def company(names: Names, probability: Floats) -> Evidence:
    """What the other names say, each reading of theirs as loud as it is probable, a name never about itself."""
    voices = np.flatnonzero(probability >= LEAST_VOICE)
    others = names.owner[:, None] != names.owner[None, voices]
    certain = probability[voices]
    said = np.sqrt([len(n.mentions) for n in names.names])[names.owner[voices]]
    loud = others * (certain * said)[None, :]
    pin = ~(names.is_country | (names.codes == "RGN") | (names.codes == "CONT"))[voices]
    located = loud * pin[None, :]
    bond = np.exp(-names.gaps[np.ix_(names.owner, names.owner[voices])] / TOGETHER)
    km = _km(names, voices)
    close = np.exp(-km / CLOSE_KM)
    country, unit = _same_country(names, voices), _same_unit(names, voices)
    held = _held(names, voices, country, unit, km)
    holds = _holds(names, voices, country, unit)
    qualified = others & names.qualified[np.ix_(names.owner, names.owner[voices])]
    likely = (probability / names.best(probability))[voices]
    outer = (held * qualified * likely[None, :]).max(1, initial=0.0)
    near, around = km < NEAR_KM, km < AROUND_KM
    by_country = (others & held & names.is_country[None, voices]) * certain[None, :]
    by_unit = (others & held & ~names.is_country[None, voices]) * certain[None, :]
    return {
        "same country": _share(loud, country),
        "same country, counted": np.log1p((loud * country).sum(1)),
        "same first-order unit": _share(loud, unit),
        "same first-order unit, counted": np.log1p((loud * unit).sum(1)),
        "its country is named": by_country.max(1, initial=0.0),
        "its unit is named": by_unit.max(1, initial=0.0),
        "holds others": np.log1p((loud * holds).sum(1)),
        "others near": _share(located, near),
        "others near, counted": np.log1p((located * near).sum(1)),
        "others around": _share(located, around),
        "others around, counted": np.log1p((located * around).sum(1)),
        "nearest other": (located * close).max(1, initial=0.0),
        "close in text and on the ground": _share(located * bond, close),
        "same country close in text": _share(loud * bond, country),
        "in what is named after it": outer,
        "less in it than a namesake": names.best(outer) - outer,
        "company": np.log1p(loud.sum(1)),
    }


def _as_written(candidate: Candidate, text: str) -> bool:
    """By its main name, accents and all; another main name is that of its twin in the gazetteer behind a user's list."""
    name = candidate.place.name
    if name.casefold() == text.casefold():
        return True
    return candidate.match is Match.EXACT and normalise(name) != normalise(text)


def _number(flags: object) -> Floats:
    return np.array(flags, float)


def _share(weight: Floats, counted: Flags | Floats) -> Floats:
    """The part of each row's weight that is counted; 0 in a row without any."""
    share: Floats = (weight * counted).sum(1) / np.maximum(weight.sum(1), 1e-9)
    return share


def _km(names: Names, voices: Ints) -> Floats:
    cosine = np.clip(names.points @ names.points[voices].T, -1.0, 1.0)
    km: Floats = np.arccos(cosine) * (EARTH_RADIUS_M / 1000.0)
    return km


def _same_country(names: Names, voices: Ints) -> Flags:
    same: Flags = (names.country[:, None] == names.country[None, voices]) & (names.country != 0)[:, None]
    return same


def _same_unit(names: Names, voices: Ints | slice) -> Flags:
    same: Flags = (names.unit[:, None] == names.unit[None, voices]) & (names.unit != 0)[:, None]
    return same


def _held(names: Names, voices: Ints, country: Flags, unit: Flags, km: Floats) -> Flags:
    """[row, voice]: the row's place lies in the voice's country, first-order unit or county."""
    by_unit, by_county = names.codes == "ADM1", names.codes == "ADM2"
    fine = ~names.is_country & ~by_unit
    reach = np.maximum(names.radius_km, COUNTY_KM)[voices]
    held: Flags = (
        (names.is_country[None, voices] & ~names.is_country[:, None] & country)
        | (by_unit[None, voices] & fine[:, None] & unit)
        | (by_county[None, voices] & (fine & ~by_county)[:, None] & unit & (km < reach[None, :]))
    )
    return held


def _holds(names: Names, voices: Ints, country: Flags, unit: Flags) -> Flags:
    """[row, voice]: the voice's place lies in the row's country or first-order unit."""
    by_unit = names.codes == "ADM1"
    inner = ~names.is_country[voices]
    holds: Flags = (names.is_country[:, None] & inner[None, :] & country) | (
        by_unit[:, None] & (inner & ~by_unit[voices])[None, :] & unit
    )
    return holds
