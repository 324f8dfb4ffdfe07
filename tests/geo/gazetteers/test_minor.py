"""Places that hardly anybody has heard of: found when asked for, after their well-known namesakes, else out of the way."""

from pathlib import Path

import pytest

from geo.gazetteers.entries import Entry, Name
from geo.gazetteers.index import IndexGazetteer
from geo.gazetteers.writing import write_index
from geo.model import Document, Match, Place
from geo.recognition import recognise
from tests.geo.gazetteers import places as p
from tests.geo.gazetteers.suite import found

TEXT = (
    "The Church of Home Mission said on Monday that prices in Paris had risen. It Was A Fine Day, said Hope Price of "
    "Yerevan, and the Army met the President. Said the Minister: Victory Is Near Yevlakh."
)
COMMON = sorted({word.strip(".,:") for word in TEXT.split()} - {"Paris", "Yerevan", "Yevlakh"})


def inn(number: int, name: str, letter: str = "S", code: str = "HTL") -> Entry:
    place = Place(f"geonames:{number}", name, 10.0, 50.0, letter, code, "DE")
    return Entry(place, [Name(name, Match.EXACT)], minor=True)


INNS = [
    inn(9_000_001, "Paris"),
    inn(9_000_002, "Yevlakh City"),
    inn(9_000_003, "Armenian"),
    inn(9_000_004, "Zum Adler"),
    inn(9_000_005, "Goldbach", "P", "PPL"),
    inn(9_000_006, "Goldbach"),
    *(inn(9_100_000 + number, word) for number, word in enumerate(COMMON)),
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> IndexGazetteer:
    path = tmp_path_factory.mktemp("minor")
    write_index(path, [*p.ENTRIES, *INNS], {})
    return IndexGazetteer(path)


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> IndexGazetteer:
    path = tmp_path_factory.mktemp("without")
    write_index(path, p.ENTRIES, {})
    return IndexGazetteer(path)


def test_it_is_found_by_its_name(made: IndexGazetteer) -> None:
    assert found(made, "Zum Adler") == [("geonames:9000004", Match.EXACT)]


def test_the_well_known_come_first_however_they_are_matched(made: IndexGazetteer) -> None:
    assert [place for place, _ in found(made, "Paris")] == [p.PARIS.id, p.PARIS_TEXAS.id, "geonames:9000001"]
    assert [place for place, _ in found(made, "Armenian")] == [p.ARMENIA.id, "geonames:9000003"]
    assert [place for place, _ in found(made, "Yevlakh City")] == [p.YEVLAKH.id, "geonames:9000002"]


def test_of_two_that_nobody_is_counted_in_the_village_comes_before_the_inn(made: IndexGazetteer) -> None:
    assert [place for place, _ in found(made, "Goldbach")] == ["geonames:9000005", "geonames:9000006"]
    assert found(made, "Goldbach Village")[0] == ("geonames:9000005", Match.ALTERNATE)


def test_no_slip_of_the_pen_leads_to_it(made: IndexGazetteer) -> None:
    assert found(made, "Zum Adlre") == found(made, "Goldbahc") == []


def test_texts_are_not_searched_for_it(made: IndexGazetteer, without: IndexGazetteer) -> None:
    words = TEXT.split()
    assert made.spot(words) == without.spot(words) != []
    assert made.spot(["Zum", "Adler", "Goldbach"]) == []


def test_names_are_recognised_as_if_it_were_not_there(made: IndexGazetteer, without: IndexGazetteer) -> None:
    document = Document("1", TEXT)
    assert recognise(document, made) == recognise(document, without) != ()


def test_of_thousands_of_bearers_the_best_known_are_read(tmp_path: Path) -> None:
    many = [p.entry(p.city(number, "San José", number / 100, 10, "XX", number)) for number in range(1, 3_001)]
    write_index(tmp_path, many, {})
    people = [c.place.population for c in IndexGazetteer(tmp_path).lookup(["San José"])["San José"]]
    assert people == list(range(3_000, 3_000 - len(people), -1))
    assert 40 <= len(people) <= 500


def test_of_minor_bearers_some_are_kept_and_beside_a_known_one_few(tmp_path: Path) -> None:
    inns = [inn(9_200_000 + number, ("Paris", "Adler")[number % 2]) for number in range(200)]
    write_index(tmp_path, [*p.ENTRIES, *inns], {})
    made = IndexGazetteer(tmp_path)
    assert [len(found(made, name)) for name in ("Paris", "Adler")] == [10, 40]
