"""Counts by area with what is known of the areas: name, shape, people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from api.service import Service
from geo.aggregates import AreaCount
from geo.boundaries import Boundary
from geo.features import Feature, geometry
from geo.shapes import written


def with_boundaries(shared: Service, counts: Sequence[AreaCount], *, shapes: bool, people: bool) -> list[Feature]:
    """A feature for each count, without a geometry unless it is asked for and known.

    Among units, what is known to no unit of its country has no boundary and no people: they are not all of the country's.
    """
    apart = any(count.admin1 for count in counts)
    known = shared.areas()
    areas = [None if apart and not count.admin1 else known.get((count.country, count.admin1)) for count in counts]
    crowds = _people(shared, filter(None, areas)) if people else {}
    return [
        _feature(shared, count, area, crowds if people else None, shapes=shapes)
        for count, area in zip(counts, areas, strict=True)
    ]


def _feature(
    shared: Service, count: AreaCount, area: Boundary | None, people: Mapping[str, int] | None, *, shapes: bool
) -> Feature:
    shape = shared.outline(area.key) if shapes and area else None
    properties: dict[str, Any] = {
        "name": count.admin1 or (area.name if area else ""),
        "country": count.country,
        "admin1": count.admin1,
        "boundary": area.key if area else "",
        "count": count.count,
    }
    if people is not None:
        crowd = people.get(area.key, 0) if area else 0
        rate = round(count.count * 1e6 / crowd, 3) if crowd else None
        properties |= {"population": crowd or None, "per_million": rate}
    drawn = None if shape is None else geometry(written(shape))
    return {"type": "Feature", "geometry": drawn, "properties": properties}


def _people(shared: Service, areas: Iterable[Boundary]) -> dict[str, int]:
    """As the gazetteer counts them, by key; without those of whom it knows none."""
    keys: dict[str, str] = {area.key: area.name for area in areas}
    found = shared.gazetteer().lookup(set(keys.values()))
    places = {key: [c.place for c in found[name] if c.place.boundary == key] for key, name in keys.items()}
    return {key: max(place.population for place in bearers) for key, bearers in places.items() if bearers}
