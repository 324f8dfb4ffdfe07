"""Reported, claimed, planned, denied; or not said to happen at all."""

from datetime import date

import pytest

from geo.events.status import claimed_by_party, historical, status
from geo.model import Status

from .articles import triggered


def state(text, party=False):
    return next(status(trigger, party) for trigger in triggered(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rebels attacked the town.", Status.REPORTED),
        ("Residents said rebels attacked the town.", Status.REPORTED),
        ("The general claimed that rebels attacked the town.", Status.CLAIMED),
        ("The army will attack the town.", Status.PLANNED),
        ("The two sides are to hold talks on Friday.", Status.PLANNED),
        ("Talks will be held on Friday.", Status.PLANNED),
        ("Workers plan to walk out on Friday.", Status.PLANNED),
        ("The army denied that it had attacked the town.", Status.DENIED),
        ("The army did not attack the town.", None),
        ("Rebels could attack the town.", None),
        ("If rebels attack the town, people leave.", None),
        ("The army would have attacked the town.", None),
        ("Guards managed to rescue the crew.", Status.REPORTED),
        ("Police foiled an attack on the embassy.", None),
    ],
)
def test_status(text, expected):
    assert state(text) is expected


def test_what_a_party_says_of_its_own_fight_is_a_claim():
    assert state("The army said its men attacked the town.", party=True) is Status.CLAIMED
    assert claimed_by_party("the ministry", frozenset({"AZ"}), "AZ")
    assert not claimed_by_party("a doctor", frozenset({"AZ"}), "FR")


def test_an_earlier_year_is_history():
    (trigger,) = triggered("Rebels attacked the town in 2014.")
    assert historical(trigger, date(2023, 9, 20))
    assert not historical(trigger, date(2014, 9, 20))
