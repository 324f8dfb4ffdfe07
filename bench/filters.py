"""The proof of filters: ten thousand random queries (CQL2 filters, boxes, intervals, orders) of one store of random
events, each answered as `EventQuery.matches` says. Stops at the first that is not, and shows the smallest like it.

    python -m bench.filters --many 10000
"""

from __future__ import annotations

import argparse
import tempfile
import time
import warnings
from collections import Counter
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NonInteractiveExampleWarning

from geo.model import Event
from geo.query import EventQuery
from geo.stores import EventStore, open_store
from tests.geo import strategies
from tests.geo.filters.strategies import queries
from tests.geo.stores.suite import ARTICLE, outline

IDS = [f"e{number}" for number in range(100)]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--many", type=int, default=10_000)
    many = options.parse_args().many
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder, "e.gpkg"), outline=outline) as store:
        for event in random_events():
            store.add(replace(ARTICLE, id=event.id), [event])
        began = time.perf_counter()
        counts = prove(store, many)
        print(f"{counts['queries']} queries answered as they mean in {time.perf_counter() - began:.0f} s;")
        print(f"{counts['filters']} with a filter, {counts['found']} that find something and leave something out")


def random_events() -> list[Event]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NonInteractiveExampleWarning)
        events = [strategies.events().example() for _ in IDS]
    return [
        replace(event, id=id_, source=replace(event.source, document_id=id_))
        for id_, event in zip(IDS, events, strict=True)
    ]


def prove(store: EventStore, many: int) -> Counter[str]:
    counts: Counter[str] = Counter()
    everything = list(store.stream(EventQuery()))

    @settings(max_examples=many, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(queries(st.sampled_from(IDS)))
    def agrees(query: EventQuery) -> None:
        matching = [event for event in everything if query.matches(event)]
        ordered = [event.id for event in query.sorted(matching)]
        page = store.search(query)
        assert [event.id for event in page.events] == ordered[query.offset :][: query.limit]
        assert page.matched == len(matching)
        assert [event.id for event in store.stream(query)] == ordered
        counts.update(queries=1, filters=query.filter is not None, found=0 < len(matching) < len(everything))

    agrees()
    return counts


if __name__ == "__main__":
    main()
