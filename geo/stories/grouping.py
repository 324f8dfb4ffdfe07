"""Which reports tell of one event.

Reports stand in one order, those first that say most (`Report.rank`). Each in its turn joins the lead it is most like,
if it is like enough, or else becomes a lead itself, to be joined by later ones. A lead and those that joined it are a
story: all are like the lead, so that no chain grows from one event to the next, as it would if like joined like.

What comes out depends on nothing but the set of reports and the users' decisions. The order is a property of the reports
themselves, likeness one of each pair, and a report's choice depends only on the choices of reports before it in that
order. So it does not matter when a report arrived: `grouped`, which goes through all of them, is the definition, and
`settle` arrives at the same by looking again only at reports for which something before them has changed. It does
so in their order, each at most once, and it stops where choices come out as they were.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Protocol

from geo.corrections import Pairs
from geo.stories.likeness import ALIKE, likeness
from geo.stories.reports import Report, days_apart, kept_under, looked_up_under

_Telling = tuple[str, str, str]
# A report and the id of its lead, "" as long as it has none.
Told = tuple[Report, str]


NONE = Pairs()


class Known(Protocol):
    """The reports that are there."""

    def of_ids(self, ids: Iterable[str]) -> Iterable[Told]:
        """Those of these ids that are there."""

    def of_article(self, article: str) -> Iterable[Told]: ...

    def near(self, report: Report) -> Iterable[Told]:
        """Those that `meet` the report, and no others."""


def meet(one: Report, other: Report) -> bool:
    """Whether two reports are compared at all: they have a key in common, and days not too far apart."""
    return _close_in_time(one, other) and not looked_up_under(one).isdisjoint(kept_under(other))


def _close_in_time(one: Report, other: Report) -> bool:
    if one.first is None or one.last is None or other.first is None or other.last is None:
        return False
    return max(one.first, other.first) - min(one.last, other.last) <= days_apart(one)


def grouped(reports: Iterable[Report], said: Pairs = NONE) -> dict[str, str]:
    """Each report's id -> the id of its lead, its own if it is one."""
    units = _units({report.id: report for report in reports}, _together(said))
    parted = _parted(said)
    stories: dict[str, list[_Unit]] = {}
    leads = _Leads()
    for unit in sorted(units, key=_rank):
        likely = sorted(leads.alike(unit), key=_most_alike)
        chosen = next((lead for _, lead in likely if not _apart_from(unit, stories[lead.id], parted)), unit)
        stories.setdefault(chosen.id, []).append(unit)
        if chosen is unit:
            leads.add(unit)
    return {report.id: lead for lead, story in stories.items() for unit in story for report in unit.members}


class _Leads:
    """The units that lead a story, by the keys of their reports and the weeks that those are dated in."""

    def __init__(self) -> None:
        self._kept: dict[tuple[int, int], list[tuple[Report, _Unit]]] = {}

    def add(self, unit: _Unit) -> None:
        for report in unit.members:
            weeks = _weeks(report, 0)
            for key in kept_under(report):
                for week in weeks:
                    self._kept.setdefault((key, week), []).append((report, unit))

    def alike(self, unit: _Unit) -> Iterator[tuple[float, _Unit]]:
        """As `_alike` with each of those that are alike."""
        best: dict[str, tuple[float, _Unit]] = {}
        for report in unit.members:
            for other, lead in self._near(report):
                score = likeness(report, other)
                if score >= ALIKE and score > best.get(lead.id, (0.0, lead))[0]:
                    best[lead.id] = score, lead
        yield from best.values()

    def _near(self, report: Report) -> Iterable[tuple[Report, _Unit]]:
        """Those that `meet` the report."""
        weeks = _weeks(report, days_apart(report))
        kept = (self._kept.get((key, week), ()) for key in looked_up_under(report) for week in weeks)
        found = {other.id: (other, lead) for some in kept for other, lead in some}
        return (each for each in found.values() if _close_in_time(report, each[0]))


def _weeks(report: Report, apart: int) -> range:
    if report.first is None or report.last is None:
        return range(0)
    return range((report.first - apart) // 7, (report.last + apart) // 7 + 1)


def settle(changed: Iterable[str], known: Known, said: Pairs = NONE) -> dict[str, str]:
    """The ids of reports that have another lead now -> their leads', as `grouped` would find for all that are known.

    `changed` names all reports that are new; for one that is gone, the rest of its story, of its article and those that
    it is in a decision with; for a new decision or one taken back, the stories of both. Names of reports that are not
    there do no harm.
    """
    return _Settling(known, said).settled(changed)


@dataclass(frozen=True, slots=True)
class _Unit:
    """Reports that a user put together, in their order; nearly always a single one."""

    members: tuple[Report, ...]

    @property
    def id(self) -> str:
        return self.members[0].id


def _together(said: Pairs) -> Mapping[str, frozenset[str]]:
    """Each report that was put together with others -> all of them, itself included.

    Where that would bring together two that are to be apart, apart is stronger.
    """
    parted = _parted(said)
    units: dict[str, frozenset[str]] = {}
    for one, other in sorted(said.together):
        mine, theirs = (units.get(each, frozenset((each,))) for each in (one, other))
        if not any(parted.get(each, frozenset()) & theirs for each in mine):
            units |= dict.fromkeys(mine | theirs, mine | theirs)
    return units


def _parted(said: Pairs) -> Mapping[str, frozenset[str]]:
    """Each report that is to be apart from others -> the others."""
    found: dict[str, frozenset[str]] = {}
    for one, other in said.apart:
        found[one] = found.get(one, frozenset()) | {other}
        found[other] = found.get(other, frozenset()) | {one}
    return found


def _rank(unit: _Unit) -> tuple[tuple[int, ...], str]:
    return unit.members[0].rank


def _most_alike(scored: tuple[float, _Unit]) -> tuple[float, tuple[tuple[int, ...], str]]:
    return -scored[0], _rank(scored[1])


def _units(reports: Mapping[str, Report], together: Mapping[str, frozenset[str]]) -> list[_Unit]:
    sets = {together.get(id_, frozenset((id_,))) for id_ in reports}
    members = ([reports[id_] for id_ in ids if id_ in reports] for ids in sets)
    return [_Unit(tuple(sorted(found, key=lambda report: report.rank))) for found in members]


def _alike(one: _Unit, other: _Unit) -> float:
    """Of the two members most alike; 0 where no two are alike enough, or are not to be compared."""
    scored = ((likeness(a, b), a, b) for a, b in product(one.members, other.members))
    return max((score for score, a, b in scored if score >= ALIKE and meet(a, b)), default=0.0)


def _alike_near(one: _Unit, other: _Unit) -> float:
    """`_alike` of two units of which one was found near the other: of single reports, those meet."""
    if len(one.members) > 1 or len(other.members) > 1:
        return _alike(one, other)
    score = likeness(one.members[0], other.members[0])
    return score if score >= ALIKE else 0.0


def _apart_from(unit: _Unit, story: Iterable[_Unit], parted: Mapping[str, frozenset[str]]) -> bool:
    return any(_apart(a, b, parted) for one in story for a, b in product(unit.members, one.members))


def _apart(a: Report, b: Report, parted: Mapping[str, frozenset[str]]) -> bool:
    """By a user's word, or since one article tells of both, and neither as a claim, plan or denial of the other."""
    return b.id in parted.get(a.id, ()) or _telling(a) == _telling(b)


def _telling(report: Report) -> _Telling:
    return report.article, report.family, report.status


class _Settling:
    """One run of `settle`: what was read, what was found, and which units wait to be looked at, first ranks first."""

    def __init__(self, known: Known, said: Pairs) -> None:
        self._known = known
        self._together = _together(said)
        self._parted = _parted(said)
        self._units: dict[str, _Unit] = {}
        self._leads: dict[str, str] = {}
        self._found: dict[str, str] = {}
        self._around: dict[str, list[_Unit]] = {}
        self._beside: dict[str, list[_Unit]] = {}
        self._told: dict[str, dict[_Telling, list[_Unit]]] = {}
        self._waiting: list[tuple[tuple[tuple[int, ...], str], _Unit]] = []
        self._queued: set[str] = set()
        self._changed: set[str] = set()

    def settled(self, changed: Iterable[str]) -> dict[str, str]:
        for unit in self._read(self._known.of_ids(sorted(changed))):
            self._changed.add(unit.id)
            self._push(unit)
        while self._waiting:
            _, unit = heapq.heappop(self._waiting)
            self._look_at(unit)
        return self._found

    def _look_at(self, unit: _Unit) -> None:
        chosen = self._choice(unit)
        before = {self._leads[report.id] for report in unit.members}
        if before == {chosen} and unit.id not in self._changed:
            return
        for report in unit.members:
            if self._leads[report.id] != chosen:
                self._leads[report.id] = self._found[report.id] = chosen
        later = [other for other in self._partners(unit) if _rank(other) > _rank(unit)]
        if unit.id == chosen or before & {report.id for report in unit.members}:  # it leads now, or did
            later += [n for n in self._near(unit) if _rank(n) > _rank(unit) and _alike_near(unit, n)]
        for other in later:
            self._push(other)

    def _choice(self, unit: _Unit) -> str:
        before = [other for other in self._near(unit) if _rank(other) < _rank(unit) and self._lead(other) == other.id]
        for score, lead in sorted(((_alike_near(unit, lead), lead) for lead in before), key=_most_alike):
            if score and not any(self._lead(p) == lead.id for p in self._partners(unit) if _rank(p) < _rank(unit)):
                return lead.id
        return unit.id

    def _lead(self, unit: _Unit) -> str:
        return self._leads[unit.id]

    def _near(self, unit: _Unit) -> list[_Unit]:
        if unit.id not in self._around:
            told = (each for report in unit.members for each in self._known.near(report))
            self._around[unit.id] = [other for other in self._read(told) if other.id != unit.id]
        return self._around[unit.id]

    def _partners(self, unit: _Unit) -> list[_Unit]:
        """What is to be apart from it."""
        if unit.id not in self._beside:
            ids = {id_ for report in unit.members for id_ in self._parted.get(report.id, ())}
            found = self._read(self._known.of_ids(sorted(ids)) if ids else ())
            found += [other for report in unit.members for other in self._told_beside(report)]
            self._beside[unit.id] = list({other.id: other for other in found if other.id != unit.id}.values())
        return self._beside[unit.id]

    def _told_beside(self, report: Report) -> list[_Unit]:
        """What its article tells of besides it that `_apart` parts from it; an article is read once."""
        if report.article not in self._told:
            by = self._told[report.article] = {}
            for unit in self._read(self._known.of_article(report.article)):
                for telling in set(map(_telling, unit.members)):
                    by.setdefault(telling, []).append(unit)
        return self._told[report.article].get(_telling(report), [])

    def _read(self, told: Iterable[Told]) -> list[_Unit]:
        """The units of these reports, each once; what was found about a report is more than what is known of it."""
        told = list(told)
        fresh = {report.id: (report, lead) for report, lead in told if report.id not in self._units}
        if rest := {id_ for each in fresh for id_ in self._together.get(each, ())} - fresh.keys():
            fresh |= {report.id: (report, lead) for report, lead in self._known.of_ids(sorted(rest))}
        self._leads |= {id_: lead for id_, (_, lead) in fresh.items()}
        for unit in _units({id_: report for id_, (report, _) in fresh.items()}, self._together):
            self._units |= dict.fromkeys((report.id for report in unit.members), unit)
        return list({unit.id: unit for report, _ in told if (unit := self._units[report.id])}.values())

    def _push(self, unit: _Unit) -> None:
        if unit.id not in self._queued:
            self._queued.add(unit.id)
            heapq.heappush(self._waiting, (_rank(unit), unit))
