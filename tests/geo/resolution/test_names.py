import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from geo.gazetteers.memory import MemoryGazetteer
from geo.model import Document, MentionKind, Toponym
from geo.resolution import resolve
from geo.resolution.names import MOST_CANDIDATES, MOST_TOGETHER, Names, read_names, stretches
from tests.geo.resolution.world import EAST_SPRING, EASTLAND, OLD_SPRING, WORLD, mentions, town


def read(text: str, *names: str) -> Names:
    return read_names(text, mentions(text, *names), WORLD, None)


def test_the_rows_of_a_name_stand_together_and_belong_to_it() -> None:
    names = read("Spring, then Mill", "Spring", "Mill")
    assert names.places[:2] == [OLD_SPRING, EAST_SPRING]
    assert names.counts.tolist() == [2, 1]
    assert names.owner.tolist() == [0, 0, 1]
    assert names.starts.tolist() == [0, 2]
    assert names.population.tolist() == [800_000, 20_000, 9_000]
    assert names.is_country.tolist() == [False, False, False]


def test_a_name_however_written_is_one_name_with_all_its_mentions() -> None:
    names = read("SPRING and Mill and Spring", "SPRING", "Mill", "Spring")
    assert [name.mentions for name in names.names] == [(0, 2), (1,)]


def test_a_name_that_nobody_knows_is_left_out() -> None:
    assert [name.text for name in read("Atlantis, Mill", "Atlantis", "Mill").names] == ["Mill"]
    assert len(read("Atlantis", "Atlantis")) == 0
    assert len(read("")) == 0


def test_a_people_is_read_as_a_people_and_a_place_as_whatever_has_the_name() -> None:
    text = "An Eastlander"
    people = read_names(text, mentions(text, "Eastlander", kind=MentionKind.DEMONYM), WORLD, None)
    assert people.places == [EASTLAND]
    assert {place.id for place in read(text, "Eastlander").places} == {"geonames:15", "geonames:1"}


def test_the_last_of_a_crowd_of_namesakes_are_not_considered() -> None:
    crowd = MemoryGazetteer([("Ford", town(n, "Ford", 1.0, "WW", "", n)) for n in range(1, MOST_CANDIDATES + 10)])
    names = read_names("Ford", mentions("Ford", "Ford"), crowd, None)
    assert len(names) == MOST_CANDIDATES
    assert names.population.max() == MOST_CANDIDATES + 9


def test_units_are_the_same_only_within_a_country_and_where_known() -> None:
    names = read("Spring, Mill, Eastland, Westland", "Spring", "Mill", "Eastland", "Westland")
    west, east, mill, *countries = names.unit.tolist()
    assert east == mill != west
    assert countries == [0, 0]


def test_gaps_are_between_the_nearest_mentions() -> None:
    names = read("Spring ......... Mill Spring", "Spring", "Mill", "Spring")
    assert names.gaps.tolist() == [[0, 5], [5, 0]]


def test_qualified_is_the_name_just_before_a_wider_one() -> None:
    for between in (", ", " (", " in ", ", in ", " County, ", " counties in "):
        assert read(f"Spring{between}Eastland", "Spring", "Eastland").qualified.tolist() == [
            [False, True],
            [False] * 2,
        ]
    for between in (" and ", ". ", ", near ", " "):
        assert not read(f"Spring{between}Eastland", "Spring", "Eastland").qualified.any()


def test_best_is_of_each_name_alone() -> None:
    names = read("Spring, Mill", "Spring", "Mill")
    assert names.best(np.array([1.0, 3.0, 2.0])).tolist() == [3.0, 3.0, 2.0]


@given(arrays(float, 4, elements=st.floats(-700, 700)))
def test_shares_of_a_name_add_up_to_one_and_follow_the_scores(scores: np.ndarray) -> None:
    names = read("Spring, Eastlander", "Spring", "Eastlander")
    shares = names.shares(scores)
    assert np.allclose(np.add.reduceat(shares, names.starts), 1.0)
    assert ((shares >= 0) & (shares <= 1)).all()
    assert (scores[0] > scores[1]) <= (shares[0] >= shares[1])


def test_a_very_long_list_is_decided_in_stretches_and_none_is_lost() -> None:
    text = "Spring, " * (MOST_TOGETHER + 1)
    toponyms = [Toponym(start, start + 6, "Spring") for start in range(0, len(text), 8)]
    assert [len(part) for part in stretches(toponyms)] == [MOST_TOGETHER, 1]
    assert [r.toponym for r in resolve(Document("d", text), toponyms, WORLD)] == toponyms
    assert stretches([]) == []
