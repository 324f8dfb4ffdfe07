"""Days in tables, as people and their programs write them."""

from __future__ import annotations

import calendar
import re
from contextlib import suppress
from datetime import UTC, date, datetime

from geo.model import DatePrecision
from geo.readers.base import parse_day

# Only what reads one way everywhere: 03/04/2023 is not here, it needs to be known which comes first.
_FORMATS = (
    "%d %B %Y",
    "%d %b %Y",
    "%d-%B-%Y",
    "%d-%b-%Y",
    "%B %d, %Y",
    "%b %d, %Y",
    "%B %d %Y",
    "%b %d %Y",
    "%Y/%m/%d",
    "%d.%m.%Y",
)
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d\d)")
_MILLISECONDS = re.compile(r"\d{12,13}")

When = tuple[date, date, DatePrecision]


def day_leads(text: str) -> bool | None:
    """Whether the day comes before the month, as in 21/09/2023 it must; None where both could, where it is no day, and
    where it is written in another way."""
    readings = _readings(text)
    return next(iter(readings)) if len(readings) == 1 else None


def parse_when(text: str, format: str = "", *, day_first: bool | None = None) -> When:
    """First and last day, both inclusive, and how fine they are. `format` is strptime's; `day_first` says how to read
    03/04/2023, None: not at all. ValueError otherwise.

    A run of 12 or 13 digits is milliseconds since 1970, as GeoJSON services write times; its day is UTC's.
    """
    if format:
        try:
            return _on(datetime.strptime(text, format).date())
        except ValueError as error:
            raise ValueError(f"{text!r} is no day: {error}") from None
    if match := re.fullmatch(r"(?!0000)(\d{4})(?:-(0[1-9]|1[0-2]))?", text):
        year, month = int(match[1]), int(match[2] or 0)
        if month:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), DatePrecision.MONTH
        return date(year, 1, 1), date(year, 12, 31), DatePrecision.YEAR
    if _MILLISECONDS.fullmatch(text):
        return _on(datetime.fromtimestamp(int(text) / 1000, UTC).date())
    for known in _FORMATS:
        try:
            return _on(datetime.strptime(text, known).date())
        except ValueError:
            continue
    if _SLASHED.fullmatch(text):
        return _on(_slashed(text, day_first))
    return _on(parse_day(text))


def _slashed(text: str, day_first: bool | None) -> date:
    readings = _readings(text)
    if not readings:
        raise ValueError(f"{text!r} is no day")
    if day_first is None and len(set(readings.values())) == 2:
        raise ValueError(f"{text!r} can be read two ways; say which with a date format such as %d/%m/%Y")
    return readings[bool(day_first)] if len(readings) == 2 else next(iter(readings.values()))


def _readings(text: str) -> dict[bool, date]:
    """The days that 03/04/2023 can be, by whether the day comes before the month; none if it is written in another way."""
    match = _SLASHED.fullmatch(text)
    if match is None:
        return {}
    one, other, year = (int(part) for part in match.groups())
    if len(match[3]) == 2:
        year += 2000 if year < 69 else 1900  # as strptime's %y, after POSIX
    found = {}
    for leads, day, month in ((True, one, other), (False, other, one)):
        with suppress(ValueError):
            found[leads] = date(year, month, day)
    return found


def span(start: When, end: When) -> When:
    """From the first day of one to the last of the other."""
    if start[0] > end[1]:
        raise ValueError(f"it ends on {end[1]}, before it begins on {start[0]}")
    return (start[0], end[1], start[2]) if start[:2] == end[:2] else (start[0], end[1], DatePrecision.RANGE)


def _on(day: date) -> When:
    return day, day, DatePrecision.DAY
