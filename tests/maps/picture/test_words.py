from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.geometry import BBox
from geo.model import Status
from geo.query import EventQuery, Interval
from maps.picture import notes, when
from maps.picture.lettering import BOX, Face, clean, fitted, width, wrapped
from maps.picture.scene import Country, Days, Kind, Scene

FACE = Face(8)


@given(st.text())
def test_any_text_can_be_made_clean(text):
    assert clean(clean(text)) == clean(text)
    assert width(clean(text), FACE) >= 0


def test_what_no_font_has_is_a_box_and_what_misleads_is_gone():
    assert clean("a\u202eb\x00c\nd\u2028e") == "ab c d e"
    assert clean("\U00010f70") in (BOX, "\U00010f70")
    assert clean("\ud800") == "?"


@given(st.text("ab cdé", max_size=60), st.floats(20, 200))
def test_words_are_cut_to_what_fits(text, most):
    words = clean(text)
    assert width(fitted(words, FACE, most), FACE) <= most
    lines = wrapped(words, FACE, most, lines=3)
    assert len(lines) <= 3
    assert all(width(line, FACE) <= most for line in lines)


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (None, None, ""),
        ((2023, 9, 19), None, "19 Sep 2023"),
        ((2023, 9, 19), (2023, 9, 21), "19–21 Sep 2023"),
        ((2023, 9, 1), (2023, 9, 30), "Sep 2023"),
        ((2023, 8, 30), (2023, 9, 2), "30 Aug – 2 Sep 2023"),
        ((2023, 1, 1), (2023, 12, 31), "2023"),
        ((2022, 1, 1), (2023, 12, 31), "2022–2023"),
        ((2022, 8, 22), (2025, 1, 30), "22 Aug 2022 – 30 Jan 2025"),
    ],
)
def test_days_are_said_shortly(start, end, said):
    assert when.days(Days(start and date(*start), end and date(*end))) == said


def test_what_is_not_shown_is_told_with_its_reason():
    kinds = {Kind("PROTEST", "", Status.REPORTED): 3}
    assert notes.counts(Scene(events=3, kinds=kinds)) == "3 events, all shown."
    scene = Scene(
        events=9, kinds=kinds, countries=(Country("Chad", "", 0, 0, 2),), countrywide=2, unplaced=3, denied=1
    )
    assert notes.counts(scene) == (
        "9 events, 6 not shown as marks: 2 known only by country, counted there, 3 without a known place, 1 denied."
    )


def test_a_picture_tells_what_it_was_asked_for():
    query = EventQuery(BBox(1, 2, 3, 4), Interval(date(2024, 5, 1), None), ("PROTEST",), (Status.CLAIMED,), "rain")
    said = notes.subtitle(Scene(), query)
    for part in ("protest", "only claimed", "1 May 2024 and later", "1, 2, 3, 4", "“rain”"):
        assert part in said
