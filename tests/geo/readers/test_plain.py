from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import ReadError
from geo.readers.base import Given
from geo.readers.plain import front_matter, headline, read_plain


def read(text, **facts):
    data = text if isinstance(text, bytes) else text.encode()
    (found,) = read_plain(BytesIO(data), "a.txt", Given(**facts))
    return found


def test_front_matter():
    document = read(
        '---\ntitle: "Talks: day one"\nPublished: 2023-09-21\nurl: https://example.org/a\nlanguage: en\nid: a1\n'
        "tags:\n  - talks\n# a note\n---\nThe text.\n"
    )
    assert (document.id, document.title, document.url) == ("a1", "Talks: day one", "https://example.org/a")
    assert (document.published, document.text) == (date(2023, 9, 21), "The text.\n")


def test_without_front_matter_the_headline_is_the_title_and_stays_in_the_text():
    document = read("Talks in Yevlakh\nThey met.", published=date(2023, 9, 20))
    assert document.title == "Talks in Yevlakh"
    assert document.text == "Talks in Yevlakh\nThey met."
    assert document.published == date(2023, 9, 20)


def test_a_given_title_beats_a_guessed_one():
    assert read("Talks in Yevlakh\nThey met.", title="Given").title == "Given"


@pytest.mark.parametrize("text", ["One line only", "They met in Yevlakh.\nThen left.", "x" * 200 + "\nmore", ""])
def test_no_headline(text):
    assert headline(text) == ""


@pytest.mark.parametrize(
    "text", ["---\nA rule, then text", "---\nwords\n---\nmore", "--- \n\n---\n", "----\na: b\n---\n"]
)
def test_rules_that_are_no_front_matter(text):
    assert front_matter(text) == ({}, text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("---\ntitle: x\nno colon here\n---\ntext", "a.txt, line 3: 'no colon here' in the front matter is not"),
        ("---\npublished: yesterday\n---\ntext", "published in the front matter: 'yesterday' is not a date"),
        ("---\ntitle: x\n---\n \n", "a.txt: the file holds no text"),
        ("", "a.txt: the file holds no text"),
        (b"Bogot\xe1", "a.txt, line 1: byte 5 is not utf-8"),
    ],
)
def test_errors_name_the_place(text, reason):
    error = read(text)
    assert isinstance(error, ReadError)
    assert reason in str(error)


lines = st.one_of(st.just("---"), st.text(max_size=12), st.sampled_from(["title: x", "a:", ": b", "- c", "url : y"]))


@given(st.lists(lines, max_size=8).map("\n".join))
def test_front_matter_never_crashes_and_never_alters_the_text(text):
    try:
        facts, body = front_matter(text)
    except ReadError as error:
        assert error.line is not None  # noqa: PT017
        return
    assert text.endswith(body)
    assert facts == {} or text.startswith("---")


@given(st.binary(max_size=60))
def test_any_bytes_give_one_answer(data):
    read(data)
