"""Names that people have said the meaning of."""

from datetime import UTC, datetime

import pytest

from geo.corrections import Ruling
from geo.model import Document, MentionKind, Place
from geo.resolution.ruled import resolve_ruled
from tests.geo.resolution.world import EAST_SPRING, EASTLAND, MILL, OLD_SPRING, WORLD, mentions

FARM = Place("record:1,2", "Old Farm", 1.0, 2.0, "S", "")


def rules(**places: Place) -> dict[str, Ruling]:
    return {name: Ruling(name, place, "ann", datetime(2024, 5, 1, tzinfo=UTC)) for name, place in places.items()}


def resolved(text: str, *names: str, kind: MentionKind = MentionKind.TOPONYM, **places: Place):
    return resolve_ruled(Document("d", text), mentions(text, *names, kind=kind), WORLD, rules(**places))


def test_a_ruled_name_has_its_place_and_says_since_when():
    (spring,) = resolved("Rain in SPRING.", "SPRING", spring=EAST_SPRING)
    assert (spring.place, spring.confidence, spring.why) == (EAST_SPRING, 1.0, "ruled by a correction of 2024-05-01")
    assert [candidate.place for candidate in spring.beaten] == [OLD_SPRING]


def test_without_a_ruling_for_its_names_a_document_is_resolved_as_ever():
    plain = resolved("Rain in Spring and Shore.", "Spring", "Shore")
    assert resolved("Rain in Spring and Shore.", "Spring", "Shore", mill=MILL) == plain


def test_a_name_that_no_gazetteer_knows_can_be_ruled():
    (farm,) = resolved("They met at Old Farm.", "Old Farm", **{"old farm": FARM})
    assert farm.place == FARM


@pytest.mark.parametrize(
    ("text", "wider", "expected"),
    [
        ("Rain in Spring, Westland.", "Westland", OLD_SPRING),  # the text says which
        ("Rain in Spring, Eastland.", "Eastland", EAST_SPRING),
        ("Rain in Spring. Westland was dry.", "Westland", EAST_SPRING),  # it does not
    ],
)
def test_what_the_text_itself_says_goes_before(text, wider, expected):
    assert resolved(text, "Spring", wider, spring=EAST_SPRING)[0].place == expected


def test_a_people_is_not_ruled():
    (people,) = resolved("An Eastlander won.", "Eastlander", kind=MentionKind.DEMONYM, eastlander=FARM)
    assert people.place == EASTLAND
