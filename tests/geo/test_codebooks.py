"""What an event is in the columns of ACLED, of UCDP's GED and of PLOVER."""

import csv
import io
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.codebooks import CODEBOOKS, code
from geo.codebooks.ged import priogrid
from geo.exports import export_coded
from geo.model import (
    Actor,
    Attribution,
    Count,
    DatePrecision,
    Event,
    EventPlace,
    Place,
    Source,
    Span,
    Status,
    Telling,
)
from tests.geo import strategies

MALI = EventPlace.whole(Place("geonames:2453866", "Mali", -4, 18, "A", "PCLI", "ML"))
SEGOU = EventPlace.whole(Place("geonames:2451184", "Ségou", -6.2658, 13.4317, "P", "PPLA", "ML", "Ségou Region"))
ARMY = Actor("the army", "actor", "ML", "MIL")
REBELS = Actor("the rebels", "actor", "ML", "REB")
VILLAGERS = Actor("villagers", "recipient", "ML", "CVL")
RAID = Event(
    "e1", "ASSAULT", "firearms", Status.REPORTED, date(2024, 5, 14), date(2024, 5, 14), DatePrecision.DAY,
    Source("d", "=A raid", "https://www.example.org/raid", date(2024, 5, 15)), quote=Span(0, 9, "A raid\n."),
    places=(MALI, SEGOU), actors=(REBELS, VILLAGERS), fatalities=Count(12, None),
)  # fmt: skip
MARCH = replace(RAID, type="PROTEST", mode="demo", actors=(Actor("students", "actor", "ML", "CVL"),), fatalities=None)
QUAKE = replace(RAID, type="DISASTER", mode="EQ", actors=())


def rows(event, name):
    """Through the file, so that what is absent is seen as the empty cell it becomes."""
    stream = io.BytesIO()
    export_coded([event], stream, name)
    return list(csv.DictReader(io.StringIO(stream.getvalue().decode())))


def shown(event, name, columns):
    (row,) = rows(event, name)
    return [row[column] for column in columns.split()]


@pytest.mark.parametrize(
    ("event", "columns", "cells"),
    [
        (RAID, "event_id_cnty event_date year time_precision", ["e1", "2024-05-14", "2024", "1"]),
        (RAID, "disorder_type event_type", ["Political violence", "Violence against civilians"]),
        (RAID, "sub_event_type civilian_targeting", ["Attack", "Civilian targeting"]),
        (RAID, "actor1 inter1 actor2 inter2", ["the rebels", "Rebel group", "villagers", "Civilians"]),
        (RAID, "interaction fatalities source", ["Rebel group-Civilians", "12", "example.org"]),
        (RAID, "iso country admin1 location", ["466", "Mali", "Ségou Region", "Ségou"]),
        (RAID, "latitude longitude geo_precision", ["13.4317", "-6.2658", "1"]),
        (RAID, "notes tags region timestamp", ["A raid .", "", "", ""]),
        (replace(RAID, places=(MALI,)), "geo_precision admin1", ["3", ""]),
        (replace(RAID, places=()), "country latitude geo_precision", ["", "", ""]),
        (replace(RAID, actors=(REBELS, ARMY)), "event_type sub_event_type", ["Battles", "Armed clash"]),
        (replace(RAID, actors=(REBELS, ARMY)), "interaction civilian_targeting", ["State forces-Rebel group", ""]),
        (replace(RAID, actors=(replace(ARMY, country="NE"),)), "interaction", ["External/Other forces only"]),
        (MARCH, "event_type inter1 interaction", ["Protests", "Protesters", "Protesters only"]),
        (MARCH, "disorder_type fatalities tags", ["Demonstrations", "0", "crowd size=no report"]),
        (replace(MARCH, crowd=Count(300, None)), "tags", ["crowd size=at least 300"]),
        (
            replace(RAID, status=Status.CLAIMED, said_by=Attribution("=the army", "say")),
            "notes tags",
            ["Claimed by =the army: A raid .", "claimed"],
        ),
    ],
)  # fmt: skip
def test_acled(event, columns, cells):
    assert shown(event, "acled", columns) == cells


@pytest.mark.parametrize(
    ("event", "columns", "cells"),
    [
        (RAID, "id year type_of_violence", ["e1", "2024", "3"]),
        (RAID, "side_a side_b dyad_name", ["the rebels", "Civilians", "the rebels - Civilians"]),
        (RAID, "best low high deaths_unknown deaths_a", ["12", "12", "", "12", ""]),
        (replace(RAID, fatalities=Count(12, 15)), "best low high", ["12", "12", "15"]),
        (RAID, "date_prec date_start date_end", ["1", "2024-05-14", "2024-05-14"]),
        (RAID, "where_prec where_coordinates adm_1 country", ["1", "Ségou", "Ségou Region", "Mali"]),
        (RAID, "latitude longitude geom_wkt", ["13.4317", "-6.2658", "POINT (-6.2658 13.4317)"]),
        (RAID, "source_headline source_office", ["'=A raid", "example.org"]),
        (RAID, "source_article number_of_sources", ["example.org, 2024-05-15, =A raid", "1"]),
        (replace(RAID, told=Telling("s", 5, 3)), "number_of_sources", ["3"]),
        (replace(RAID, places=()), "where_prec priogrid_gid geom_wkt", ["", "", ""]),
        (replace(RAID, actors=(REBELS, replace(ARMY, role="recipient"))), "type_of_violence side_a", ["1", "the army"]),
        (replace(RAID, actors=(REBELS, replace(REBELS, name="a gang"))), "type_of_violence side_b", ["2", "a gang"]),
        (replace(RAID, actors=(REBELS, Actor("Mali", "recipient", "ML"))), "type_of_violence side_a", ["1", "Mali"]),
        (replace(RAID, actors=()), "type_of_violence side_a dyad_name", ["", "", ""]),
    ],
)  # fmt: skip
def test_ged(event, columns, cells):
    assert shown(event, "ged", columns) == cells


@pytest.mark.parametrize(
    ("event", "columns", "cells"),
    [
        (RAID, "type mode status actor_name actor_country", ["ASSAULT", "firearms", "reported", "the rebels", "MLI"]),
        (RAID, "actor_sector recipient_name recipient_sector", ["REB", "villagers", "CVL"]),
        (RAID, "location_name latitude country text", ["Ségou", "13.4317", "MLI", "A raid\n."]),
        (QUAKE, "type context mode", ["X-DISASTER", "disasters", "EQ"]),
        (replace(QUAKE, type="HEALTH", mode=""), "type context", ["X-HEALTH", "health"]),
        (replace(RAID, status=Status.PLANNED), "type mode status", ["THREATEN", "", "planned"]),
        (replace(RAID, type="AID", mode="", status=Status.DENIED), "type status", ["REJECT", "denied"]),
    ],
)  # fmt: skip
def test_plover(event, columns, cells):
    assert shown(event, "plover", columns) == cells


@pytest.mark.parametrize(
    ("changes", "without"),
    [
        ({}, ""),
        ({"status": Status.CLAIMED}, "ged"),
        ({"status": Status.PLANNED}, "acled ged"),
        ({"status": Status.DENIED}, "acled ged plover"),
        ({"fatalities": None}, "ged"),
        ({"fatalities": Count(0, 9)}, "ged"),
        ({"type": "DISASTER", "mode": "EQ"}, "acled ged"),
        ({"type": "CRIME", "mode": "murder"}, "acled ged"),
        ({"type": "CONSULT", "mode": "visit"}, "acled ged"),
        ({"type": "AGREE", "mode": ""}, "ged"),
        ({"type": "AGREE", "mode": "", "actors": (Actor("the minister", "actor", "ML", "GOV"),)}, "acled ged"),
        ({"type": "THREATEN", "mode": "", "status": Status.PLANNED}, "acled ged plover"),
        ({"type": "my own", "mode": ""}, "acled ged plover"),
    ],
)
def test_an_event_that_a_codebook_does_not_have_is_left_out_and_counted(changes, without):
    event = replace(RAID, **changes)
    for name, codebook in CODEBOOKS.items():
        coded = code([event], codebook)
        assert (len(coded.rows), sum(coded.left_out.values())) == ((0, 1) if name in without.split() else (1, 0)), (
            name
        )


@pytest.mark.parametrize(
    ("precision", "start", "end", "acled", "ged"),
    [
        (DatePrecision.DAY, date(2024, 5, 1), None, ["2024-05-01", "1"], ["1", "2024-05-01"]),
        (DatePrecision.DAY_INFERRED, date(2024, 5, 1), date(2024, 5, 1), ["2024-05-01", "2"], ["2", "2024-05-01"]),
        (DatePrecision.RANGE, date(2024, 5, 1), date(2024, 5, 3), ["2024-05-01", "2"], ["2", "2024-05-03"]),
        (DatePrecision.WEEK, date(2024, 5, 6), date(2024, 5, 12), ["2024-05-06", "2"], ["3", "2024-05-12"]),
        (DatePrecision.MONTH, date(2024, 5, 1), date(2024, 5, 31), ["2024-05-01", "3"], ["4", "2024-05-31"]),
        (DatePrecision.YEAR, date(2024, 1, 1), date(2024, 12, 31), ["", ""], ["5", "2024-12-31"]),
        (DatePrecision.UNKNOWN, None, None, ["", ""], ["", ""]),
    ],
)
def test_a_date_is_as_fine_as_it_is_known(precision, start, end, acled, ged):
    event = replace(RAID, date_precision=precision, start=start, end=end)
    assert shown(event, "acled", "event_date time_precision") == acled
    assert shown(event, "ged", "date_prec date_end") == ged


def test_a_story_is_one_row_by_its_last_report_that_knows_a_place():
    last = replace(RAID, id="e2", source=replace(RAID.source, published=date(2024, 5, 17)), fatalities=Count(15, 15))
    placeless = replace(last, id="e3", source=replace(RAID.source, published=date(2024, 5, 18)), places=())
    reports = [replace(event, told=Telling("e1", 3, 3)) for event in (placeless, last, RAID)]
    coded = code([*reports, replace(RAID, id="alone")], CODEBOOKS["ged"])
    assert [row["id"] for row in coded.rows] == ["e2", "alone"]
    assert coded.left_out == {"other reports of the same event": 2}


@pytest.mark.parametrize(
    ("lon", "lat", "cell"), [(-180, -90, 1), (2.29, 10.51, 145085), (180, 90, 259200), (-179.5, -90, 2)]
)
def test_cells_of_priogrid(lon, lat, cell):
    assert priogrid(lon, lat) == cell


@pytest.mark.parametrize("name", CODEBOOKS)
def test_no_events_are_the_columns_in_order(name):
    stream = io.BytesIO()
    assert export_coded([], stream, name) == {}
    assert stream.getvalue().decode().strip().split(",") == list(CODEBOOKS[name].columns)


@pytest.mark.parametrize("name", CODEBOOKS)
@given(events=st.lists(strategies.events(), max_size=4))
def test_every_event_is_a_row_or_left_out_and_columns_keep_their_order(name, events):
    codebook = CODEBOOKS[name]
    coded = code(events, codebook)
    assert len(coded.rows) + sum(coded.left_out.values()) == len(events)
    for row in coded.rows:
        assert list(row) == [column for column in codebook.columns if column in row]
