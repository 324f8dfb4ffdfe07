import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from geo.errors import QueryError
from geo.geometry import BBox, distance_m, offset

lons = st.floats(-180, 180)
lats = st.floats(-89, 89)


def test_a_degree_of_latitude_is_111_km():
    assert distance_m(44.5, 40, 44.5, 41) == pytest.approx(111_195, rel=1e-4)


def test_the_short_way_crosses_the_antimeridian():
    assert distance_m(179.5, 0, -179.5, 0) == pytest.approx(111_195, rel=1e-4)


@given(lons, lats, st.floats(0, 360), st.floats(0, 500_000))
def test_offset_lies_at_the_distance_asked_for(lon, lat, bearing, metres):
    there = offset(lon, lat, bearing, metres)
    assert distance_m(lon, lat, *there) == pytest.approx(metres, abs=1)
    assert -180 <= there[0] <= 180


def test_offset_north_goes_north():
    lon, lat = offset(46.7, 39.8, 0, 20_000)
    assert lat > 39.8
    assert lon == pytest.approx(46.7)


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("44.5,38.8,50.4,41.9", BBox(44.5, 38.8, 50.4, 41.9)),
        ("170,-20,0,-170,-10,99", BBox(170, -20, -170, -10)),
        (" 1, 2 ,3,4", BBox(1, 2, 3, 4)),
        ("-180,-90,180,90", BBox(-180, -90, 180, 90)),
    ],
)
def test_boxes_that_parse(text, box):
    assert BBox.parse(text) == box


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a,b,c,d", "not a list of numbers"),
        ("", "not a list of numbers"),
        ("1,2,3", "3 numbers given"),
        ("1,2,3,4,5", "5 numbers given"),
        ("nan,0,1,1", "between -180 and 180"),
        ("-181,0,1,1", "between -180 and 180"),
        ("0,10,1,5", "must rise"),
        ("0,-91,1,5", "must rise"),
        ("0,0,inf,1", "between -180 and 180"),
        ("0,nan,1,1", "between -180 and 180"),
    ],
)
def test_boxes_that_do_not(text, says):
    with pytest.raises(QueryError, match=says) as caught:
        BBox.parse(text)
    assert caught.value.parameter == "bbox"


whole = st.integers(-179, 179)


@given(whole, whole, whole)
def test_a_box_goes_east_from_west_to_east(west, east, lon):
    assume(west != east)
    box = BBox(west, -10, east, 10)
    assert box.contains(lon, 0) == ((lon - west) % 360 <= (east - west) % 360)
    assert not box.contains(lon, 11)
    assert all(part.west <= part.east for part in box.parts())
