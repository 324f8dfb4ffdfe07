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
        ("north on I-75 and US-24", ["north", "on", "I-75", "and", "US-24"]),
        ("from T&T to Fargo-Moorhead", ["from", "T&T", "to", "Fargo", "-", "Moorhead"]),
    ],
)
def test_a_dot_that_belongs_to_a_name_stays_with_it(text: str, tokens: list[str]) -> None:
    assert [word for sentence in tokenise(text) for word in sentence.words] == tokens


def test_a_line_that_was_only_wrapped_goes_on() -> None:
    text = (
        "The president of the republic said on Tuesday that Gareth\n   Bale and he had met at the palace "
        "and had spoken there of\n"
        "   the future, while a crowd of several thousands waited for\n   them both.\nHe left"
    )
    assert [sentence.words[0] for sentence in tokenise(text)] == ["The", "He"]


def test_a_headline_does_not_go_on() -> None:
    text = "Minister leaves the capital for talks about talks in Vienna\nVienna was cold."
    assert [sentence.words[0] for sentence in tokenise(text)] == ["Minister", "Vienna"]


@given(st.text(max_size=200))
def test_tokens_are_slices_of_the_text_in_order(text: str) -> None:
    tokens = [(s.starts[n], s.end(n), word) for s in tokenise(text) for n, word in enumerate(s.words)]
    assert all(text[start:end] == word != "" for start, end, word in tokens)
    assert all(a[1] <= b[0] for a, b in pairwise(tokens))
    assert "".join(word for _, _, word in tokens) == "".join(text.split())
