"""What every format keeps: all rows in their order, with their ids, values and geometries."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas
import orjson
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.features import feature, geometry
from geo.formats import FORMATS, Table
from geo.formats.base import EXTRA, PIECE
from geo.formats.tables import EVENTS
from geo.shapes import written as written_shape
from tests.geo import strategies
from tests.geo.formats.reading import READERS, rows

TABLE = Table(
    "things",
    {
        "name": "text",
        "day": "date",
        "number": "integer",
        "share": "real",
        "known": "boolean",
        "parts": "json",
        "first_name": "text",
        EXTRA: "json",
    },
    label="name",
    parts={"first_name": ("listed", "name")},
)
# What XML, and the programs that read it, take for another character or for none.
PLAIN = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=20)
HOSTILE = st.sampled_from(
    (
        "=1+1",
        "@SUM(A1)",
        "-2",
        "\t=x",
        "＝cmd",
        "</Placemark><script>",
        "]]>",
        "&amp;",
        "'; DROP TABLE x",
        '"',
        "a,b;c",
    )
)
TEXTS = PLAIN.map(str.strip) | HOSTILE
POSITIONS = st.tuples(
    st.floats(-180, 180).map(lambda x: round(x, 5) + 0.0), st.floats(-90, 90).map(lambda y: round(y, 5) + 0.0)
)
SQUARES = POSITIONS.map(lambda spot: shapely.box(*spot, spot[0] + 1, spot[1] + 0.5))
SHAPES = (
    POSITIONS.map(shapely.Point)
    | st.lists(POSITIONS, min_size=2, max_size=4).map(shapely.MultiPoint)
    | st.lists(POSITIONS, min_size=2, max_size=4).map(lambda spots: shapely.MultiLineString([spots]))
    | SQUARES
    | SQUARES.map(lambda square: square.difference(square.centroid.buffer(0.1, 4)))
    | st.lists(SQUARES, min_size=2, max_size=3).map(shapely.MultiPolygon)
)
PROPERTIES = st.fixed_dictionaries(
    {
        "name": TEXTS,
        "day": st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31)).map(str),
        "number": st.none() | st.integers(-(2**31), 2**31 - 1),
        "share": st.none() | st.floats(-1e9, 1e9),
        "known": st.none() | st.booleans(),
        "parts": st.none() | st.lists(st.dictionaries(PLAIN, st.integers(0, 9) | TEXTS), max_size=2),
        "listed": st.just([]) | TEXTS.map(lambda text: [{"name": text}]),
    },
    optional={"own": TEXTS},
)
FEATURES = st.builds(
    lambda id, shape, properties: {
        "type": "Feature",
        "id": id,
        "geometry": shape and geometry(written_shape(shape)),
        "properties": properties,
    },
    PLAIN.map(str.strip).filter(bool),
    st.none() | SHAPES,
    PROPERTIES,
).map(orjson.dumps)

every_format = pytest.mark.parametrize("name", READERS)


def written(name: str, features: list[bytes], table: Table = TABLE) -> bytes:
    return b"".join(FORMATS[name].write(iter(features), table))


def read_back(name: str, features: list[bytes], table: Table = TABLE) -> list[dict]:
    with TemporaryDirectory() as folder:
        return rows(name, written(name, features, table), table, Path(folder))


def same(name: str, features: list[bytes], table: Table = TABLE) -> None:
    expected = [_known(name, row) for row in read_back("geojson", features, table)]
    assert [_known(name, row) for row in read_back(name, features, table)] == expected


def _known(name: str, row: dict) -> dict:
    """What a format can't tell apart or can't hold: nothing and null, NUL, what is no character of XML or blank in it."""
    lost = {"geojson": "", "geojsonseq": "", "kml": "[\0-\x08\v\f\x0e-\x1f\ufffe\uffff]"}.get(name, "\0")
    texts = {key: re.sub(lost, "\ufffd", value) for key, value in row.items() if lost and isinstance(value, str)}
    if name == "kml":
        texts = {key: text.strip() for key, text in texts.items()}
    return {key: None if value == "" else value for key, value in (row | texts).items()}


def test_every_format_is_read_back():
    assert READERS.keys() == FORMATS.keys()


@every_format
@settings(max_examples=20, deadline=None)
@given(features=st.lists(FEATURES, max_size=5))
def test_all_of_it_comes_back(name, features):
    same(name, features)


@every_format
@settings(max_examples=8, deadline=None)
@given(events=st.lists(strategies.events(), max_size=3))
def test_events_come_back_from_every_format(name, events):
    same(name, [orjson.dumps(feature(event, lambda key: None)) for event in events], EVENTS)


def numbered(count: int, padding: str = "") -> Iterator[bytes]:
    shape = {"type": "Point", "coordinates": [1.5, 2.5]}
    for number in range(count):
        properties = {"name": padding, "number": number}
        yield orjson.dumps({"type": "Feature", "id": str(number), "geometry": shape, "properties": properties})


@every_format
def test_many_pieces_are_one_file(name):
    pieces = list(FORMATS[name].write(numbered(2500, "x" * 500), TABLE))
    assert all(0 < len(piece) < 2 * PIECE + 16_000 * 500 for piece in pieces)
    with TemporaryDirectory() as folder:
        found = rows(name, b"".join(pieces), TABLE, Path(folder))
    assert [row["number"] for row in found] == list(range(2500))


@every_format
def test_what_breaks_the_reading_off_is_told_and_leaves_nothing_behind(name, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def breaking():
        yield from numbered(2500)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(FORMATS[name].write(breaking(), TABLE))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["gpkg", "flatgeobuf"])
def test_a_file_that_nobody_reads_to_its_end_is_removed(name, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    pieces = FORMATS[name].write(numbered(3000), TABLE)
    assert next(pieces)
    assert list(tmp_path.iterdir())
    pieces.close()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["csv", "geojson", "geojsonseq", "kml", "parquet"])
def test_a_stream_begins_before_the_features_end(name):
    pieces = FORMATS[name].write(numbered(10**9, "x" * 500), TABLE)
    assert next(pieces)
    assert next(pieces)


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("gpkg", {"day": "Date", "number": "Integer64", "share": "Real", "known": "Integer", "name": "String"}),
        ("flatgeobuf", {"day": "DateTime", "number": "Integer64", "share": "Real", "known": "Integer"}),
        ("kml", {"number": "Integer", "share": "Real", "known": "Integer", "name": "String"}),
    ],
)
def test_gis_programs_see_the_types(name, kinds, tmp_path):
    path = tmp_path / f"things{FORMATS[name].suffix}"
    path.write_bytes(written(name, list(numbered(1))))
    info = pyogrio.read_info(path, layer="things")
    found = dict(zip(info["fields"], info["ogr_types"], strict=True))
    assert {
        column: found[f"{column}2" if column == "name" and name == "kml" else column][3:] for column in kinds
    } == kinds
    subtypes = dict(zip(info["fields"], info["ogr_subtypes"], strict=True))
    assert subtypes["known"] == "OFSTBoolean"


def test_geoparquet_says_where_its_geometries_are(tmp_path):
    path = tmp_path / "things.parquet"
    path.write_bytes(written("parquet", list(numbered(3))))
    frame = geopandas.read_parquet(path)
    assert frame.crs.to_authority() == ("OGC", "CRS84")
    assert list(frame.geometry) == [shapely.Point(1.5, 2.5)] * 3
    assert geopandas.read_parquet(path, bbox=(5, 5, 6, 6)).empty
    known = orjson.loads(pq.read_metadata(path).metadata[b"geo"])
    assert known["version"] == "1.1.0"
    assert known["columns"]["geometry"]["bbox"] == [1.5, 2.5, 1.5, 2.5]
    assert known["columns"]["geometry"]["geometry_types"] == ["Point"]


def test_gdal_knows_the_geometry_of_csv_by_its_name(tmp_path):
    path = tmp_path / "things.csv"
    path.write_bytes(written("csv", list(numbered(2))))
    assert list(geopandas.read_file(path).geometry) == [shapely.Point(1.5, 2.5)] * 2


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "\n=1", "＝1"])
def test_a_spreadsheet_runs_no_cell(text):
    feature = orjson.dumps({"id": text, "geometry": None, "properties": {"name": text}})
    head, cells = csv.reader(io.StringIO(written("csv", [feature]).decode(), newline=""))
    assert cells[: head.index("day")] == [f"'{text}", f"'{text}"]


def test_numbers_below_zero_stay_numbers():
    feature = orjson.dumps({"id": "a", "geometry": None, "properties": {"number": -5, "share": -0.5}})
    assert read_back("csv", [feature])[0]["number"] == -5


def test_a_table_of_some_properties_has_their_columns_only():
    table = EVENTS.only(["start", "sources"])
    assert list(table.columns) == ["start", "source_title", "source_url", "source_published"]
    properties = {"start": "2024-01-01", "sources": [{"title": "a", "url": "", "published": None}]}
    assert table.reader()(properties) == ["2024-01-01", "a", "", None]


def test_the_users_own_properties_come_as_json():
    (row,) = read_back("csv", [orjson.dumps({"id": "a", "geometry": None, "properties": {"b": 1, "a": "x"}})])
    assert row["extra"] == '{"a":"x","b":1}'
