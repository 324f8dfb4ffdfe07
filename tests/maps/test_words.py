"""The words of the pages: each language says all of it, and nobody gets none."""

import re

import pytest

from maps.words import DEFAULT, languages, spoken, words

PLURAL = re.compile(r"\.(zero|one|two|few|many|other)$")
FIELD = re.compile(r"\{(\w+)\}")


def keys(language: str) -> set[str]:
    return {PLURAL.sub("", key) for key in words(language)}


@pytest.mark.parametrize("language", languages())
def test_a_language_says_the_same_things_with_the_same_fields(language: str):
    assert keys(language) == keys(DEFAULT)
    english = {PLURAL.sub("", key): set(FIELD.findall(text)) for key, text in words(DEFAULT).items()}
    for key, text in words(language).items():
        assert text.strip(), key
        assert set(FIELD.findall(text)) <= english[PLURAL.sub("", key)], key


@pytest.mark.parametrize(
    ("wanted", "found"), [("en", "en"), ("en-GB", "en"), ("EN", "en"), ("tlh", "en"), ("", "en"), ("../en", "en")]
)
def test_who_speaks_a_language_we_lack_gets_english(wanted: str, found: str):
    assert spoken(wanted) == found
