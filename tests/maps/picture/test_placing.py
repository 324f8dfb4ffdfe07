from hypothesis import given, settings
from hypothesis import strategies as st

from geo.model import Status
from maps.picture.looks import Looks
from maps.picture.marks import Placed, gather
from maps.picture.placing import Box, Taken, beside
from maps.picture.scene import Heap, Kind
from maps.picture.view import Frame

points = st.lists(st.tuples(st.floats(0, 300), st.floats(0, 200)), min_size=1, max_size=40)
REPORTED = Kind("PROTEST", "demo", Status.REPORTED)


@settings(deadline=None)
@given(points)
def test_names_cover_neither_each_other_nor_the_edge(spots):
    taken, found = Taken(Frame(0, 0, 300, 200)), []
    for x, y in spots:
        box = taken.first_free(beside(x, y, 5, 40, 10))
        found += [box.shape] if box else []
    assert all(box.bounds[0] >= 0 and box.bounds[2] <= 300 for box in found)
    assert not any(one.intersection(other).area for one in found for other in found if one is not other)


@settings(deadline=None)
@given(points)
def test_gathered_marks_stand_apart_and_none_is_lost(spots):
    marks = [Placed(x, y, (f"p{n}",), Heap({str(n): REPORTED})) for n, (x, y) in enumerate(spots)]
    found = gather(marks)
    assert sum(one.heap.count for one in found) == len(marks)
    assert not any(
        (one.x - other.x) ** 2 + (one.y - other.y) ** 2 < 14**2
        for one in found
        for other in found
        if one is not other
    )


def test_an_event_at_two_places_that_are_gathered_counts_once():
    one, two = (Placed(float(x), 0.0, (f"p{x}",), Heap({"same": REPORTED})) for x in (0, 5))
    (both,) = gather([one, two])
    assert both.heap.count == 1


def test_a_box_is_free_once():
    taken, box = Taken(Frame(0, 0, 100, 100)), Box.centred(50, 50, 10, 10)
    assert taken.first_free([box]) is box
    assert taken.first_free([box]) is None


def test_a_legend_tells_apart_as_much_as_it_has_room_for():
    kinds = {Kind("PROTEST", mode, Status.REPORTED): 1 for mode in ("demo", "riot", "strike")}
    kinds |= {Kind("ASSAULT", "", Status.REPORTED): 5, Kind("MYSTERY", "", Status.REPORTED): 1}
    assert [look.label for look, _ in Looks(kinds, 9).rows][1:4] == ["Demonstration", "Riot", "Strike"]
    assert [count for _, count in Looks(kinds, 3).rows] == [5, 3, 1]
    assert all(look.icon == "" for look, _ in Looks(kinds, 1).rows)
