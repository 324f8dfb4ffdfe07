import pytest

from geo.stores import MemoryStore
from tests.geo.stores.suite import StoreSuite


class TestMemoryStore(StoreSuite):
    @pytest.fixture
    def store(self):
        return MemoryStore()
