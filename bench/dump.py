"""A made-up GeoNames dump as large as the real one: same format, names spread as real ones are. For `gazetteer.py`.

Names are drawn from the shipped gazetteer, the often borne ones more often, and joined to new ones; the shares of
classes and codes, of places without people, of languages and flags are rounded from what the real dump has.
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
COUNTED = 0.08  # share of settlements and units whose people are counted
FIRST = 20_000_000  # numbers above it are made-up places
_KINDS = "Hotel Creek Lake Hill Church Farm Río Cerro Jabal Ferme Colonia Lac Gora Sungai Kampung Mount".split()
_SIDES = "Upper Lower New Old San Santa Bolshoy Malyy Nueva Nova Gross Klein Alto North South Dar".split()
_ENDS = "ville burg abad pur grad ka vo ino stad dorf hausen ton ford wa li ne".split()
_BLOCK = 100_000


class Draws:
    """Towns and names of the shipped gazetteer, drawn by the hundred thousand."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        towns = list(cities.read("cities500.json").values())
        self.towns = [towns[at] for at in np.random.default_rng(0).permutation(len(towns))]
        # By rank, as Zipf has it: the commonest few hundred names make up a tenth of all uses.
        weights = 1 / (np.arange(len(towns)) + 50) ** 0.7
        self.shares = np.cumsum(weights / weights.sum())
        others = [other for town in towns for other in town["alternatenames"]]
        self.scripts = {script: [o for o in others if _script(o) == script] for script in set(SCRIPTS.values())}

    def common(self, count: int) -> list[str]:
        at = np.minimum(np.searchsorted(self.shares, self.random.random(count)), len(self.towns) - 1)
        return [self.towns[number]["name"] for number in at.tolist()]

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


def made_name(settled: bool, common: str, roll: int) -> str:
    """A third of the settlements have a name others have; the rest are new ones, most of them rare."""
    share, roll = roll % 100, roll // 100
    if settled and share < 35:
        return common
    if share < 55:
        word = common.split(maxsplit=1)[0]
        return word[: 2 + roll % max(1, len(word) - 1)] + _ENDS[roll // 16 % 16] + _ENDS[roll // 256 % 16][: roll % 4]
    if share < 75:
        return f"{_SIDES[roll % 16]} {common}"
    if settled:
        return common if share < 85 else f"{common} {roll % 400}"
    return f"{_KINDS[roll % 16]} {common}" if share < 90 else common


def write_places(path: Path, count: int) -> None:
    """`count` lines of allCountries.txt: the towns of the shipped gazetteer, and made-up places around them."""
    draws = Draws(1)
    number = FIRST
    with path.open("w", encoding="utf-8") as file:
        for town in draws.towns[:count]:
            others = ",".join(town["alternatenames"])
            file.write(_line(town["geonameid"], town["name"], others, town, (0, 0), "P.PPL", town["population"]))
        for start in range(len(draws.towns), count, _BLOCK):
            some = min(_BLOCK, count - start)
            people = np.exp(draws.random.normal(5.5, 1.8, some)).astype(int)
            people[draws.random.random(some) > COUNTED] = 0
            offsets = draws.random.normal(0, 0.3, (some, 2)).tolist()
            columns = zip(
                draws.among(CODES, some),
                draws.whole(len(draws.towns), some),
                draws.common(some),
                draws.whole(2**31, some),
                people.tolist(),
                offsets,
                strict=True,
            )
            for code, at, common, roll, counted, offset in columns:
                number += 1
                name = made_name(code[0] == "P", common, roll)
                others = f"{common},{name} {code[2:].title()}" if roll % 10 < 3 else ""
                file.write(
                    _line(number, name, others, draws.towns[at], offset, code, counted if code[0] in "PA" else 0)
                )


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
    towns = [town["geonameid"] for town in draws.towns[:places]]
    made = max(1, places - len(towns))
    with path.open("w", encoding="utf-8") as file:
        for start in range(0, count, _BLOCK):
            some = min(_BLOCK, count - start)
            columns = zip(
                range(start, start + some),
                draws.among(LANGUAGES, some),
                draws.common(some),
                draws.whole(2**40, some),
                draws.whole(2**31, some),
                _flags(draws, some),
                strict=True,
            )
            for at, language, common, which, roll, flags in columns:
                owner = towns[which % len(towns)] if at % 4 == 0 else FIRST + 1 + which % made
                file.write(f"{at + 1}\t{owner}\t{language}\t{_name(draws, language, common, owner, roll)}\t{flags}\n")


def _name(draws: Draws, language: str, common: str, owner: int, roll: int) -> str:
    if language == "link":
        article = common.replace(" ", "_")
        return f"https://en.wikipedia.org/wiki/{article}" if owner % 6 == 0 else f"https://example.org/{owner}"
    if language == "wkdt":
        return f"Q{owner}"
    if language in ("post", "unlc", "iata", "phon"):
        return f"{owner % 99_999:05}"
    if language == "abbr":
        return "".join(word[0] for word in common.split()).upper() + "X"
    if language in SCRIPTS:
        known = draws.scripts[SCRIPTS[language]]
        name, other = known[roll % len(known)], known[roll // 7 % len(known)]
        return name if roll % 2 else name[: len(name) // 2 + 1] + other[len(other) // 2 :]
    return made_name(False, common, roll)  # seldom another town's name as it is


def _flags(draws: Draws, count: int) -> Iterator[str]:
    """Preferred, short, colloquial, historic, from, to: mostly empty."""
    rolls = draws.random.random((count, 6)) < (0.1, 0.02, 0.003, 0.01, 0.002, 0.002)
    for *flags, start, end in rolls.tolist():
        yield "\t".join((*("1" if flag else "" for flag in flags), "1920" if start else "", "1991" if end else ""))
