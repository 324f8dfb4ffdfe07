from dataclasses import replace
from datetime import date

import orjson
import pytest
import shapely
from hypothesis import given

from geo.features import feature, geometry
from geo.model import DatePrecision, Event, EventPlace, Place, PlaceKind, Role, Source, Status
from geo.rows import COLUMNS
from tests.geo import strategies

SHAPES = {"country:AA": shapely.box(44, 38, 50, 42), "admin1:AAA-1": shapely.box(0, 0, 1, 1)}
GORIS = Place("geonames:174895", "Goris", 46.34, 39.51, "P", "PPL", "AM")
PLACE = EventPlace(Role.EVENT, PlaceKind.POINT, None, GORIS, lon=46.34, lat=39.51)
EVENT = Event(
    "e", "PROTEST", "", Status.REPORTED, date(2023, 9, 20), date(2023, 9, 20), DatePrecision.DAY,
    Source("d", "A <b>march</b>", "https://example.org/1", date(2023, 9, 21)), places=(PLACE,),
)  # fmt: skip


def outline(key):
    return SHAPES.get(key)


def test_an_event_in_a_town() -> None:
    made = feature(EVENT, outline)
    assert (made["type"], made["id"]) == ("Feature", "e")
    assert made["geometry"] == {"type": "Point", "coordinates": [46.34, 39.51]}
    properties = made["properties"]
    assert properties["placed"] is True
    assert properties["start"] == "2023-09-20"
    assert properties["sources"] == [
        {"title": "A <b>march</b>", "url": "https://example.org/1", "published": "2023-09-21"}
    ]
    assert [place["place"]["name"] for place in properties["places"]] == ["Goris"]


def test_the_day_of_publication_is_not_among_the_dates_of_the_event() -> None:
    assert {name for name in feature(EVENT, outline)["properties"] if name.startswith("source_")} == set()


@pytest.mark.parametrize("role", [None, Role.SPEECH])
def test_an_event_without_a_place_to_draw_has_no_geometry(role: Role | None) -> None:
    places = () if role is None else (replace(PLACE, role=role),)
    made = feature(replace(EVENT, places=places), outline)
    assert made["geometry"] is None
    assert made["properties"]["placed"] is False


def test_a_users_columns_hide_nothing() -> None:
    properties = feature(replace(EVENT, extra={"status": "mine", "placed": "no", "ward": "7"}), outline)["properties"]
    assert (properties["status"], properties["extra_status"]) == ("reported", "mine")
    assert (properties["placed"], properties["extra_placed"]) == (True, "no")
    assert properties["ward"] == "7"


def test_an_area_of_one_piece_is_a_polygon() -> None:
    one = shapely.MultiPolygon([SHAPES["country:AA"]])
    assert geometry(one)["type"] == "Polygon"
    assert shapely.from_geojson(orjson.dumps(geometry(one))).equals(one)
    two = shapely.MultiPolygon(list(SHAPES.values()))
    assert geometry(two)["type"] == "MultiPolygon"


@given(strategies.events())
def test_every_event_is_a_feature_of_all_columns_that_json_can_say(event: Event) -> None:
    made = orjson.loads(orjson.dumps(feature(event, outline)))
    assert {name for name in COLUMNS if not name.startswith("source_")} <= made["properties"].keys()
    assert made["properties"]["placed"] == (made["geometry"] is not None)
    if made["geometry"]:
        shape = shapely.from_geojson(orjson.dumps(made["geometry"]))
        assert shape.is_valid
        west, south, east, north = shape.bounds
        assert -180 <= west <= east <= 180
        assert -90 <= south <= north <= 90
