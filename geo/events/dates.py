"""Step 8: the dates in a text, and which of them an event has."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from geo.events.numbers import integer
from geo.events.parts import Trigger, When
from geo.model import DatePrecision, Status

Expression = tuple[int, int, str, DatePrecision]

_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|"
    r"Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:1[89]\d\d|20\d\d)"
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tues?|Wed|Thu(?:rs)?|Fri|Sat|Sun)\.)"
_COUNT = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|few)"
_UNIT = r"(?:hour|day|week|month|year)s?"
_EXPRESSION = re.compile(
    rf"""\b(?:
      (?P<iso>{_YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?!\d)
    | (?P<slash>\d{{1,2}}/\d{{1,2}}/{_YEAR})
    | (?P<dmy>(?P<d1>{_DAY})(?:\s*(?:[-–]|and|to)\s*(?P<d2>{_DAY}))?
        \s+(?:of\s+)?(?P<dm>{_MONTH})(?:,?\s+(?P<dy>{_YEAR}))?)(?!\w)
    | (?P<mdy>(?P<mm>{_MONTH})\s+(?P<m1>{_DAY})(?:\s*(?:[-–]|and|to)\s*(?P<m2>{_DAY}))?
        (?!\d|,\d)(?:,?\s+(?P<my>{_YEAR}))?)\b
    | (?P<monthyear>{_MONTH},?\s+(?:of\s+)?{_YEAR})\b
    | (?P<bare>(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his)|[Ii]n|[Ss]ince|[Ee]arly|[Ll]ate|[Uu]ntil|[Bb]y|[Dd]uring|mid)[\s-]
        (?:early\s|late\s|mid-?)?(?P<month>{_MONTH}))\b(?!\s*\d)
    | (?P<weekday>(?:(?P<side>[Ll]ast|[Nn]ext|[Tt]his(?:\scoming)?|[Ll]ater|[Ee]arlier)\s)?(?P<name>{_WEEKDAY})
        (?P<part>\s(?:morning|afternoon|evening|night))?)(?!\w)
    | (?P<deictic>(?i:the\sday\sbefore\syesterday|the\sday\safter\stomorrow|yesterday|today|tonight|tomorrow|last\snight
        |this\s(?:morning|afternoon|evening)|overnight))\b
    | (?P<ago>(?i:{_COUNT}\s(?:hour|day|week|month|year)s?\sago))\b
    | (?P<past>(?i:(?:the|in\sthe|over\sthe)\s(?:past|last|previous)\s(?:(?P<pastn>{_COUNT})\s)?(?P<pastu>{_UNIT})))\b
    | (?P<period>(?i:(?:earlier\s|later\s)?(?P<psign>last|this|next)\s(?P<punit>weekend|week|month|year)))\b
    | (?P<decade>the\s(?P<dec>(?:early\s|late\s|mid-?)?(?:18|19|20)\d0s))\b
    | (?P<duration>(?i:(?:for|in|within|during|over|after)\s(?:just\s|only\s|about\s|nearly\s|more\sthan\s|the\s)?
        (?P<durn>{_COUNT})[\s-](?P<duru>{_UNIT})))\b(?!\sago)
    | (?P<year>(?:[Ii]n|[Ss]ince|[Oo]f|[Bb]y|[Dd]uring|[Ff]rom|[Uu]ntil|[Bb]efore|[Aa]fter|[Ee]arly|[Ll]ate|[Tt]he|[Mm]id)
        [\s-](?P<yyyy>{_YEAR}))\b(?!s|-\d)
    )""",
    re.VERBOSE,
)
# A cheap test before the master expression: any of these words or a digit.
_HINT = re.compile(
    r"\d|day\b|night|morning|evening|week|month|year|hour|ago\b|Mon\.|Tue|Wed|Thu|Fri|Sat\.|Sun\.|" + _MONTH
)
_FUTURE = re.compile(
    r"\b(?:will|would|is to|are to|scheduled|due to|due on|planned|plans? to|expected to|upcoming|next|set to|going to|"
    r"slated|to be held|tomorrow)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?]\s+(?=[A-Z\"“])|\n")
_SPOKEN = frozenset("THREATEN ACCUSE REJECT REQUEST SUPPORT AGREE CONCEDE".split())
_UNITS_ISO = {"hour": ("PT", "H"), "day": ("P", "D"), "week": ("P", "W"), "month": ("P", "M"), "year": ("P", "Y")}


def find(text: str, published: date | None = None, *, planned: bool | None = None) -> list[Expression]:
    """Date expressions as (start, end, value, precision), in order. `value` is ISO 8601: a day, week "2023-W38", month,
    year, interval "2023-09-19/2023-09-20" or duration "P3D"; "" with precision UNKNOWN where it depends on a
    publication day that is not given. `planned`: whether a bare weekday lies ahead; None: judged from its sentence.
    """
    if not _HINT.search(text):
        return []
    found = []
    for match in _EXPRESSION.finditer(text):
        ahead = _ahead(text, match) if planned is None else planned
        try:
            resolved = _resolve(match, published, ahead)
        except (ValueError, OverflowError):
            # A 31 June, or a day outside the calendar: no date at all.
            continue
        if resolved:
            found.append((match.start(), match.end(), *resolved))
    return found


def _ahead(text: str, match: re.Match[str]) -> bool:
    before = [m.end() for m in _SENTENCE_END.finditer(text, 0, match.start())]
    after = _SENTENCE_END.search(text, match.end())
    return bool(_FUTURE.search(text, before[-1] if before else 0, after.start() if after else len(text)))


_Value = tuple[str, DatePrecision]
_UNRESOLVED: _Value = ("", DatePrecision.UNKNOWN)


def _resolve(match: re.Match[str], published: date | None, ahead: bool) -> _Value | None:
    if match["iso"]:
        return _day(date.fromisoformat(match["iso"]))
    if match["slash"]:
        return _slash(match["slash"])
    if match["dmy"]:
        return _month_day(match["dm"], match["d1"], match["d2"], match["dy"], published, ahead)
    if match["mdy"]:
        return _month_day(match["mm"], match["m1"], match["m2"], match["my"], published, ahead)
    if match["monthyear"]:
        return f"{int(match['monthyear'][-4:]):04}-{_month_number(match['monthyear']):02}", DatePrecision.MONTH
    if match["year"]:
        return match["yyyy"], DatePrecision.YEAR
    if match["decade"]:
        return _decade(match["decade"])
    if match["duration"]:
        number, unit = _amount(match["durn"]), match["duru"].lower().rstrip("s")
        head, tail = _UNITS_ISO[unit]
        return f"{head}{number}{tail}", DatePrecision.RANGE
    if published is None:
        return _UNRESOLVED
    return _relative(match, published, ahead)


def _relative(match: re.Match[str], published: date, ahead: bool) -> _Value | None:
    if match["weekday"]:
        return _day(_weekday(match, published, ahead))
    if match["deictic"]:
        return _day(published + timedelta(days=_deictic(match["deictic"].lower())))
    if match["bare"]:
        return _bare_month(_month_number(match["month"]), (match["which"] or "").lower(), published, ahead)
    if match["ago"]:
        number, unit = match["ago"].split()[:2]
        return _ago(published, _amount(number), unit.lower().rstrip("s"))
    if match["past"]:
        back = _back(published, _amount(match["pastn"] or "one"), match["pastu"].lower().rstrip("s"))
        return _interval(back, published)
    return _period(match["psign"].lower(), match["punit"].lower(), published)


def _day(day: date) -> _Value:
    return day.isoformat(), DatePrecision.DAY


def _interval(start: date, end: date) -> _Value:
    return f"{start.isoformat()}/{end.isoformat()}", DatePrecision.RANGE


def _slash(text: str) -> _Value | None:
    """A day only where it can be told from the month: 20/09/2023, 9/20/2023."""
    a, b, year = map(int, text.split("/"))
    if a > 12 or a == b:
        return _day(date(year, b, a))
    return _day(date(year, a, b)) if b > 12 else None


def _month_number(text: str) -> int:
    return 1 + next(i for i, month in enumerate(_MONTHS) if month.startswith(text[:3].lower()))


def _month_day(
    month: str, first: str, second: str | None, year: str | None, published: date | None, ahead: bool
) -> _Value | None:
    if year is None and published is None:
        return _UNRESOLVED
    number, day = _month_number(month), int(re.sub(r"\D", "", first))
    start = date(int(year), number, day) if year else _nearest(published or date.min, number, day, ahead)
    if not second:
        return _day(start)
    end = date(start.year, number, int(re.sub(r"\D", "", second)))
    return _interval(start, end) if end > start else None


def _nearest(published: date, month: int, day: int, ahead: bool) -> date:
    """Of the days of that name, the last up to two months ahead; for what is planned, the first not past."""
    year = published.year
    this = date(year, month, min(day, monthrange(year, month)[1]))
    if this.day != day:
        raise ValueError(f"month {month} has no day {day}")
    if ahead and this < published - timedelta(days=60):
        return this.replace(year=year + 1)
    if not ahead and this > published + timedelta(days=60):
        return this.replace(year=year - 1)
    return this


def _decade(text: str) -> _Value | None:
    match = re.search(r"((?:19|20)\d)0s", text)
    return _interval(date(int(match[1]) * 10, 1, 1), date(int(match[1]) * 10 + 9, 12, 31)) if match else None


def _weekday(match: re.Match[str], published: date, ahead: bool) -> date:
    name, side = match["name"].lower().rstrip("."), (match["side"] or "").lower()
    wanted = next(i for i, day in enumerate(_WEEKDAYS) if day.startswith(name[:3]))
    back = (published.weekday() - wanted) % 7
    forward = (wanted - published.weekday()) % 7
    if side == "last":
        return published - timedelta(days=back or 7)
    if side.startswith("next") or side == "this coming":
        return published + timedelta(days=forward or 7)
    if ahead:
        soon = side == "later" or (match["part"] or "").strip() in ("evening", "night", "afternoon")
        return published + timedelta(days=forward or (0 if soon else 7))
    return published - timedelta(days=back)


def _deictic(words: str) -> int:
    if words.startswith("the day before"):
        return -2
    if words.startswith("the day after"):
        return 2
    return {"yesterday": -1, "last night": -1, "tomorrow": 1}.get(words, 0)


def _bare_month(month: int, which: str, published: date, ahead: bool) -> _Value:
    year = published.year
    if (which == "last" and month >= published.month) or (not which and not ahead and month > published.month):
        year -= 1
    if (which == "next" and month <= published.month) or (not which and ahead and month < published.month):
        year += 1
    return f"{year:04}-{month:02}", DatePrecision.MONTH


def _amount(text: str) -> int:
    word = text.lower()
    return {"a": 1, "an": 1, "several": 3, "few": 3}.get(word, integer(word) or 1)


def _back(published: date, number: int, unit: str) -> date:
    if unit == "month":
        months = published.year * 12 + published.month - 1 - number
        year, month = divmod(months, 12)
        return date(year, month + 1, min(published.day, monthrange(year, month + 1)[1]))
    if unit == "year":
        return _back(published, 12 * number, "month")
    days = {"hour": -(-number // 24), "day": number, "week": 7 * number}[unit]
    return published - timedelta(days=days)


def _ago(published: date, number: int, unit: str) -> _Value:
    if unit == "hour":
        return _day(published - timedelta(days=number // 24))
    day = _back(published, number, unit)
    if unit == "day":
        return _day(day)
    if unit == "week":
        return _week(day)
    return (
        (f"{day.year:04}-{day.month:02}", DatePrecision.MONTH)
        if unit == "month"
        else (f"{day.year:04}", DatePrecision.YEAR)
    )


def _week(day: date) -> _Value:
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}", DatePrecision.WEEK


def _period(sign: str, unit: str, published: date) -> _Value:
    step = {"last": -1, "this": 0, "next": 1}[sign]
    if unit == "week":
        return _week(published + timedelta(weeks=step))
    if unit == "weekend":
        saturday = published + timedelta(days=5 - published.weekday() + 7 * (step if step else 0))
        if sign == "last" and published.weekday() == 6:
            saturday = published - timedelta(days=8)
        return _interval(saturday, saturday + timedelta(days=1))
    if unit == "month":
        month = published.year * 12 + published.month - 1 + step
        return f"{month // 12:04}-{month % 12 + 1:02}", DatePrecision.MONTH
    return f"{published.year + step:04}", DatePrecision.YEAR


def days(value: str) -> tuple[date, date] | None:
    """The first and last day of an ISO value; None for a duration or ""."""
    if not value or value[0] == "P":
        return None
    if "/" in value:
        first, _, last = value.partition("/")
        return date.fromisoformat(first), date.fromisoformat(last)
    if "W" in value:
        monday = date.fromisocalendar(int(value[:4]), int(value[6:]), 1)
        return monday, monday + timedelta(days=6)
    if len(value) == 4:
        return date(int(value), 1, 1), date(int(value), 12, 31)
    if len(value) == 7:
        year, month = int(value[:4]), int(value[5:])
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return date.fromisoformat(value), date.fromisoformat(value)


def attach(trigger: Trigger, expressions: Sequence[Expression], status: Status, published: date | None) -> When:
    """The date of an event among its sentence's expressions (offsets into the document): its own clause's first, then
    another clause's; that of "said on Monday" only for what saying does; else the publication day stands in."""
    expression = _nearest_expression(trigger, expressions)
    if expression:
        start, end, value, precision = expression
        if span := days(value):
            return _sided(trigger, (start, end), span, precision, published)
        return When(None, None, DatePrecision.UNKNOWN, True)
    if published is None:
        return When(None, None, DatePrecision.UNKNOWN, False)
    if status is Status.PLANNED:
        # It lies ahead, nobody says when.
        return When(published, None, DatePrecision.UNKNOWN, False)
    return When(published, published, DatePrecision.DAY_INFERRED, False)


def _nearest_expression(trigger: Trigger, expressions: Sequence[Expression]) -> Expression | None:
    tokens = trigger.sentence.tokens
    own = trigger.clause
    ranked = []
    for expression in expressions:
        if expression[2].startswith("P"):
            continue
        clause = next((c for c in trigger.sentence.clauses if expression[0] < tokens[c.last - 1].end), own)
        if clause is own:
            tier = 0
        elif clause.lead:
            tier = 1 if trigger.type in _SPOKEN else 9
        else:
            tier = 2 if clause.opener in ("", "and", "but", "that", "when", "as", "while", "who", "which") else 3
        distance = min(abs(expression[0] - trigger.end), abs(trigger.start - expression[1]))
        if tier < 9:
            ranked.append((tier, distance, expression))
    return min(ranked, key=lambda r: r[:2])[2] if ranked else None


def _sided(
    trigger: Trigger, at: tuple[int, int], span: tuple[date, date], precision: DatePrecision, published: date | None
) -> When:
    """With "since", "until" and "before" turning a day into a range."""
    text, base = trigger.sentence.span.text, trigger.sentence.span.start
    words = text[max(0, at[0] - base - 10) : at[1] - base].lower().split()
    if "since" in words:
        return When(span[0], max(published, span[0]) if published else None, DatePrecision.RANGE, True)
    if "until" in words:
        start = min(published, span[1]) if published else None
        return When(start, span[1], DatePrecision.RANGE, True)
    return When(*span, precision, True)
