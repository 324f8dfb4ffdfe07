"""Two countries with towns of the same names, and documents that mention them."""

import numpy as np

from geo.gazetteers.entries import Name
from geo.gazetteers.memory import MemoryGazetteer
from geo.model import Match, MentionKind, Place, Toponym
from geo.resolution.trees import Trees


def town(number: int, name: str, lon: float, country: str, admin1: str, people: int) -> Place:
    return Place(f"geonames:{number}", name, lon, 0.0, "P", "PPL", country, admin1, people)


EASTLAND = Place("geonames:1", "Eastland", 40.0, 0.0, "A", "PCLI", "EE", "", 9_000_000, 500_000)
WESTLAND = Place("geonames:2", "Westland", -40.0, 0.0, "A", "PCLI", "WW", "", 8_000_000, 500_000)
HILLS = Place("geonames:3", "Hills", 41.0, 0.0, "A", "ADM1", "EE", "Hills", 400_000, 60_000)
OLD_SPRING = town(11, "Spring", -41.0, "WW", "Plains", 800_000)
EAST_SPRING = town(12, "Spring", 41.0, "EE", "Hills", 20_000)
MILL = town(13, "Mill", 41.1, "EE", "Hills", 9_000)
SHORE = town(14, "Shore", 44.0, "EE", "Coast", 70_000)

WORLD = MemoryGazetteer(
    [(place.name, place) for place in (EASTLAND, WESTLAND, HILLS, OLD_SPRING, EAST_SPRING, MILL, SHORE)]
    + [(Name("Eastlander", Match.DEMONYM), EASTLAND), ("Eastlander", town(15, "Eastlander", 0.0, "WW", "", 5))]
)


def mentions(text: str, *names: str, kind: MentionKind = MentionKind.TOPONYM) -> list[Toponym]:
    """Each name where it next stands in the text."""
    found, start = [], 0
    for name in names:
        start = text.index(name, start)
        found.append(Toponym(start, start + len(name), name, kind))
        start += len(name)
    return found


def stump(feature: str, threshold: float, low: float, high: float) -> Trees:
    """At most the threshold: `low`; above it: `high`."""
    return stumps((feature, threshold, low, high))


def stumps(*trees: tuple[str, float, float, float]) -> Trees:
    features, thresholds, lows, highs = zip(*trees, strict=True)
    each = np.arange(len(trees), dtype=np.int32)
    kept = np.full(len(trees), 0xFFFE, np.uint16)
    return Trees(features, each, np.array(thresholds), each, kept, np.column_stack([lows, highs]))
