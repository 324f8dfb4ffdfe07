import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.text import LONGEST_SENTENCE, normalise, sentences, words


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("Côte d'Ivoire", "Cote d’Ivoire"),
        ("ST. LOUIS", "Saint Louis"),
        ("Stratford-upon-Avon", "stratford upon avon"),
        ("U.S.", "US"),
        ("Mt. Vernon", "Mount Vernon"),
        ("Şuşa", "Susa"),
        ("Łódź", "Lodz"),
        ("Ağdərə", "Agdere"),
        ("İstanbul", "Istanbul"),
        ("Ǽrø", "Aero"),
        ("㎐", "Hz"),
    ],
)
def test_one_name_written_two_ways_has_one_normal_form(written, same):
    assert normalise(written) == normalise(same) != ""


@pytest.mark.parametrize(("one", "other"), [("Ереван", "Ереваны"), ("यमन", "यमुना"), ("Iran", "Iraq")])
def test_different_names_stay_different(one, other):
    assert normalise(one) != normalise(other)


@given(st.text(max_size=40))
def test_normalising_twice_changes_nothing_more(text):
    once = normalise(text)
    assert normalise(once) == once


@given(st.text(max_size=200))
def test_words_and_sentences_are_slices_of_the_text_in_order(text):
    for spans in (words(text), list(sentences(text))):
        assert all(text[s.start : s.end] == s.text and s.text.strip() for s in spans)
        assert all(a.end <= b.start for a, b in itertools.pairwise(spans))


def test_a_possessive_ends_the_word_and_an_abbreviation_keeps_its_dots():
    assert [w.text for w in words("Yevlakh's mayor left the U.S. by Stoke-on-Trent")] == [
        *("Yevlakh mayor left the U.S. by Stoke on Trent".split())
    ]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Gov. Brown met Lt. Gen. Ray in St. Paul, Minn. on Jan. 5. They left.", 2),
        ("It fell 3.5 percent. Prices rose.", 2),
        ("Headline without a stop\nThe text begins.", 2),
        ('"We will stay." He left.', 2),
        ("", 0),
        (" \n\n ", 0),
    ],
)
def test_sentences_end_at_stops_and_line_breaks_but_not_at_abbreviations(text, count):
    assert len(list(sentences(text))) == count


@pytest.mark.parametrize("text", ["killed three and " * 1_000, "x" * 10_000, "Mr. " * 2_500])
def test_a_text_without_stops_is_cut_and_loses_no_word(text):
    found = list(sentences(text))
    assert max(len(sentence.text) for sentence in found) <= LONGEST_SENTENCE
    assert "".join("".join(s.text for s in found).split()) == "".join(text.split())
