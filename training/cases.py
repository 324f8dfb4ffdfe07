"""Documents whose names' meanings are known, as the ranker sees them: annotated ones and made-up ones."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from geo.gazetteers.base import Gazetteer
from geo.gazetteers.index import IndexGazetteer
from geo.geometry import distance_m
from geo.model import MentionKind, Place, Toponym
from geo.resolution.names import Floats, Names, read_names
from training.made_up import made_up

# The usual measure: an answer within 100 miles is right.
RIGHT_M = 161_000


@dataclass(frozen=True, slots=True)
class Gold:
    lon: float
    lat: float
    geonameid: int | None

    def worth(self, place: Place) -> float:
        """1 for the very place, 0.5 for one within `RIGHT_M` of it, else 0."""
        if place.geonameid is not None and place.geonameid == self.geonameid:
            return 1.0
        return 0.5 * (distance_m(place.lon, place.lat, self.lon, self.lat) <= RIGHT_M)


@dataclass(frozen=True, slots=True)
class Case:
    """A document with the worth of each row of `names`; `weight`: the annotated mentions of each name."""

    names: Names
    gold: Sequence[Gold | None]
    worth: Floats = field(repr=False)
    weight: Floats = field(repr=False)
    total: int = 0


def read_cases(path: Path, gazetteer: Gazetteer) -> Iterable[Case]:
    for line in filter(None, path.read_text(encoding="utf-8").split("\n")):
        document = json.loads(line)
        mentions = document["mentions"]
        toponyms = [Toponym(m["start"], m["end"], m["text"], _kind(m)) for m in mentions]
        published = document.get("published")
        gold = [Gold(m["lon"], m["lat"], m.get("geonameid")) if "lat" in m else None for m in mentions]
        total = sum(g is not None and m["kind"] == "toponym" for g, m in zip(gold, mentions, strict=True))
        day = date.fromisoformat(published) if published else None
        yield _case(document["text"], toponyms, gold, day, gazetteer, of_interest=total)


def _case(
    text: str,
    toponyms: Sequence[Toponym],
    gold: Sequence[Gold | None],
    day: date | None,
    gazetteer: Gazetteer,
    *,
    of_interest: int,
) -> Case:
    names = read_names(text, toponyms, gazetteer, day)
    asked = [[g for m in name.mentions if (g := gold[m])] for name in names.names]
    worth = [
        float(np.mean([g.worth(place) for g in asked[owner]])) if asked[owner] else 0.0
        for place, owner in zip(names.places, names.owner, strict=True)
    ]
    return Case(names, gold, np.array(worth), np.array([len(g) for g in asked], float), of_interest)


def made_up_cases(gazetteer: IndexGazetteer) -> Iterable[Case]:
    """The documents of `training.made_up` with what their names mean."""
    for text, said in made_up(gazetteer):
        toponyms = [Toponym(start, start + len(name), name) for start, name, _ in said]
        gold = [Gold(place.lon, place.lat, place.geonameid) if place else None for _, _, place in said]
        yield _case(text, toponyms, gold, None, gazetteer, of_interest=sum(g is not None for g in gold))


def _kind(mention: dict[str, Any]) -> MentionKind:
    return MentionKind.DEMONYM if mention["kind"] == "demonym" else MentionKind.TOPONYM
