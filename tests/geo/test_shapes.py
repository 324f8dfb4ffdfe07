import math
from dataclasses import replace

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.geometry import distance_m
from geo.model import EventPlace, Place, PlaceKind, Role
from geo.shapes import disc, drawn, event_shape, place_shape, remembered, written

CLOCKWISE = shapely.Polygon([(44, 38), (44, 42), (50, 42), (50, 38)])
SHAPES = {
    "country:AA": shapely.box(44, 38, 50, 42),
    "country:BB": shapely.box(50, 38, 55, 42),
    "region:river": shapely.LineString([(0, 0), (1, 1)]),
    "region:both": shapely.GeometryCollection([shapely.Point(0, 0), shapely.box(0, 0, 1, 1)]),
}


def outline(key):
    return SHAPES.get(key)


def town(lon, lat):
    known = Place("geonames:1", "Town", lon, lat, "P", "PPL", "AA", radius_m=2_000)
    return EventPlace(Role.EVENT, PlaceKind.POINT, None, known, lon=lon, lat=lat)


def area(boundary="", feature_class="A", code="PCLI", radius_m=300_000):
    known = Place("geonames:2", "Area", 47, 40, feature_class, code, "AA", radius_m=radius_m, boundary=boundary)
    return EventPlace(Role.EVENT, PlaceKind.REGION, None, known, lon=47, lat=40)


def test_a_town_is_a_point_and_a_shifted_one_where_it_was_shifted_to() -> None:
    assert place_shape(town(44.5, 40.2), outline) == shapely.Point(44.5, 40.2)
    assert place_shape(replace(town(44.5, 40.2), lat=40.4, relation="20 km north of"), outline) == shapely.Point(
        44.5, 40.4
    )


def test_an_area_is_its_outline_or_nothing_never_its_middle() -> None:
    assert place_shape(area("country:AA"), outline).equals(SHAPES["country:AA"])
    assert place_shape(area("country:ZZ"), outline) is None
    assert place_shape(area(), outline) is None


def test_a_country_moved_by_words_stays_the_country() -> None:
    moved = replace(area("country:AA"), kind=PlaceKind.POINT, lat=41.0, relation="north of")
    assert place_shape(moved, outline).equals(SHAPES["country:AA"])


def test_a_sea_without_a_shape_is_the_circle_of_its_extent_if_that_is_known() -> None:
    sea = place_shape(area(feature_class="H", code="SEA"), outline)
    assert {round(distance_m(47, 40, *spot), -3) for spot in shapely.get_coordinates(sea)} == {300_000}
    assert place_shape(area(feature_class="H", code="SEA", radius_m=0), outline) is None


def test_a_river_is_its_line_and_without_one_the_circle_of_its_extent() -> None:
    river = replace(area("region:river", "H", "STM"), kind=PlaceKind.ROUTE)
    assert place_shape(river, outline).equals(SHAPES["region:river"])
    lineless = replace(river, place=replace(river.place, boundary=""))
    assert place_shape(lineless, outline).geom_type == "MultiPolygon"


def test_a_road_is_the_line_between_its_ends() -> None:
    ends = [replace(town(x, 40), kind=PlaceKind.ROUTE, relation="between A and B") for x in (44, 46)]
    assert event_shape(ends, outline).equals(shapely.LineString([(44, 40), (46, 40)]))
    assert event_shape(ends[:1], outline) is None
    over = [replace(ends[0], lon=179.0), replace(ends[1], lon=-179.0)]
    assert event_shape(over, outline) is None


def test_off_a_towns_coast_is_the_sea_within_a_circle() -> None:
    off = replace(town(44, 40), kind=PlaceKind.REGION, relation="off", radius_m=50_000)
    shape = place_shape(off, outline)
    assert shape.area > 0
    assert not shape.intersection(SHAPES["country:AA"]).area
    inland = replace(off, place=replace(off.place, lon=47), lon=47)
    assert place_shape(inland, outline).contains(shapely.Point(47, 40))


def test_of_an_outline_of_many_kinds_the_areas_count() -> None:
    assert place_shape(area("region:both"), outline).equals(shapely.box(0, 0, 1, 1))


def test_nothing_is_drawn_of_a_place_that_is_not_known() -> None:
    assert place_shape(replace(town(0, 0), place=None), outline) is None
    assert place_shape(replace(town(0, 0), lon=None), outline) is None
    assert event_shape([], outline) is None


def test_the_finest_places_are_drawn() -> None:
    both = [area("country:AA"), town(44.5, 40.2), area("country:ZZ")]
    assert [place for place, _ in drawn(both, outline)] == [both[1]]
    assert event_shape(both, outline) == shapely.Point(44.5, 40.2)


def test_several_points_are_a_multipoint_each_once() -> None:
    spots = [town(1, 2), town(3, 4), town(1.000001, 2)]
    assert event_shape(spots, outline) == shapely.MultiPoint([(1, 2), (3, 4)])


def test_neighbouring_areas_are_one() -> None:
    shape = event_shape([area("country:AA"), area("country:BB")], outline)
    assert shape.equals(shapely.box(44, 38, 55, 42))
    assert shape.geom_type == "Polygon"


def test_what_is_written_is_rounded_and_turns_as_geojson_wants() -> None:
    assert not CLOCKWISE.exterior.is_ccw
    assert written(CLOCKWISE).exterior.is_ccw
    assert written(shapely.Point(1.123456789, 2)) == shapely.Point(1.12346, 2)


def test_what_is_remembered_is_worked_out_once_for_a_shape() -> None:
    asked = []
    area_of = remembered(lambda shape: asked.append(shape) or shape.area)
    assert area_of(CLOCKWISE) == area_of(CLOCKWISE) == 24
    assert len(asked) == 1


@given(st.floats(-180, 180), st.floats(-90, 90), st.floats(1_000, 4_000_000))
def test_a_disc_is_a_valid_area_of_this_world_round_its_centre(lon: float, lat: float, radius: float) -> None:
    shape = disc(lon, lat, radius)
    assert shape.is_valid
    west, south, east, north = shape.bounds
    assert -180 <= west <= east <= 180
    assert -90 <= south <= north <= 90
    assert shape.distance(shapely.Point(lon, lat)) < 1e-6
    if abs(lat) + math.degrees(radius / 6_371_000) < 89:
        rim = [xy for xy in shapely.get_coordinates(shape) if abs(abs(xy[0]) - 180) > 1e-6]
        assert all(distance_m(lon, lat, *xy) == pytest.approx(radius, rel=0.02) for xy in rim)


def test_a_disc_over_the_antimeridian_is_cut_there() -> None:
    assert len(disc(180, -17, 100_000).geoms) == 2
    assert len(disc(47, 40, 100_000).geoms) == 1
    assert disc(0, 89, 500_000).covers(shapely.Point(170, 89.9))
