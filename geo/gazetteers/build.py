"""What the gazetteer is made of, and how it is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import marisa_trie
import numpy as np
import numpy.typing as npt
import orjson
import pandas as pd

from geo.gazetteers import areas, cities, points
from geo.gazetteers.base import Progress, silent
from geo.gazetteers.entries import Entry
from geo.gazetteers.index import PLACE, POSTING
from geo.gazetteers.names import LONGEST_NAME, NO_TERMS, Terms
from geo.gazetteers.tables import read_tables
from geo.model import Match
from geo.resources import data_path
from geo.text import normalise

Array = npt.NDArray[Any]


def read_entries(progress: Progress = silent) -> list[Entry]:
    """All places with all their names, from all sources; the tables' rulings come last in a place's names."""
    towns = cities.read("cities500.json")
    facts = cities.read("countries.json")
    boundaries = areas.read_boundaries(data_path("boundaries"))
    districts = areas.read_second_order(data_path("second-order"))
    airports = points.read_airports(data_path("points"))
    centres = points.read_centres(data_path("points"))
    located = [*towns.values(), *districts, *airports]
    unit_names, unit_keys = areas.units_of(located, data_path("boundaries", "admin1.fgb"))
    people: Counter[str] = Counter()
    for town, key in zip(towns.values(), unit_keys, strict=False):
        people[key] += town["population"]
    crowds = areas.region_populations(boundaries.admin1, people, data_path("boundaries", "regions.fgb"))
    seats = cities.capitals(towns, facts)
    settled = list(
        progress(cities.city_entries(towns, seats, unit_names[: len(towns)]), len(towns), "Reading places")
    )
    regions = areas.region_entries(boundaries.regions, crowds)
    entries = [
        *settled,
        *areas.country_entries(facts, boundaries.countries),
        *areas.unit_entries(boundaries.admin1, people),
        *areas.second_order_entries(districts, unit_names[len(towns) : len(towns) + len(districts)]),
        *areas.natural_entries(boundaries.natural),
        *points.town_entries(data_path("points")),
        *points.airport_entries(airports, unit_names[len(towns) + len(districts) :]),
    ]
    entries += list(_not_the_same(regions, entries, boundaries.alone))
    entries += list(points.region_entries(data_path("points"), entries))
    return [points.centred(entry, centres) for entry in _with_tables(entries)]


def _not_the_same(regions: Iterable[Entry], entries: list[Entry], alone: Mapping[str, str]) -> Iterator[Entry]:
    """The regions that are no known place under the same name: Tigray the region is Tigray the first-order unit.

    Those that are give their names to that place. South Ossetia, drawn as Shida Kartli, stays its own.
    """
    numbers = _numbers(entries)
    for region in regions:
        number = numbers.get(alone.get(region.place.boundary, ""))
        if number is None or not _same_name(region, entries[number]):
            yield region
        else:
            twin = entries[number]
            others = (name._replace(match=max(name.match, Match.ALTERNATE)) for name in region.names)
            entries[number] = twin._replace(names=[*twin.names, *others], refs=(*twin.refs, *region.refs))


def _same_name(region: Entry, other: Entry) -> bool:
    return normalise(region.place.name) in {normalise(name.text) for name in other.names}


def _numbers(entries: list[Entry]) -> dict[str, int]:
    return {ref: number for number, entry in enumerate(entries) for ref in entry.refs}


def _with_tables(entries: list[Entry]) -> list[Entry]:
    names, entities = read_tables(sorted(data_path("gazetteer").glob("*.csv")), _numbers(entries))
    for number, name in names:
        entries[number].names.append(name._replace(ruled=True))
    return [*entries, *entities]


class _Rows(NamedTuple):
    """The names of all entries as columns, one item for each."""

    form: list[str]
    row: list[int]
    match: list[int]
    terms: list[int]
    ruled: list[bool]


def write_index(folder: Path, entries: list[Entry], inputs: dict[str, str], progress: Progress = silent) -> None:
    """Write what `IndexGazetteer(folder)` opens. An id that comes twice keeps its first place and all its names."""
    ids = marisa_trie.Trie([entry.place.id for entry in entries])
    texts = marisa_trie.Trie({t for e in entries for t in _texts(e)})
    codes = sorted({e.place.feature_class + e.place.feature_code for e in entries})
    terms: dict[Terms, int] = {NO_TERMS: 0}
    rows = _Rows([], [], [], [], [])
    places = np.zeros(len(ids), PLACE)
    for entry in progress(reversed(entries), len(entries), "Indexing names"):
        row = ids[entry.place.id]
        places[row] = _record(entry, texts, codes)
        _collect(entry, row, terms, rows)
    names, starts, postings = _postings(rows, places["population"])
    about = {
        "codes": codes,
        "terms": [_plain(t) for t in terms if t is not NO_TERMS],
        "inputs": inputs,
    }
    ids.save(str(folder / "ids.marisa"))
    names.save(str(folder / "names.marisa"))
    texts.save(str(folder / "texts.marisa"))
    np.save(folder / "places.npy", places)
    np.save(folder / "postings.npy", postings)
    np.save(folder / "starts.npy", starts)
    (folder / "about.json").write_bytes(orjson.dumps(about))


def _texts(entry: Entry) -> tuple[str, str, str, str]:
    place = entry.place
    return place.name, place.country, place.admin1, place.boundary


def _record(entry: Entry, texts: marisa_trie.Trie, codes: list[str]) -> tuple[float, ...]:
    place = entry.place
    code = codes.index(place.feature_class + place.feature_code)
    return (place.lon, place.lat, place.population, place.radius_m, *(texts[t] for t in _texts(entry)), code)


def _collect(entry: Entry, row: int, terms: dict[Terms, int], rows: _Rows) -> None:
    main = normalise(entry.place.name)
    for name in entry.names:
        form = normalise(name.text)
        if form and form.count(" ") < LONGEST_NAME:
            rows.form.append(form)
            rows.row.append(row)
            rows.match.append(name.match)
            rows.terms.append(terms.setdefault(name.terms, len(terms)))
            # "Ft. Worth" is told from other words by its capitals; "Fort Worth", the same form, is not.
            spelled_out = bool(name.terms.written) and form == main
            rows.ruled.append(
                name.ruled and not spelled_out and (name.terms is not NO_TERMS or name.match is not Match.ALTERNATE)
            )


def _plain(terms: Terms) -> tuple[str, str, str]:
    start, end = (day.isoformat() if day else "" for day in (terms.start, terms.end))
    return start, end, terms.written


def _postings(rows: _Rows, population: Array) -> tuple[marisa_trie.Trie, Array, Array]:
    """Names, where each one's postings start, and the postings: a place once for a name, unless tables say more."""
    names = marisa_trie.Trie(rows.form)
    frame = pd.DataFrame(rows._asdict() | {"name": [names[form] for form in rows.form]}).drop(columns="form")
    # A main name that the tables give dates to is still the main name.
    frame["match"] = frame["match"].mask(
        frame["match"] == Match.ALTERNATE, frame.groupby(["name", "row"])["match"].transform("min")
    )
    frame = frame.sort_values(["name", "row", "ruled", "match"], ascending=[True, True, False, True], kind="stable")
    first = ~frame.duplicated(["name", "row"])
    frame = frame[first | (frame["ruled"] & ~frame.duplicated())]
    frame = frame.assign(people=-population[frame["row"]]).sort_values(["name", "match", "people", "row"])
    postings = np.zeros(len(frame), POSTING)
    for column in ("row", "terms", "match"):
        postings[column] = frame[column]
    counts = np.bincount(frame["name"], minlength=len(names))
    starts = np.concatenate([[0], np.cumsum(counts)]).astype("<u4")
    return names, starts, postings
