"""A made-up GeoNames dump as large as the real one: same format, names spread as real ones are. For `gazetteer.py`.

The towns of the shipped gazetteer come first, as in the real dump, with their own other names and their people. What is
made up around them has none of 500 people or more: the shipped gazetteer has all of those. The shares of classes and
codes, of places without people, of languages and flags are rounded from what the real dump has.

How many places share a name decides how dear a look-up is. A few names are borne by thousands, and most by one place,
however many places are counted: of the names in cities500 nine in ten are borne once, as they are, nearly, in
cities15000. An urn (`Urn`) has just this property. Grown from the 235,000 towns to the 4.8 million settlements that
GeoNames has, it gives the commonest name 1,600 bearers, where GeoNames' commonest, San José, has about 1,700. It rather
overstates how many a town's name gets: grown from the largest twentieth of the towns to all of them, it shares out a
third of their names, where in truth it is a quarter, and gives 2.6 bearers, where it is 1.8 (counting up to ten).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from geo.gazetteers import cities

# Share of places by feature class and code, in thousandths.
CODES = {
    "P.PPL": 345, "P.PPLX": 12, "P.PPLL": 12, "P.PPLA4": 7, "P.PPLA3": 4, "P.PPLA2": 2, "P.PPLQ": 2,
    "H.STM": 105, "H.LK": 30, "H.STMI": 15, "H.WLL": 12, "H.SPNG": 8, "H.RSV": 8, "H.BAY": 6, "H.WAD": 6,
    "T.HLL": 45, "T.MT": 45, "T.ISL": 16, "T.PK": 12, "T.RDGE": 9, "T.VAL": 9, "T.CAPE": 7,
    "S.HTL": 42, "S.SCH": 36, "S.CH": 30, "S.FRM": 26, "S.BLDG": 14, "S.CMTY": 12, "S.RSTN": 8, "S.AIRP": 4, "S.PO": 6,
    "A.ADM4": 18, "A.ADM3": 15, "A.ADM2": 4, "A.ADMD": 6, "A.ADM1": 0.4, "A.ADM5": 3,
    "L.LCTY": 22, "L.PRK": 8, "L.AREA": 6, "L.FLD": 4, "V.FRST": 4, "R.RD": 4, "R.ST": 2, "U.SMU": 1,
}  # fmt: skip
LANGUAGES = {
    "link": 20, "": 22, "en": 13, "wkdt": 12, "post": 4, "ru": 3, "zh": 4, "fa": 2, "ar": 2, "fr": 3, "uk": 2, "es": 2,
    "de": 2, "unlc": 1, "ja": 1, "ceb": 1, "sv": 1, "hy": 0.3, "abbr": 0.2, "iata": 0.1, "phon": 0.1, "piny": 0.2,
}  # fmt: skip
SCRIPTS = {"ru": "Cyrl", "uk": "Cyrl", "zh": "Hani", "ja": "Hani", "fa": "Arab", "ar": "Arab", "hy": "Armn"}
COUNTED = {"P": 0.08, "A": 0.3}  # share of settlements and units whose people are counted
TOWNS_PEOPLE = 500  # from this on a settlement is one of the towns
LENT = 0.1  # how often the first bearer of a name lends it, when it is picked
_NEW_TO_PLACES = 20_000_000  # new names below it are for places' main names, from there on for their other names
FIRST = 20_000_000  # numbers above it are made-up places
_KINDS = "Hotel Creek Lake Hill Church Farm Río Cerro Jabal Ferme Colonia Lac Gora Sungai Kampung Mount".split()
_SIDES = ["", *"Upper Lower New Old San Santa Bolshoy Malyy Nueva Nova Gross Klein Alto North South Dar".split()]
_ENDS = ["", *"ville burg abad pur grad ka vo ino stad dorf hausen ton ford wa li ne".split()]
_BLOCK = 100_000


class Urn:
    """Names of places, each drawn by picking an earlier place, which lends its name.

    The first bearer of a name lends it once in ten times; else the new place gets a new name. So a name gets more
    bearers by how many it has already, less 0.9, and nine in ten names stay with one place: the Chinese restaurant
    process of Pitman and Yor, with a discount of 0.9. `new`: the number of the first new name.
    """

    def __init__(self, names: Sequence[str], most: int, random: np.random.Generator, *, new: int = 0) -> None:
        self._known = list(dict.fromkeys(names))
        numbers = {name: number for number, name in enumerate(self._known)}
        self._count, self._new, self._random = len(names), len(self._known) + new, random
        self._names = np.zeros(len(names) + most, np.int32)
        self._names[: len(names)] = [numbers[name] for name in names]
        self._first = np.zeros(len(names) + most, bool)
        self._first[np.unique(self._names[: len(names)], return_index=True)[1]] = True

    def draw(self, count: int) -> list[str]:
        picked = self._random.integers(self._count, size=count)
        fresh = self._first[picked] & (self._random.random(count) >= LENT)
        names = self._names[picked]
        names[fresh] = self._new + np.arange(np.count_nonzero(fresh))
        self._new += int(np.count_nonzero(fresh))
        drawn = slice(self._count, self._count + count)
        self._names[drawn], self._first[drawn] = names, fresh
        self._count += count
        return [self._spell(number) for number in names.tolist()]

    def _spell(self, number: int) -> str:
        """A new name is a town's with something before it, behind it, or both."""
        variant, at = divmod(number, len(self._known))
        end, side = divmod(variant, len(_SIDES))
        return f"{_SIDES[side]} {self._known[at]}{_ENDS[end]}".lstrip()


class Draws:
    """Towns, classes and numbers, drawn by the hundred thousand."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        towns = list(cities.read("cities500.json").values())
        self.towns = [towns[at] for at in np.random.default_rng(0).permutation(len(towns))]
        self.names = [town["name"] for town in self.towns]
        others = [other for town in towns for other in town["alternatenames"]]
        self.scripts = {script: [o for o in others if _script(o) == script] for script in set(SCRIPTS.values())}

    def among(self, shares: dict[str, float], count: int) -> list[str]:
        weights = np.array(list(shares.values()), float)
        return self.random.choice(np.array(list(shares), object), count, p=weights / weights.sum()).tolist()

    def whole(self, below: int, count: int = _BLOCK) -> list[int]:
        return self.random.integers(below, size=count).tolist()


def _script(name: str) -> str:
    first = ord(name[0]) if name else 0
    for script, low, high in (("Cyrl", 0x400, 0x500), ("Armn", 0x530, 0x590), ("Arab", 0x600, 0x700)):
        if low <= first < high:
            return script
    return "Hani" if 0x3040 <= first < 0xA000 else "Latn"


def made_name(letter: str, drawn: str, town: str, roll: int) -> str:
    """A settlement's name is one of the urn's; a unit's too, or in one of four cases that of the town it is governed
    from, which makes half of the towns a unit's namesake; half of the others say what they are ("Lake ...")."""
    if letter == "A" and roll % 4 == 0:
        return town
    return drawn if letter in "PA" or roll % 2 else f"{_KINDS[roll // 2 % 16]} {drawn}"


def write_places(path: Path, count: int) -> None:
    """`count` lines of allCountries.txt: the towns of the shipped gazetteer, and made-up places around them."""
    draws = Draws(1)
    urn = Urn(draws.names, count, draws.random)
    number = FIRST
    with path.open("w", encoding="utf-8") as file:
        for town in draws.towns[:count]:
            others = ",".join(town["alternatenames"])
            file.write(_line(town["geonameid"], town["name"], others, town, (0, 0), "P.PPL", town["population"]))
        for start in range(len(draws.towns), count, _BLOCK):
            some = min(_BLOCK, count - start)
            people = np.exp(draws.random.normal(5.5, 1.8, some)).astype(int)
            chance = draws.random.random(some).tolist()
            offsets = draws.random.normal(0, 0.3, (some, 2)).tolist()
            columns = zip(
                draws.among(CODES, some),
                draws.whole(len(draws.towns), some),
                urn.draw(some),
                draws.whole(2**31, some),
                zip(people.tolist(), chance, strict=True),
                offsets,
                strict=True,
            )
            for code, at, drawn, roll, (people_there, luck), offset in columns:
                number += 1
                town = draws.towns[at]
                name = made_name(code[0], drawn, town["name"], roll)
                others = f"{drawn},{name} {code[2:].title()}" if roll % 10 < 3 else ""
                counted = people_there if luck < COUNTED.get(code[0], 0) else 0
                if code[0] == "P":
                    counted %= TOWNS_PEOPLE
                file.write(_line(number, name, others, town, offset, code, counted))


def _line(
    number: int, name: str, others: str, town: dict[str, Any], offset: Sequence[float], code: str, people: int
) -> str:
    lon = max(-180, min(180, town["longitude"] + offset[0]))
    lat = max(-90, min(90, town["latitude"] + offset[1]))
    letter, _, code = code.partition(".")
    plain = name if name.isascii() else name.encode("ascii", "ignore").decode()
    return (
        f"{number}\t{name}\t{plain}\t{others}\t{lat:.5f}\t{lon:.5f}\t{letter}\t{code}\t{town['countrycode']}\t\t"
        f"{town['admin1code']}\t\t\t\t{people}\t\t{number % 900}\t{town['timezone']}\t2024-01-01\n"
    )


def write_names(path: Path, places: int, count: int) -> None:
    """`count` lines of alternateNamesV2.txt for the first `places` of `write_places`; towns have a quarter of them."""
    draws = Draws(2)
    urn = Urn(draws.names, count, draws.random, new=_NEW_TO_PLACES)
    towns = draws.towns[:places]
    made = max(1, places - len(towns))
    with path.open("w", encoding="utf-8") as file:
        for start in range(0, count, _BLOCK):
            some = min(_BLOCK, count - start)
            columns = zip(
                range(start, start + some),
                draws.among(LANGUAGES, some),
                urn.draw(some),
                draws.whole(2**40, some),
                draws.whole(2**31, some),
                _flags(draws, some),
                strict=True,
            )
            for at, language, drawn, which, roll, flags in columns:
                town = towns[which % len(towns)] if at % 4 == 0 else None
                owner = town["geonameid"] if town else FIRST + 1 + which % made
                name = _code(language, drawn, owner) or (
                    _of_town(town, roll) if town else _of_place(draws, language, drawn, roll)
                )
                file.write(f"{at + 1}\t{owner}\t{language}\t{name}\t{flags}\n")


def _code(language: str, drawn: str, owner: int) -> str:
    """What stands there for what is no language; "" for a language."""
    if language == "link":
        article = drawn.replace(" ", "_")
        return f"https://en.wikipedia.org/wiki/{article}" if owner % 6 == 0 else f"https://example.org/{owner}"
    if language == "wkdt":
        return f"Q{owner}"
    if language in ("post", "unlc", "iata", "phon"):
        return f"{owner % 99_999:05}"
    return "".join(word[0] for word in drawn.split()).upper() + "X" if language == "abbr" else ""


def _of_town(town: dict[str, Any], roll: int) -> str:
    names = [town["name"], *filter(str.strip, town["alternatenames"])]
    return names[roll % len(names)]


def _of_place(draws: Draws, language: str, drawn: str, roll: int) -> str:
    if language not in SCRIPTS:
        return drawn
    known = draws.scripts[SCRIPTS[language]]
    name, other = known[roll % len(known)], known[roll // 7 % len(known)]
    return name if roll % 2 else name[: len(name) // 2 + 1] + other[len(other) // 2 :]


def _flags(draws: Draws, count: int) -> Iterator[str]:
    """Preferred, short, colloquial, historic, from, to: mostly empty."""
    rolls = draws.random.random((count, 6)) < (0.1, 0.02, 0.003, 0.01, 0.002, 0.002)
    for *flags, start, end in rolls.tolist():
        yield "\t".join((*("1" if flag else "" for flag in flags), "1920" if start else "", "1991" if end else ""))
