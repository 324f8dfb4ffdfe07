"""With the gazetteer as it ships: a town and the unit round it that has its name."""

from datetime import date

import pytest

from geo.gazetteers import Gazetteer
from geo.model import Document
from geo.pipeline import Pipeline
from geo.resolution import resolve
from tests.geo.resolution.world import mentions


@pytest.mark.parametrize(
    ("name", "town"),
    [("Yevlakh", 584649), ("Goris", 174895), ("Bryansk", 571476), ("Homs", 169577), ("Kherson", 706448)],
)
def test_a_name_alone_is_the_town(gazetteer: Gazetteer, name: str, town: int) -> None:
    found = Pipeline(gazetteer).locate(name).place
    assert found is not None
    assert (found.geonameid, found.feature_class) == (town, "P")


@pytest.mark.parametrize("name", ["Armenia", "Georgia", "Jordan", "Chad", "Niger", "Cuba", "Lebanon", "Azerbaijan"])
def test_the_name_of_a_country_alone_is_the_country(gazetteer: Gazetteer, name: str) -> None:
    found = Pipeline(gazetteer).locate(name).place
    assert found is not None
    assert found.is_country


@pytest.mark.parametrize("text", ["The talks were held in Yevlakh.", "Shelling in Yevlakh, Azerbaijan, went on."])
def test_so_it_is_in_a_sentence_that_says_nothing_else(gazetteer: Gazetteer, text: str) -> None:
    (first, *_) = Pipeline(gazetteer).parse(Document("d", text), events=False).resolutions
    assert first.place is not None
    assert first.place.id == "geonames:584649"


def test_a_name_said_with_its_kind_is_the_unit(gazetteer: Gazetteer) -> None:
    text = "A flood hit Yevlakh District, Azerbaijan."
    district, _ = resolve(Document("d", text), mentions(text, "Yevlakh District", "Azerbaijan"), gazetteer)
    assert district.place is not None
    assert district.place.feature_code == "ADM1"


def resolved(gazetteer: Gazetteer, text: str, *names: str, on: date | None = None) -> dict[str, str | None]:
    found = resolve(Document("d", text, published=on), mentions(text, *names), gazetteer)
    return {r.toponym.text: r.place and r.place.name for r in found}


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Burma", "Myanmar"),
        ("Bombay", "Mumbai"),
        ("Zaire", "Democratic Republic of the Congo"),
        ("Rhodesia", "Zimbabwe"),
        ("Saigon", "Ho Chi Minh City"),
    ],
)
def test_a_former_name_leads_to_what_the_place_is_called_today(gazetteer: Gazetteer, name: str, place: str) -> None:
    text = f"In {name} the army moved, said officials in London and Washington."
    found = resolved(gazetteer, text, name, "London", "Washington", on=date(1975, 5, 1))
    assert found[name] == place
    assert found["London"] == "London"


@pytest.mark.parametrize("gone", ["Soviet Union", "Yugoslavia"])
def test_a_state_that_is_no_more_has_no_place_and_empties_nothing(gazetteer: Gazetteer, gone: str) -> None:
    text = f"Leaders of the {gone} met in Belgrade, Serbia."
    found = resolved(gazetteer, text, gone, "Belgrade", "Serbia", on=date(2020, 5, 1))
    assert found == {gone: None, "Belgrade": "Belgrade", "Serbia": "Serbia"}


def test_the_republic_of_artsakh_is_the_same_place_before_and_after_its_end(gazetteer: Gazetteer) -> None:
    text = "The Republic of Artsakh and Armenia met in Yerevan."
    for on in (date(2021, 1, 1), date(2024, 2, 1)):
        found = resolved(gazetteer, text, "Republic of Artsakh", "Armenia", "Yerevan", on=on)
        assert found["Republic of Artsakh"] == "Nagorno-Karabakh"
        assert found["Armenia"] == "Armenia"


def test_counties_listed_together_are_counties(gazetteer: Gazetteer) -> None:
    text = "Snow fell in Clay, Grant and Otter Tail counties in Minnesota."
    found = resolved(gazetteer, text, "Clay", "Grant", "Otter Tail", "Minnesota")
    assert found == {
        "Clay": "Clay County",
        "Grant": "Grant County",
        "Otter Tail": "Otter Tail County",
        "Minnesota": "Minnesota",
    }


def test_a_town_and_its_county_vouch_for_each_other(gazetteer: Gazetteer) -> None:
    text = "A Paris man was arrested in Henry County on Sunday."
    places = [r.place for r in resolve(Document("d", text), mentions(text, "Paris", "Henry County"), gazetteer)]
    assert [(p.admin1, p.country) for p in places if p] == [("Tennessee", "US")] * 2


def test_a_name_written_with_its_state(gazetteer: Gazetteer) -> None:
    text = "He lives in Barrow, Alaska now."
    (barrow,) = resolve(Document("d", text), mentions(text, "Barrow, Alaska"), gazetteer)
    assert barrow.place is not None
    assert (barrow.place.admin1, barrow.place.feature_class) == ("Alaska", "P")


@pytest.mark.parametrize(
    ("text", "name", "unit"),
    [
        ("Police in Chicopee and Holyoke, Mass., held a man of Reading, Pa., on Friday.", "Reading", "Pennsylvania"),
        ("Trains from Leeds to York stopped. The driver came from Halifax, Nova Scotia.", "Halifax", "Nova Scotia"),
    ],
)
def test_what_is_named_after_it_outweighs_a_neighbour_of_the_name(
    gazetteer: Gazetteer, text: str, name: str, unit: str
) -> None:
    found = [r.place for r in Pipeline(gazetteer).parse(Document("1", text)).resolutions if r.toponym.text == name]
    assert [place and place.admin1 for place in found] == [unit]
