"""Lists of places in the files people keep them in."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import GazetteerError
from geo.gazetteers.described import Description, read_description
from geo.gazetteers.lists import PlaceList, read_list
from geo.gazetteers.twins import complete
from geo.geometry import distance_m
from geo.model import Match, Place
from geo.resources import data_path

HEADER = 'prefix = "villages"\n'
COLUMNS = '[columns]\nname = "NAME"\nid = "CODE"\n'
LONLAT = 'lon = "X"\nlat = "Y"\n'
Listed = Callable[..., PlaceList]


def description(folder: Path, file: str, *more: str, head: str = "") -> Description:
    path = folder / "list.toml"
    path.write_text("\n".join([f'file = "{file}"', HEADER, head, COLUMNS, *more]), encoding="utf-8")
    return read_description(path)


@pytest.fixture
def csv(tmp_path: Path) -> Listed:
    """Rows of CODE,NAME,X,Y and whatever columns `header` adds."""

    def csv(*rows: str, header: str = "", more: str = "", head: str = "", encoding: str = "utf-8") -> PlaceList:
        text = "\n".join([f"CODE,NAME,X,Y{header}", *rows])
        (tmp_path / "list.csv").write_text(text, encoding=encoding)
        return read_list(description(tmp_path, "list.csv", LONLAT, more, head=head))

    return csv


def faults(listed: PlaceList) -> list[tuple[str, str]]:
    return [(bad.where, bad.fault) for bad in listed.bad]


def only(listed: PlaceList) -> Place:
    assert not listed.bad
    (entry,) = listed.entries
    return entry.place


def test_a_row_becomes_a_place(csv: Listed) -> None:
    (entry,) = csv("7,Qarağacı,47.25,40.5").entries
    assert entry.place == Place("villages:7", "Qarağacı", 47.25, 40.5, "P", "PPL")
    assert [(name.text, name.match) for name in entry.names] == [("Qarağacı", Match.EXACT)]


def test_all_columns_and_defaults(csv: Listed) -> None:
    listed = csv(
        '7,Qarağacı,"47,25","40,5",Karagadzhi|Garaghaji; Ղարաղաջի,Leninkənd,"1,250",AZE,Yevlax,900',
        "8,Düzdağ,47.3,40.5,,,,,,",
        header=",OTHER,OLD,PEOPLE,LAND,UNIT,M",
        more='alternate_names="OTHER"\nformer_names="OLD"\npopulation="PEOPLE"\ncountry="LAND"\nadmin1="UNIT"\n'
        'radius_m="M"\n[defaults]\nfeature_class="T"\nfeature_code="MT"\ncountry="GE"\nadmin1="Kakheti"\nradius_m=500',
    )
    full, bare = listed.entries
    assert full.place == Place("villages:7", "Qarağacı", 47.25, 40.5, "T", "MT", "AZ", "Yevlax", 1250, 900.0)
    assert bare.place == Place("villages:8", "Düzdağ", 47.3, 40.5, "T", "MT", "GE", "Kakheti", 0, 500.0)
    assert [(name.text, name.match) for name in full.names[1:]] == [
        ("Karagadzhi", Match.ALTERNATE),
        ("Garaghaji", Match.ALTERNATE),
        ("Ղարաղաջի", Match.ALTERNATE),
        ("Leninkənd", Match.HISTORICAL),
    ]


def test_kinds_by_the_lists_own_words_by_geonames_codes_and_by_default(csv: Listed) -> None:
    listed = csv(
        "1,A,47,40,Kənd,,",
        "2,B,47,40,H.LK,,",
        "3,C,47,40,,A,ADM2",
        "4,D,47,40,,,PPLX",
        "5,E,47,40,,H,",
        "6,F,47,40,şəhər,,",
        "7,G,47,40,,Q,",
        "8,H,47,40,,,p.ppl",
        "9,I,47,40,,,",
        header=",TYPE,CLASS,CODE2",
        more='kind="TYPE"\nfeature_class="CLASS"\nfeature_code="CODE2"\n[classes]\n"kənd" = "P.PPLF"',
    )
    kinds = [(e.place.feature_class, e.place.feature_code) for e in listed.entries]
    assert kinds == [("P", "PPLF"), ("H", "LK"), ("A", "ADM2"), ("P", "PPLX"), ("H", ""), ("P", "PPL")]
    assert faults(listed) == [(f"list.csv, line {line}", "unknown kind") for line in (7, 8, 9)]
    assert "'şəhər' is not among the description's [classes], which has kənd" in str(listed.bad[0])


def test_bad_rows_are_told_with_their_line_and_the_others_stay(csv: Listed) -> None:
    listed = csv(
        "1,Good,47,40",
        "2,,47,40",
        "3,...,47,40",
        "4,A,,",
        "5,B,47,",
        "6,C,east,40",
        "7,D,47,140",
        "8,E,nan,40",
        "9,F,0,0",
        "",
        "1,Again,47,40",
        "11,G,47,40,more",
        f"12,{'very ' * 8}long,47,40",
        '13,"Two\nlines",47,40',
        "14,H,200,40",
    )
    assert [entry.place.name for entry in listed.entries] == ["Good", "Two lines"]
    assert faults(listed) == [
        ("list.csv, line 3", "no name"),
        ("list.csv, line 4", "no name"),
        ("list.csv, line 5", "no position"),
        ("list.csv, line 6", "bad position"),
        ("list.csv, line 7", "bad position"),
        ("list.csv, line 8", "bad position"),
        ("list.csv, line 9", "bad position"),
        ("list.csv, line 10", "no position"),
        ("list.csv, line 12", "id twice"),
        ("list.csv, line 13", "too many cells"),
        ("list.csv, line 14", "long name"),
        ("list.csv, line 17", "bad position"),
    ]
    told = "\n".join(map(str, listed.bad))
    for words in ("of X and Y one is empty", "X 'east' is no number such as 47.15", "latitude 140 does not lie"):
        assert words in told
    assert "'villages:1' is that of list.csv, line 2 already" in told


@pytest.mark.parametrize(
    ("cell", "fault"), [("many", "bad number"), ("-5", "bad number"), ("inf", "bad number"), ("1e99", "bad number")]
)
def test_numbers_that_are_none(csv: Listed, cell: str, fault: str) -> None:
    listed = csv("1,A,47,40,12", f"2,B,47,40,{cell}", header=",N", more='population="N"')
    assert faults(listed) == [("list.csv, line 3", fault)]


@pytest.mark.parametrize(
    ("cell", "code"), [("AZ", "AZ"), ("az", "AZ"), ("AZE", "AZ"), ("Azerbaijan", "AZ"), ("", "")]
)
def test_countries_by_code_or_name(csv: Listed, cell: str, code: str) -> None:
    assert only(csv(f"1,A,47,40,{cell}", header=",C", more='country="C"')).country == code


def test_an_unknown_country_is_told(csv: Listed) -> None:
    assert faults(csv("1,A,47,40,Ruritania", "2,B,47,40,AZ", header=",C", more='country="C"')) == [
        ("list.csv, line 2", "unknown country")
    ]


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_a_spreadsheets_delimiters_and_byte_order_mark(tmp_path: Path, delimiter: str) -> None:
    text = "CODE,NAME,X,Y\n1,Kənd,47.5,40\n".replace(",", delimiter)
    (tmp_path / "list.tsv").write_text(text, encoding="utf-8-sig")
    assert only(read_list(description(tmp_path, "list.tsv", LONLAT))).name == "Kənd"


def test_coordinates_in_another_system(csv: Listed) -> None:
    # 47.15 E, 40.62 N in UTM zone 38 N.
    place = only(csv("1,Yevlax,681836,4498745", head='crs = "EPSG:32638"'))
    assert distance_m(place.lon, place.lat, 47.15, 40.62) < 1_000


def test_without_a_column_of_ids_they_come_from_the_content(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("NAME,X,Y\nA,47,40\nA,48,40\nA,47,40\n")
    path = tmp_path / "list.toml"
    path.write_text(f'file = "list.csv"\n{HEADER}\n[columns]\nname = "NAME"\n{LONLAT}')
    listed = read_list(read_description(path))
    assert len({entry.place.id for entry in listed.entries}) == 2
    assert faults(listed) == [("list.csv, line 4", "id twice")]
    assert read_list(read_description(path)) == listed


@pytest.mark.parametrize(
    ("text", "more", "told"),
    [
        ("CODE,NAME,X,Y\n1,A,47,40", 'population = "PEOPLE"', "no column 'PEOPLE', which columns.population"),
        (
            "CODE,NAME,X\n1,A,47",
            "",
            "no column 'Y', which columns.lat of its description names; there are CODE, NAME",
        ),
        ("CODE,NAME,X,Y\n", "", "there are no rows"),
        ("", "", "there are no rows"),
        ("CODE,NAME,X,Y\n1,A,B,47,40", "", "list.csv, line 2: too many cells: 5 instead of 4"),
        ("CODE,NAME,X,Y\n1,,47,40", "", "no row of 1 is of use; the first: list.csv, line 2: no name"),
    ],
)
def test_a_file_of_no_use(tmp_path: Path, text: str, more: str, told: str) -> None:
    (tmp_path / "list.csv").write_text(text)
    with pytest.raises(GazetteerError, match=told):
        read_list(description(tmp_path, "list.csv", LONLAT, more))


def test_a_table_needs_two_columns_for_the_position(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("CODE,NAME,X,Y\n1,A,47,40")
    with pytest.raises(GazetteerError, match=r"must name two columns: columns\.lon, columns\.lat"):
        read_list(description(tmp_path, "list.csv", 'lon = "X"'))


def test_another_encoding_is_told(csv: Listed) -> None:
    with pytest.raises(GazetteerError, match="not UTF-8; save it as UTF-8"):
        csv("1,Köln,7,51", encoding="latin-1")


SQUARE = shapely.box(47.0, 40.0, 47.1, 40.1)


def layer(**columns: Any) -> geopandas.GeoDataFrame:
    shapes = [shapely.Point(47.5, 40.5), SQUARE, shapely.LineString([(47, 40), (47, 40.2)]), None, shapely.Polygon()]
    names = ["Point", "Square", "Line", "Nothing", "Empty"]
    return geopandas.GeoDataFrame(
        {"CODE": [1, 2, 3, 4, 5], "NAME": names, **columns}, geometry=shapes, crs="EPSG:4326"
    )


@pytest.mark.parametrize("file", ["list.geojson", "list.gpkg", "list.fgb", "list.shp"])
@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32638"])
def test_layers_of_points_lines_and_areas_in_any_system(tmp_path: Path, file: str, crs: str) -> None:
    frame = layer().to_crs(crs)
    if file == "list.shp":
        frame = frame.iloc[1:2]  # one kind of geometry a file
    elif file == "list.fgb":
        frame = frame.iloc[:3]
    frame.to_file(tmp_path / file, **({"SPATIAL_INDEX": "NO"} if file == "list.fgb" else {}))
    listed = read_list(description(tmp_path, file))
    places = {entry.place.name: entry.place for entry in listed.entries}
    if point := places.get("Point"):
        assert (point.id, point.radius_m) == ("villages:1", 0.0)
        assert (point.lon, point.lat) == pytest.approx((47.5, 40.5), abs=1e-5)
    square = places["Square"]
    assert (square.lon, square.lat) == pytest.approx((47.05, 40.05), abs=0.06)
    # 8.5 km by 11.1 km; a circle of that area.
    assert square.radius_m == pytest.approx(5_480, rel=0.01)
    if line := places.get("Line"):
        assert line.radius_m == pytest.approx(11_100, rel=0.01)
    expected = (
        [(f"{file}, feature {n}", "no position") for n in (4, 5)] if file in ("list.geojson", "list.gpkg") else []
    )
    assert faults(listed) == expected


def test_an_area_across_the_antimeridian_is_as_large_as_it_is(tmp_path: Path) -> None:
    halves = shapely.MultiPolygon([shapely.box(179.9, -17, 180, -16.8), shapely.box(-180, -17, -179.9, -16.8)])
    geopandas.GeoDataFrame({"CODE": ["a"], "NAME": ["Taveuni"]}, geometry=[halves], crs=4326).to_file(
        tmp_path / "list.gpkg"
    )
    assert only(read_list(description(tmp_path, "list.gpkg"))).radius_m == pytest.approx(12_200, rel=0.05)


def test_whole_numbers_with_gaps_stay_whole_and_two_columns_may_say_where(tmp_path: Path) -> None:
    frame = layer(
        PEOPLE=[1200.0, None, 3.0, None, 8.0], X=[None, 48.0, None, 48.5, None], Y=[None, 41.0, None, 41.5, None]
    )
    frame.to_file(tmp_path / "list.gpkg")
    listed = read_list(description(tmp_path, "list.gpkg", LONLAT, 'population = "PEOPLE"'))
    places = {entry.place.name: entry.place for entry in listed.entries}
    assert [place.population for place in places.values()] == [1200, 0, 3, 0]
    assert (places["Square"].lon, places["Square"].radius_m) == (48.0, 0.0)
    assert (places["Nothing"].lon, places["Nothing"].lat) == (48.5, 41.5)


def test_of_several_layers_one_must_be_named(tmp_path: Path) -> None:
    for name in ("villages", "rivers"):
        layer().to_file(tmp_path / "list.gpkg", layer=name)
    with pytest.raises(GazetteerError, match="layer = one of villages, rivers"):
        read_list(description(tmp_path, "list.gpkg"))
    with pytest.raises(GazetteerError, match="there is no layer 'roads'; there are villages, rivers"):
        read_list(description(tmp_path, "list.gpkg", head='layer = "roads"'))
    assert len(read_list(description(tmp_path, "list.gpkg", head='layer = "rivers"')).entries) == 3


def test_what_is_no_data_set_is_told(tmp_path: Path) -> None:
    (tmp_path / "list.gpkg").write_text("not a database")
    with pytest.raises(GazetteerError, match=r"list\.gpkg: "):
        read_list(description(tmp_path, "list.gpkg"))


def test_a_table_without_geometry_needs_columns(tmp_path: Path) -> None:
    frame = pd.DataFrame({"CODE": ["007"], "NAME": ["A"], "X": [47.0], "Y": [40.0]})
    import pyogrio

    pyogrio.write_dataframe(frame, tmp_path / "list.gpkg")
    assert only(read_list(description(tmp_path, "list.gpkg", LONLAT))).id == "villages:007"
    with pytest.raises(GazetteerError, match="no position"):
        read_list(description(tmp_path, "list.gpkg"))


def test_country_and_unit_come_from_the_position_where_the_list_says_neither(csv: Listed) -> None:
    rows = ("1,Village,47.15,40.62,", "2,Told,47.15,40.62,GE", "3,Sea,-30,40,")
    entries = complete(csv(*rows, header=",C", more='country="C"').entries, {}, data_path("boundaries", "admin1.fgb"))
    places = [entry.place for entry in entries]
    assert [place.country for place in places] == ["AZ", "GE", ""]
    assert places[0].admin1 == "Yevlakh"
    assert places[0].radius_m == 1_000.0


cells = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@given(st.lists(st.tuples(cells, cells, cells, cells), min_size=1, max_size=5))
def test_every_row_is_a_place_or_is_told(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]]
) -> None:
    import csv as table

    folder = tmp_path_factory.mktemp("any")
    with (folder / "list.csv").open("w", encoding="utf-8", newline="") as file:
        table.writer(file).writerows([("CODE", "NAME", "X", "Y"), ("good", "Good", 47, 40), *rows])
    listed = read_list(description(folder, "list.csv", LONLAT))
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    assert len(listed.entries) + len(listed.bad) == len(filled) + 1
    assert all(-180 <= e.place.lon <= 180 and -90 <= e.place.lat <= 90 for e in listed.entries)
    assert len({e.place.id for e in listed.entries}) == len(listed.entries)
