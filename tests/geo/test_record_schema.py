"""The published schema holds for every event, and for no other thing."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from geo.model import Document, Parsed
from geo.pipeline import Pipeline
from geo.readers import read_paths
from geo.record_schema import event_schema
from geo.records import event_record, parsed_record
from geo.resources import seeds_path
from tests.geo.strategies import events

PUBLISHED = Path(__file__).parents[2] / "docs" / "event.schema.json"
VALIDATOR = Draft202012Validator(event_schema())


def test_it_is_a_schema_and_the_one_that_is_published():
    Draft202012Validator.check_schema(event_schema())
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == event_schema(), "run python scripts/make_schema.py"


@given(events())
def test_it_holds_for_whatever_is_written(event):
    VALIDATOR.validate(json.loads(json.dumps(event_record(event))))
    (plain,) = parsed_record(Parsed(Document("d", ""), (), (event,)))["events"]
    VALIDATOR.validate(plain)


def test_it_holds_for_every_event_of_the_seeds(gazetteer):
    parsed = [Pipeline(gazetteer).parse(document) for document in read_paths([seeds_path()])]
    found = [event for each in parsed for event in parsed_record(each)["events"]]
    assert len(found) > len(parsed)
    for event in found:
        VALIDATOR.validate(event)


@pytest.mark.parametrize(
    "change",
    [
        {"status": "rumoured"},
        {"confidence": 2},
        {"fatalities": {"low": 3}},
        {"places": [{}]},
        {"mood": "gloomy"},
        {"said_by": "nobody"},
    ],
)
@given(event=events())
def test_what_is_no_record_is_refused(change, event):
    record = json.loads(json.dumps(event_record(event)))
    assert VALIDATOR.is_valid(record)
    assert not VALIDATOR.is_valid(record | change)
    del record["type"]
    assert not VALIDATOR.is_valid(record)
