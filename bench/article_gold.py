"""Compare an article's events with a coder's.

    python bench/article_gold.py ARTICLE GOLD

The matching is the coder's own: a record matches where its type is accepted and it quotes one of the sentences;
one to one, those that agree in most fields first, then those that quote the very sentence.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from geo.gazetteers import open_gazetteer
from geo.model import Document, Event, EventPlace, Role
from geo.pipeline import Pipeline

# A name in one of these roles says nothing of where anything happened.
NO_PLACE = frozenset(
    "actor actor_modifier ethnic_modifier organisation organisation_part time_anchor speech_place object_modifier".split()
)
DEEDS = frozenset("ASSAULT COERCE MOBILIZE PROTEST RETREAT DISASTER ACCIDENT HEALTH CRIME".split())
Row = Mapping[str, Any]


class Gold:
    def __init__(self, table: Row) -> None:
        self.events: Sequence[Row] = table["events"]
        self.background: Sequence[Row] = table.get("background", [])
        self.toponyms: Sequence[Row] = table["toponyms"]
        self.rules: Sequence[Row] = table["must_not"]
        self.sentences: Sequence[Row] = table["doc"]["sentences"]
        self.published = date.fromisoformat(table["doc"]["publication_date"])

    def sentence(self, event: Event) -> int:
        quote = event.quote
        return next((s["n"] for s in self.sentences if quote and s["start"] <= quote.start < s["end"]), 0)


@dataclass(frozen=True, slots=True)
class Score:
    precision: float
    recall: float
    missed: Sequence[str]
    beyond: Sequence[str]
    fields: str

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def compare(events: Sequence[Event], gold: Gold) -> Score:
    found = matched(events, gold)
    core = {row["id"] for row in gold.events if row["core"]}
    hits = [row for row in found.values() if row["id"] in core]
    told = {n for row in gold.background for n in row.get("sentences", [])}
    beyond = [e for e in events if e.id not in found and not (e.historical and gold.sentence(e) in told)]
    agreed = [_agreeing(e, found[e.id]) for e in events if e.id in found]
    return Score(
        precision=len(hits) / max(1, len(hits) + len(beyond)),
        recall=len(hits) / len(core),
        missed=sorted(core - {row["id"] for row in hits}),
        beyond=[f"{event.type}@s{gold.sentence(event)}" for event in beyond],
        fields=", ".join(f"{sum(each[n] for each in agreed)}/{len(agreed)}" for n in range(3)),
    )


def matched(events: Sequence[Event], gold: Gold) -> dict[str, Row]:
    """Event id -> its gold record."""
    pairs = [
        (-sum(_agreeing(event, row)), gold.sentence(event) != row["primary_sentence"], -int(row["core"]), n, m)
        for n, event in enumerate(events)
        for m, row in enumerate(gold.events)
        if event.type in row["accept_types"] and gold.sentence(event) in row["sentences"]
    ]
    found: dict[str, Row] = {}
    taken: set[int] = set()
    for *_, n, m in sorted(pairs):
        if events[n].id not in found and m not in taken:
            found[events[n].id] = gold.events[m]
            taken.add(m)
    return found


def _agreeing(event: Event, row: Row) -> tuple[bool, bool, bool]:
    """Status, first day and place."""
    inferred = row["date"]["precision"] == "day_inferred" and event.start is None
    start = inferred or (event.start.isoformat() if event.start else None) == row["date"]["start"]
    statuses = row.get("accept_status") or [row["status"]]
    names = {p["name"] for p in row["places"] if p["role"] != "speech_place"}
    drawn = {p.place.name for p in event.located if p.place}
    return str(event.status) in statuses, start, names == drawn


def broken(events: Sequence[Event], gold: Gold) -> list[str]:
    """What is wrong in the coder's eyes, each with the rules that are about its sentence."""
    wrong = [
        *((e, what) for e in events for what in _misplaced(e, gold)),
        *((e, what) for e in events for what in _misread(e, gold)),
        *_uncertain(events, gold),
    ]
    return [
        f"{_rules(gold, gold.sentence(event))} {event.type} s{gold.sentence(event)}: {what}" for event, what in wrong
    ]


def _rules(gold: Gold, sentence: int) -> str:
    return "/".join(rule["id"] for rule in gold.rules if sentence in rule["sentences"]) or "-"


def _misplaced(event: Event, gold: Gold) -> Iterator[str]:
    for place in event.located:
        if place.place and place.place.is_country:
            yield f"drawn at the country {place.place.name}"
        if role := _role(place, gold):
            yield f"drawn at {place.mention.text if place.mention else ''}, which is {role}"


def _role(place: EventPlace, gold: Gold) -> str:
    if place.mention is None or place.role is Role.SPEECH:
        return ""
    start, end = place.mention.start, place.mention.end
    roles = [str(t["role"]) for t in gold.toponyms if t["start"] < end and start < t["end"]]
    return roles[0] if roles and set(roles) <= NO_PLACE else ""


def _misread(event: Event, gold: Gold) -> Iterator[str]:
    number = gold.sentence(event)
    about = [row for row in (*gold.events, *gold.background) if number in row.get("sentences", [])]
    part = next((s["role"] for s in gold.sentences if s["n"] == number), "")
    if part not in ("headline", "standfirst", "body"):
        yield f"read in a line that is {part}"
    if (event.fatalities or event.injured) and not any(row.get("fatalities") or row.get("injured") for row in about):
        yield "counts victims where none are told of"
    accepted = {name for row in about for name in row.get("accept_types", [row.get("type", "")])}
    if event.type in DEEDS and not event.historical and event.type not in accepted:
        yield "a deed that the sentence does not tell"


def _uncertain(events: Sequence[Event], gold: Gold) -> Iterator[tuple[Event, str]]:
    """Plans and denials taken for facts."""
    found = matched(events, gold)
    for event in events:
        row = found.get(event.id)
        if (
            row
            and row["status"] in ("planned", "denied")
            and event.status != row["status"]
            and event.type == row["type"]
        ):
            yield event, f"{event.status}, but it is {row['status']}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("article", type=Path)
    parser.add_argument("gold", type=Path, help="JSON: doc, events, background, toponyms with roles, must_not")
    options = parser.parse_args()
    gold = Gold(json.loads(options.gold.read_text(encoding="utf-8")))
    document = Document("article", options.article.read_text(encoding="utf-8"), published=gold.published)
    events = Pipeline(open_gazetteer()).parse(document).events
    score = compare(events, gold)
    print(f"{'core events, F1':28}{score.f1:.3f} (P {score.precision:.3f} R {score.recall:.3f}), at least .80")
    print(f"{'missed':28}{' '.join(score.missed) or 'none'}")
    print(f"{'beyond the gold':28}{' '.join(score.beyond) or 'none'}")
    print(f"{'status, start, place right':28}{score.fields}")
    wrong = broken(events, gold)
    print(f"{'rules broken':28}{len(wrong) or 'none'}")
    print("".join(f"  {rule}\n" for rule in wrong), end="")


if __name__ == "__main__":
    main()
