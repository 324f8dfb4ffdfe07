"""Who does what to whom."""

from datetime import date

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
