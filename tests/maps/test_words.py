"""The words of the pages: each language says all of it, and nobody gets none."""

import re
from pathlib import Path

import orjson
import pytest
from playwright.sync_api import Browser, expect

from geo.vocabulary import vocabulary
from geo.worldviews import views
from maps import words as module
from maps.words import DEFAULT, languages, spoken, words
from tests.browser import visit

FOLDER = Path(module.__file__).with_name("words")
# Unicode's plural forms of each language, for whole numbers.
FORMS = {
    "en": {"one", "other"},
    "az": {"one", "other"},
    "hy": {"one", "other"},
    "ru": {"one", "few", "many", "other"},
    "ar": {"zero", "one", "two", "few", "many", "other"},
}

PLURAL = re.compile(r"\.(zero|one|two|few|many|other)$")
FIELD = re.compile(r"\{(\w+)\}")


def own(language: str) -> dict[str, str]:
    """Without the English that stands in for what is missing."""
    return orjson.loads((FOLDER / f"{language}.json").read_bytes())


def keys(language: str) -> set[str]:
    return {PLURAL.sub("", key) for key in own(language)}


def names() -> set[str]:
    """What is called in English where it is defined: kinds of events, and points of view."""
    kinds = {f"type.{'/'.join(filter(None, kind))}" for kind in vocabulary()}
    return kinds | {f"worldview.{view}" for view in views()}


@pytest.mark.parametrize("language", languages())
def test_a_language_says_the_same_things_with_the_same_fields(language: str):
    assert keys(language) == keys(DEFAULT) | (set() if language == DEFAULT else names())
    english = {name: set[str]() for name in names()}
    english |= {PLURAL.sub("", key): set(FIELD.findall(text)) for key, text in words(DEFAULT).items()}
    for key, text in own(language).items():
        assert text.strip(), key
        fields, wanted = set(FIELD.findall(text)), english[PLURAL.sub("", key)]
        # "one" and "two" may say the number in words.
        assert fields == wanted or (fields == wanted - {"n"} and PLURAL.search(key)), key


@pytest.mark.parametrize("language", languages())
def test_what_is_counted_has_every_plural_form(language: str):
    counted = {PLURAL.sub("", key) for key in own(language) if key.startswith("count.")}
    assert {f"{key}.{form}" for key in counted for form in FORMS[language]} <= own(language).keys()


def test_the_plural_forms_are_those_that_browsers_know(browser: Browser):
    page = browser.new_page()
    for language, forms in FORMS.items():
        known = page.evaluate(
            "tag => [...new Set(Array.from({ length: 1001 }, (_, n) => new Intl.PluralRules(tag).select(n)))]",
            language,
        )
        assert set(known) <= forms
    page.close()


@pytest.mark.parametrize(
    ("language", "direction", "words_of", "country"),
    [("ru", "ltr", "Список и фильтр", "Австралия"), ("ar", "rtl", "القائمة والتصفية", "أستراليا")],
)
def test_the_map_speaks_the_readers_language(
    browser: Browser, served: str, language: str, direction: str, words_of: str, country: str
):
    with visit(browser, f"{served}/map?lang={language}#map=3/-25/134") as seen:
        page = seen.page
        assert page.locator("html").get_attribute("dir") == direction
        assert page.locator("html").get_attribute("lang") == language
        expect(page.locator("#drawer")).to_contain_text(words_of)
        expect(page.locator(".country-name", has_text=country)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert seen.troubles == []


def test_a_browser_is_answered_in_the_language_it_likes(browser: Browser, served: str):
    with visit(browser, f"{served}/map", locale="hy-AM") as seen:
        assert seen.page.locator("html").get_attribute("lang") == "hy"


@pytest.mark.parametrize(
    ("wanted", "found"), [("en", "en"), ("en-GB", "en"), ("EN", "en"), ("tlh", "en"), ("", "en"), ("../en", "en")]
)
def test_who_speaks_a_language_we_lack_gets_english(wanted: str, found: str):
    assert spoken(wanted) == found
