import itertools
from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from geo.gazetteers.base import Gazetteer, NameHit
from geo.model import Document, MentionKind
from geo.recognition import recognise

KNOWN = {
    "Paris": NameHit(0, 1, "P", "PPLC", 2_138_551, 12, False),
    "France": NameHit(0, 1, "A", "PCLI", 67_000_000, 1, False),
    "Russian": NameHit(0, 1, "A", "PCLI", 144_000_000, 1, True),
}


class Known:
    """A gazetteer of a few names of one word."""

    def spot(self, words: list[str]) -> list[NameHit]:
        hits = ((i, KNOWN[word]) for i, word in enumerate(words) if word in KNOWN)
        return [
            NameHit(i, i + 1, h.feature_class, h.feature_code, h.population, h.bearers, h.demonym) for i, h in hits
        ]


GAZETTEER = cast("Gazetteer", Known())


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


@given(
    st.lists(st.sampled_from([*KNOWN, "the", "in", "Smith", "said", ".", ",", "\n", "’s", "É", "1990s"])).map(
        " ".join
    )
)
def test_mentions_are_slices_in_order(text: str) -> None:
    found = recognise(Document("d", text), GAZETTEER)
    assert all(text[t.start : t.end] == t.text != "" for t in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
