"""An article becomes events."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from geo.events import extract
from geo.model import Count, DatePrecision, Document, Status

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


@settings(max_examples=60)
@given(st.text(max_size=300))
def test_no_text_breaks_it(text):
    extract(Document("d", text, published=date(2023, 9, 20)), ())
