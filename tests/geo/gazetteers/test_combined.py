"""A list in front of a gazetteer answers as one gazetteer that holds both would."""

import pickle
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.gazetteers.combined import CombinedGazetteer
from geo.gazetteers.entries import Entry, Name, named
from geo.gazetteers.geocoder import OfflineGeocoder
from geo.gazetteers.index import IndexGazetteer
from geo.gazetteers.memory import MemoryGazetteer
from geo.gazetteers.names import NameTable
from geo.gazetteers.twins import complete, find_twins
from geo.gazetteers.writing import write_index
from geo.geometry import distance_m
from geo.model import Match, Place
from tests.geo.gazetteers import places as p
from tests.geo.gazetteers.suite import GazetteerSuite, found

NOWHERE = Path("no-shapes.fgb")


def memory(entries: Sequence[Entry]) -> MemoryGazetteer:
    return MemoryGazetteer((name, entry.place) for entry in entries for name in entry.names)


def combined(entries: Sequence[Entry], back: NameTable) -> CombinedGazetteer:
    twins = find_twins(entries, back)
    front = memory(complete(entries, twins, NOWHERE))
    return CombinedGazetteer(front, back, {twin.row: front.row(ours) for ours, twin in twins.items()})


def village(number: int, name: str, lon: float, lat: float, *others: str, **more: object) -> Entry:
    place = Place(f"a-list:{number}", name, lon, lat, "P", "PPL", **more)  # type: ignore[arg-type]
    return Entry(place, named(name, list(others)), (place.id,))


class TestHalvesOfOneGazetteer(GazetteerSuite):
    @pytest.fixture
    def made(self) -> CombinedGazetteer:
        return CombinedGazetteer(memory(p.ENTRIES[::2]), memory(p.ENTRIES[1::2]), {})


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> list[IndexGazetteer]:
    made = []
    for number in range(3):
        folder = tmp_path_factory.mktemp("part")
        write_index(folder, p.ENTRIES[number::3], {})
        made.append(IndexGazetteer(folder))
    return made


class TestSeveralListsOnDisk(GazetteerSuite):
    @pytest.fixture
    def made(self, parts: list[IndexGazetteer]) -> CombinedGazetteer:
        first, second, third = parts
        return CombinedGazetteer(first, CombinedGazetteer(second, third, {}), {})


class TestAListThatKnowsTheSamePlaces(GazetteerSuite):
    """Its places have ids of the built-in gazetteer here, as the suite asks for those."""

    @pytest.fixture
    def made(self) -> CombinedGazetteer:
        return combined([p.entry(p.PARIS), p.entry(p.MUMBAI), p.entry(p.KARABAKH)], memory(p.ENTRIES))


def test_of_a_place_that_both_know_the_lists_own_stays_with_the_names_of_both() -> None:
    made = combined([village(1, "Yevlax", 47.16, 40.62, "Aran")], memory(p.ENTRIES))
    assert found(made, "Yevlakh") == found(made, "Yevlax") == [("a-list:1", Match.EXACT)]
    assert found(made, "Евлах") == found(made, "Aran") == [("a-list:1", Match.ALTERNATE)]
    assert found(made, "Yevlahk") == [("a-list:1", Match.FUZZY)]
    (hit,) = made.spot(["Yevlakh"])
    assert (hit.bearers, hit.population) == (1, p.YEVLAKH.population)


def test_a_list_keeps_what_it_says_and_takes_the_rest_from_the_twin() -> None:
    own = village(1, "Yevlax", 47.16, 40.62, population=130_000)
    place = combined([own], memory(p.ENTRIES)).place("a-list:1")
    assert place == replace(own.place, country="AZ", radius_m=place.radius_m if place else 0)
    capital = replace(p.YEREVAN, feature_code="PPLC", radius_m=9_000.0, boundary="region:yerevan")
    made = combined([village(2, "Erevan", 44.5, 40.18, country="AM")], memory([p.entry(capital, "Erevan")]))
    assert made.place("a-list:2") == replace(capital, id="a-list:2", name="Erevan", lon=44.5)


def test_a_unit_under_its_own_name_still_holds_what_lies_in_it() -> None:
    unit = replace(p.TEXAS, id="a-list:1", name="Tejas", admin1="Tejas")
    made = combined([p.entry(unit, "Texas")], memory(p.ENTRIES))
    assert OfflineGeocoder(made).geocode("Paris, Tejas").raw["id"] == p.PARIS_TEXAS.id


def test_the_twins_own_id_still_leads_to_its_record() -> None:
    made = combined([village(1, "Yevlakh", 47.16, 40.62)], memory(p.ENTRIES))
    assert made.place(p.YEVLAKH.id) == p.YEVLAKH


def test_a_name_in_the_list_beats_one_nearly_alike_in_the_back() -> None:
    made = combined([village(1, "Yevlak", 49.0, 41.0)], memory(p.ENTRIES))
    assert found(made, "Yevlak") == [("a-list:1", Match.EXACT)]
    assert found(made, "Yevlakh") == [(p.YEVLAKH.id, Match.EXACT)]


def test_of_namesakes_the_most_populous_comes_first_and_of_equals_the_lists() -> None:
    made = combined(
        [village(1, "Paris", 46.0, 40.0), village(2, "Us", 46.0, 40.0, population=1_300)], memory(p.ENTRIES)
    )
    assert [place for place, _ in found(made, "Paris")] == [p.PARIS.id, p.PARIS_TEXAS.id, "a-list:1"]
    # Whatever the ids: "z-list" comes after "geonames".
    late = Entry(replace(p.US_VILLAGE, id="z-list:1", lon=46.0, lat=40.0), named("Us", []))
    assert [place for place, _ in found(combined([late], memory(p.ENTRIES)), "us")] == ["z-list:1", p.US_VILLAGE.id]


@pytest.mark.parametrize(
    "other",
    [
        village(1, "Yevlakh", 47.15, 40.70),  # 9 km away
        village(1, "Aran", 47.15, 40.618),  # no name in common
        village(1, "Yevlakh", 47.15, 40.618, country="AM"),
        village(1, "Yuxarı Yevlakh", 47.15, 40.618, "Yevlax"),  # an alternate name of both is main in neither
        p.entry(replace(p.YEVLAKH, id="a-list:1", feature_class="A", feature_code="ADM2")),
    ],
)
def test_what_is_another_place_stays_beside(other: Entry) -> None:
    assert find_twins([other], memory(p.ENTRIES)) == {}


def test_areas_are_twins_as_far_apart_as_the_smaller_reaches_and_on_one_level_only() -> None:
    county = replace(p.FULTON_COUNTY, id="a-list:1", lon=p.FULTON_COUNTY.lon + 0.2, radius_m=30_000)
    back = memory(p.ENTRIES)
    assert set(find_twins([p.entry(county)], back)) == {"a-list:1"}
    assert find_twins([p.entry(replace(county, radius_m=1_000))], back) == {}
    assert find_twins([p.entry(replace(county, feature_code="ADM3"))], back) == {}


def test_a_place_has_one_twin_the_nearest() -> None:
    near, nearer = village(1, "Yevlakh", 47.17, 40.618), village(2, "Yevlakh", 47.151, 40.618)
    assert set(find_twins([near, nearer], memory(p.ENTRIES))) == {"a-list:2"}


def test_of_several_lists_the_first_wins() -> None:
    second = combined([replace_id(village(1, "Yevlax", 47.16, 40.62), "b-list:1")], memory(p.ENTRIES))
    made = combined([village(1, "Yevlakh", 47.14, 40.62)], second)
    assert found(made, "Евлах") == [("a-list:1", Match.ALTERNATE)]
    assert found(made, "Yevlax") == [("a-list:1", Match.EXACT)]
    assert [place.id for place in made.nearest(47.15, 40.62)] == ["a-list:1"]


def replace_id(entry: Entry, place_id: str) -> Entry:
    return entry._replace(place=replace(entry.place, id=place_id))


def test_it_pickles_as_its_folders_and_answers_several_threads(tmp_path: Path) -> None:
    for name, entries in (("front", [village(1, "Yevlax", 47.16, 40.62)]), ("back", p.ENTRIES)):
        (tmp_path / name).mkdir()
        write_index(tmp_path / name, entries, {})
    front, back = (IndexGazetteer(tmp_path / name) for name in ("front", "back"))
    made = CombinedGazetteer(front, back, {back.row(p.YEVLAKH.id): front.row("a-list:1")})
    packed = pickle.dumps(made)
    assert len(packed) < 1_000
    again = pickle.loads(packed)
    asked = ["Yevlakh", "Paris", "Yevlak", "US", "Soviet Union", "Евлах"]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: again.lookup(asked), range(50)))
    assert all(answer == made.lookup(asked) for answer in answers)
    assert found(again, "Евлах") == [("a-list:1", Match.ALTERNATE)]


def test_the_country_is_the_lists_before_the_backs() -> None:
    own = p.entry(replace(p.AZERBAIJAN, id="a-list:1", lon=48.0))
    made = combined([own], memory(p.ENTRIES))
    assert made.country("AZ") == own.place
    assert made.country("AM") == p.ARMENIA
    assert made.country("ZZ") is None


names = st.sampled_from(["Abcde", "Abcdef", "Abcde fg", "fg", "東京", "Saint Ab", "Abcde City"])
matches = st.sampled_from([Match.EXACT, Match.ALTERNATE, Match.DEMONYM, Match.HISTORICAL])
# A few km apart, and some far away: whether two are one place is for the code to say.
degrees = st.sampled_from([0.5, 0.51, 0.53, 0.58, 9.0])


@st.composite
def entries(draw: st.DrawFn, prefix: str, people: list[int]) -> list[Entry]:
    made = []
    for number in range(draw(st.integers(1, 5))):
        place = Place(
            f"{prefix}:{number}",
            draw(names),
            draw(degrees) + number / 10_000,  # no two distances alike
            draw(degrees),
            draw(st.sampled_from("PPPA")),
            "PPL",
            draw(st.sampled_from(["", "AA", "BB"])),
            population=draw(st.sampled_from(people)),
            radius_m=1_000.0,
        )
        others = draw(st.lists(st.tuples(names, matches), max_size=3))
        made.append(Entry(place, [Name(place.name, Match.EXACT), *(Name(*other) for other in others)]))
    return made


def one_gazetteer(front: list[Entry], back: list[Entry]) -> MemoryGazetteer:
    """All places in one, twins put together by hand."""
    twins = {twin.place.id: ours for ours, twin in find_twins(front, memory(back)).items()}
    ours = complete(front, find_twins(front, memory(back)), NOWHERE)
    places = {entry.place.id: entry.place for entry in [*ours, *back]}
    return MemoryGazetteer(
        (name, places[twins.get(entry.place.id, entry.place.id)]) for entry in [*ours, *back] for name in entry.names
    )


@settings(max_examples=150, deadline=None)
@given(
    entries("a-list", [1, 3]), entries("geonames", [0, 2]), st.tuples(degrees, degrees), st.lists(names, max_size=4)
)
def test_the_answers_are_those_of_one_gazetteer(
    front: list[Entry], back: list[Entry], at: tuple[float, float], text: list[str]
) -> None:
    made, one = combined(front, memory(back)), one_gazetteer(front, back)
    asked = ["Abcde", "abcdf", "Abcdeg", "ABCDE-FG", "fg", "東京", "St. Ab", "City of Abcde", "North Abcdef"]
    assert made.lookup(asked) == one.lookup(asked)
    words = " ".join(text).split()
    assert made.spot(words) == one.spot(words)
    for limit in (1, 2, 20):
        assert made.nearest(*at, limit=limit) == one.nearest(*at, limit=limit)


@settings(max_examples=150, deadline=None)
@given(entries("a-list", [1, 3]), entries("geonames", [0, 2]))
def test_twins_are_pairs_of_places_alike_and_near_and_no_such_pair_is_left(
    front: list[Entry], back: list[Entry]
) -> None:
    def own(entry: Entry) -> set[str]:
        return {name.text for name in entry.names if name.match in (Match.EXACT, Match.ALTERNATE, Match.HISTORICAL)}

    def mains(entry: Entry) -> set[str]:
        return {name.text for name in entry.names if name.match is Match.EXACT}

    def same(a: Entry, b: Entry) -> bool:
        main = bool(mains(a) & own(b) or mains(b) & own(a))
        alike = a.place.feature_class == b.place.feature_class
        alike &= "" in (a.place.country, b.place.country) or a.place.country == b.place.country
        return main and alike and distance_m(a.place.lon, a.place.lat, b.place.lon, b.place.lat) <= 5_000

    twins = {ours: twin.place.id for ours, twin in find_twins(front, memory(back)).items()}
    by_id = {entry.place.id: entry for entry in [*front, *back]}
    assert all(same(by_id[a], by_id[b]) for a, b in twins.items())
    assert len(set(twins.values())) == len(twins)
    for a in front:
        for b in back:
            assert not same(a, b) or a.place.id in twins or b.place.id in twins.values()
