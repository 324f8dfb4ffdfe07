"""Bulk work: the same results in the same order wherever it runs, and no item that stops the others."""

import os
import signal
from functools import partial
from itertools import count, islice
from types import MappingProxyType

import pytest

from geo.engine import Failure, processes, serial
from geo.errors import GazetteerError

two_processes = partial(processes, workers=2)


def half(number: int) -> int:
    if number % 2:
        raise ValueError(f"{number} is odd")
    return number // 2


def fatal(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def without_gazetteer(_: int) -> int:
    raise GazetteerError("there is no gazetteer")


@pytest.mark.parametrize("engine", [serial, two_processes])
def test_results_come_in_the_order_of_the_items(engine):
    assert list(engine(half, range(0, 200, 2))) == list(range(100))


def named(number: int) -> MappingProxyType[str, int]:
    return MappingProxyType({"number": number})


def test_read_only_mappings_as_events_have_them_travel_between_processes():
    assert list(two_processes(named, [1])) == [{"number": 1}]


@pytest.mark.parametrize("engine", [serial, two_processes])
def test_no_items_no_results(engine):
    assert list(engine(half, [])) == []


@pytest.mark.parametrize("engine", [serial, two_processes])
def test_a_bad_item_is_a_failure_in_its_place(engine):
    assert list(engine(half, [2, 3, 4])) == [1, Failure(3, "ValueError: 3 is odd"), 2]


@pytest.mark.parametrize("engine", [serial, two_processes])
def test_what_is_no_items_fault_stops_the_work(engine):
    with pytest.raises(GazetteerError, match="there is no gazetteer"):
        list(engine(without_gazetteer, [1]))


def test_an_item_that_kills_its_process_is_a_failure_and_its_neighbours_are_done():
    results = list(two_processes(fatal, range(6)))
    assert [r for r in results if not isinstance(r, Failure)] == [0, 1, 2, 4, 5]
    assert "died" in results[3].reason


@pytest.mark.parametrize("engine", [serial, two_processes])
def test_items_without_end_are_read_as_they_are_needed(engine):
    assert list(islice(engine(half, count(step=2)), 3)) == [0, 1, 2]
