"""What a place is to an event, and how words move it."""

import pytest

from geo.geometry import distance_m
from geo.model import GeoPrecision, PlaceKind, Role

from .articles import spots, told


def first(gazetteer, text):
    return told(gazetteer, text)[0]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Rebels attacked a convoy in Kirkuk on Tuesday.", ["Kirkuk"]),
        ("A drone strike on Kirkuk killed two people.", ["Kirkuk"]),
        ("Thousands marched over pay in Lyon.", ["Lyon"]),
        ("Police arrested three men at a house in Kirkuk, Iraq.", ["Kirkuk"]),
    ],
)
def test_where_it_happened(gazetteer, text, names):
    assert spots(first(gazetteer, text)) == names


@pytest.mark.parametrize(
    "text",
    [
        "Moscow condemned the attack.",
        "Washington called on Baku to stop at once.",
        "Paris demanded help from Berlin.",
        "Baku accused Yerevan of lying.",
        "The head of the Council of Lyon urged calm.",
        "The Lyon Rangers rescued two climbers.",
        "They reached a peace agreement between Yerevan and Baku.",
        "The Kirkuk, a ferry, sank with all its crew.",
    ],
)
def test_a_government_is_no_place(gazetteer, text):
    assert spots(first(gazetteer, text)) == []


def test_where_somebody_spoke_is_not_drawn(gazetteer):
    event = first(gazetteer, "In Yerevan, the minister said that rebels attacked a convoy.")
    assert [place.role for place in event.places] == [Role.SPEECH]
    assert event.located == ()


def test_a_distance_and_a_bearing_move_the_point(gazetteer):
    (place,) = first(gazetteer, "Rebels attacked a convoy 20 km north of Kirkuk.").places
    assert place.precision is GeoPrecision.NEAR
    assert place.lat > place.place.lat
    assert distance_m(place.lon, place.lat, place.place.lon, place.place.lat) == pytest.approx(20_000, rel=0.01)


def test_near_is_a_circle(gazetteer):
    (place,) = first(gazetteer, "Rebels attacked a convoy near Kirkuk.").places
    assert (place.relation, place.radius_m >= 10_000) == ("near", True)


def test_between_two_towns_is_one_spot_half_way(gazetteer):
    (place,) = first(gazetteer, "Rebels attacked a convoy between Lyon and Grenoble.").places
    ends = [distance_m(place.lon, place.lat, lon, lat) for lon, lat in ((4.85, 45.75), (5.72, 45.17))]
    assert ends == pytest.approx([place.radius_m, place.radius_m], rel=0.05)
    assert place.relation == "between Lyon and Grenoble"


def test_a_road_between_two_towns_is_a_route_with_both_ends(gazetteer):
    event = first(gazetteer, "Rebels attacked a convoy on the road from Lyon to Grenoble.")
    assert [(place.kind, place.mention.text) for place in event.places] == [
        (PlaceKind.ROUTE, "Lyon"),
        (PlaceKind.ROUTE, "Grenoble"),
    ]


def test_where_means_the_place_before_it(gazetteer):
    events = told(gazetteer, "Ministers met in Paris and sent help to Lyon, where riots broke out.")
    assert [spots(event) for event in events if event.type == "PROTEST"] == [["Lyon"]]


def test_a_deal_covers_and_a_threat_aims(gazetteer):
    assert first(gazetteer, "The sides agreed to a truce in Kirkuk.").places[0].role is Role.SCOPE
    assert first(gazetteer, "The general threatened to attack the fort in Kirkuk.").places[0].role is Role.TARGET


def test_the_next_sentence_inherits_the_place(gazetteer):
    events = told(gazetteer, "Rebels attacked a base in Kirkuk. Police detained several people in the city.")
    (place,) = events[1].places
    assert (place.mention.text, place.explicit) == ("Kirkuk", False)
