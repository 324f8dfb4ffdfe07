"""An article becomes events."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.events import extract
from geo.model import Attribution, Count, DatePrecision, Document, Status, Toponym
from geo.pipeline import Pipeline

from .articles import spots, told

ARTICLE = """Bus strike spreads to Lyon
LYON, Sept 20 — Drivers went on strike in Lyon on Tuesday, and the mayor urged them to come back.
A bus crashed near Grenoble, killing 3 people and injuring at least 11.
Talks will be held on Thursday in Paris, the union said.
Read more: Police arrest drivers in Nice
"""


def test_the_whole_of_an_article(gazetteer):
    events = told(gazetteer, ARTICLE)
    assert [event.type for event in events] == ["PROTEST", "REQUEST", "ACCIDENT", "CONSULT"]
    strike, _, crash, talks = events
    assert (spots(strike), strike.start, strike.mode) == (["Lyon"], date(2023, 9, 19), "strike")
    assert (spots(crash), crash.fatalities, crash.injured) == (["Grenoble"], Count(3, 3), Count(11, None))
    assert (spots(talks), talks.status, talks.start) == (["Paris"], Status.PLANNED, date(2023, 9, 21))


def test_offsets_are_the_documents(gazetteer):
    for event in told(gazetteer, ARTICLE):
        for span in (event.quote, event.trigger, *(p.mention for p in event.places if p.mention)):
            assert ARTICLE[span.start : span.end] == span.text


def test_ids_come_from_content(gazetteer):
    assert [e.id for e in told(gazetteer, ARTICLE)] == [e.id for e in told(gazetteer, ARTICLE)]


def test_without_a_publication_day_relative_dates_stay_open(gazetteer):
    strike = told(gazetteer, ARTICLE, published=None)[0]
    assert (strike.start, strike.date_precision) == (None, DatePrecision.UNKNOWN)


@pytest.mark.parametrize(
    ("text", "type", "kind", "count"),
    [
        ("Police arrested 30 protesters in Lyon on Tuesday.", "COERCE", "arrested", Count(30, 30)),
        ("Some 5,000 people protested in Lyon on Tuesday.", "PROTEST", "crowd", Count(5000, 5000)),
        ("Floods hit Lyon on Tuesday, displacing 300 people.", "DISASTER", "displaced", Count(300, 300)),
        ("A boat sank near Nice on Tuesday and 12 people were missing.", "ACCIDENT", "missing", Count(12, 12)),
    ],
)
def test_people_are_counted_by_what_became_of_them(gazetteer, text, type, kind, count):
    (event,) = [event for event in told(gazetteer, text) if event.type == type]
    assert getattr(event, kind) == count
    assert [figure.kind for figure in event.figures] == [kind]


def test_victims_without_an_event_of_their_own_are_those_of_the_harm_before(gazetteer):
    harm = "A bomb exploded in Kirkuk on Tuesday, killing 12 people. "
    assert told(gazetteer, harm + "Some 12 others are missing.")[0].missing == Count(12, 12)
    for other in ("In Basra, 12 others are missing.", "In 2010, 12 others were missing."):
        assert told(gazetteer, harm + other)[0].missing is None
    assert told(gazetteer, harm + "It was quiet. It rained. The sun set. Some 12 are missing.")[0].missing is None


def test_numbers_that_contradict_each_other_are_kept_with_who_gives_them(gazetteer):
    text = "A bomb exploded in Kirkuk on Tuesday, killing 12 people. Doctors said the blast killed 15 people."
    (event,) = told(gazetteer, text)
    assert event.fatalities == Count(12, 15)
    assert [(f.low, f.said_by) for f in event.figures] == [(12, None), (15, Attribution("Doctors", "say"))]
    assert all(text[f.span.start : f.span.end] == f.span.text for f in event.figures)


def test_the_record_keeps_who_says_it_and_how(gazetteer):
    own, claimed, denied = (
        told(gazetteer, text)[0]
        for text in (
            "Rebels attacked the barracks in Gori.",
            "The general claimed that rebels attacked the barracks in Gori.",
            "The ministry denied that its troops had attacked Gori.",
        )
    )
    assert own.said_by is None
    assert (claimed.status, claimed.said_by) == (Status.CLAIMED, Attribution("The general", "claim"))
    assert (denied.status, denied.said_by) == (Status.DENIED, Attribution("The ministry", "deny"))


@settings(max_examples=60)
@given(st.text(max_size=300))
def test_no_text_breaks_it(text):
    extract(Document("d", text, published=date(2023, 9, 20)), ())


def test_a_union_named_by_its_letters_is_not_the_place_spoken_of_last(gazetteer):
    text = "The EU urged both sides to talk. Soldiers were killed on Tuesday when their car came under fire in the region."
    document = Document("d", text, published=date(2023, 9, 20), mentions=(Toponym(4, 6, "EU"),))
    events = Pipeline(gazetteer).parse(document).events
    assert "EU" not in [name for event in events if event.type == "ASSAULT" for name in spots(event)]
    assert "ASSAULT" in [event.type for event in events]
