"""With the gazetteer as it ships: a town and the unit round it that has its name."""

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
