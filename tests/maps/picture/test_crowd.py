"""Very many events: counted as those that are read one by one."""

from dataclasses import replace

import pytest
from shapely.geometry import box

from geo.geometry import BBox
from geo.model import Document, Status
from geo.query import EventQuery
from geo.stores.memory import MemoryStore
from maps.picture import Brief, Paper, draw, scene_from
from maps.picture.crowd import crowd_of
from tests.maps.samples import DENIED, OPERATION, SAMPLES, TALKS, UNPLACED


def outline(key):
    return box(22, 9, 38, 22) if key == "country:SD" else None


@pytest.fixture
def store():
    made = MemoryStore(outline=outline)
    for event in SAMPLES:
        made.add(Document(event.id, event.id), [event])
    return made


def test_each_event_is_counted_once(store):
    crowd = crowd_of(store, EventQuery())
    one_by_one = scene_from(store, EventQuery(), outline)
    assert crowd.gathered
    assert not one_by_one.gathered
    assert crowd.shown + crowd.countrywide + crowd.unplaced + crowd.denied == crowd.events == len(SAMPLES)
    for part in ("events", "countrywide", "unplaced", "denied", "days"):
        assert getattr(crowd, part) == getattr(one_by_one, part), part
    named = [[(one.name, one.boundary, one.count) for one in scene.countries] for scene in (crowd, one_by_one)]
    assert named[0] == named[1]


def test_what_is_known_to_a_region_has_no_spot(store):
    crowd = crowd_of(store, EventQuery())
    assert {mark.loose for mark in crowd.marks} == {True, False}
    loose = crowd_of(store, EventQuery(ids=(OPERATION.id,))).marks
    assert [mark.loose for mark in loose] == [True]
    assert [mark.loose for mark in crowd_of(store, EventQuery(ids=(TALKS.id,))).marks] == [False]


def test_the_filter_holds(store):
    assert crowd_of(store, EventQuery(ids=(DENIED.id,))).denied == 1
    assert crowd_of(store, EventQuery(ids=(DENIED.id,), statuses=(Status.DENIED,))).shown == 1
    assert crowd_of(store, EventQuery(ids=(UNPLACED.id,))).unplaced == 1
    assert crowd_of(store, EventQuery(bbox=BBox(0, 0, 1, 1))).events == 0


def test_the_same_events_are_the_same_picture_in_whatever_order_they_came(store):
    other = MemoryStore(outline=outline)
    for event in reversed(SAMPLES):
        other.add(Document(event.id, event.id), [replace(event)])
    paper, brief = Paper(width=480, height=320, dpi=100), Brief()
    drawn = [
        draw(scene_from(one, brief.query, outline, most=2), "svg", brief=brief, paper=paper) for one in (store, other)
    ]
    assert drawn[0] == drawn[1]
    assert b"Each mark counts those around it." in drawn[0]
