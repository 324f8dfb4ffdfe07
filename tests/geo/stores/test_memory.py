from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.corrections import corrected
from geo.query import EventQuery
from geo.stores import MemoryStore
from tests.geo import strategies
from tests.geo.filters import strategies as filtering
from tests.geo.stores.suite import ARTICLE, StoreSuite, outline


class TestMemoryStore(StoreSuite):
    @pytest.fixture
    def store(self):
        return MemoryStore(outline=outline)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), filtering.queries())
def test_a_query_is_asked_of_the_corrected_events(data, query):
    events = data.draw(st.lists(strategies.events(), max_size=4, unique_by=lambda event: event.id))
    logs = {event.id: data.draw(strategies.corrections(event) | st.just([])) for event in events}
    store = MemoryStore()
    store.add(ARTICLE, events)
    for log in logs.values():
        store.correct(log)
    # In a store an event is told of in a story, which a filter may ask for too.
    told = [
        replace(changed, told=store.get(changed.id).told)
        for event in events
        if (changed := corrected(event, logs[event.id]))
    ]
    shown = [event for event in told if query.matches(event)]
    assert list(store.stream(query)) == query.sorted(shown)
    assert store.search(query).matched == len(shown)
    assert store.summary().events == store.search(EventQuery()).matched
