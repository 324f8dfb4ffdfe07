"""Texts as words."""

from hypothesis import given
from hypothesis import strategies as st

from maps.texts import Texts
from tests.maps.unpacking import texts


@given(st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)))))
def test_every_text_comes_back_in_its_order(given_texts: list[str]):
    collected = Texts()
    numbers = [collected.number(text) for text in given_texts]
    back = texts(collected)
    assert [back[number] for number in numbers] == given_texts
    assert back[0] == ""


def test_a_vocabulary_may_be_large():
    words = " ".join(f"word{number}" for number in range(20_000))
    collected = Texts()
    collected.number(words)
    assert texts(collected)[1] == words


def test_what_no_page_can_hold_is_replaced():
    collected = Texts()
    collected.number("a\0b \ud800")
    assert texts(collected)[1] == "a b ?"
