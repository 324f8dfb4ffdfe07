"""How far a record is to be trusted."""

from .articles import told


def sure(gazetteer, text):
    return told(gazetteer, text)[0].confidence


def test_what_is_explicit_is_surer(gazetteer):
    full = sure(gazetteer, "Rebels attacked the barracks in Gori on Tuesday.")
    assert 0 < sure(gazetteer, "Rebels attacked the barracks.") < full < 1


def test_a_claim_is_less_sure_than_a_report(gazetteer):
    report = sure(gazetteer, "Residents said that rebels attacked the barracks in Gori.")
    assert sure(gazetteer, "The general claimed that rebels attacked the barracks in Gori.") < report
