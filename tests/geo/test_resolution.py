"""Which place a name means, on sentences of our own, with the built gazetteer."""

from datetime import date

import pytest

from geo.model import Document, Toponym
from geo.recognition import recognise
from geo.resolution import resolve


def mention(text, *found):
    spans, start = [], 0
    for name in found:
        start = text.index(name, start)
        spans.append(Toponym(start, start + len(name), name))
        start += len(name)
    return spans


def places(gazetteer, text, *found, published=None):
    return [r.place for r in resolve(Document("d", text, published=published), mention(text, *found), gazetteer)]


def test_a_name_alone_is_the_place_most_readers_think_of(gazetteer):
    (paris,) = places(gazetteer, "It happened in Paris.", "Paris")
    assert (paris.country, paris.feature_code) == ("FR", "PPLC")


@pytest.mark.parametrize(
    ("text", "found", "country", "admin1"),
    [
        ("A storm hit Paris, Texas.", ("Paris", "Texas"), "US", "Texas"),
        ("A fair in Springfield, Ill. on Sunday", ("Springfield", "Ill."), "US", "Illinois"),
        ("It was London, Ontario that lost.", ("London", "Ontario"), "CA", "Ontario"),
    ],
)
def test_the_place_named_after_a_name_says_which_it_is(gazetteer, text, found, country, admin1):
    place = places(gazetteer, text, *found)[0]
    assert (place.country, place.admin1) == (country, admin1)


def test_one_name_means_one_place_throughout_a_document(gazetteer):
    text = "Paris was calm. A storm hit Paris, Texas."
    first, second, _ = places(gazetteer, text, "Paris", "Paris", "Texas")
    assert first == second


def test_the_company_a_name_keeps_decides(gazetteer):
    text = "Police in Birmingham, Montgomery and Mobile were called; Alabama's governor spoke in Birmingham."
    birmingham = places(gazetteer, text, "Birmingham", "Montgomery", "Mobile", "Alabama")[0]
    assert (birmingham.country, birmingham.admin1) == ("US", "Alabama")


def test_a_name_nobody_knows_stays_unplaced_and_spoils_nothing(gazetteer):
    nowhere, goris = places(gazetteer, "From Xqzzyvoth to Goris.", "Xqzzyvoth", "Goris")
    assert nowhere is None
    assert goris.country == "AM"


@pytest.mark.parametrize("year", [2023, 2025])
def test_a_region_that_is_no_unit_is_an_area(gazetteer, year):
    (region,) = places(gazetteer, "Shelling in Nagorno-Karabakh.", "Nagorno-Karabakh", published=date(year, 9, 20))
    assert region.boundary == "region:nagorno-karabakh"
    assert region.radius_m > 20_000


def test_every_mention_gets_one_answer_in_order_with_a_confidence(gazetteer):
    document = Document("d", "Ankara and Athens talked in Geneva about Cyprus.")
    toponyms = recognise(document, gazetteer)
    resolutions = resolve(document, toponyms, gazetteer)
    assert [r.toponym for r in resolutions] == list(toponyms)
    assert all(0 < r.confidence <= 1 and r.why for r in resolutions)


def test_no_mentions_no_answers(gazetteer):
    assert resolve(Document("d", "Nothing."), (), gazetteer) == ()


def test_a_name_that_is_nearly_another_is_it_only_where_its_country_is_spoken_of(gazetteer):
    near, _, _ = places(gazetteer, "In Yevlakk, Ganja and Baku it rained.", "Yevlakk", "Ganja", "Baku")
    assert (near.name, near.country) == ("Yevlakh", "AZ")
    far, _, _ = places(gazetteer, "In Yevlakk, Lima and Cusco it rained.", "Yevlakk", "Lima", "Cusco")
    assert far is None
