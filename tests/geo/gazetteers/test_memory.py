import pytest

from geo.gazetteers.memory import MemoryGazetteer
from tests.geo.gazetteers import places as p
from tests.geo.gazetteers.suite import GazetteerSuite, found


def memory() -> MemoryGazetteer:
    return MemoryGazetteer((name, entry.place) for entry in p.ENTRIES for name in entry.names)


class TestMemoryGazetteer(GazetteerSuite):
    @pytest.fixture
    def made(self) -> MemoryGazetteer:
        return memory()


def test_a_plain_text_is_the_main_name_if_it_is_the_places_own() -> None:
    gazetteer = MemoryGazetteer([("Yevlakh", p.YEVLAKH), ("Yevlax", p.YEVLAKH)])
    assert [match.name for _, match in found(gazetteer, "Yevlakh") + found(gazetteer, "Yevlax")] == [
        "EXACT",
        "ALTERNATE",
    ]


def test_misspelt_names_lead_to_all_that_are_equally_near() -> None:
    yeola = p.city(1, "Yevla", 74.5, 20.0, "IN", 50_000)
    for pairs in ([("Yevla", yeola), ("Yevlakh", p.YEVLAKH)], [("Yevlakh", p.YEVLAKH), ("Yevla", yeola)]):
        assert [place_id for place_id, _ in found(MemoryGazetteer(pairs), "Yevlak")] == [p.YEVLAKH.id, yeola.id]


def test_country_by_code() -> None:
    assert memory().country("AZ") == p.AZERBAIJAN
    assert memory().country("ZZ") is None
