import math
import subprocess
import sys
from datetime import date

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from geo.boundaries import COAST, OUTLINE_VERTICES, Boundaries, dated_name, lighten

BOUNDARIES = Boundaries()
BY_KEY = {boundary.key: boundary for boundary in BOUNDARIES}
YEVLAKH, STEPANAKERT, YEREVAN = (47.15, 40.62), (46.75, 39.82), (44.51, 40.18)

keys = st.sampled_from(sorted(BY_KEY))
lons = st.floats(-180, 180)
lats = st.floats(-90, 90)


def shape(key: str) -> shapely.Geometry:
    found = BOUNDARIES.shape(key)
    assert found is not None
    return found


def outline(key: str) -> shapely.Geometry:
    found = BOUNDARIES.outline(key)
    assert found is not None
    return found


def country_units(*countries: str) -> list[shapely.Geometry]:
    return [shape(row.key) for row in BOUNDARIES.rows("admin1") if row.country in countries]


def test_counts() -> None:
    kinds = [key.partition(":")[0] for key in BY_KEY]
    assert kinds.count("country") == 250
    assert kinds.count("admin1") == 4596
    assert kinds.count("region") > 100


def test_nagorno_karabakh_covers_stepanakert_but_neither_yevlakh_nor_yerevan() -> None:
    for form in (shape("region:nagorno-karabakh"), outline("region:nagorno-karabakh")):
        assert form.contains(shapely.Point(STEPANAKERT))
        assert not form.intersects(shapely.MultiPoint([YEVLAKH, YEREVAN]))


def test_nagorno_karabakh_tells_its_dated_names_and_who_disputes_it() -> None:
    region = BY_KEY["region:nagorno-karabakh"]
    assert ("Republic of Artsakh", date(2024, 1, 1)) in [(name.text, name.valid_to) for name in region.names]
    assert region.country == "AZ"
    assert "2023-09-20" in region.disputed


@pytest.mark.parametrize(
    "region",
    "donbas crimea west-bank gaza-strip darfur tigray kurdistan-region kashmir transnistria abkhazia south-ossetia sahel "
    "horn-of-africa balkans caucasus middle-east central-asia maghreb scandinavia europe africa asia".split(),
)
def test_the_regions_that_the_news_names_have_shapes(region: str) -> None:
    assert shape(f"region:{region}").is_valid
    assert outline(f"region:{region}").area > 0


@pytest.mark.parametrize("countries", [("AZ", "AM", "GE"), ("ML", "BF", "NE"), ("CH", "AT", "LI"), ("US", "CA")])
def test_neighbours_share_their_borders_without_gaps_or_overlaps(countries: tuple[str, ...]) -> None:
    units = country_units(*countries)
    assert shapely.coverage_is_valid(units)
    wholes = [shape(f"country:{country}") for country in countries]
    assert shapely.coverage_is_valid(wholes)
    assert shapely.symmetric_difference(shapely.union_all(units), shapely.union_all(wholes)).area < 1e-9


def test_a_landlocked_enclave_fills_its_hole_exactly() -> None:
    hole = shapely.Polygon(max((part.interiors for part in shape("country:ZA").geoms), key=len)[0])
    assert hole.equals(shape("country:LS"))


def test_locate() -> None:
    assert BOUNDARIES.locate(*YEVLAKH) == ("admin1:AZE-5566", "country:AZ")
    assert BOUNDARIES.locate(*YEREVAN)[1] == "country:AM"
    assert BOUNDARIES.locate(-140, 0) == (None, None)  # the open Pacific


def test_locate_many_answers_as_locate_does() -> None:
    points = [YEVLAKH, (-140.0, 0.0), YEREVAN]
    assert BOUNDARIES.locate_many(*zip(*points, strict=True)) == [BOUNDARIES.locate(*point) for point in points]


def test_a_point_just_off_the_coast_belongs_to_it_and_one_farther_out_to_nobody() -> None:
    # Nauru, far from everything: east of its easternmost point.
    nauru = shape("country:NR")
    east, lat = max(shapely.get_coordinates(nauru).tolist())
    assert BOUNDARIES.locate(east + COAST / 2, lat)[1] == "country:NR"
    assert BOUNDARIES.locate(east + COAST * 2, lat) == (None, None)


def test_unknown_keys_have_no_shape() -> None:
    for key in ("", "country:", "country:ZZ", "region:atlantis", "planet:earth", "country:AZ "):
        assert BOUNDARIES.shape(key) is None
        assert BOUNDARIES.outline(key) is None


@given(lons, lats)
def test_locate_agrees_with_the_shapes(lon: float, lat: float) -> None:
    unit, country = BOUNDARIES.locate(lon, lat)
    point = shapely.Point(lon, lat)
    if unit is None:
        assert country is None
        assert not any(shape(f"country:{code}").intersects(point) for code in ("AZ", "BR", "ID", "RU"))
    else:
        assert shape(unit).distance(point) <= COAST
        assert country == (f"country:{BY_KEY[unit].country}" if BY_KEY[unit].country else None)


@given(keys)
def test_a_boundary_is_valid_and_its_facts_fit_its_shape(key: str) -> None:
    boundary, form = BY_KEY[key], shape(key)
    assert form.is_valid
    assert boundary.name
    assert form.contains(shapely.Point(boundary.lon, boundary.lat))
    assert boundary.radius_m == pytest.approx(1000 * math.sqrt(boundary.area_km2 / math.pi), abs=1)


@given(keys)
def test_an_outline_is_valid_light_and_about_as_large(key: str) -> None:
    form, light = shape(key), outline(key)
    assert light.is_valid
    assert light.geom_type in ("Polygon", "MultiPolygon")
    assert shapely.get_num_coordinates(light) <= OUTLINE_VERTICES
    assert light.area == pytest.approx(form.area, rel=0.4)  # atolls lose their smallest islets


def test_lighten_leaves_a_simple_shape_as_it_is() -> None:
    box = shapely.box(0, 0, 1, 1)
    assert lighten(box).equals(box)


def test_a_shapes_area_is_that_on_the_ellipsoid() -> None:
    boundary = BY_KEY["country:CH"]
    measured = abs(Geod(ellps="WGS84").geometry_area_perimeter(shape("country:CH"))[0]) / 1e6
    assert boundary.area_km2 == pytest.approx(measured, rel=0.01)
    assert boundary.area_km2 == pytest.approx(41_285, rel=0.01)  # as the Swiss count it


@pytest.mark.parametrize(
    ("text", "name", "start", "end"),
    [
        ("Artsakh", "Artsakh", None, None),
        ("Republic of Artsakh[../2024-01-01]", "Republic of Artsakh", None, date(2024, 1, 1)),
        ("Zaire[1971-10-27/1997-05-17]", "Zaire", date(1971, 10, 27), date(1997, 5, 17)),
        ("Myanmar[1989-06-18/..]", "Myanmar", date(1989, 6, 18), None),
    ],
)
def test_dated_names(text: str, name: str, start: date | None, end: date | None) -> None:
    found = dated_name(text)
    assert (found.text, found.valid_from, found.valid_to) == (name, start, end)


def test_opening_reads_no_file_and_a_shape_is_read_alone() -> None:
    """In a process of its own: what is not asked for is not read, and the other kinds' files stay shut."""
    program = (
        "import sys, pyogrio.raw\n"
        "seen = []\n"
        "read = pyogrio.raw.read\n"
        "pyogrio.raw.read = lambda path, *a, **k: (seen.append((path.name, k.get('fids'))), read(path, *a, **k))[1]\n"
        "from geo.boundaries import Boundaries\n"
        "boundaries = Boundaries()\n"
        "assert seen == []\n"
        "boundaries.shape('country:AZ')\n"
        "assert {name for name, _ in seen} == {'countries.fgb'}, seen\n"
        "assert len(seen[-1][1]) == 1\n"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", program], check=True)
