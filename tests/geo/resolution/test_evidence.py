import numpy as np
import pytest

from geo.gazetteers.entries import Name
from geo.gazetteers.memory import MemoryGazetteer
from geo.model import Match, Place
from geo.resolution.evidence import Evidence, company, own
from geo.resolution.names import Names, read_names
from tests.geo.resolution.world import WORLD, mentions


def read(text: str, *names: str) -> Names:
    return read_names(text, mentions(text, *names), WORLD, None)


def heard(names: Names) -> Evidence:
    """Before anything is decided every reading of a name is as likely as the next."""
    return company(names, names.shares(np.zeros(len(names))))


def test_what_a_candidate_brings_along() -> None:
    evidence = own(read("Spring, Eastland", "Spring", "Eastland"))
    assert evidence["population"] == pytest.approx(np.log10([800_001, 20_001, 9_000_001]))
    assert evidence["smaller than its biggest namesake"] == pytest.approx([0, np.log10(20_001 / 800_001), 0])
    assert evidence["place in the list"] == pytest.approx([0, np.log(2), 0])
    assert evidence["country"].tolist() == [0, 0, 1]
    assert evidence["settlement"].tolist() == [1, 1, 0]
    assert evidence["by exact name"].tolist() == [1, 1, 1]


def test_the_container_named_after_a_place_speaks_for_the_one_in_it() -> None:
    evidence = heard(read("Spring, Eastland", "Spring", "Eastland"))
    assert evidence["in what is named after it"].tolist() == [0, 1, 0]
    assert evidence["less in it than a namesake"].tolist() == [1, 0, 0]
    assert evidence["its country is named"].tolist() == [0, 1, 0]
    apart = heard(read("Spring and Eastland", "Spring", "Eastland"))
    assert not apart["in what is named after it"].any()


def test_a_first_order_unit_is_a_container_too() -> None:
    evidence = heard(read("Spring, Hills", "Spring", "Hills"))
    assert evidence["in what is named after it"].tolist() == [0, 1, 0]
    assert evidence["its unit is named"].tolist() == [0, 1, 0]
    assert evidence["holds others"][2] > 0


def test_near_others() -> None:
    evidence = heard(read("Spring met Mill", "Spring", "Mill"))
    for name in ("others near", "others around", "same first-order unit", "same country", "nearest other"):
        west, east, _ = evidence[name]
        assert west < 1e-9 < 0.8 < east, name


def test_near_and_around_are_different_distances() -> None:
    near, around = (heard(read("Mill, Shore", "Mill", "Shore"))[f"others {how}"] for how in ("near", "around"))
    assert not near.any()  # some 320 km apart
    assert not around.any()
    assert heard(read("Mill, Hills", "Mill", "Hills"))["others near"] == pytest.approx([1, 1])


def test_the_country_spoken_of_speaks_for_its_own_places() -> None:
    evidence = heard(read("Spring. Shore. Eastland.", "Spring", "Shore", "Eastland"))
    assert evidence["same country"][:2] == pytest.approx([0, 1])
    assert evidence["same country, counted"][0] == 0


def test_a_name_is_never_evidence_for_itself() -> None:
    evidence = heard(read("Spring and Spring and Spring", *["Spring"] * 3))
    assert all((column == 0).all() for column in evidence.values())
    assert own(read("Spring and Spring", "Spring", "Spring"))["mentions"] == pytest.approx(np.log1p([2, 2]))


def test_a_reading_that_is_unlikely_is_not_listened_to() -> None:
    names = read("Spring met Mill", "Spring", "Mill")
    west = company(names, np.array([1.0, 0.0, 1.0]))
    assert west["others near"][2] == 0
    east = company(names, np.array([0.0, 1.0, 1.0]))
    assert east["others near"][2] == pytest.approx(1)


def test_the_main_name_of_a_twin_behind_a_users_list_is_as_good_as_the_lists() -> None:
    town = Place("villages:1", "Yevlax", 47.15, 40.62, "P", "PPL", "AZ")
    named = [("Yevlax", town), (Name("Yevlakh", Match.EXACT), town), ("Евлах", town)]
    texts = ["Yevlax", "Yevlakh", "Евлах"]
    names = read_names(" ".join(texts), mentions(" ".join(texts), *texts), MemoryGazetteer(named), None)
    assert own(names)["name as written"].tolist() == [1, 1, 0]
