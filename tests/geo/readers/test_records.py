import json
from datetime import date

import pytest

from geo.errors import ReadError
from geo.model import Count, DatePrecision, GeoPrecision, Place, PlaceKind, Resolution, Status, Toponym
from geo.query import positions
from geo.readers import records
from geo.readers.columns import Columns
from geo.readers.records import Record, open_table
from geo.readers.tables import read_rows

YEVLAKH = Place("geonames:584649", "Yevlakh", 47.15, 40.6172, "P", "PPLA", country="AZ", radius_m=5000.0)
PLACES = {"Yevlakh": YEVLAKH}


def locate(name, wider=(), on=None):
    place = PLACES.get(name)
    return Resolution(Toponym(0, len(name), name), place, 0.9 if place else 0.0)


def read(path, content, chosen=None, **options):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(open_table(path, chosen, **options).records(locate))


CSV = "\ufeffWhen;City;Event type;Deaths;Weather\n2023-09-21;Yevlakh;talks;0;fine\n2023-09-22;Nowhereville;Riots;;\n"


def test_a_csv_with_names_only(tmp_path):
    first, second = read(tmp_path / "a.csv", CSV)
    event = first.event
    assert event.located[0].place == YEVLAKH
    assert positions(event) == [(47.15, 40.6172)]
    assert (event.start, event.end, event.date_precision) == (date(2023, 9, 21), date(2023, 9, 21), DatePrecision.DAY)
    assert (event.type, event.fatalities, event.confidence) == ("TALKS", Count(0, 0), 0.9)
    assert dict(event.extra) == {
        "When": "2023-09-21",
        "City": "Yevlakh",
        "Event type": "talks",
        "Deaths": "0",
        "Weather": "fine",
    }
    assert event.source.document_id == first.document.id
    assert (second.event.type, second.event.mode) == ("PROTEST", "riot")
    assert event.confidence_reasons == ("for: the place is looked up by its name",)
    assert second.event.located == ()
    assert second.event.confidence_reasons == ("against: the place it names is not known",)
    assert second.event.extra["City"] == "Nowhereville"


def test_reading_again_gives_the_same_ids_wherever_the_file_is(tmp_path):
    (tmp_path / "b").mkdir()
    first = read(tmp_path / "a.csv", CSV)
    assert read(tmp_path / "b" / "a.csv", CSV) == first
    assert len({record.event.id for record in first}) == 2


def test_one_day_shows_how_all_days_of_a_table_are_written(tmp_path):
    first, second = read(tmp_path / "a.csv", "place,date\nYevlakh,03/04/2023\nYevlakh,21/09/2023\n")
    assert (first.event.start, second.event.start) == (date(2023, 4, 3), date(2023, 9, 21))
    first, _ = read(tmp_path / "b.csv", "place,date\nYevlakh,03/04/2023\nYevlakh,9/21/23\n")
    assert first.event.start == date(2023, 3, 4)
    undecided, same = read(tmp_path / "c.csv", "place,date\nYevlakh,03/04/2023\nYevlakh,05/05/2023\n")
    assert "can be read two ways" in str(undecided)
    assert same.event.start == date(2023, 5, 5)


def test_days_that_are_written_both_ways_are_read_in_none(tmp_path):
    with pytest.raises(
        ReadError, match=r"line 4: .*second in '9/21/2023', but not in '21/09/2023' on line 2; .*--date-format"
    ):
        read(tmp_path / "a.csv", "place,date\nYevlakh,21/09/2023\nYevlakh,1/2/2023\nYevlakh,9/21/2023\n")
    with_format = read(tmp_path / "a.csv", "place,date\nYevlakh,21/09/2023\n", date_format="%d/%m/%Y")
    assert with_format[0].event.start == date(2023, 9, 21)


@pytest.mark.parametrize(
    ("table", "date_format", "times"),
    [("place\nYevlakh\n", "", 1), ("place,date\nYevlakh,2023\n", "", 2), ("place,date\nYevlakh,2023\n", "%Y", 1)],
)
def test_a_table_is_read_twice_only_for_days_to_decide_about(tmp_path, monkeypatch, table, date_format, times):
    opened = []
    monkeypatch.setattr(records, "read_rows", lambda path: opened.append(path) or read_rows(path))
    assert read(tmp_path / "a.csv", table, date_format=date_format)
    assert len(opened) == times


def test_coordinates_stand_and_keep_the_users_name(tmp_path):
    (record,) = read(tmp_path / "a.csv", 'place,longitude,latitude\nYevlakh,"47,5",40.5\n')
    (place,) = record.event.located
    assert (place.lon, place.lat, place.precision, place.place.name) == (47.5, 40.5, GeoPrecision.EXACT, "Yevlakh")
    assert record.event.date_precision is DatePrecision.UNKNOWN


def test_bad_rows_are_named_and_the_rest_goes_on(tmp_path):
    rows = [
        "place,date,lon,lat,fatalities",
        "Yevlakh,soon,,,",
        "Yevlakh,2023,500,1,",
        "Yevlakh,2023,1,,",
        "Yevlakh,2023,,,-1",
    ]
    rows += ["Yevlakh,2023,,,1,more", "Yevlakh,2023,nan,1,", '"Yev\nlakh",2023', "Yevlakh,2023,,,2"]
    found = read(tmp_path / "a.csv", "\n".join(rows))
    assert [str(e).removeprefix(f"{tmp_path}/a.csv, line ") for e in found if isinstance(e, ReadError)] == [
        "2: 'soon' is not a date such as 2023-09-20 or 2023-09-20T18:30:00+04:00",
        "3: lon '500' does not lie between -180 and 180",
        "4: lat '' is not a number of degrees such as 47.15",
        "5: '-1' is not a number of people",
        "6: 6 cells, but the header has 5; is a cell with a delimiter unquoted?",
        "7: lon 'nan' does not lie between -180 and 180",
    ]
    assert [r.event.extra["place"] for r in found if isinstance(r, Record)] == ["Yev\nlakh", "Yevlakh"]


def test_ids_make_a_row_replaceable_and_must_not_repeat(tmp_path):
    old, again = read(tmp_path / "a.csv", "id,city\n1,Yevlakh\n1,Baku\n")
    assert str(again).endswith("line 3: the same record as on line 2; it is left out")
    (new,) = read(tmp_path / "a.csv", "id,city\n1,Shusha\n")
    assert new.document.id == old.document.id
    (other,) = read(tmp_path / "b.csv", "id,city\n1,Yevlakh\n")
    assert other.document.id != old.document.id


def test_geojson_points_and_shapes(tmp_path):
    def feature(geometry, **properties):
        return {"type": "Feature", "id": properties.pop("id"), "geometry": geometry, "properties": properties}

    square = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}
    features = [
        feature({"type": "Point", "coordinates": [47.1, 40.6]}, id=1, type="earthquake", time=1695168000000, mag=4.5),
        feature(square, id=2, status="planned", title="A festival"),
        feature(None, id=3, place="Yevlakh"),
        feature({"type": "Point", "coordinates": ["a"]}, id=4),
    ]
    quake, festival, named, broken = read(
        tmp_path / "a.geojson", json.dumps({"type": "FeatureCollection", "features": features})
    )
    assert (quake.event.type, quake.event.mode, quake.event.start) == ("DISASTER", "EQ", date(2023, 9, 20))
    assert positions(quake.event) == [(47.1, 40.6)]
    assert quake.event.extra["mag"] == "4.5"
    (area,) = festival.event.located
    assert area.kind is PlaceKind.REGION
    assert area.radius_m == pytest.approx(78_600, rel=0.01)
    assert (festival.event.status, festival.event.source.title) == (Status.PLANNED, "A festival")
    assert named.event.located[0].place == YEVLAKH
    assert "line 4: the feature's geometry is broken" in str(broken)


def test_json_lines(tmp_path):
    lines = (
        '{"city": "Yevlakh", "date": "2023-09-21", "tags": ["a", "b"], "notes": "They <b>met</b>."}\nnonsense\n[]\n'
    )
    record, bad, listed = read(tmp_path / "a.jsonl", lines)
    assert record.event.quote.text == record.document.text == "They <b>met</b>."
    assert record.event.extra["tags"] == '["a","b"]'
    assert (bad.line, listed.line) == (2, 3)


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_delimiters(tmp_path, mark):
    (record,) = read(tmp_path / "a.csv", f'city{mark}"a note, long"{mark}b\nYevlakh{mark}"x, y; z"\n')
    assert record.event.extra["a note, long"] == "x, y; z"
    assert record.event.located


def test_named_columns_and_dates(tmp_path):
    chosen = Columns(place="Ort", date="Tag")
    (record,) = read(tmp_path / "a.tsv", "Ort\tTag\nYevlakh\t21/09/2023\n", chosen, date_format="%d/%m/%Y")
    assert record.event.start == date(2023, 9, 21)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "no rows"),
        ("a,b\n", "no rows"),
        ("a,b\n1,2\n", "no column names a place; say which does (place=...): a, b"),
        ("city\nBogot\xe1\n".encode("latin-1"), "line 2: not UTF-8; save the table as UTF-8"),
    ],
)
def test_tables_of_no_use(tmp_path, content, reason):
    with pytest.raises(ReadError) as caught:
        read(tmp_path / "a.csv", content)
    assert reason in str(caught.value)


def test_a_missing_table(tmp_path):
    with pytest.raises(ReadError, match="No such file"):
        open_table(tmp_path / "none.csv")


def test_the_rest_after_a_wrong_encoding_is_not_guessed(tmp_path):
    rows = b"city\n" + b"Yevlakh\n" + b"Baku\n" * 60 + "Bogot\xe1\n".encode("latin-1")
    *_, last = read(tmp_path / "a.csv", rows)
    assert isinstance(last, ReadError)
    assert last.line == 63
