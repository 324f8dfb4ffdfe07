import codecs
from datetime import date

import pytest

from geo.errors import ReadError
from geo.readers.base import Given, content_id, decode, make_document, parse_day


def test_identity_comes_from_content():
    one = make_document("Text", Given(), title="T")
    assert one.id == make_document("Text", Given(), title="T").id
    assert len(one.id) == 16
    assert one.id != make_document("Text", Given(), title="U").id
    assert one.id != make_document("Text", Given(published=date(2023, 9, 20)), title="T").id


def test_parts_of_an_id_do_not_run_together():
    assert content_id("ab", "c") != content_id("a", "bc")


def test_what_the_article_says_of_itself_stands():
    given = Given(date(2020, 1, 1), "Given")
    assert make_document("x", given, title="Own").title == "Own"
    filled = make_document("x", given)
    assert (filled.title, filled.published) == ("Given", date(2020, 1, 1))


@pytest.mark.parametrize("text", ["2023-09-20", "2023-09-20T23:30:00-05:00", "2023-09-20T01:00:00Z", " 20230920 "])
def test_a_time_zone_does_not_move_the_day(text):
    assert parse_day(text) == date(2023, 9, 20)


@pytest.mark.parametrize("text", ["", "yesterday", "20/09/2023", "2023-13-01", "2023-09-20 or so"])
def test_a_day_that_is_none(text):
    with pytest.raises(ValueError, match="not a date such as"):
        parse_day(text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_encodings(encoding):
    assert decode("Şuşa\r\nԵրևան".encode(encoding), "x") == "Şuşa\nԵրևան"


def test_big_endian_marks():
    assert decode(codecs.BOM_UTF16_BE + "Şuşa".encode("utf-16-be"), "x") == "Şuşa"


def test_other_encodings_are_refused_with_the_place():
    with pytest.raises(ReadError, match=r"a\.txt, line 2: byte 11 is not utf-8; save the file as UTF-8"):
        decode("First\nBogot\xe1".encode("latin-1"), "a.txt")
