"""One event, many articles: how well the articles in `bench/stories` are grouped, and how long it takes.

    python bench/stories.py

Each article names in its front matter the event it tells of (`story`), other articles' events it tells of too (`also`)
and the article it is a copy of (`copy`). Two articles belong together if they tell of a common event, and are put
together if a story has reports from both: their pairs are judged.
"""

import random
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).parents[1]))

from geo.gazetteers import open_gazetteer
from geo.model import Document, Event, Parsed
from geo.pipeline import Pipeline
from geo.query import EventQuery
from geo.readers import read_paths
from geo.readers.plain import front_matter
from geo.stores import EventStore, MemoryStore, open_store
from geo.stories.copies import are, runs

FOLDER = Path(__file__).parent / "stories"
ORDERS, HELD, ADDED = 20, 100_000, 200
Pairs = set[frozenset[str]]


def articles() -> list[tuple[dict[str, str], Document]]:
    """Each with its front matter; ids are the files' names."""
    paths = sorted(FOLDER.glob("*.txt"))
    facts = (front_matter(path.read_text(encoding="utf-8"))[0] for path in paths)
    return [(f, replace(d, id=p.stem)) for p, f in zip(paths, facts, strict=True) for d in _read(p)]


def _read(path: Path) -> Iterator[Document]:
    yield from (document for document in read_paths([path]) if isinstance(document, Document))


def grouping() -> str:
    told = articles()
    parsed = _parsed([document for _, document in told])
    wanted = _pairs((document.id, f["story"], *f.get("also", "").split()) for f, document in told)
    found: set[frozenset[frozenset[str]]] = set()
    chance = random.Random(1)
    for _ in range(ORDERS):
        with tempfile.TemporaryDirectory() as folder, open_store(Path(folder, "s.gpkg"), outline=_no_shape) as store:
            found.add(frozenset(_stored(store, chance.sample(parsed, k=len(parsed)))))
    at_once = frozenset(_stored(MemoryStore(), parsed))
    p, r, f1 = _scored(set(at_once), wanted)
    same = "each alike and as all at once" if found == {at_once} else f"{len(found | {at_once})} different answers"
    return f"F1 {f1:.3f} (P {p:.3f} R {r:.3f}) of {len(told)} articles, at least .85; {ORDERS} orders, {same}"


def copies() -> str:
    told = articles()
    wanted = {frozenset((d.id, f["copy"])) for f, d in told if "copy" in f}
    texts = {document.id: runs(document.text) for _, document in told}
    found = {frozenset(pair) for pair in combinations(texts, 2) if are(*(texts[each] for each in pair))}
    p, r, f1 = _scored(found, wanted)
    return f"F1 {f1:.3f} (P {p:.3f} R {r:.3f}), {len(wanted)} copies among {len(told)} articles"


def adding() -> str:
    """One article into a store that holds many events of a year: with its stories, and what of that is grouping."""
    events = [event for each in _parsed([document for _, document in articles()]) for event in each.events]
    chance = random.Random(2)
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder, "s.gpkg"), outline=_no_shape) as store:
        for number in range(HELD // 50):
            store.add(*_made(events, f"held {number}", 50, chance))
        taken = []
        for number in range(ADDED):
            document, brought = _made(events, f"added {number}", 3, chance)
            start = time.perf_counter()
            store.add(document, brought)
            taken.append(1_000 * (time.perf_counter() - start))
        stories = store.summary().stories
    return (
        f"{median(taken):.1f} ms (95 of 100 under {quantiles(taken, n=20)[-1]:.1f}) for an article of 3 events "
        f"beside {HELD} in {stories} stories"
    )


def _made(events: Sequence[Event], name: str, count: int, chance: random.Random) -> tuple[Document, list[Event]]:
    """An article with events like those of the articles, some degrees from them and on other days of a year."""
    chosen = [_moved(chance.choice(events), f"{name} {n}", name, chance) for n in range(count)]
    return Document(name, " ".join(f"word{chance.randrange(5_000)}" for _ in range(300))), chosen


def _moved(event: Event, id_: str, article: str, chance: random.Random) -> Event:
    by = timedelta(chance.randrange(365))
    source = replace(event.source, document_id=article)
    moved = replace(
        event, id=id_, source=source, start=event.start and event.start + by, end=event.end and event.end + by
    )
    east, north = chance.uniform(-15, 15), chance.uniform(-8, 8)
    shifted = [
        replace(
            p, place=replace(p.place, id=f"{p.place.id} {east:.1f} {north:.1f}"), lon=p.lon + east, lat=p.lat + north
        )
        if p.place and p.lon is not None and p.lat is not None and not p.place.is_country
        else p
        for p in event.places
    ]
    return replace(moved, places=tuple(shifted))


def _parsed(documents: Iterable[Document]) -> list[Parsed]:
    pipeline = Pipeline(open_gazetteer())
    return [pipeline.parse(document) for document in documents]


def _stored(store: EventStore, parsed: Sequence[Parsed]) -> Pairs:
    for each in parsed:
        store.add(each.document, each.events)
    return _pairs(
        (event.source.document_id, event.told.story) for event in store.stream(EventQuery()) if event.told is not None
    )


def _pairs(labelled: Iterable[tuple[str, ...]]) -> Pairs:
    """Of the articles that have a label in common."""
    by: dict[str, set[str]] = {}
    for article, *labels in labelled:
        for label in labels:
            by.setdefault(label, set()).add(article)
    return {frozenset(pair) for members in by.values() for pair in combinations(members, 2)}


def _scored(found: Pairs, wanted: Pairs) -> tuple[float, float, float]:
    hits = len(found & wanted)
    return hits / max(1, len(found)), hits / len(wanted), 2 * hits / max(1, len(found) + len(wanted))


def _no_shape(_key: str) -> None:
    return None


FIGURES = {"grouping": grouping, "copies": copies, "adding": adding}

if __name__ == "__main__":
    for name, measure in FIGURES.items():
        print(f"{name:24}{measure()}", flush=True)
