"""Who does what to whom."""

from datetime import date

import pytest

from geo.events.actors import parties, roles

from .articles import WEDNESDAY, sentence, triggered


def who(text, published=WEDNESDAY):
    (trigger,) = triggered(text)[:1]
    return [(a.name, a.role, a.country) for a in roles(trigger, parties(sentence(text), [], published), [])]


def test_the_subject_acts_and_the_object_receives():
    assert who("Hamas attacked soldiers.") == [("Hamas", "actor", "PS"), ("soldiers", "recipient", "")]


def test_a_passive_turns_them():
    assert who("Soldiers were attacked by Hamas.") == [("Hamas", "actor", "PS"), ("Soldiers", "recipient", "")]


def test_both_sides_of_talks_act():
    assert {role for _, role, _ in who("NATO held talks with the African Union.")} == {"actor"}


def test_a_speaker_is_the_source():
    assert ("United Nations", "source", "") in who("The UN said rebels attacked the town.")


def test_an_office_is_held_between_its_days():
    assert who("Merkel condemned it.", date(2015, 1, 1))[0] == ("Angela Merkel", "actor", "DE")
    assert who("Merkel condemned it.", date(2023, 1, 1)) == []


def sectors(text, published=WEDNESDAY):
    return [(party.name, party.sector) for party in parties(sentence(text), [], published)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Riot police attacked aid workers.", [("Riot police", "COP"), ("aid workers", "AID")]),
        (
            "Gunmen abducted villagers and journalists.",
            [("Gunmen", "REB"), ("villagers", "CVL"), ("journalists", "MED")],
        ),
        ("The Kremlin thanked al-Shabaab.", [("Kremlin", "GOV"), ("al-Shabab", "REB")]),
        ("A supreme court freed protesters.", [("supreme court", "JUD"), ("protesters", "PRO")]),
        (
            "President Emmanuel Macron met the WHO.",
            [("Emmanuel Macron", "GOV"), ("World Health Organization", "IGO")],
        ),
        ("Who attacked the who?", []),
        ("On Monday Sara Netanyahu spoke.", []),
        ("Yesterday President Putin spoke.", [("Vladimir Putin", "GOV")]),
    ],
)
def test_everybody_has_a_sector(text, expected):
    assert sectors(text) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2021, 8, 14), [("Taliban", "REB")]),
        (date(2021, 8, 15), [("Taliban", "GOV")]),
        (date(2007, 6, 27), [("Taliban", "REB")]),
    ],
)
def test_the_day_decides_what_somebody_is(day, expected):
    assert sectors("The Taliban met.", day) == expected
