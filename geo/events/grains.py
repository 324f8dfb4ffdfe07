"""Stretches of the calendar as ISO 8601 writes them, each with its grain: the arithmetic behind dates."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from geo.model import DatePrecision

Value = tuple[str | None, DatePrecision]
UNRESOLVED: Value = (None, DatePrecision.UNKNOWN)

_DESIGNATORS = {"minute": "PT{}M", "hour": "PT{}H", "day": "P{}D", "week": "P{}W", "month": "P{}M", "year": "P{}Y"}
_YEARS = {"decade": 10, "century": 100}


def day(on: date) -> Value:
    return on.isoformat(), DatePrecision.DAY


def week(holding: date) -> Value:
    year, number, _ = holding.isocalendar()
    return f"{year:04}-W{number:02}", DatePrecision.WEEK


def month(year: int, number: int) -> Value:
    """`number` may lie outside 1..12: 0 is December of the year before."""
    years, index = divmod(year * 12 + number - 1, 12)
    return f"{years:04}-{index + 1:02}", DatePrecision.MONTH


def year(number: int) -> Value:
    return f"{number:04}", DatePrecision.YEAR


def interval(first: date, last: date) -> Value | None:
    """None where `last` comes before `first`: that is no interval but a misreading."""
    if last < first:
        return None
    return day(first) if first == last else (f"{first.isoformat()}/{last.isoformat()}", DatePrecision.RANGE)


def months(first: str, last: str) -> Value | None:
    """From the first day of one value to the last day of another."""
    begin, end = days(first), days(last)
    return interval(begin[0], end[1]) if begin and end else None


def years(first: int, last: int) -> Value | None:
    return interval(date(first, 1, 1), date(last, 12, 31))


def duration(number: int, unit: str) -> Value:
    number, unit = number * _YEARS.get(unit, 1), "year" if unit in _YEARS else unit
    return _DESIGNATORS[unit].format(number), DatePrecision.RANGE


def shifted(from_: date, number: int, unit: str) -> date:
    """So many units later, earlier for a negative number; the last day of a month that is too short. Less than a whole
    day does not leave the day."""
    if unit in _YEARS:
        return shifted(from_, number * _YEARS[unit] * 12, "month")
    if unit in ("month", "year"):
        years, index = divmod(from_.year * 12 + from_.month - 1 + number * (12 if unit == "year" else 1), 12)
        return date(years, index + 1, min(from_.day, monthrange(years, index + 1)[1]))
    return from_ + timedelta(days={"minute": 0, "hour": int(number / 24), "day": number, "week": 7 * number}[unit])


def around(on: date, unit: str) -> Value:
    """The day, week, month or year of a day: as fine as somebody who counts in that unit means it."""
    if unit in ("minute", "hour", "day"):
        return day(on)
    if unit == "week":
        return week(on)
    return month(on.year, on.month) if unit == "month" else year(on.year)


def days(value: str | None) -> tuple[date, date] | None:
    """The first and last day of a value; None for a duration or no value."""
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
        year, number = int(value[:4]), int(value[5:])
        return date(year, number, 1), date(year, number, monthrange(year, number)[1])
    return date.fromisoformat(value), date.fromisoformat(value)


def date_prec(first: date, last: date) -> int:
    """UCDP GED's `date_prec`: 1 the day, 2 within 2 to 6 days, 3 a week, 4 up to a month, 5 longer."""
    length = (last - first).days + 1
    return next((code for code, most in ((1, 1), (2, 6), (3, 7), (4, 31)) if length <= most), 5)
