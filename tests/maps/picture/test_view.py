import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.geometry import BBox, distance_m
from maps.picture.view import LEAST, Frame, View

FRAME = Frame(10, 20, 400, 300)
spots = st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(spots)
def test_all_spots_are_in_the_frame(given):
    view = View.of(given, FRAME)
    for x, y in view.spots(*zip(*given, strict=True)).tolist():
        assert FRAME.x - 1e-6 <= x <= FRAME.x + FRAME.width + 1e-6
        assert FRAME.y - 1e-6 <= y <= FRAME.y + FRAME.height + 1e-6


def test_a_spot_has_surroundings():
    view = View.of([(47.15, 40.6)], FRAME)
    assert view.frame.width / view.scale >= LEAST


@pytest.mark.parametrize(("lon", "lat"), [(45, 40), (179.9, -20), (-60, 75)])
def test_positions_go_there_and_back(lon, lat):
    view = View.of([(lon, lat), (lon - 5, lat - 5)], FRAME)
    ((x, y),) = view.spots([lon], [lat]).tolist()
    assert distance_m(lon, lat, *view.position(x, y)) < 1


def test_equal_areas_stay_equal():
    view = View.of([(-10, 35), (40, 70)], FRAME)
    south, north = view.shapes([shapely.box(10, 40, 11, 41), shapely.box(10, 65, 11, 66)])
    from math import radians, sin

    def band(lat):
        return sin(radians(lat + 1)) - sin(radians(lat))

    assert south.area / north.area == pytest.approx(band(40) / band(65), rel=0.1)


def test_what_the_antimeridian_cuts_is_joined():
    view = View.of([(175, -15), (-175, -20)], FRAME)
    shape = shapely.MultiPolygon([shapely.box(177, -19, 180, -16), shapely.box(-180, -19, -177, -16)])
    (joined,) = view.shapes([shape])
    assert joined.geom_type == "Polygon"


def test_a_land_round_the_pole_has_no_seam():
    view = View.of([(0, -80), (120, -75), (-120, -75)], FRAME)
    (cap,) = view.shapes([shapely.box(-180, -90, 180, -70)])
    assert cap.geom_type == "Polygon"
    assert not cap.interiors


def test_a_box_is_shown_whole():
    view = View.of_bbox(BBox(170, -30, -170, 0), FRAME)
    assert not view.world
    assert all(view.sees(*spot) for spot in view.spots([171, -171, 180], [-29, -1, -15]).tolist())
    assert View.of_bbox(BBox(-180, -90, 180, 90), FRAME).world
