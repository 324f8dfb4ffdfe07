"""Tiles are read back by GDAL."""

import numpy as np
import pyogrio
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import mvt

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=9)
POINTS = st.lists(
    st.tuples(st.integers(0, 4095), st.integers(0, 4095), TEXTS, st.integers(0, 2**34)), min_size=1, max_size=40
)


def read(path, x, y, properties):
    path.write_bytes(mvt.layer("events", np.array(x), np.array(y), properties))
    frame = pyogrio.read_dataframe(f"MVT:{path}")
    # GDAL counts from the south.
    return frame, [(int(point.x), mvt.EXTENT - int(point.y)) for point in frame.geometry]


@settings(deadline=None)
@given(points=POINTS)
def test_points_and_their_properties_come_back(tmp_path_factory, points):
    x, y, names, counts = zip(*points, strict=True)
    path = tmp_path_factory.getbasetemp() / "tile.mvt"
    frame, spots = read(path, x, y, {"name": names, "count": counts})
    none = [None] * len(frame)
    found = [
        (*spot, "" if name is None or name != name else name, 0 if count is None or count != count else int(count))
        for spot, name, count in zip(spots, frame.get("name", none), frame.get("count", none), strict=True)
    ]
    assert sorted(found) == sorted(points)


def test_no_points_are_no_bytes():
    assert mvt.layer("events", np.zeros(0, np.int64), np.zeros(0, np.int64), {"count": []}) == b""
