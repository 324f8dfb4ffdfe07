import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import QueryError
from geo.mercator import EDGE, Tile, numbers, squares
from tests.geo import strategies


def test_the_world_begins_in_the_north_west_and_its_middle_is_the_null_island():
    columns, rows = squares([-180, 0, 180], [EDGE, 0, -EDGE])
    assert columns.tolist() == [0, 2**31, 2**32 - 1]
    assert rows.tolist() == [0, 2**31, 2**32 - 1]


def test_a_known_position_lies_in_its_known_tile():
    # Yerevan at zoom 8, by the formula of the OpenStreetMap wiki ("Slippy map tilenames").
    first, end = Tile(8, 159, 96).run()
    assert first <= int(numbers([44.5126], [40.17765])[0]) < end


def test_what_lies_beyond_the_edge_is_put_on_it():
    assert numbers([10.0, 10.0], [90.0, -90.0]).tolist() == numbers([10.0, 10.0], [EDGE, -EDGE]).tolist()


@given(strategies.lons, strategies.lats, st.integers(0, 24))
def test_a_position_is_in_one_tile_of_each_zoom_and_its_pixel_in_that(lon, lat, zoom):
    columns, rows = squares([lon], [lat])
    tile = Tile(zoom, int(columns[0]) >> 32 - zoom, int(rows[0]) >> 32 - zoom)
    first, end = tile.run()
    assert first <= int(numbers([lon], [lat])[0]) < end
    x, y = tile.pixels(np.array([lon]), np.array([lat]), 4096)
    assert 0 <= x[0] < 4096
    assert 0 <= y[0] < 4096


@pytest.mark.parametrize(("at", "name"), [((25, 0, 0), "z"), ((-1, 0, 0), "z"), ((1, 2, 0), "x"), ((1, 0, -1), "y")])
def test_a_tile_outside_the_world_is_refused_by_name(at, name):
    with pytest.raises(QueryError) as refused:
        Tile(*at)
    assert refused.value.parameter == name
