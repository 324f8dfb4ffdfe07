import pickle
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import GazetteerError
from geo.gazetteers.entries import Entry, Name
from geo.gazetteers.index import IndexGazetteer
from geo.gazetteers.memory import MemoryGazetteer
from geo.gazetteers.writing import write_index
from geo.model import Match, Place
from tests.geo.gazetteers import places as p
from tests.geo.gazetteers.suite import GazetteerSuite


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("index")
    write_index(path, p.ENTRIES, {"table": "abc"})
    return path


class TestIndexGazetteer(GazetteerSuite):
    @pytest.fixture
    def made(self, folder: Path) -> IndexGazetteer:
        return IndexGazetteer(folder)


def test_it_tells_what_it_holds_and_was_made_from(folder: Path) -> None:
    info = IndexGazetteer(folder).info()
    assert (info.folder, info.places, info.inputs) == (folder, len(p.ENTRIES), {"table": "abc"})
    assert info.size == sum(path.stat().st_size for path in folder.iterdir())


def test_it_pickles_as_its_folder(folder: Path) -> None:
    packed = pickle.dumps(IndexGazetteer(folder))
    assert len(packed) < 1_000
    assert pickle.loads(packed).place(p.PARIS.id) == p.PARIS


@pytest.mark.parametrize("name", ["rest.marisa", "postings.bin", "places.bin", "about.json"])
def test_a_damaged_folder_is_named_with_what_to_do(folder: Path, tmp_path: Path, name: str) -> None:
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes() if path.name != name else b"")
    with pytest.raises(GazetteerError, match=f"{tmp_path}.*delete it to have it built again"):
        IndexGazetteer(tmp_path)


names = st.sampled_from(["Ab", "Abcde", "Abcdef", "Abcde fg", "fg", "Ж", "東京", "Saint Ab", "St. Ab"])
matches = st.sampled_from([Match.EXACT, Match.ALTERNATE, Match.DEMONYM])
# What the index keeps of a position: seven places behind the point, a centimetre.
positions = st.tuples(
    st.integers(-180 * 10**7, 180 * 10**7).map(lambda n: n / 10**7),
    st.integers(-90 * 10**7, 90 * 10**7).map(lambda n: n / 10**7),
)


@st.composite
def entries(draw: st.DrawFn) -> list[Entry]:
    found = []
    for number in range(draw(st.integers(1, 6))):
        lon, lat = draw(positions)
        place = Place(f"geonames:{number}", draw(names), lon, lat, "P", "PPL", "AA", "", draw(st.integers(0, 3)))
        others = draw(st.lists(st.tuples(names, matches), max_size=3))
        found.append(Entry(place, [Name(place.name, Match.EXACT), *(Name(*other) for other in others)]))
    return found


@settings(max_examples=30, deadline=None)
@given(entries(), positions, st.lists(names, max_size=4))
def test_on_disk_and_in_memory_the_answers_are_the_same(
    made: list[Entry], at: tuple[float, float], text: list[str]
) -> None:
    memory = MemoryGazetteer((name, entry.place) for entry in made for name in entry.names)
    with tempfile.TemporaryDirectory() as folder:
        write_index(Path(folder), made, {})
        index = IndexGazetteer(Path(folder))
        asked = ["Ab", "Abcd", "Abcdeg", "ABCDE-FG", "ж", "東京", "Saint Ab"]
        assert index.lookup(asked) == memory.lookup(asked)
        words = " ".join(text).split()
        assert index.spot(words) == memory.spot(words)
        near = index.nearest(*at, limit=3)
        ranked = memory.nearest(*at, limit=3)
        assert len(near) == len(ranked)
        assert np.allclose([_chord(at, place) for place in near], [_chord(at, place) for place in ranked], atol=1e-3)


def _chord(at: tuple[float, float], place: Place) -> float:
    vectors = [
        np.array([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)])
        for east, north in (np.radians(at), np.radians([place.lon, place.lat]))
    ]
    return float(np.linalg.norm(vectors[0] - vectors[1]))
