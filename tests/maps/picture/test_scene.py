from dataclasses import replace

from shapely.geometry import box

from geo.model import Status
from geo.query import EventQuery
from maps.picture.scene import scene_of
from tests.maps.samples import DENIED, SAMPLES, SHOOTING, TALKS, UNPLACED, at, town


def outline(key):
    return box(22, 9, 38, 22) if key == "country:SD" else None


def of(*events, **query):
    return scene_of(events, outline, EventQuery(**query))


def test_each_event_is_counted_once():
    scene = of(*SAMPLES)
    parts = scene.shown, scene.countrywide, scene.unplaced, scene.shapeless, scene.denied
    assert sum(parts) == scene.events == len(SAMPLES)
    assert parts == (14, 2, 1, 3, 1)  # Karabakh twice and Darfur have no shape here


def test_what_was_denied_is_shown_on_demand():
    assert of(DENIED).denied == 1
    assert of(DENIED, statuses=(Status.DENIED,)).shown == 1


def test_events_at_one_spot_are_one_mark_and_an_event_at_two_spots_is_two():
    one = replace(TALKS, places=(*TALKS.places, at(town(1, "Barda", 47.1, 40.4, "AZ"))))
    scene = of(TALKS, replace(one, id="other"), UNPLACED)
    assert [(mark.name, mark.heap.count) for mark in scene.marks] == [("Yevlakh", 2), ("Barda", 1)]
    assert scene.shown == 2


def test_near_is_a_circle():
    (mark,) = of(SHOOTING).marks
    assert (mark.name, mark.radius_m) == ("near Stepanakert", 10_000)


def test_countries_are_counted_apart_even_without_a_shape():
    threats = [one for one in SAMPLES if one.id in ("s1", "w1")]
    for known in (outline, lambda key: None):
        (country,) = scene_of(threats, known, EventQuery()).countries
        assert (country.name, country.count) == ("Sudan", 2)
