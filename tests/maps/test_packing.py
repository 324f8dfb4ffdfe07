"""Bytes and columns as text in a page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.packing import column, packed
from tests.maps.unpacking import numbers, unpacked


@given(st.binary(), st.booleans())
def test_bytes_come_back_and_need_no_escape(data: bytes, random: bool):
    text = packed(data, random=random)
    assert unpacked(text) == data
    assert not set(text) & set('"\\<&')
    assert text.isascii()


@given(st.lists(st.integers(0, 2**32 - 1)))
def test_a_column_comes_back(values: list[int]):
    assert numbers(packed(column(values))) == values


@pytest.mark.parametrize(("most", "width"), [(0, 1), (255, 1), (256, 2), (2**24 - 1, 3), (2**24, 4)])
def test_a_column_is_as_wide_as_its_largest_number(most: int, width: int):
    assert len(column([0, most])) == 1 + 2 * width
