"""One event in several sentences is one record."""

from geo.model import Count

from .articles import spots, told


def types(events):
    return [event.type for event in events]


def test_a_toll_belongs_to_what_was_told_before(gazetteer):
    (event,) = told(gazetteer, "A bomb exploded in a market in Kirkuk on Tuesday. At least 12 people were killed.")
    assert (event.type, event.fatalities, spots(event)) == ("ASSAULT", Count(12, None), ["Kirkuk"])


def test_two_places_are_two_events(gazetteer):
    events = told(gazetteer, "Rebels attacked a base in Kirkuk. Rebels attacked a base in Basra.")
    assert [spots(event) for event in events] == [["Kirkuk"], ["Basra"]]


def test_two_days_are_two_events(gazetteer):
    events = told(gazetteer, "Police arrested a man in Gori on Monday. Police arrested a man in Gori in June.")
    assert len(events) == 2


def test_a_headline_only_confirms(gazetteer):
    text = "Rebels attack Kirkuk\nRebels attacked a base in Kirkuk on Tuesday.\nIt was quiet later."
    (event,) = told(gazetteer, text)
    assert event.quote.text.startswith("Rebels attacked a base")


def test_conflicting_tolls_widen_and_are_never_summed(gazetteer):
    text = "A bomb exploded in Kirkuk and killed 12 people. Doctors said the blast killed 15 people."
    assert told(gazetteer, text)[0].fatalities == Count(12, 15)


def test_planned_and_done_stay_apart(gazetteer):
    events = told(gazetteer, "Teachers marched in Lyon on Tuesday. Teachers will march in Lyon on Friday.")
    assert [str(event.status) for event in events] == ["reported", "planned"]
