import pyogrio
import pytest

from api import tiles
from api.tiles import Kept


@pytest.fixture
def read(client, tmp_path):
    def get(address):
        answer = client.get(address)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "application/vnd.mapbox-vector-tile"
        if not answer.content:
            return []
        path = tmp_path / "tile.mvt"
        path.write_bytes(answer.content)
        return pyogrio.read_dataframe(f"MVT:{path}").to_dict("records")

    return get


def test_a_tile_has_the_events_in_it_that_pass_the_filter(read):
    assert sum(mark["count"] for mark in read("/tiles/0/0/0.mvt")) == 35
    (yerevan,) = read("/tiles/8/159/96.mvt")
    assert (yerevan["type"], yerevan["count"]) == ("PROTEST", 32)
    (suva,) = read("/tiles/2/3/2.mvt")
    assert (suva["id"], suva["status"], suva["precision"]) == ("suva", "reported", "settlement")
    assert read("/tiles/2/3/2.mvt?type=ASSAULT") == []


def test_a_tile_of_many_events_is_thinned_out(read, monkeypatch):
    monkeypatch.setattr(tiles, "_FEW", 10)
    monkeypatch.setattr(tiles, "_COARSE", 0)
    (mark,) = read("/tiles/0/0/0.mvt")
    assert mark["count"] == 35


def test_the_description_of_the_tiles_keeps_the_filter(client):
    found = client.get("/tiles/tilejson.json?type=PROTEST").json()
    assert found["tiles"] == ["http://testserver/tiles/{z}/{x}/{y}.mvt?type=PROTEST"]
    assert set(found["vector_layers"][0]["fields"]) == {"type", "count", "status", "precision", "id"}


@pytest.mark.parametrize(
    ("address", "parameter"),
    [("/tiles/1/2/0.mvt", "x"), ("/tiles/a/0/0.mvt", "z"), ("/tiles/0/0/0.mvt?limit=1", "limit")],
)
def test_what_is_wrong_is_named(client, address, parameter):
    answer = client.get(address)
    assert (answer.status_code, answer.json()["parameter"]) == (400, parameter)


def test_kept_answers_have_a_bound():
    kept = Kept(most=500)
    for number in range(4):
        kept.put(number, b"12345")
        kept.get(0)
    assert [kept.get(number) for number in range(4)] == [b"12345", None, None, b"12345"]
