from itertools import repeat

import orjson
from hypothesis import given
from hypothesis import strategies as st

from geo.features import feature
from geo.formats import Table
from geo.formats.geojson import collection
from geo.model import Event
from tests.geo import strategies
from tests.geo.test_features import EVENT, outline

TABLE = Table("events", {})


def text(event: Event) -> bytes:
    return orjson.dumps(feature(event, outline))


@given(st.lists(strategies.events(), max_size=3))
def test_a_collection_is_json_with_every_feature_in_order(events: list[Event]) -> None:
    whole = orjson.loads(b"".join(collection(map(text, events), TABLE)))
    assert whole["type"] == "FeatureCollection"
    assert [one["id"] for one in whole["features"]] == [event.id for event in events]


def test_a_collection_is_made_as_its_features_come() -> None:
    pieces = collection(repeat(text(EVENT)), TABLE)
    assert next(pieces).startswith(b'{"type":"FeatureCollection"')
    assert orjson.loads(b"[" + next(pieces).removeprefix(b",\n") + b"]")[0]["id"] == "e"
