"""Which reports are of one event, in a GeoPackage: kept right as events come and go.

`reports` and `report_keys` hold what grouping sees of each event; triggers note in `unsettled` whose company changed.
Every function works inside the caller's transaction, and each that changes events ends with `regroup`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from sys import intern
from typing import Any

import orjson

from geo.corrections import Pairs
from geo.model import Document, Event, Telling
from geo.stores import versions
from geo.stories import copies
from geo.stories.grouping import Told, grouped, settle
from geo.stories.publishers import independent, publisher
from geo.stories.reports import LONGEST, Report, Spot, days_apart, kept_under, looked_up_under, report
from geo.stories.told import first_told

TABLES = (
    # What grouping sees of the record with that `fid`; `lead` as in `geo.stories.grouping`, '' until it is grouped.
    """CREATE TABLE reports (
        fid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, article TEXT NOT NULL, publisher TEXT NOT NULL,
        published INTEGER NOT NULL, lead TEXT NOT NULL, report TEXT NOT NULL)""",
    "CREATE INDEX reports_by_article ON reports (article)",
    "CREATE INDEX reports_by_lead ON reports (lead)",
    """CREATE TABLE report_keys (
        key INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, record INTEGER NOT NULL,
        PRIMARY KEY (key, first, last, record)) WITHOUT ROWID""",
    "CREATE INDEX report_keys_by_record ON report_keys (record)",
    # Reports whose story may be another than the one noted: new ones, and the company of those that went.
    "CREATE TABLE unsettled (id TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TRIGGER reports_insert AFTER INSERT ON reports BEGIN INSERT OR IGNORE INTO unsettled VALUES (NEW.id); END",
    """CREATE TRIGGER reports_delete BEFORE DELETE ON reports BEGIN
        INSERT OR IGNORE INTO unsettled
            SELECT id FROM reports WHERE lead = OLD.lead UNION SELECT id FROM reports WHERE article = OLD.article;
        DELETE FROM report_keys WHERE record = OLD.fid; END""",
    # What users say of two events: they are one (1), or are not (0).
    """CREATE TABLE pairs (
        one TEXT NOT NULL, other TEXT NOT NULL, together INTEGER NOT NULL, PRIMARY KEY (one, other)) WITHOUT ROWID""",
    "CREATE TABLE article_bands (band INTEGER, article TEXT, PRIMARY KEY (band, article)) WITHOUT ROWID",
    "CREATE INDEX article_bands_by_article ON article_bands (article)",
)

_THESE = "(SELECT value FROM json_each(?))"


def enter(database: sqlite3.Connection, events: Iterable[tuple[int, Event]]) -> None:
    """The report of each event, by the number of its record, under its keys; until it is grouped it is a story by
    itself."""
    rows: list[tuple[object, ...]] = []
    keys: list[tuple[int, int | None, int | None, int]] = []
    for fid, event in events:
        seen, source = report(event), event.source
        name = publisher(source.publisher, source.url)
        rows.append((fid, event.id, seen.article, name, first_told(event)[0], _dumps(seen)))
        keys += [(key, seen.first, seen.last, fid) for key in kept_under(seen)]
    database.executemany(
        "INSERT INTO reports (fid, id, article, publisher, published, lead, report) VALUES (?, ?, ?, ?, ?, '', ?)",
        rows,
    )
    database.executemany("INSERT INTO report_keys VALUES (?, ?, ?, ?)", keys)


def enter_articles(database: sqlite3.Connection, documents: Iterable[Document]) -> None:
    """The bands by which copies of them are found."""
    bands = ((set(copies.bands(copies.runs(document.text))), document.id) for document in documents)
    rows = [(band, article) for some, article in bands for band in some]
    database.executemany("INSERT INTO article_bands VALUES (?, ?)", rows)


def copies_of(database: sqlite3.Connection, article: str) -> tuple[str, ...]:
    """The ids of all articles that are copies of this one."""
    near = database.execute(
        """SELECT DISTINCT article FROM article_bands
           WHERE band IN (SELECT band FROM article_bands WHERE article = ?1) AND article != ?1""",
        (article,),
    )
    runs = _runs(database, article)
    return tuple(sorted(other for (other,) in near if copies.are(runs, _runs(database, other))))


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
    leads = list({*before.values(), *found.values()})
    for first in range(0, len(leads), _TOLD_AT_ONCE):
        _tell(database, leads[first : first + _TOLD_AT_ONCE])
    database.execute("DELETE FROM unsettled")


def _settled(database: sqlite3.Connection, changed: Iterable[str], said: Pairs) -> Mapping[str, str]:
    known = _Known(database)
    changed = list(changed)
    if (
        len(changed) > _MOST and len(changed) > _count(database) / 2
    ):  # as good as all: going through them once is quicker
        return grouped((seen for seen, _ in known.all()), said)
    return settle(changed, known, said)


def _count(database: sqlite3.Connection) -> int:
    """Which takes long where there are many: to be asked only for the sake of many."""
    return int(database.execute("SELECT count(*) FROM reports").fetchone()[0])


_MOST = 1_000
# Stories whose reports are held in memory together.
_TOLD_AT_ONCE = 10_000


def _said(database: sqlite3.Connection) -> Pairs:
    found = list(database.execute("SELECT one, other, together FROM pairs"))
    return Pairs(
        frozenset((one, other) for one, other, together in found if together),
        frozenset((one, other) for one, other, together in found if not together),
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """`read` keeps what was read once: nothing changes while it is settled."""

    database: sqlite3.Connection
    read: dict[str, Report] = field(default_factory=dict)

    def all(self) -> Iterable[Told]:
        return self._read("SELECT id, report, lead FROM reports", ())

    def of_ids(self, ids: Iterable[str]) -> Iterable[Told]:
        return self._read(f"SELECT id, report, lead FROM reports WHERE id IN {_THESE}", (_json(ids),))

    def of_article(self, article: str) -> Iterable[Told]:
        return self._read("SELECT id, report, lead FROM reports WHERE article = ?", (article,))

    def near(self, report: Report) -> Iterable[Told]:
        if report.first is None or report.last is None:
            return ()
        apart = days_apart(report)
        since, until = report.first - apart, report.last + apart
        return self._read(
            f"""SELECT id, report, lead FROM reports WHERE fid IN (
                SELECT record FROM report_keys WHERE key IN {_THESE} AND first BETWEEN ? AND ? AND last >= ?)""",
            (_json(looked_up_under(report)), since - LONGEST, until, since),
        )

    def _read(self, statement: str, values: tuple[object, ...]) -> Iterable[Told]:
        found = self.database.execute(statement, values).fetchall()
        self.read.update((id_, _loads(text)) for id_, text, _ in found if id_ not in self.read)
        return [(self.read[id_], lead) for id_, _, lead in found]


def _tell(database: sqlite3.Connection, leads: Iterable[str]) -> None:
    """Note the story of each event that is led by one of these, where it is another than before."""
    members: dict[str, list[tuple[int, str, str, str]]] = {}
    before: dict[str, Telling] = {}
    for lead, published, id_, article, name, story, reports, publishers in database.execute(
        f"""SELECT lead, published, reports.id, reports.article, publisher, story, records.reports, publishers
            FROM reports JOIN records USING (fid) WHERE lead IN {_THESE}""",
        (_json(leads),),
    ):
        members.setdefault(lead, []).append((published, id_, article, name))
        before[id_] = Telling(story, reports, publishers)
    now: dict[str, Telling] = {}
    for told in members.values():
        by = {article: name for _, _, article, name in told}
        publishers = independent(by, _copies_among(database, by)) if len(by) > 1 else 1
        telling = Telling(min(told)[1], len(told), publishers)
        now |= {id_: telling for _, id_, _, _ in told}
    changed = [(t.story, t.reports, t.publishers, id_) for id_, t in now.items() if t != before[id_]]
    versions.note(database, [id_ for *_, id_ in changed])
    database.executemany(
        # The story comes first among the properties of a feature, its title next.
        """UPDATE records SET story = ?1, reports = ?2, publishers = ?3,
               properties = '{"story":' || json_quote(?1) || ',"reports":' || ?2 || ',"publishers":' || ?3
                   || substr(properties, instr(properties, ',"title":'))
           WHERE id = ?4""",
        changed,
    )
    for layer in ("events", "regions", "unplaced"):
        database.executemany(f"UPDATE {layer} SET story = ?, reports = ?, publishers = ? WHERE event_id = ?", changed)


def _copies_among(database: sqlite3.Connection, articles: Iterable[str]) -> Iterable[tuple[str, str]]:
    bands: dict[str, list[int]] = {}
    for article, band in database.execute(
        f"SELECT article, band FROM article_bands WHERE article IN {_THESE}", (_json(articles),)
    ):
        bands.setdefault(article, []).append(band)
    return copies.among(bands, cache(partial(_runs, database)))


def _runs(database: sqlite3.Connection, article: str) -> frozenset[int]:
    found = database.execute("SELECT text FROM articles WHERE id = ?", (article,)).fetchone()
    return copies.runs(found[0] if found else "")


def _dumps(seen: Report) -> str:
    return orjson.dumps(seen).decode()


def _loads(text: str) -> Report:
    """Of what many reports say alike, a text is there once: of a million reports that is most of the memory."""
    seen = orjson.loads(text)
    seen["spots"] = tuple(Spot(**_shared(spot)) for spot in seen["spots"])
    return Report(**_shared(seen) | {"id": seen["id"], "article": seen["article"]})


def _shared(seen: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(map(_one, value)) if type(value) is list else _one(value) for name, value in seen.items()}


def _one(value: object) -> object:
    return intern(value) if type(value) is str else value


def _json(values: Iterable[object]) -> str:
    return orjson.dumps(list(values)).decode()
