"""Days that have a name instead of a number: feasts and public holidays, on the same date or moving with the year."""

from __future__ import annotations

from datetime import date, timedelta

_FIXED = {
    "new year's": (1, 1),
    "epiphany": (1, 6),
    "valentine's": (2, 14),
    "st. patrick's": (3, 17),
    "may": (5, 1),
    "juneteenth": (6, 19),
    "july fourth": (7, 4),
    "fourth of july": (7, 4),
    "bastille": (7, 14),
    "halloween": (10, 31),
    "all saints'": (11, 1),
    "veterans": (11, 11),
    "armistice": (11, 11),
    "christmas eve": (12, 24),
    "christmas": (12, 25),
    "boxing": (12, 26),
    "new year's eve": (12, 31),
}
# The how-manieth weekday (Monday is 0) of a month; -1 is the last. As in the United States.
_FLOATING = {
    "martin luther king": (1, 0, 3),
    "presidents": (2, 0, 3),
    "memorial": (5, 0, -1),
    "labor": (9, 0, 1),
    "columbus": (10, 0, 2),
    "thanksgiving": (11, 3, 4),
}
# Days from Easter of the western churches.
_EASTER = {
    "ash wednesday": -46,
    "palm sunday": -7,
    "good friday": -2,
    "easter": 0,
    "easter monday": 1,
    "ascension": 39,
}

# As they are written: those that need a "Day" behind them to be one ("May", "labor"), and the others.
WITH_DAY = (
    r"(?:Martin\sLuther\sKing(?:\sJr\.?)?|Presidents['’]?|Memorial|Labor|Columbus|May|Bastille|Veterans['’]?|Armistice"
    r"|Boxing|Ascension|All\sSaints['’]|Valentine['’]s|St\.\sPatrick['’]s|New\sYear['’]s)\sDay"
)
ALONE = (
    r"(?:New\sYear['’]s\s[Ee]ve|Christmas(?:\s[Ee]ve)?(?:\s[Dd]ay)?|Thanksgiving(?:\s[Dd]ay)?|Halloween|Juneteenth"
    r"|July\sFourth|Fourth\sof\sJuly|Epiphany|Ash\sWednesday|Palm\sSunday|Good\sFriday"
    r"|(?<!Orthodox\s)Easter(?:\s(?:Sunday|Monday))?)"
)


def in_year(name: str, year: int) -> date:
    """The day that a feast matched by `WITH_DAY` or `ALONE` has in a year."""
    words = name.lower().replace("’", "'").removesuffix(" day").removesuffix(" sunday").removesuffix(" jr.")
    words = {"palm": "palm sunday", "veterans'": "veterans", "presidents'": "presidents"}.get(words, words)
    words = words.removesuffix(" jr")
    if words in _FIXED:
        return date(year, *_FIXED[words])
    if words in _FLOATING:
        return _nth_weekday(year, *_FLOATING[words])
    return _easter(year) + timedelta(days=_EASTER[words])


def _nth_weekday(year: int, month: int, weekday: int, number: int) -> date:
    if number > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() - weekday) % 7)


def _easter(year: int) -> date:
    """The anonymous Gregorian algorithm (Nature, 20 April 1876)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    lead = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * lead) // 451
    month, day = divmod(h + lead - 7 * m + 114, 31)
    return date(year, month, day + 1)
