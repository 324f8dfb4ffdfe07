from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.recognition.tokens import tokenise


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("in the U.S. today", ["in", "the", "U.S.", "today"]),
        ("Louisville, Ky. attracted", ["Louisville", ",", "Ky.", "attracted"]),
        ("in Charleston, W.Va. 61 left", ["in", "Charleston", ",", "W.Va.", "61", "left"]),
        ("St. Cloud's mayor", ["St.", "Cloud", "'s", "mayor"]),
        ("from T&T to Fargo-Moorhead", ["from", "T&T", "to", "Fargo", "-", "Moorhead"]),
    ],
)
def test_a_dot_that_belongs_to_a_name_stays_with_it(text: str, tokens: list[str]) -> None:
    assert [t.text for sentence in tokenise(text) for t in sentence.tokens] == tokens


@given(st.text(max_size=200))
def test_tokens_are_slices_of_the_text_in_order(text: str) -> None:
    tokens = [t for sentence in tokenise(text) for t in sentence.tokens]
    assert all(text[t.start : t.end] == t.text != "" for t in tokens)
    assert all(a.end <= b.start for a, b in pairwise(tokens))
    assert "".join(t.text for t in tokens) == "".join("".join(t.text for t in tokens).split())
