"""How far a record is to be trusted."""

import pytest

from geo.model import Band

from .articles import told


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
    assert full.confidence_reasons[0] == "the place is named in the sentence"
    assert "the text gives the day" in full.confidence_reasons
    (bare,) = told(gazetteer, "The general claimed that rebels attacked the barracks.")
    assert bare.confidence_band is not Band.HIGH
    assert {"no place is named", "day inferred from the publication date", "one side's claim"} <= {
        *bare.confidence_reasons
    }


@pytest.mark.parametrize(("number", "band"), [(0.0, "low"), (0.449, "low"), (0.45, "medium"), (0.75, "high")])
def test_three_bands(number, band):
    assert Band.of(number) == band
