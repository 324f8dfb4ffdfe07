import re

import pytest

from geo.model import Status
from geo.vocabulary import EventType, event_type, plover, vocabulary

PLOVER = set(
    "AGREE CONSULT SUPPORT COOPERATE AID CONCEDE RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE "
    "ASSAULT".split()
)
OURS = {"DISASTER", "ACCIDENT", "HEALTH", "CRIME"}


def test_the_types_are_plovers_sixteen_and_our_four() -> None:
    assert {type_ for type_, mode in vocabulary() if not mode} == PLOVER | OURS


@pytest.mark.parametrize("entry", vocabulary().values(), ids=lambda e: f"{e.type}-{e.mode}")
def test_every_entry_can_be_shown_and_coded(entry: EventType) -> None:
    assert entry.label
    assert entry.icon
    assert entry.definition.endswith(".")
    assert re.fullmatch(r"#[0-9A-F]{6}", entry.colour)
    assert bool(re.fullmatch(r"\d{2,4}", entry.cameo)) == (entry.type in PLOVER)
    assert bool(entry.acled_type) == bool(entry.acled)


def test_types_of_a_group_share_its_colour() -> None:
    colours = {entry.group: entry.colour for entry in vocabulary().values()}
    assert all(entry.colour == colours[entry.group] for entry in vocabulary().values())
    assert len(set(colours.values())) == len(colours)


def test_a_mode_says_more_than_its_type() -> None:
    strike = event_type("ASSAULT", "aerial")
    assert (strike.label, strike.cameo) == ("Air strike", "195")
    assert strike.acled == "Explosions/Remote violence: Air/drone strike"
    assert strike.colour == event_type("ASSAULT").colour


def test_what_nobody_knows_reads_as_itself() -> None:
    assert event_type("ASSAULT", "unheard-of").label == event_type("ASSAULT").label
    assert event_type("bird_sighting").label == "Bird sighting"
    assert event_type("").label == "Event"


@pytest.mark.parametrize(
    ("type_", "status", "coded"),
    [
        ("CONSULT", Status.REPORTED, "CONSULT"),
        ("CONSULT", Status.PLANNED, "AGREE"),
        ("SANCTION", Status.PLANNED, "THREATEN"),
        ("RETREAT", Status.DENIED, "REJECT"),
        ("ASSAULT", Status.DENIED, "ASSAULT"),
        ("REQUEST", Status.PLANNED, "REQUEST"),
        ("DISASTER", Status.PLANNED, "X-DISASTER"),
    ],
)
def test_plover_has_types_where_we_have_a_status(type_: str, status: Status, coded: str) -> None:
    assert plover(type_, status) == coded
