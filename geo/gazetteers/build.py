"""What the gazetteer is made of: all places with all their names."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path

from geo.gazetteers import areas, cities, points
from geo.gazetteers.base import Progress, silent
from geo.gazetteers.dump import Dump, Report, batches, processes
from geo.gazetteers.entries import Entry
from geo.gazetteers.tables import read_tables
from geo.gazetteers.units import Ours, read_units
from geo.gazetteers.writing import packed, write_index
from geo.model import Match
from geo.resources import data_path
from geo.text import normalise


def write_full(folder: Path, dump: Dump, report: Report, inputs: dict[str, str], progress: Progress = silent) -> None:
    """The shipped gazetteer with a GeoNames dump added: what both know stays as it is, with the dump's further names."""
    entries = read_entries(progress)
    units, ours = read_units(entries), Ours(entries)
    run = processes(os.cpu_count() or 1)
    with tempfile.TemporaryDirectory(prefix="unfinished-", dir=folder.parent) as shared:
        own = list(packed(entries, progress))
        del entries  # half a gigabyte
        more = chain(own, batches(dump, units, ours, report, run, Path(shared), progress))
        write_index(folder, (), inputs, progress, more=more, run=run)


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
