"""Events into files and streams."""

import io
from dataclasses import replace

import orjson
import pytest

from geo.errors import QueryError
from geo.exports import export, export_coded
from geo.features import feature
from geo.model import DatePrecision, Event, EventPlace, Place, PlaceKind, Role, Source, Span, Status

GORIS = Place("geonames:174895", "Goris", 46.34, 39.51, "P", "PPL", "AM")
EVENT = Event(
    "a1", "PROTEST", "", Status.REPORTED, None, None, DatePrecision.UNKNOWN, Source("d", "=1+1"),
    quote=Span(0, 4, "Ånd\n"), places=(EventPlace(Role.EVENT, PlaceKind.POINT, None, GORIS, lon=46.34, lat=39.51),),
)  # fmt: skip
FEATURES = [orjson.dumps(feature(event, lambda key: None)) for event in (EVENT, replace(EVENT, id="a2", places=()))]


def breaking():
    yield from FEATURES
    raise ZeroDivisionError


def test_a_file_appears_whole_and_alone(tmp_path):
    export(iter(FEATURES), tmp_path / "events.geojson", "geojson")
    assert [path.name for path in tmp_path.iterdir()] == ["events.geojson"]
    found = orjson.loads((tmp_path / "events.geojson").read_bytes())
    assert [each["id"] for each in found["features"]] == ["a1", "a2"]


@pytest.mark.parametrize("format", ["geojsonseq", "gpkg"])
def test_a_file_that_breaks_off_does_not_appear(tmp_path, format):
    with pytest.raises(ZeroDivisionError):
        export(breaking(), tmp_path / "events", format)
    assert not list(tmp_path.iterdir())


def test_a_stream_gets_the_same(tmp_path):
    stream = io.BytesIO()
    export(iter(FEATURES), stream, "csv")
    export(iter(FEATURES), tmp_path / "events.csv", "csv")
    assert stream.getvalue() == (tmp_path / "events.csv").read_bytes()


def test_an_unknown_format_is_refused_by_name():
    with pytest.raises(QueryError, match=r"shapefile.*geojson.*acled"):
        export([], io.BytesIO(), "shapefile")


def test_cells_of_a_codebook_are_disarmed():
    stream = io.BytesIO()
    assert export_coded([replace(EVENT, source=Source("d", "=1+1", "-x"))], stream, "plover") == {}
    assert b"'=1+1" in stream.getvalue() or b"'-x" in stream.getvalue()
