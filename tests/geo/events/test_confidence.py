"""How far a record is to be trusted."""

import pytest

from geo.model import Band

from .articles import WEDNESDAY, told


def sure(gazetteer, text):
    return told(gazetteer, text)[0].confidence


def test_what_is_explicit_is_surer(gazetteer):
    full = sure(gazetteer, "Rebels attacked the barracks in Gori on Tuesday.")
    assert 0 < sure(gazetteer, "Rebels attacked the barracks.") < full < 1


def test_a_claim_is_less_sure_than_a_report(gazetteer):
    report = sure(gazetteer, "Residents said that rebels attacked the barracks in Gori.")
    assert sure(gazetteer, "The general claimed that rebels attacked the barracks in Gori.") < report


def test_the_reasons_are_those_of_the_number(gazetteer):
    (full,) = told(gazetteer, "Rebels attacked the barracks in Gori on Tuesday.")
    assert full.confidence_band is Band.HIGH
    assert full.confidence_reasons[0] == "for: the place is named in the sentence"
    assert {reason.partition(": ")[0] for reason in full.confidence_reasons} == {"for"}


def test_what_is_missing_speaks_against_it_what_weighs_most_first(gazetteer):
    (bare,) = told(gazetteer, "The general claimed that rebels attacked the barracks.")
    assert bare.confidence < 0.5
    assert bare.confidence_reasons[:2] == ("against: no place is named", "against: one side's claim")
    assert "against: day inferred from the publication date" in bare.confidence_reasons


@pytest.mark.parametrize(
    ("when", "reason"),
    [
        ("on Tuesday", "for: the text gives the day"),
        ("in May 2021", "for: the text gives the month"),
        ("in 2021", "for: the text gives the year"),
        ("in recent days", "against: no day is known"),
    ],
)
def test_how_finely_the_text_says_when(gazetteer, when, reason):
    (event,) = told(
        gazetteer, f"Rebels attacked the barracks in Gori {when}.", published=None if "recent" in when else WEDNESDAY
    )
    assert reason in event.confidence_reasons


@pytest.mark.parametrize(("number", "band"), [(0.0, "low"), (0.449, "low"), (0.45, "medium"), (0.75, "high")])
def test_three_bands(number, band):
    assert Band.of(number) == band
