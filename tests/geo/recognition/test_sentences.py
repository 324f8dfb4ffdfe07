"""What counts as a place name, on sentences of our own, with the built gazetteer."""

import pytest

from geo.model import Document, MentionKind
from geo.recognition import recognise


def names(text, gazetteer):
    return [t.text for t in recognise(Document("d", text), gazetteer)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Officials met in Yevlakh on Thursday.", ["Yevlakh"]),
        ("Heavy rain closed roads around New York City and Philadelphia.", ["New York City", "Philadelphia"]),
        ("The convoy went from Goris to Baku.", ["Goris", "Baku"]),
        ("Floods hit Bosnia and Herzegovina and parts of Serbia.", ["Bosnia and Herzegovina", "Serbia"]),
        ("The minister flew from Paris to the United Kingdom.", ["Paris", "United Kingdom"]),
        ("She flew from Washington, D.C., to Mexico, D.F., on Monday.", ["Washington, D.C.", "Mexico, D.F."]),
        ("They marched in Kansas City, Mo., and in Paris, Texas.", ["Kansas City", "Mo.", "Paris", "Texas"]),
        ("Nothing happened to anybody.", []),
        ("", []),
    ],
)
def test_place_names_are_found_whole(gazetteer, text, expected):
    assert names(text, gazetteer) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The turkey was served in may with china plates.",
        "Senator Jordan spoke to the press.",
    ],
)
def test_words_and_people_that_look_like_places_are_left_alone(gazetteer, text):
    assert names(text, gazetteer) == []


def test_a_demonym_is_a_mention_of_its_own_kind(gazetteer):
    (found,) = recognise(Document("d", "A group of Armenian soldiers had crossed the river."), gazetteer)
    assert (found.text, found.kind) == ("Armenian", MentionKind.DEMONYM)


def test_offsets_point_into_the_original_text(gazetteer):
    text = "“Crowds filled  Tbilisi’s squares”,\r\nsaid a man from Kutaisi."
    for found in recognise(Document("d", text), gazetteer):
        assert text[found.start : found.end] == found.text
    assert names(text, gazetteer) == ["Tbilisi", "Kutaisi"]
