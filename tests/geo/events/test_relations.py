"""How the words around a name move it, widen it or join it to another."""

import re

import pytest

from geo.events.relations import pairs, placed
from geo.geometry import distance_m
from geo.model import Candidate, GeoPrecision, Match, MentionKind, Place, PlaceKind, Resolution, Role, Span, Toponym

PLACES = {
    "Goris": Place("geonames:1", "Goris", 46.34, 39.51, "P", "PPL", "AM", radius_m=1_200),
    "Lyon": Place("geonames:2", "Lyon", 4.85, 45.75, "P", "PPLA", "FR", radius_m=9_000),
    "Grenoble": Place("geonames:3", "Grenoble", 5.72, 45.17, "P", "PPLA2", "FR", radius_m=4_000),
    "Syria": Place("geonames:4", "Syria", 38, 35, "A", "PCLI", "SY", radius_m=240_000, boundary="country:SY"),
    "Turkey": Place("geonames:5", "Turkey", 35, 39, "A", "PCLI", "TR", radius_m=500_000, boundary="country:TR"),
}
UNIT = Place("geonames:6", "Lachin", 46.4, 39.65, "A", "ADM1", "AZ", radius_m=24_000, boundary="admin1:AZE-1735")
SEAT = Place("geonames:7", "Lachin", 46.55, 39.64, "P", "PPLA", "AZ", radius_m=2_000)


def mentions(text):
    found = []
    for match in re.finditer(r"Goris|Lyon|Grenoble|Syrian?|Turk(?:ish|ey)|Lachin", text):
        name = {"Syrian": "Syria", "Turkish": "Turkey"}.get(match.group(), match.group())
        kind = MentionKind.TOPONYM if name == match.group() else MentionKind.DEMONYM
        beaten = (Candidate(SEAT, Match.EXACT),) if name == "Lachin" else ()
        found.append(
            Resolution(Toponym(*match.span(), match.group(), kind=kind), PLACES.get(name, UNIT), 1.0, beaten)
        )
    return found


def place_in(text):
    (mention,) = mentions(text)
    return placed(Span(0, len(text), text), mention, Role.EVENT)


def pair_in(text):
    return next(iter(pairs(Span(0, len(text), text), mentions(text))), None)


@pytest.mark.parametrize(
    ("text", "metres", "north", "east"),
    [
        ("a convoy 20 km north of Goris", 20_000, 1, 0),
        ("some 20 kilometres (12 miles) south-east of the town of Goris", 20_000, -1, 1),
        ("about two miles west of Goris", 3_219, 0, -1),
        ("struck 25 km NNE of Goris", 25_000, 1, 1),
        ("30 km to the northwest of Goris", 30_000, 1, -1),
        ("12 nautical miles east of Goris", 22_224, 0, 1),
        ("in a village just south of Goris", 10_000, -1, 0),
    ],
)
def test_a_bearing_moves_the_point(text, metres, north, east):
    place = place_in(text)
    home = place.place
    assert distance_m(place.lon, place.lat, home.lon, home.lat) == pytest.approx(metres, rel=0.01)
    assert [round((place.lat - home.lat) * 30), round((place.lon - home.lon) * 30)] != [0, 0]
    assert north * (place.lat - home.lat) >= 0 <= east * (place.lon - home.lon)
    assert (place.precision, place.kind, place.radius_m >= metres / 3) == (GeoPrecision.NEAR, PlaceKind.POINT, True)


@pytest.mark.parametrize(
    ("text", "radius"),
    [
        ("fell near Goris", 10_000),
        ("on the outskirts of Goris", 10_000),
        ("just outside the city of Goris", 10_000),
        ("in the hills above Goris", 10_000),
        ("10 miles outside Goris", 17_293),
        ("15 kilometres (9 miles) from Goris", 16_200),
        ("500 metres from Goris", 1_700),
    ],
)
def test_without_a_bearing_the_point_stays_and_gets_a_circle(text, radius):
    place = place_in(text)
    assert (place.lon, place.precision) == (place.place.lon, GeoPrecision.NEAR)
    assert place.radius_m == pytest.approx(radius, abs=1)
    assert place.relation


@pytest.mark.parametrize("text", ["in Goris", "the mayor of Goris", "5 people in Goris", "20 km race in Goris"])
def test_other_words_move_nothing(text):
    place = place_in(text)
    assert (place.relation, place.lon, place.radius_m) == ("", place.place.lon, place.place.radius_m)


@pytest.mark.parametrize(
    ("text", "boundary"),
    [
        ("in northern Syria", "north:country:SY"),
        ("in north-eastern Syria", "northeast:country:SY"),
        ("in the far south of Syria", "south:country:SY"),
        ("in central Syria", "central:country:SY"),
        ("off the coast of Syria", "offshore:country:SY"),
        ("off the western coast of Syria", "offshore:country:SY"),
        ("in southern and central Syria", "country:SY"),
        ("20 km north of Syria", "country:SY"),
        ("north of Syria", "country:SY"),
        ("across Syria", "country:SY"),
    ],
)
def test_a_part_of_a_country_has_a_shape_of_its_own(text, boundary):
    assert place_in(text).place.boundary == boundary


@pytest.mark.parametrize(
    "text", ["sank off Goris", "sank off the coast of Goris", "sank 5 miles off the coast of Goris"]
)
def test_off_a_towns_coast_is_an_area_never_the_town(text):
    place = place_in(text)
    assert (place.kind, place.radius_m >= 8_000) == (PlaceKind.REGION, True)


def test_what_is_near_a_unit_is_near_its_town():
    assert place_in("killed near Lachin").place == SEAT
    assert place_in("killed in Lachin").place == UNIT


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("on the road from Lyon to Grenoble", "road"),
        ("on the highway linking Lyon with Grenoble", "road"),
        ("on the Lyon-Grenoble motorway", "road"),
        ("a train between Lyon and Grenoble", "between"),
        ("on the border between Turkey and Syria", "border"),
        ("on Turkey's border with Syria", "border"),
        ("in Turkey, near the border with Syria", "border"),
        ("along the Turkish-Syrian border", "border"),
    ],
)
def test_two_names_are_one_place(text, kind):
    assert pair_in(text).kind == kind


@pytest.mark.parametrize(
    "text",
    ["in Lyon and Grenoble", "fighting between Turkey and Syria", "a flight from Lyon to Grenoble", "Lyon, Grenoble"],
)
def test_others_are_two(text):
    assert pair_in(text) is None


def test_a_road_has_two_ends_a_border_a_line_and_between_a_circle():
    start, end = pair_in("on the road from Lyon to Grenoble").places(Role.EVENT)
    assert [start.kind, end.kind, start.relation] == [PlaceKind.ROUTE, PlaceKind.ROUTE, end.relation]
    (line,) = pair_in("the border between Turkey and Syria").places(Role.EVENT)
    assert (line.kind, line.place.boundary) == (PlaceKind.ROUTE, "border:country:TR+country:SY")
    (spot,) = pair_in("between Lyon and Grenoble").places(Role.EVENT)
    assert distance_m(spot.lon, spot.lat, 4.85, 45.75) == pytest.approx(spot.radius_m, rel=0.02)
