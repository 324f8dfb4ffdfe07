"""Our own tables of names: aliases, abbreviations, demonyms, names with dates (data/gazetteer/*.csv)."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from geo.errors import GazetteerError
from geo.gazetteers.entries import Entry, Name
from geo.gazetteers.names import Terms, letters
from geo.model import Match, Place
from geo.text import normalise

COLUMNS = ("name", "place", "kind", "valid_from", "valid_to", "note")
# What a row's kind makes of its name. Outside its dates any name is HISTORICAL.
KINDS: Mapping[str, Match] = {
    "name": Match.EXACT,
    "alias": Match.ALTERNATE,
    "abbreviation": Match.ABBREVIATION,
    "demonym": Match.DEMONYM,
    "historical": Match.HISTORICAL,
    "entity": Match.EXACT,
}
_SLUG = re.compile(r"\W+")


def read_tables(paths: Iterable[Path], places: Mapping[str, int]) -> tuple[list[tuple[int, Name]], list[Entry]]:
    """(number, name) for the places known, which `places` numbers by reference, and the entities without one."""
    names: list[tuple[int, Name]] = []
    entities: dict[str, Entry] = {}
    for path in paths:
        for line, row in _rows(path):
            where = f"{path}:{line}"
            name = _name(row, where)
            if not row["place"]:
                entity = _entity(row)
                entities.setdefault(entity.place.id, entity).names.append(name)
            elif row["place"] in places:
                names.append((places[row["place"]], name))
            else:
                raise GazetteerError(
                    f"{where}: {row['name']!r} is to be a name of {row['place']!r}, which nothing here knows; "
                    "write country:AZ, admin1:US-CA, region:slug, geonames:number or nothing"
                )
    return names, list(entities.values())


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise GazetteerError(f"{path}:1: the columns are to be {','.join(COLUMNS)}")
        for row in reader:
            if None in row or None in row.values():
                raise GazetteerError(f"{path}:{reader.line_num}: {len(COLUMNS)} fields expected")
            yield reader.line_num, row


def _name(row: Mapping[str, str], where: str) -> Name:
    match = KINDS.get(row["kind"])
    if match is None:
        raise GazetteerError(f"{where}: the kind {row['kind']!r} is none of {', '.join(KINDS)}")
    if not normalise(row["name"]):
        raise GazetteerError(f"{where}: {row['name']!r} has no letter or digit")
    start, end = (day(row[column], where) for column in ("valid_from", "valid_to"))
    if match is Match.HISTORICAL and (start or end):
        match = Match.ALTERNATE  # its dates say when it is historical
    written = letters(row["name"]) if match is Match.ABBREVIATION else ""
    return Name(row["name"], match, Terms(start, end, written))


def day(text: str, where: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise GazetteerError(f"{where}: {text!r} is no date; write it as 2024-01-31") from None


def _entity(row: Mapping[str, str]) -> Entry:
    """A state that is no more ("Soviet Union"): its name is known and taken, but it has no position.

    Its id is none that a region of the same name might have ("Czechoslovakia").
    """
    slug = _SLUG.sub("-", normalise(row["name"]))
    place = Place(f"dateline:bygone-{slug}", row["name"], math.nan, math.nan, "A", "PCLH")
    return Entry(place, [])
