"""Which names of a sentence say where it happened."""

from hypothesis import given
from hypothesis import strategies as st

from geo.events.places import link


def linked(text, trigger, *names):
    spans = [(text.index(name), text.index(name) + len(name)) for name in names]
    start = text.index(trigger)
    return [text[a:b] for a, b, _ in link(text, (start, start + len(trigger)), spans)]


def test_the_place_behind_in():
    assert linked("Rebels attacked a base in Kirkuk.", "attacked", "Kirkuk") == ["Kirkuk"]


def test_not_the_governments():
    text = "Moscow said that rebels attacked a base in Kirkuk."
    assert linked(text, "attacked", "Moscow", "Kirkuk") == ["Kirkuk"]


def test_both_of_two():
    text = "Clashes broke out in Kirkuk and Basra."
    assert set(linked(text, "Clashes", "Kirkuk", "Basra")) == {"Kirkuk", "Basra"}


@given(st.text(min_size=1, max_size=80), st.data())
def test_scores_are_probabilities_of_the_given_names_best_first(text, data):
    spot = st.integers(0, len(text) - 1).map(lambda n: (n, n + 1))
    names = data.draw(st.lists(spot, max_size=4, unique=True))
    found = link(text, data.draw(spot), names)
    assert {(a, b) for a, b, _ in found} <= set(names)
    assert [score for _, _, score in found] == sorted((score for _, _, score in found), reverse=True)
    assert all(0 <= score <= 1 for _, _, score in found)
