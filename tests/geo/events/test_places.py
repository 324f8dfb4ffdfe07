"""Which names of a sentence say where it happened."""

import pytest
from hypothesis import given, settings
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


def test_a_nominal_event_and_one_of_several_words():
    assert linked("An attack in Kirkuk killed two.", "attack", "Kirkuk") == ["Kirkuk"]
    assert linked("Rebels blew up a bridge in Kirkuk.", "blew up", "Kirkuk") == ["Kirkuk"]


def test_spans_that_cut_words_and_none_at_all():
    text = "Rebels attacked a base in Kirkuk."
    assert [found[:2] for found in link(text, (9, 14), [(27, 32)])] == [(27, 32)]
    assert link(text, (7, 15), []) == []


def test_a_long_text_gives_what_its_sentence_gives():
    sentence = "Rebels attacked a base in Kirkuk on Monday."
    text = " ".join(["Nobody knew why.", *["The rain fell on Basra all day."] * 200, sentence, *["It rained."] * 200])
    at = text.index(sentence)
    names = [(at + 26, at + 32), (text.index("Basra"), text.index("Basra") + 5)]
    assert [found[:2] for found in link(text, (at + 7, at + 15), names)] == [(at + 26, at + 32)]


@pytest.mark.parametrize("span", [(-1, 3), (3, 3), (5, 2), (4, 34), (40, 41)])
def test_a_span_outside_the_text_is_refused(span):
    text = "Rebels attacked a base in Kirkuk."
    with pytest.raises(ValueError, match=r"trigger .* needs 0 <= start < end <= 33"):
        link(text, span, [(26, 32)])
    with pytest.raises(ValueError, match="toponym"):
        link(text, (7, 15), [(26, 32), span])


WORDS = st.sampled_from(
    "In Kirkuk , rebels attacked the town of Basra . said that \n \u00a0 \U0001f525 U.S. north-east".split(" ")
)


@settings(deadline=None)
@given(st.text(min_size=1, max_size=80) | st.lists(WORDS, min_size=1, max_size=400).map(" ".join), st.data())
def test_scores_are_probabilities_of_the_given_names_best_first(text, data):
    spans = st.tuples(st.integers(0, max(0, len(text) - 1)), st.integers(1, 12)).map(
        lambda span: (span[0], min(len(text), sum(span)))
    )
    if not text:
        return
    names = data.draw(st.lists(spans, max_size=6))
    found = link(text, data.draw(spans), names)
    assert {(a, b) for a, b, _ in found} <= set(names)
    assert [score for _, _, score in found] == sorted((score for _, _, score in found), reverse=True)
    assert all(0 <= score <= 1 for _, _, score in found)
