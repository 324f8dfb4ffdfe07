"""Whether a document's known names lie together: "Hayes" beside Nebraska and Lincoln is likelier a county there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from geo.gazetteers.base import Gazetteer, NameHit

_MOST = 40  # bearers looked at; a name with more says little
Region = tuple[str, str]  # country and first-order unit


def support(hits: Mapping[str, NameHit], gazetteer: Gazetteer) -> dict[str, int]:
    """Of each name how much the others speak for the region of one of its bearers: 0 nothing to 4 much."""
    regions = _regions([name for name, hit in hits.items() if not hit.demonym], gazetteer)
    votes: defaultdict[Region, float] = defaultdict(float)
    shares: dict[str, float] = {}
    for name, found in regions.items():
        if found:
            # A state that is named speaks for itself; a town by how few regions have one of its name.
            shares[name] = 2.0 if hits[name].feature_code == "ADM1" else 1 / len(found)
            for region in found:
                votes[region] += shares[name]
    return {
        name: _grade(max((votes[region] for region in found), default=0.0) - shares.get(name, 0.0))
        for name, found in regions.items()
    }


def _grade(votes: float) -> int:
    return 0 if votes < 0.05 else 1 if votes < 0.5 else 2 if votes < 1.2 else 3 if votes < 2.5 else 4


def _regions(names: Iterable[str], gazetteer: Gazetteer) -> dict[str, set[Region]]:
    found: dict[str, set[Region]] = defaultdict(set)
    for name, candidates in gazetteer.lookup(names).items():
        found[name] = {(c.place.country, c.place.admin1) for c in candidates[:_MOST] if c.place.admin1}
    return found
