"""Which events a page holds, and how many match in all, from columns."""

from __future__ import annotations

import numpy as np

from geo.stores.columns import Integers, Part

# The one order is walked from its beginning where more events match than this; of fewer, the first are picked out.
_CROWD = 20_000
_STEP = 4_096


def first(part: Part, rows: Integers, count: int) -> Integers:
    """The records of the first `count` of these rows in the one order of events; of all that there are, if fewer."""
    if len(rows) > max(_CROWD, count):
        found = _walked(part, rows, count)
    else:
        ranks = part.rank[rows]
        if count < len(rows):
            ranks = np.partition(ranks, count)[:count]
        found = part.newest[np.sort(ranks)]
    records: Integers = part.record[found]
    return records


def _walked(part: Part, rows: Integers, count: int) -> Integers:
    matching = np.zeros(len(part), bool)
    matching[rows] = True
    found: list[Integers] = []
    start, step, missing = 0, _STEP, count
    while missing > 0 and start < len(part):
        near = part.newest[start : start + step]
        some = near[matching[near]][:missing]
        found.append(some)
        missing -= len(some)
        start, step = start + step, 2 * step
    return np.concatenate(found) if found else rows[:0]


def behind(part: Part, rows: Integers, day: int, before: Integers) -> Integers:
    """Those of the rows that come after a key: after its day, or on it and not among the records `before` it."""
    days = part.day_of(rows)
    kept: Integers = rows[(days > day) | ((days == day) & ~np.isin(part.record[rows], before))]
    return kept
