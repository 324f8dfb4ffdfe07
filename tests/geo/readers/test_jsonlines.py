from datetime import date
from io import BytesIO

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import ReadError
from geo.model import Document, MentionKind, Toponym
from geo.readers.base import Given
from geo.readers.jsonlines import read_json_lines


def read(data, **facts):
    return list(read_json_lines(BytesIO(data if isinstance(data, bytes) else data.encode()), "-", Given(**facts)))


def one(**record):
    (found,) = read(orjson.dumps(record))
    return found


def test_all_fields():
    document = one(
        id="d1",
        text="A Şuşa siege by Armenians",
        title="T",
        published="2023-09-20T10:00:00Z",
        url="u",
        mentions=[{"start": 2, "end": 6, "text": "Şuşa", "lat": 1}, {"start": 16, "end": 25, "kind": "demonym"}],
    )
    assert document == Document(
        "d1",
        "A Şuşa siege by Armenians",
        "T",
        "u",
        date(2023, 9, 20),
        "en",
        (Toponym(2, 6, "Şuşa"), Toponym(16, 25, "Armenians", MentionKind.DEMONYM)),
    )


def test_only_text_is_needed_and_no_mentions_differs_from_none_given():
    assert one(text="").mentions is None
    assert one(text="", mentions=[]).mentions == ()
    assert one(text="x", id=7).id == "7"


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"id": "1"}, 'no "text"'),
        ({"text": 5}, '"text" is a number, not a string'),
        ({"text": "x", "id": True}, '"id" is a truth value, not a string'),
        ({"text": "x", "published": "soon"}, "\"published\": 'soon' is not a date"),
        ({"text": "x", "mentions": {}}, '"mentions" is an object, not a list'),
        ({"text": "x", "mentions": [3]}, '"mentions"[0] is a number, not an object'),
        ({"text": "abc", "mentions": [{"start": 0, "end": 4}]}, "0 <= start < end <= 3 does not hold"),
        ({"text": "abc", "mentions": [{"start": True, "end": 2}]}, "does not hold for start True, end 2"),
        ({"text": "abc", "mentions": [{"start": 0, "end": 2, "text": "bc"}]}, "from 0 to 2 is 'ab', not 'bc'"),
        ({"text": "abc", "mentions": [{"start": 0, "end": 2, "kind": "river"}]}, "none of toponym, demonym"),
    ],
)
def test_a_wrong_field_is_named(record, reason):
    error = one(**record)
    assert isinstance(error, ReadError)
    assert reason in str(error)


def test_a_bad_line_is_numbered_and_the_rest_goes_on():
    first, bad, listed, lone, last = read(
        b'\xef\xbb\xbf{"text":"a"}\n\nnot json\n[1]\n{"text":"\\ud800"}\n{"text":"b"}'
    )
    assert (first.text, last.text) == ("a", "b")
    assert [error.line for error in (bad, listed, lone)] == [3, 4, 5]
    assert str(bad).startswith("-, line 3: not JSON")
    assert "not an object such as" in str(listed)


@given(st.lists(st.binary(max_size=30).filter(lambda line: b"\n" not in line), max_size=4))
def test_any_bytes_give_an_answer_for_each_line(lines):
    assert len(read(b"\n".join(lines))) <= len(lines)
