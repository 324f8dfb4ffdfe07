"""Step 8: the dates in a text, and which of them an event has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from geo.events.dategrammar import MASTER, At
from geo.events.datewords import READERS
from geo.events.grains import date_prec, days
from geo.events.parts import Trigger, When
from geo.model import DatePrecision, Status

__all__ = ["Expression", "attach", "date_prec", "days", "find"]

Expression = tuple[int, int, str | None, DatePrecision]

# A cheap test before the master expression: any of these or a digit.
_HINT = re.compile(
    r"\d|[Dd]ay|night|morning|afternoon|evening|week|month|year|hour|minute|decade|centur|quarter|morrow|hristmas|"
    r"Year['’]s|Thanksg|Hallow|Junet|Epiph|Easter|Fourth|Mon\.|Tue|Wed|Thu|Fri\.|Sat\.|Sun\.|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
)
_SPOKEN = frozenset("THREATEN ACCUSE REJECT REQUEST SUPPORT AGREE CONCEDE".split())


def find(text: str, published: date | None = None, *, planned: bool | None = None) -> list[Expression]:
    """Date expressions as (start, end, value, precision), in order.

    `value` is ISO 8601: a day, a week "2023-W38", a month, a year, an interval "2023-09-19/2023-09-20", a duration
    "P3D" (precision RANGE). It is None, with precision UNKNOWN, where it depends on a publication day that is not given
    or on a day ("two days later") that the text doesn't name before. Left out are what recurs ("every Monday"), vague
    counts ("several days ago") and 4/5/2023, whose day nobody can tell from its month.
    `planned`: whether a bare weekday or month lies ahead; None: judged from its clause.
    """
    if not _HINT.search(text):
        return []
    found: list[Expression] = []
    told: list[str] = []
    for match in MASTER.finditer(text):
        kind = match.lastgroup or ""
        try:
            resolved = READERS[kind](match, At(text, published, planned, told))
        except (ValueError, OverflowError):
            # A 31 June, or a day outside the calendar: no date at all.
            continue
        if resolved:
            found.append((*match.span(kind), *resolved))
            if resolved[0]:
                told.append(resolved[0])
    return found


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
        if (expression[2] or "").startswith("P"):
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
