"""Which reports are of one event, in a GeoPackage: kept right as events come and go.

`reports` and `report_keys` hold what grouping sees of each event; triggers note in `unsettled` whose company changed.
Every function works inside the caller's transaction, and each that changes events ends with `regroup`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import orjson

from geo.corrections import Pairs
from geo.model import Document, Event, Telling
from geo.stories import copies
from geo.stories.grouping import Told, grouped, settle
from geo.stories.publishers import independent, publisher
from geo.stories.reports import LONGEST, Report, Spot, days_apart, kept_under, looked_up_under, report
from geo.stories.told import first_told

_THESE = "(SELECT value FROM json_each(?))"


def enter(database: sqlite3.Connection, fid: int, event: Event) -> None:
    """A record's report, under its keys; until it is grouped it is a story by itself."""
    seen, source = report(event), event.source
    database.execute(
        "INSERT INTO reports (fid, id, article, publisher, published, lead, report) VALUES (?, ?, ?, ?, ?, '', ?)",
        (fid, event.id, seen.article, publisher(source.publisher, source.url), first_told(event)[0], _dumps(seen)),
    )
    database.executemany(
        "INSERT INTO report_keys VALUES (?, ?, ?, ?)", [(key, seen.first, seen.last, fid) for key in kept_under(seen)]
    )


def enter_article(database: sqlite3.Connection, document: Document) -> None:
    """Which articles it is a copy of, in place of what was known of it."""
    database.execute("DELETE FROM article_bands WHERE article = ?", (document.id,))
    database.execute("DELETE FROM copies WHERE ? IN (one, other)", (document.id,))
    runs = copies.runs(document.text)
    bands = copies.bands(runs)
    found = database.execute(
        f"""SELECT id, text FROM articles WHERE id != ? AND id IN
            (SELECT article FROM article_bands WHERE band IN {_THESE})""",
        (document.id, _json(bands)),
    )
    same = [other for other, text in found if copies.alike(runs, copies.runs(text))]
    database.executemany("INSERT INTO copies VALUES (?, ?)", [(document.id, other) for other in same])
    database.executemany("INSERT INTO article_bands VALUES (?, ?)", {(band, document.id) for band in bands})


def say(database: sqlite3.Connection, said: Pairs) -> None:
    """What users say now about which events are one, in place of what they said before."""
    before = set(database.execute("SELECT one, other, together FROM pairs"))
    now = {(*pair, 1) for pair in said.together} | {(*pair, 0) for pair in said.apart}
    changed = [id_ for one, other, _ in before ^ now for id_ in (one, other)]
    database.execute(
        f"""INSERT OR IGNORE INTO unsettled
            SELECT id FROM reports WHERE lead IN (SELECT lead FROM reports WHERE id IN {_THESE})""",
        (_json(changed),),
    )
    database.executemany("DELETE FROM pairs WHERE one = ? AND other = ? AND together = ?", before - now)
    database.executemany("INSERT INTO pairs VALUES (?, ?, ?)", now - before)


def regroup(database: sqlite3.Connection) -> None:
    """Bring the stories up to date."""
    changed = {id_ for (id_,) in database.execute("SELECT id FROM unsettled")}
    if not changed:
        return
    said = _said(database)
    changed |= {id_ for pair in said.together | said.apart if not changed.isdisjoint(pair) for id_ in pair}
    before = dict(database.execute(f"SELECT id, lead FROM reports WHERE id IN {_THESE}", (_json(changed),)))
    found = _settled(database, changed, said)
    before |= dict(database.execute(f"SELECT id, lead FROM reports WHERE id IN {_THESE}", (_json(found),)))
    database.executemany("UPDATE reports SET lead = ? WHERE id = ?", [(lead, id_) for id_, lead in found.items()])
    _tell(database, {*before.values(), *found.values()})
    database.execute("DELETE FROM unsettled")


def _settled(database: sqlite3.Connection, changed: Iterable[str], said: Pairs) -> Mapping[str, str]:
    known = _Known(database)
    changed = list(changed)
    (count,) = database.execute("SELECT count(*) FROM reports").fetchone()
    if len(changed) > _MOST and len(changed) > count / 2:  # as good as all: going through them once is quicker
        return grouped((seen for seen, _ in known.all()), said)
    return settle(changed, known, said)


_MOST = 1_000


def _said(database: sqlite3.Connection) -> Pairs:
    found = list(database.execute("SELECT one, other, together FROM pairs"))
    return Pairs(
        frozenset((one, other) for one, other, together in found if together),
        frozenset((one, other) for one, other, together in found if not together),
    )


@dataclass(frozen=True, slots=True)
class _Known:
    database: sqlite3.Connection

    def all(self) -> Iterable[Told]:
        return self._read("SELECT report, lead FROM reports", ())

    def of_ids(self, ids: Iterable[str]) -> Iterable[Told]:
        return self._read(f"SELECT report, lead FROM reports WHERE id IN {_THESE}", (_json(ids),))

    def of_article(self, article: str) -> Iterable[Told]:
        return self._read("SELECT report, lead FROM reports WHERE article = ?", (article,))

    def near(self, report: Report) -> Iterable[Told]:
        if report.first is None or report.last is None:
            return ()
        apart = days_apart(report)
        since, until = report.first - apart, report.last + apart
        return self._read(
            f"""SELECT report, lead FROM reports WHERE fid IN (
                SELECT record FROM report_keys WHERE key IN {_THESE} AND first BETWEEN ? AND ? AND last >= ?)""",
            (_json(looked_up_under(report)), since - LONGEST, until, since),
        )

    def _read(self, statement: str, values: tuple[object, ...]) -> Iterable[Told]:
        return [(_loads(text), lead) for text, lead in self.database.execute(statement, values)]


def _tell(database: sqlite3.Connection, leads: Iterable[str]) -> None:
    """Note the story of each event that is led by one of these, where it is another than before."""
    members: dict[str, list[tuple[int, str, str, str]]] = {}
    before: dict[str, Telling] = {}
    for lead, published, id_, article, name, story, reports, publishers in database.execute(
        f"""SELECT lead, published, reports.id, reports.article, publisher, story,
                ifnull(stories.reports, 1), ifnull(stories.publishers, 1)
            FROM reports JOIN records USING (fid) LEFT JOIN stories ON key = story WHERE lead IN {_THESE}""",
        (_json(leads),),
    ):
        members.setdefault(lead, []).append((published, id_, article, name))
        before[id_] = Telling(story, reports, publishers)
    now: dict[str, Telling] = {}
    for told in members.values():
        by = {article: name for _, _, article, name in told}
        telling = Telling(min(told)[1], len(told), independent(by, _copies_among(database, by)))
        now |= {id_: telling for _, id_, _, _ in told}
    database.executemany("DELETE FROM stories WHERE key = ?", {(telling.story,) for telling in before.values()})
    database.executemany(
        "INSERT OR REPLACE INTO stories VALUES (?, ?, ?)",
        {(telling.story, telling.reports, telling.publishers) for telling in now.values() if telling.reports > 1},
    )
    changed = [(t.story, t.reports, t.publishers, id_) for id_, t in now.items() if t != before[id_]]
    database.executemany("UPDATE records SET story = ?1 WHERE id = ?4", changed)
    for layer in ("events", "regions", "unplaced"):
        database.executemany(f"UPDATE {layer} SET story = ?, reports = ?, publishers = ? WHERE event_id = ?", changed)


def _copies_among(database: sqlite3.Connection, articles: Mapping[str, str]) -> list[tuple[str, str]]:
    if len(articles) < 2:
        return []
    these = _json(articles)
    return list(
        database.execute(f"SELECT one, other FROM copies WHERE one IN {_THESE} AND other IN {_THESE}", (these, these))
    )


def _dumps(seen: Report) -> str:
    return orjson.dumps(seen).decode()


def _loads(text: str) -> Report:
    seen = orjson.loads(text)
    return Report(**seen | {"spots": tuple(Spot(**spot) for spot in seen["spots"])})


def _json(values: Iterable[object]) -> str:
    return orjson.dumps(list(values)).decode()
