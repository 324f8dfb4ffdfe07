"""Fixtures that every test may ask for."""

import pytest
from hypothesis import settings

from geo.boundaries import Boundaries
from geo.gazetteers import Gazetteer, open_gazetteer

# The same examples for everyone, on however slow a machine; `pytest --hypothesis-profile=explore` looks for others.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=1_000, deadline=None)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """The real one, from the user's cache; built there if this is the first time."""
    return open_gazetteer()


@pytest.fixture(scope="session")
def boundaries() -> Boundaries:
    return Boundaries()
