"""Days in words, as short as they can be."""

from __future__ import annotations

from datetime import date

from maps.picture.scene import Days

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def days(days: Days) -> str:
    """ "19-21 Sep 2023" (with an en dash), "30 Aug - 2 Sep 2023", a whole month or year as such; "" for none."""
    start, end = days.start or days.end, days.end or days.start
    if start is None or end is None:
        return ""
    if start == end:
        return _day(start)
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return str(start.year) if start.year == end.year else f"{start.year}–{end.year}"
    if (start.year, start.month) == (end.year, end.month):
        whole = start.day == 1 and (end.day == 31 or _last(end))
        return f"{_MONTHS[end.month - 1]} {end.year}" if whole else f"{start.day}–{_day(end)}"
    if start.year == end.year:
        return f"{start.day} {_MONTHS[start.month - 1]} – {_day(end)}"
    return f"{_day(start)} – {_day(end)}"


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _last(day: date) -> bool:
    return date.fromordinal(day.toordinal() + 1).month != day.month
