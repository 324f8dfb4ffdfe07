"""One document in, its places and events out."""

import pickle
from datetime import date

import pytest

from geo.errors import ReadError
from geo.model import Document, MentionKind, Parsed, Toponym
from geo.pipeline import Parse, Pipeline

ARTICLE = Document("a", "Thousands of people protested in Tbilisi on Tuesday.", published=date(2024, 5, 15))


@pytest.fixture(scope="module")
def pipeline(gazetteer):
    return Pipeline(gazetteer)


def named(parsed: Parsed) -> list[tuple[str, str | None]]:
    return [(r.toponym.text, r.place and r.place.country) for r in parsed.resolutions]


def test_the_stages_follow_each_other(pipeline):
    parsed = pipeline.parse(ARTICLE)
    assert named(parsed) == [("Tbilisi", "GE")]
    (event,) = parsed.events
    assert (event.type, event.start, event.located[0].place.name) == ("PROTEST", date(2024, 5, 14), "Tbilisi")


def test_events_are_left_out_when_not_asked_for(pipeline):
    assert pipeline.parse(ARTICLE, events=False).events == ()


def test_a_document_that_brings_its_mentions_has_exactly_these(pipeline):
    text = "From Tbilisi to Kutaisi, Georgian roads."
    mentions = (Toponym(16, 23, "Kutaisi"), Toponym(25, 33, "Georgian", MentionKind.DEMONYM))
    parsed = pipeline.parse(Document("b", text, mentions=mentions))
    assert named(parsed) == [("Kutaisi", "GE"), ("Georgian", "GE")]
    assert pipeline.parse(Document("c", text, mentions=())).resolutions == ()


def test_an_empty_text_has_nothing(pipeline):
    assert pipeline.parse(Document("d", "")) == Parsed(Document("d", ""), (), ())


@pytest.mark.parametrize(
    ("wider", "country"), [(["Texas"], "US"), (["Texas", "United States"], "US"), (["", "France"], "FR")]
)
def test_a_name_is_read_within_what_is_wider(pipeline, wider, country):
    assert pipeline.locate("Paris", wider).place.country == country


def test_a_name_that_nobody_knows_has_no_place(pipeline):
    assert pipeline.locate("Xqzwvburg").place is None


def texts(parsed: Parsed) -> list[str]:
    return [r.toponym.text for r in parsed.resolutions]


def test_parse_travels_to_another_process_and_hands_errors_on(pipeline):
    parse = pickle.loads(pickle.dumps(Parse(pipeline, texts)))
    assert parse(ARTICLE) == ["Tbilisi"]
    error = ReadError("no text", source="a.jsonl", line=2)
    assert parse(error) is error
