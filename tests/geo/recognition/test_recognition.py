import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.gazetteers import Gazetteer
from geo.gazetteers.entries import Name
from geo.gazetteers.memory import MemoryGazetteer
from geo.model import Document, Match, MentionKind, Place
from geo.recognition import recognise

PARIS = Place("p", "Paris", 2.35, 48.86, "P", "PPLC", "FR", "Île-de-France", 2_138_551)
FRANCE = Place("f", "France", 2.0, 46.0, "A", "PCLI", "FR", "", 67_000_000)
RUSSIA = Place("r", "Russia", 100.0, 60.0, "A", "PCLI", "RU", "", 144_000_000)
KNOWN = ["Paris", "France", "Russian"]
GAZETTEER = MemoryGazetteer([("Paris", PARIS), ("France", FRANCE), (Name("Russian", Match.DEMONYM), RUSSIA)])


def test_places_and_peoples_are_told_apart() -> None:
    text = "The police said the Russian ambassador was arrested in Paris, France, on Monday."
    found = [(t.text, t.kind) for t in recognise(Document("d", text), GAZETTEER)]
    assert found == [
        ("Russian", MentionKind.DEMONYM),
        ("Paris", MentionKind.TOPONYM),
        ("France", MentionKind.TOPONYM),
    ]


def test_a_person_named_like_a_place_is_not_one() -> None:
    found = recognise(Document("d", "Doctor Mary Paris said on Monday that she had left."), GAZETTEER)
    assert found == ()


@given(st.lists(st.sampled_from(["\0", "\x01", "Paris", "in", " ", "\ufeff", "\U0010ffff"])).map("".join))
def test_characters_that_are_no_text_harm_nothing(text: str) -> None:
    for found in recognise(Document("d", text), GAZETTEER):
        assert text[found.start : found.end] == found.text


@given(
    st.lists(st.sampled_from([*KNOWN, "the", "in", "Smith", "said", ".", ",", "\n", "’s", "É", "1990s"])).map(
        " ".join
    )
)
def test_mentions_are_slices_in_order(text: str) -> None:
    found = recognise(Document("d", text), GAZETTEER)
    assert all(text[t.start : t.end] == t.text != "" for t in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@pytest.mark.parametrize("name", ["Nagorno-Karabakh", "Stoke-on-Trent", "Guinea-Bissau", "Ivano-Frankivsk"])
@pytest.mark.parametrize(
    "text", ["Azeri troops fought in {} on Tuesday.", "The crisis over {} went on.", "{} said no."]
)
def test_a_name_with_hyphens_is_never_cut(gazetteer: Gazetteer, name: str, text: str) -> None:
    found = [t.text for t in recognise(Document("d", text.format(name)), gazetteer)]
    assert not [part for part in found if part != name and part in name]
