import pytest

from geo.model import (
    DatePrecision,
    Event,
    EventPlace,
    GeoPrecision,
    Place,
    PlaceKind,
    Role,
    Source,
    Span,
    Status,
)

GORIS = Place("geonames:174895", "Goris", 46.34, 39.51, "P", "PPL", "AM")
ARMENIA = Place("geonames:174982", "Armenia", 45, 40, "A", "PCLI", "AM", boundary="country:AM")


def event(*places: EventPlace) -> Event:
    return Event("e", "assault", "", Status.REPORTED, None, None, DatePrecision.UNKNOWN, Source("d"), places=places)


def at(role: Role, place: Place | None) -> EventPlace:
    return EventPlace(role, PlaceKind.POINT, None, place)


@pytest.mark.parametrize(
    ("a", "b", "expected"), [((0, 3), (3, 5), False), ((0, 4), (3, 5), True), ((1, 2), (0, 9), True)]
)
def test_spans_are_half_open(a, b, expected):
    assert Span(*a, "").overlaps(Span(*b, "")) is expected


def test_only_numbers_of_geonames_are_geonames_ids():
    assert GORIS.geonameid == 174895
    assert Place("dateline:donbas", "Donbas", 38, 48, "L", "RGN").geonameid is None
    assert Place("geonames:390903;north", "northern Greece", 22, 41, "L", "RGN").geonameid is None


def test_what_has_an_extent_is_a_region_and_knows_how_coarse_it_is():
    assert (GORIS.kind, GORIS.precision) == (PlaceKind.POINT, GeoPrecision.SETTLEMENT)
    assert (ARMENIA.kind, ARMENIA.precision) == (PlaceKind.REGION, GeoPrecision.COUNTRY)


def test_an_event_is_drawn_where_it_happened_and_never_where_it_was_said():
    assert event(at(Role.SPEECH, GORIS)).located == ()
    assert [p.place for p in event(at(Role.SCOPE, ARMENIA), at(Role.EVENT, GORIS)).located] == [GORIS]
    assert [p.place for p in event(at(Role.EVENT, None), at(Role.TARGET, ARMENIA)).located] == [ARMENIA]


@pytest.mark.parametrize("precision", GeoPrecision)
def test_every_precision_has_the_codes_of_acled_and_ucdp(precision):
    assert precision.acled in {1, 2, 3}
    assert precision.ucdp in {1, 2, 3, 4, 5, 6, 7}
