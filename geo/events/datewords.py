"""How each sort of words that name a time is read."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from geo.events import feasts, grains
from geo.events.dategrammar import At
from geo.events.grains import UNRESOLVED, Value
from geo.events.numbers import integer

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_WEEKDAYS = "mon tue wed thu fri sat sun".split()

_RECURRING = frozenset("every each".split())
# What is called after a day without being on it.
_NAMED = frozenset("black bloody good ash super palm easter".split())
_PAPERS = re.compile(r"\s(?:Times|Telegraph|Mirror|Express|Mail|Herald|Post|World|Review)\b")
# An ambiguous day in digits is that of the days around publication, if one of its two readings is.
_NEAR = timedelta(days=31)
# How far from "the third quarter" its figures stand, in characters.
_BESIDE = 90
_BUSINESS = re.compile(
    r"\b(?:profits?|sales|revenues?|earnings?|earned|income|losse?s?|growth|GDP|economy|results|exports|imports|output|"
    r"shipments|orders|dividend|shares|shareholders|quarterly|percent|per cent|analysts)\b|%",
    re.IGNORECASE,
)
# Behind these four digits are a year; behind others only where they count nothing.
_YEAR_CUES = frozenset("in since until till by during early late mid year years fy fiscal".split())
_YEAR_HINTS = frozenset("the of from after before a his her its their our my this that between to and".split())
_COUNTED = re.compile(
    r"\s(?:(?:more|other|new|local|foreign)\s)?(?:people|men|women|children|troops|GMT|UTC|local time|(?:square|cubic)\b|"
    r"(?!elections|protests|games|talks|riots|floods|attacks|bombings|fires|wars|clashes|polls|sanctions|was\b|is\b|has\b)"
    r"[a-z]{3,}(?<![su])s\b)"
)


def _month_number(text: str) -> int:
    return 1 + _MONTHS.index(text[:3].lower())


def _number(text: str) -> int:
    return 1 if text.lower() in ("a", "an") else sum(integer(word) or 0 for word in text.split("-"))


def _ordinal(text: str) -> int:
    return int(text.rstrip("stndrh"))


def _iso(match: re.Match[str], _: At) -> Value:
    return grains.day(date.fromisoformat(match["iso"]))


def _compact(match: re.Match[str], _: At) -> Value:
    return grains.day(date.fromisoformat(match["compact"]))


def _digits(match: re.Match[str], at: At) -> Value | None:
    """A day only where it can be told from the month: 20/09/2023, 9/20/2023, or as one of two readings lies near the
    publication. With dots the day always comes first."""
    a, b, year = (int(n) for n in re.split(r"\D", match["digits"]))
    year = _in_full(year, at)
    if a > 12 or a == b or match["sep"] == ".":
        return grains.day(date(year, b, a))
    if b > 12:
        return grains.day(date(year, a, b))
    near = [day for day in (date(year, a, b), date(year, b, a)) if at.published and abs(day - at.published) <= _NEAR]
    return grains.day(near[0]) if len(near) == 1 else None


def _in_full(year: int, at: At) -> int:
    """Two digits are the year that lies nearest to publication; without one, POSIX puts 69 to 99 into the last century."""
    if year > 99:
        return year
    if at.published is None:
        return year + (1900 if year >= 69 else 2000)
    return min(
        (century + year for century in (1900, 2000, 2100)), key=lambda y: abs(y - (at.published or date.min).year)
    )


def _on(month: str, day: int, year: str | None, match: re.Match[str], at: At) -> date | None:
    number = _month_number(month)
    return _yearly(lambda y: date(y, number, day), year, match, at)


def _yearly(in_year: Callable[[int], date], year: str | None, match: re.Match[str], at: At) -> date | None:
    """What comes once a year, in the year named. Without one it is that between ten months back and two months ahead,
    or two months back and ten ahead where the clause looks ahead: so each name means one day."""
    if year:
        named = _year_named(year, at)
        return None if named is None else in_year(named)
    if at.published is None:
        return None
    earliest = grains.shifted(at.published, -2 if at.ahead(match) else -10, "month")
    # A 29 February of a year that has none is no earlier than its 1 March.
    try:
        return day if (day := in_year(earliest.year)) >= earliest else in_year(earliest.year + 1)
    except ValueError:
        return in_year(earliest.year + 1)


def _year_named(words: str, at: At) -> int | None:
    """ "2023", "last year", "of this year"; None where that depends on a publication that is not known."""
    if words.isdigit():
        return int(words)
    step = {"last": -1, "this": 0, "next": 1}[words.split()[-2]]
    return None if at.published is None else at.published.year + step


def _dmy(match: re.Match[str], at: At) -> Value | None:
    return _month_day(_on(match["dm"], _ordinal(match["d1"]), match["dy"], match, at), match["d2"])


def _mdy(match: re.Match[str], at: At) -> Value | None:
    return _month_day(_on(match["mm"], _ordinal(match["m1"]), match["my"], match, at), match["m2"])


def _month_day(start: date | None, last: str | None) -> Value | None:
    if start is None:
        return UNRESOLVED
    return grains.interval(start, start.replace(day=_ordinal(last))) if last else grains.day(start)


def _cross(match: re.Match[str], at: At) -> Value | None:
    end = _on(match["cm2"], _ordinal(match["cd2"]), match["cy2"], match, at)
    return _from_to(_month_number(match["cm1"]), _ordinal(match["cd1"]), match["cy1"], end)


def _across(match: re.Match[str], at: At) -> Value | None:
    (d1, m1), (d2, m2) = match["am1"].split(), match["am2"].split()
    return _from_to(_month_number(m1), _ordinal(d1), match["ay1"], _on(m2, _ordinal(d2), match["ay2"], match, at))


def _from_to(month: int, day: int, year: str | None, end: date | None) -> Value | None:
    if end is None:
        return UNRESOLVED
    # "Dec. 28 to Jan. 3, 2024" begins the year before.
    return grains.interval(date(int(year or end.year - ((month, day) > (end.month, end.day))), month, day), end)


def _between(match: re.Match[str], _: At) -> Value | None:
    return grains.years(int(match["b1"]), int(match["b2"]))


def _years(match: re.Match[str], _: At) -> Value | None:
    first, last = match["y1"], match["y2"]
    return grains.years(int(first), int(last if len(last) == 4 else first[:2] + last))


def _monthspan(match: re.Match[str], at: At) -> Value | None:
    first, last = _month_number(match["s1"]), _month_number(match["s2"])
    if not match["sy2"] and at.published is None:
        return UNRESOLVED
    year = int(match["sy2"]) if match["sy2"] else _year_of(last, at, match)
    begin = int(match["sy1"] or year - (first > last))
    return grains.months(f"{begin:04}-{first:02}", f"{year:04}-{last:02}")


def _monthyear(match: re.Match[str], at: At) -> Value:
    year = _year_named(match["yyear"], at)
    return UNRESOLVED if year is None else grains.month(year, _month_number(match["ymonth"]))


def _year_of(month: int, at: At, match: re.Match[str]) -> int:
    """The year of a month without one: of the last that has begun; where the clause looks ahead of the next not past."""
    today = at.published or date.min
    return today.year + (month < today.month) if at.ahead(match) else today.year - (month > today.month)


def _bare_month(name: str) -> Callable[[re.Match[str], At], Value]:
    def read(match: re.Match[str], at: At) -> Value:
        number = _month_number(match[name])
        return grains.month(_year_of(number, at, match), number) if at.published else UNRESOLVED

    return read


def _sided(match: re.Match[str], at: At) -> Value:
    if at.published is None:
        return UNRESOLVED
    number, now, side = _month_number(match["mname"]), at.published.month, match["mside"].lower()
    step = {"last": -(number >= now), "next": int(number <= now), "this past": -(number > now)}.get(side, 0)
    return grains.month(at.published.year + step, number)


def _weekday(match: re.Match[str], at: At) -> Value | None:
    before = at.word_before(match.start("wname"))
    if before in _RECURRING or before in _NAMED or _PAPERS.match(at.text, match.end()):
        return None
    if at.published is None:
        return UNRESOLVED
    side, part = (match["wside"] or "").lower(), (match["wpart"] or "").strip()
    return grains.day(_nearest_weekday(match["wname"], side, part, at.published, at.ahead(match)))


def _nearest_weekday(name: str, side: str, part: str, published: date, ahead: bool) -> date:
    wanted = _WEEKDAYS.index(name[:3].lower())
    back, forward = (published.weekday() - wanted) % 7, (wanted - published.weekday()) % 7
    if side in ("last", "this past"):
        return published - timedelta(days=back or 7)
    if side in ("next", "this coming"):
        return published + timedelta(days=forward or 7)
    if ahead and side != "earlier":
        soon = side in ("later", "this") or part in ("afternoon", "evening", "night")
        return published + timedelta(days=forward or (0 if soon else 7))
    return published - timedelta(days=back)


def _amid(match: re.Match[str], at: At) -> Value | None:
    return _weekday_span(match["v1"], match["v2"], match, at)


def _weekdays(match: re.Match[str], at: At) -> Value | None:
    return _weekday_span(match["w1"], match["w2"], match, at)


def _weekday_span(first: str, last: str, match: re.Match[str], at: At) -> Value | None:
    if at.published is None:
        return UNRESOLVED
    if at.ahead(match):
        start = _nearest_weekday(first, "", "", at.published, True)
        return grains.interval(start, _nearest_weekday(last, "this", "", start, True))
    end = _nearest_weekday(last, "", "", at.published, False)
    return grains.interval(_nearest_weekday(first, "", "", end, False), end)


def _deictic(match: re.Match[str], at: At) -> Value:
    if at.published is None:
        return UNRESOLVED
    words = match["deictic"].lower()
    if words.startswith("the day"):
        return grains.day(at.published + timedelta(days=-2 if "before" in words else 2))
    step = {"yesterday": -1, "tomorrow": 1, "last": -1}.get(words.split()[0], 0)
    return grains.day(at.published + timedelta(days=step))


def _ago(match: re.Match[str], at: At) -> Value:
    if at.published is None:
        return UNRESOLVED
    unit = match["agou"]
    if match["agoday"]:
        return grains.day(grains.shifted(at.published, -_number(match["agon"]), unit))
    return grains.around(grains.shifted(at.published, -_number(match["agon"]), unit), unit)


def _relative(match: re.Match[str], at: At) -> Value:
    anchor = at.anchor(match["relu"])
    if anchor is None:
        return UNRESOLVED
    number = _number(match["reln"]) * (-1 if match["relside"] == "earlier" else 1)
    return grains.around(grains.shifted(anchor, number, match["relu"]), match["relu"])


def _neighbour(match: re.Match[str], at: At) -> Value | None:
    anchor = at.anchor("day")
    if match["nthat"]:
        return grains.day(anchor) if anchor else None
    if anchor is None:
        return UNRESOLVED
    side = match["nside"] or match["nafter"]
    step = {"same": 0, "next": 1, "following": 1, "after": 1}.get(side, -1)
    return grains.day(anchor + timedelta(days=step))


def _stretch(match: re.Match[str], at: At) -> Value | None:
    return _running(match["strside"].lower(), _number(match["strn"]), match["stru"], at)


def _passing(match: re.Match[str], at: At) -> Value | None:
    return _running(match["passide"], 1, match["pasu"], at)


def _running(side: str, number: int, unit: str, at: At) -> Value | None:
    """From so long ago to the day of publication, or from that day on."""
    if at.published is None:
        return UNRESOLVED
    # 24 hours reach into the day before.
    number, unit = (-(-number // 24), "day") if unit == "hour" else (number, unit)
    if side in ("next", "coming"):
        return grains.interval(at.published, grains.shifted(at.published, number, unit))
    return grains.interval(grains.shifted(at.published, -number, unit), at.published)


def _weekend(match: re.Match[str], at: At) -> Value | None:
    if at.published is None:
        return UNRESOLVED
    side, today = match["weside"].lower(), at.published.weekday()
    side = {"this past": "last", "the past": "last", "this coming": "this"}.get(side, side)
    saturday = at.published + timedelta(days=5 - today)
    if side == "next":
        saturday += timedelta(weeks=1)
    elif side == "last" or (today < 5 and not at.ahead(match) and (side == "the" or today < 2)):
        saturday -= timedelta(weeks=1)
    return grains.interval(saturday, saturday + timedelta(days=1))


def _quarter(match: re.Match[str], at: At) -> Value | None:
    if not match["qy"] and at.published is None:
        return UNRESOLVED
    step = {"last": -1, "next": 1}.get(match["qside"] or "", 0)
    year = int(match["qy"]) if match["qy"] else (at.published or date.min).year + step
    length = 3 if match["qu"] == "quarter" else 6
    order = "first second third fourth".split()
    number = order.index(match["qn"]) if match["qn"] in order else 12 // length - 1
    if (number + 1) * length > 12:
        return None
    return grains.months(f"{year:04}-{number * length + 1:02}", f"{year:04}-{(number + 1) * length:02}")


def _accounts(match: re.Match[str], at: At) -> Value | None:
    """A quarter of a year that is not named: only among figures of business, for a match has quarters too."""
    sentence = at.text[max(0, match.start() - _BESIDE) : match.end() + _BESIDE]
    if not _BUSINESS.search(sentence):
        return None
    if at.published is None:
        return UNRESOLVED
    number = "first second third fourth".split().index(match["an"])
    begun = at.published.month > 3 * number
    year = at.published.year - (0 if begun or at.ahead(match) else 1)
    return grains.months(f"{year:04}-{number * 3 + 1:02}", f"{year:04}-{number * 3 + 3:02}")


def _edge(match: re.Match[str], at: At) -> Value:
    return _this(0, match["edgeu"], at.published) if at.published else UNRESOLVED


def _period(match: re.Match[str], at: At) -> Value:
    if at.published is None:
        return UNRESOLVED
    return _this({"last": -1, "this": 0, "next": 1}[match["perside"].lower()], match["peru"], at.published)


def _this(step: int, unit: str, today: date) -> Value:
    """The week, month or year so many after the one of a day."""
    if unit == "week":
        return grains.week(today + timedelta(weeks=step))
    return grains.month(today.year, today.month + step) if unit == "month" else grains.year(today.year + step)


def _decade(match: re.Match[str], _: At) -> Value | None:
    first = int(match["dec"])
    return grains.years(first, first + 9) if first % 10 == 0 else None


def _century(match: re.Match[str], _: At) -> Value | None:
    number = int(match["cent"])
    return grains.years(number * 100 - 99, number * 100)


def _season(match: re.Match[str], _: At) -> Value:
    """Only the year: which months, the hemisphere decides."""
    return grains.year(int(match["seasony"]))


def _feast(match: re.Match[str], at: At) -> Value:
    found = _yearly(lambda year: feasts.in_year(match["fname"], year), match["fy"], match, at)
    return grains.day(found) if found else UNRESOLVED


def _hence(match: re.Match[str], at: At) -> Value:
    """ "will meet in three days" names a day, "the worst in three days" a length of time."""
    number, unit = _number(match["inn"]), match["inu"]
    if not at.ahead(match):
        return grains.duration(number, unit)
    return grains.around(grains.shifted(at.published, number, unit), unit) if at.published else UNRESOLVED


def _fromnow(match: re.Match[str], at: At) -> Value:
    if at.published is None:
        return UNRESOLVED
    return grains.around(grains.shifted(at.published, _number(match["nown"]), match["nowu"]), match["nowu"])


def _one(match: re.Match[str], _: At) -> Value:
    """Only behind "for" and its like: "twice a week" lasts no week."""
    return grains.duration(1, match["oneu"])


def _duration(match: re.Match[str], _: At) -> Value:
    return grains.duration(_number(match["durn"]), match["duru"])


def _year(match: re.Match[str], at: At) -> Value | None:
    start = match.start("yyyy")
    before = at.word_before(start)
    open_ = at.text[max(0, start - 1) : start] == "(" or start == 0 or before.endswith(("'s", "’s"))
    sure = before in _YEAR_CUES or match["year"][0].isalpha()
    likely = (open_ or before in _YEAR_HINTS) and not _COUNTED.match(at.text, match.end())
    return grains.year(int(match["yyyy"])) if sure or likely else None


READERS: dict[str, Callable[[re.Match[str], At], Value | None]] = {
    "iso": _iso,
    "compact": _compact,
    "digits": _digits,
    "cross": _cross,
    "across": _across,
    "dmy": _dmy,
    "mdy": _mdy,
    "between": _between,
    "years": _years,
    "monthspan": _monthspan,
    "monthyear": _monthyear,
    "sided": _sided,
    "cued": _bare_month("cued"),
    "part": _bare_month("pmonth"),
    "bare": _bare_month("bare"),
    "amid": _amid,
    "weekdays": _weekdays,
    "weekday": _weekday,
    "deictic": _deictic,
    "ago": _ago,
    "relative": _relative,
    "neighbour": _neighbour,
    "stretch": _stretch,
    "passing": _passing,
    "weekend": _weekend,
    "quarter": _quarter,
    "accounts": _accounts,
    "edge": _edge,
    "period": _period,
    "decade": _decade,
    "century": _century,
    "season": _season,
    "feast": _feast,
    "hence": _hence,
    "fromnow": _fromnow,
    "one": _one,
    "duration": _duration,
    "year": _year,
}
