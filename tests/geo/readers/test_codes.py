import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.readers.codes import match_type
from geo.vocabulary import event_type, vocabulary


@pytest.mark.parametrize("key", sorted(key for key in vocabulary() if not key[1]))
def test_our_own_types_in_any_case_and_prefixed(key):
    assert match_type(key[0].lower()) == key
    assert match_type(f"X-{key[0]}") == key


@pytest.mark.parametrize(
    ("value", "finer", "found"),
    [
        ("Battles", "Armed clash", ("ASSAULT", "")),
        ("Explosions/Remote violence", "Air/drone strike", ("ASSAULT", "aerial")),
        ("Riots", "", ("PROTEST", "riot")),
        ("Strategic developments", "Agreement", ("AGREE", "")),
        ("Protests", "something new", ("PROTEST", "")),
        ("190", "", ("ASSAULT", "")),
        ("0871", "", ("RETREAT", "")),
        ("036", "", ("AGREE", "")),
        ("1712", "", ("ASSAULT", "")),
        ("earthquake", "", ("DISASTER", "EQ")),
        ("FL", "", ("DISASTER", "FL")),
        ("Market day", "", ("MARKET_DAY", "")),
        ("Strategic developments", "Other", ("STRATEGIC_DEVELOPMENTS", "")),
        ("010", "", ("010", "")),
        ("", "", ("OTHER", "")),
    ],
)
def test_other_peoples_names(value, finer, found):
    assert match_type(value, finer) == found


def test_ucdp_numbers_are_known_by_their_column():
    assert match_type("1", column="type_of_violence") == ("ASSAULT", "")
    assert match_type("1") == ("1", "")


def test_every_coded_type_is_in_the_vocabulary():
    words = [
        "Grenade",
        "Disrupted weapons use",
        "Mob violence",
        "Agreement",
        *(f"{root:02}" for root in range(2, 21)),
    ]
    assert {match_type(word) for word in words} <= set(vocabulary())


@given(st.text())
def test_any_word_is_some_type(word):
    kind, mode = match_type(word)
    assert kind
    assert event_type(kind, mode).label
