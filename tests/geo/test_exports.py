"""Each format read back by the programs it is for."""

import csv
import io
from dataclasses import replace

import geopandas
import orjson
import pytest

from geo.errors import QueryError
from geo.exports import FORMATS, export
from geo.model import DatePrecision, Event, EventPlace, Place, PlaceKind, Role, Source, Span, Status

GORIS = Place("geonames:174895", "Goris", 46.34, 39.51, "P", "PPL", "AM")
PLACED = Event(
    "a1", "PROTEST", "", Status.REPORTED, None, None, DatePrecision.UNKNOWN, Source("d", "=1+1"),
    quote=Span(0, 4, "Ånd\n"), places=(EventPlace(Role.EVENT, PlaceKind.POINT, None, GORIS, lon=46.34, lat=39.51),),
)  # fmt: skip
UNPLACED = replace(PLACED, id="a2", places=())


def nowhere(key):
    return None


def written(events, name):
    stream = io.BytesIO()
    export(events, stream, name, outline=nowhere)
    return stream.getvalue()


@pytest.mark.parametrize("name", ["geojson", "flatgeobuf", "gpkg", "kml"])
@pytest.mark.parametrize("events", [[PLACED, UNPLACED], [PLACED]])
def test_gis_programs_read_the_events_where_they_are(name, events, tmp_path):
    path = tmp_path / f"events{FORMATS[name].suffix}"
    export(iter(events), path, name, outline=nowhere)
    frame = geopandas.read_file(path)
    assert len(frame) == len(events)
    (point,) = frame.geometry.dropna()
    assert (point.x, point.y) == (46.34, 39.51)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["geojson", "flatgeobuf", "gpkg"])
def test_no_events_make_a_whole_file_too(name, tmp_path):
    path = tmp_path / f"events{FORMATS[name].suffix}"
    export([], path, name, outline=nowhere)
    assert geopandas.read_file(path).empty


def test_no_events_in_csv_are_its_header_and_in_a_sequence_nothing():
    assert written([], "csv").startswith(b"id,title,type,")
    assert list(csv.DictReader(io.StringIO(written([], "csv").decode()))) == []
    assert written([], "geojsonseq") == b""


def test_an_unplaced_event_is_a_row_without_a_position():
    (row,) = csv.DictReader(io.StringIO(written([UNPLACED], "csv").decode()))
    assert (row["id"], row["lon"], row["lat"]) == ("a2", "", "")


def test_a_sequence_has_a_separator_and_a_line_for_each_feature():
    records = written([PLACED, UNPLACED], "geojsonseq").split(b"\x1e")[1:]
    assert [orjson.loads(record)["id"] for record in records] == ["a1", "a2"]


def test_a_spreadsheet_runs_no_cell():
    (row,) = csv.DictReader(io.StringIO(written([PLACED], "csv").decode()))
    assert row["source_title"] == "'=1+1"
    assert (row["lon"], row["lat"]) == ("46.34", "39.51")


def test_an_unknown_format_is_refused_by_name():
    with pytest.raises(QueryError, match=r"shapefile.*geojson"):
        written([], "shapefile")
