"""Fixtures that every test may ask for."""

import pytest

from geo.boundaries import Boundaries
from geo.gazetteers import Gazetteer, open_gazetteer


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """The real one, from the user's cache; built there if this is the first time."""
    return open_gazetteer()


@pytest.fixture(scope="session")
def boundaries() -> Boundaries:
    return Boundaries()
