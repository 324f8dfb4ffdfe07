"""Shapes made of others: parts, seas, borders."""

import shapely

from geo import parts
from geo.boundaries import Boundaries

BLOCK = shapely.multipolygons([shapely.box(0, 0, 4, 4), shapely.box(1, 6, 2, 7)])
BOUNDARIES = Boundaries()


def test_a_half_and_a_quarter_with_the_islands_beyond():
    assert parts.part(BLOCK, "south").equals(shapely.box(0, 0, 4, 2))
    assert parts.part(BLOCK, "northwest").equals(shapely.union(shapely.box(0, 2, 2, 4), shapely.box(1, 6, 2, 7)))
    assert parts.part(BLOCK, "central").equals(shapely.box(1, 1, 3, 3))


def test_a_part_without_land_is_the_whole():
    ring = shapely.box(0, 0, 4, 4).difference(shapely.box(0.5, 0.5, 3.5, 3.5))
    assert parts.part(ring, "central").equals(ring)


def test_the_sea_is_what_no_land_covers():
    near = shapely.box(0, 0, 4, 4)
    assert parts.sea(near, [shapely.box(0, 0, 2, 4)]).equals(shapely.box(2, 0, 4, 4))
    assert parts.sea(near, [near]).is_empty


def test_a_border_is_a_line_and_strangers_have_none():
    line = parts.border(shapely.box(0, 0, 2, 2), shapely.box(2, 0, 4, 2))
    assert (line.geom_type, line.length) == ("MultiLineString", 2)
    assert parts.border(shapely.box(0, 0, 1, 1), shapely.box(5, 5, 6, 6)) is None
    assert parts.border(shapely.box(0, 0, 1, 1), shapely.box(1, 1, 2, 2)) is None


def test_outlines_of_parts_by_their_keys():
    syria = BOUNDARIES.outline("country:SY").bounds
    north = BOUNDARIES.outline("north:country:SY").bounds
    assert north[3] == syria[3]
    assert north[1] > syria[1] + 1
    assert not BOUNDARIES.outline("offshore:country:SO").contains(shapely.Point(45.3, 2.6))
    assert BOUNDARIES.outline("offshore:country:AM") is None
    line = BOUNDARIES.outline("border:country:AM+country:AZ")
    assert (line.geom_type, line.length > 3) == ("MultiLineString", True)


def test_unknown_parts_have_no_outline():
    for key in (
        "north:country:ZZ",
        "border:country:AM+country:JP",
        "border:country:AM",
        "border:",
        "north:",
        "up:country:SY",
    ):
        assert BOUNDARIES.outline(key) is None
