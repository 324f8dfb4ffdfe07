"""City names: which of them a view shows, and that the file has what the script chooses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.gazetteers.cities import capitals, read
from geo.geometry import BBox
from maps import cities
from scripts.make_cities import LEAST, NAMES, ROOM, TILE, mercator, ranked, table, weight
from scripts.make_cities import cities as chosen

PLACES = st.lists(st.tuples(st.floats(-180, 180), st.floats(-80, 80), st.integers(1_000, 9_000_000)), max_size=30)


def names(box: BBox | None, zoom: int) -> list[str]:
    return [name for name, *_ in cities.within(box, zoom)]


@given(PLACES)
def test_what_is_named_at_one_zoom_has_room(found: list[tuple[float, float, int]]):
    found.sort(key=lambda one: -one[2])
    zooms = dict(ranked([one[:2] for one in found], [weight for *_, weight in found]))
    for i, zoom in zooms.items():
        assert found[i][2] >= LEAST[zoom]
        (x, y), size = mercator(*found[i][:2]), TILE * 2**zoom
        for lon, lat, weighs in found[:i]:
            a, b = mercator(lon, lat)
            heavier = weighs >= LEAST[zoom] and abs(x - a) * size < ROOM[0] and abs(y - b) * size < ROOM[1]
            assert not heavier


def test_one_that_gives_way_keeps_lesser_ones_away():
    moscow, london, dublin = (37.6, 55.8), (-0.1, 51.5), (-6.2, 53.3)
    zooms = dict(ranked([moscow, london, dublin], [30e6, 27e6, 5e6]))
    assert zooms[1] < zooms[2]


def test_the_file_is_what_the_script_chooses():
    made = chosen(last=5)
    rows = [row for row in cities.within(None, 5, most=10_000) if row[3] <= 5]
    assert [[name, zoom] for name, _, _, zoom in rows] == [[city.name, city.zoom] for city in made]
    assert [row[1:3] for row in rows] == [pytest.approx([city.lon, city.lat], abs=1e-3) for city in made]


def test_every_capital_and_every_great_city_is_named():
    seats = set(capitals(read("cities500.json"), read("countries.json")).values())
    great = [
        row
        for _, row in table()
        if row["geonameid"] in seats or (row["population"] >= 1_000_000 and len(row["alternatenames"]) >= NAMES)
    ]
    named = {(name, lon, lat) for name, lon, lat, _ in cities.within(None, 24, most=1_000_000)}
    spots = {name: [] for name, *_ in named}
    for name, lon, lat in named:
        spots[name].append(pytest.approx((lon, lat), abs=2e-3))
    assert len(great) > 400
    assert [
        row["name"] for row in great if (row["longitude"], row["latitude"]) not in spots.get(row["name"], [])
    ] == []


def test_a_city_outweighs_its_more_peopled_quarter():
    city, quarter = (
        {"population": people, "alternatenames": ["a name"] * names}
        for people, names in ((1_700_000, 62), (2_100_000, 4))
    )
    assert weight(city, capital=False) > weight(quarter, capital=False)


def test_the_further_in_the_smaller_the_towns():
    germany = BBox(5.9, 47.3, 15.0, 55.0)
    assert {"Berlin", "Munich"} <= set(names(germany, 5)) < set(names(germany, 6))
    assert len(names(None, 3)) in range(30, 70)
    assert len(names(None, 24)) == cities.MOST


@pytest.mark.parametrize(
    ("box", "seen"),
    [
        (BBox(170, -45, -170, -30), {"Auckland"}),
        (BBox(-180, -45, 180, -30), {"Auckland", "Cape Town"}),
        (BBox(44, 40, 45, 41), {"Yerevan"}),
        (BBox(44, 0, 44, 0), set()),
    ],
)
def test_only_what_lies_in_the_box(box: BBox, seen: set[str]):
    known = {"Auckland", "Cape Town", "Yerevan", "Tokyo"}
    assert set(names(box, 5)) & known == seen


def test_a_file_carries_the_world_and_what_is_near():
    far, near = ([name for name, *_ in cities.around(places)] for places in ((), [(46.75, 39.8)]))
    assert "Tokyo" in far
    assert set(near) > set(far)
    assert len(cities.around([(lon, lat) for lon in range(-90, 90, 2) for lat in range(-40, 60, 2)])) < 400


@pytest.mark.parametrize("lon", [179.9, -179.9])
def test_what_is_near_may_lie_across_the_antimeridian(lon: float):
    assert "Lautoka" in [name for name, *_ in cities.around([(lon, -17.6)])]


def test_each_of_many_places_has_some_of_its_surroundings():
    places = [(lon, lat) for _, lon, lat, zoom in cities.within(None, 5, most=10_000) if zoom == 5][:60]
    found = [row for row in cities.around(places) if row[3] > 4]
    for lon, lat in places:
        assert any(abs(row[1] - lon) < 2 and abs(row[2] - lat) < 2 for row in found)
    assert sum(row[3] > 6 for row in found) > 60
