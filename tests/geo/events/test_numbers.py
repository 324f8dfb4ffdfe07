import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.events.clauses import tokenise
from geo.events.numbers import integer, quantities


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("12 people", 12, 12),
        ("2,000 people", 2000, 2000),
        ("twenty-five people", 25, 25),
        ("one hundred and three people", 103, 103),
        ("two thousand five hundred people", 2500, 2500),
        ("1.5 million people", 1_500_000, 1_500_000),
        ("a dozen people", 12, 12),
        ("half a dozen people", 6, 6),
        ("half a million people", 500_000, 500_000),
        ("four dozen people", 48, 48),
        ("a couple of people", 2, 2),
        ("dozens of people", 24, None),
        ("hundreds of thousands of people", 200_000, None),
        ("several hundred people", 200, None),
        ("at least a dozen people", 12, None),
        ("more than 200 people", 200, None),
        ("no fewer than 200 people", 200, None),
        ("100 or more people", 100, None),
        ("up to 30 people", None, 30),
        ("fewer than 30 people", None, 30),
        ("an estimated 500 people", 500, 500),
        ("between 10 and 15 people", 10, 15),
        ("10-15 people", 10, 15),
        ("10 to 15 people", 10, 15),
        ("two or three people", 2, 3),
    ],
)
def test_one_number(text: str, low: int | None, high: int | None) -> None:
    assert [(q.low, q.high) for q in quantities(tokenise(text))] == [(low, high)]


@pytest.mark.parametrize("text", ["2.5 liters", "people", "", "a man", "half of them"])
def test_no_number(text: str) -> None:
    assert quantities(tokenise(text)) == []


def test_a_rise_is_two_numbers() -> None:
    assert [q.low for q in quantities(tokenise("rose from 12 to 15"))] == [12, 15]


@given(st.integers(0, 999_999_999))
def test_digits_mean_themselves_with_and_without_separators(number: int) -> None:
    assert integer(str(number)) == integer(f"{number:,}") == number
    [found] = quantities(tokenise(f"{number:,} people"))
    assert found == (0, 1, number, number)
