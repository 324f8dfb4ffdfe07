import re

import pytest

from geo.gazetteers.memory import MemoryGazetteer
from geo.model import Place, Toponym
from geo.resolution.names import read_names
from geo.resolution.wording import called, kinds_said, parts
from tests.geo.resolution.world import EAST_SPRING, WORLD, mentions, town


def said(text: str, *names: str) -> list[str]:
    return kinds_said(text, mentions(text, *names))


def test_a_plural_at_the_end_of_a_list_is_the_kind_of_all_of_it() -> None:
    assert (
        said("In Becker, Clay, Otter Tail and Wilkin counties", "Becker", "Clay", "Otter Tail", "Wilkin")
        == ["county"] * 4
    )
    assert said("Fires in Cass, and in Clay and Wilkin counties", "Cass", "Clay", "Wilkin") == [
        "",
        "county",
        "county",
    ]


def test_a_list_goes_on_over_names_that_were_not_taken_for_places() -> None:
    assert said("Snow in Clay, Grant and Otter Tail counties", "Clay", "Otter Tail") == ["county", "county"]
    assert said("Snow in Clay, while Grant and Otter Tail counties", "Clay", "Otter Tail") == ["", "county"]


def test_a_plural_before_a_list_is_too() -> None:
    assert said("the provinces of Idlib and Hama, and Damascus", "Idlib", "Hama", "Damascus") == ["province"] * 3
    assert said("provinces such as Idlib; Hama", "Idlib", "Hama") == ["province", ""]


def test_a_singular_is_the_kind_of_its_own_name_only() -> None:
    assert said("Mill and Clay County", "Mill", "Clay") == ["", "county"]
    assert said("Clay countywide", "Clay") == [""]


def test_a_county_is_looked_up_as_one_and_is_another_name_than_the_town() -> None:
    county = Place("geonames:50", "Mill County", -50.0, 0.0, "A", "ADM2", "WW", "Plains", 0, 20_000)
    gazetteer = MemoryGazetteer([("Mill County", county), ("Mill", town(51, "Mill", 0.0, "EE", "Hills", 9))])
    text = "Mill. Shore and Mill counties"
    names = read_names(text, mentions(text, "Mill", "Shore", "Mill"), gazetteer, None)
    assert [[c.place.id for c in name.candidates] for name in names.names] == [["geonames:51"], ["geonames:50"]]


def test_a_kind_that_no_place_has_is_not_insisted_on() -> None:
    text = "Mill County"
    assert read_names(text, mentions(text, "Mill"), WORLD, None).places[0].name == "Mill"


@pytest.mark.parametrize("name", ["Spring, Eastland", "Spring (Eastland)", "Spring,Eastland", "Spring, Hills"])
def test_a_name_with_its_container_is_the_one_that_lies_in_it(name: str) -> None:
    assert read_names(name, mentions(name, name), WORLD, None).places == [EAST_SPRING]


def test_a_name_in_a_container_that_holds_none_is_nothing() -> None:
    assert len(read_names("Shore, Westland", mentions("Shore, Westland", "Shore, Westland"), WORLD, None)) == 0
    assert (
        len(read_names("Atlantis, Westland", mentions("Atlantis, Westland", "Atlantis, Westland"), WORLD, None)) == 0
    )


@pytest.mark.parametrize("name", ["Paris, Texas", "Paris  ,Texas ", "Paris (Texas)"])
def test_a_name_made_of_two(name: str) -> None:
    assert parts(name) == ("Paris", "Texas")


@pytest.mark.parametrize("name", ["Spring", "Spring,", "(Spring)", "a, b, (c)", " " * 100_000])
def test_a_name_not_made_of_two(name: str) -> None:
    assert parts(name) is None


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("the city of Georgia", "town"),
        ("Georgia's mayor", "town"),
        ("Georgia state line", "unit"),
        ("the governor of Georgia", "unit"),
        ("Georgia's foreign minister", "country"),
        ("the Republic of Georgia", "country"),
        ("Georgia, a mayor said", ""),
        ("Georgia won", ""),
    ],
)
def test_what_the_words_beside_a_name_call_it(text: str, sort: str) -> None:
    found = re.search("Georgia", text)
    assert found
    assert called(text, Toponym(found.start(), found.end(), found[0])) == sort
