"""The ground that ships: made of the shapes that ship, and quick to open."""

import subprocess
import sys

import numpy as np
import pytest

from geo.resources import data_path
from maps.groundfile import arrays, ground
from scripts import make_ground


def test_the_file_is_what_the_script_makes_of_the_shapes():
    made = arrays(make_ground.ground())
    with np.load(data_path("ground", "ground.npz")) as file:
        assert sorted(file) == sorted(made)
        for name in made:
            assert np.array_equal(file[name], made[name]), name


def test_what_is_read_is_what_was_written():
    written = make_ground.ground()
    assert (ground().countries, ground().disputed) == (written.countries, written.disputed)
    assert [(one.one, one.other, len(one.lines)) for one in ground().shared] == [
        (one.one, one.other, len(one.lines)) for one in written.shared
    ]
    for read, line in zip(ground().shores, written.shores, strict=True):
        assert read.points == pytest.approx(line.points, abs=1e-5)


def test_the_ground_waits_for_nothing_that_reads_shapes():
    code = "import sys; from maps.basemap import land; land(); print({'pyogrio', 'pandas'} & sys.modules.keys())"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "set()"
