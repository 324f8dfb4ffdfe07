"""Which words name an event, and which only look like it."""

import pytest

from .articles import named, triggered


@pytest.mark.parametrize(
    ("text", "type_", "mode"),
    [
        ("Rebels attacked the barracks at dawn.", "ASSAULT", ""),
        ("Warplanes carried out air strikes on the port.", "ASSAULT", "aerial"),
        ("A roadside bomb exploded near the market.", "ASSAULT", "explosives"),
        ("Artillery shelled the suburb all night.", "ASSAULT", "heavy-weapons"),
        ("Soldiers captured the town after a week.", "ASSAULT", "territory"),
        ("Police arrested two editors.", "COERCE", "arrest"),
        ("The junta imposed a curfew in the capital.", "COERCE", "curfew"),
        ("The army deployed tanks along the river.", "MOBILIZE", "troops"),
        ("Teachers went on strike over pay.", "PROTEST", "strike"),
        ("Farmers blocked the road with tractors.", "PROTEST", "obstruct"),
        ("Parliament voted, and the bloc imposed new sanctions.", "SANCTION", "discontinue"),
        ("The minister threatened to close the border.", "THREATEN", ""),
        ("The envoy condemned the killing.", "ACCUSE", "disapprove"),
        ("The council rejected the plan.", "REJECT", ""),
        ("The bishop urged both sides to stop.", "REQUEST", ""),
        ("The two presidents held talks by the lake.", "CONSULT", ""),
        ("The premier praised the accord.", "SUPPORT", ""),
        ("They signed a treaty in the palace.", "SUPPORT", ""),
        ("The union agreed to a pay deal.", "AGREE", ""),
        ("The rebels released eleven hostages.", "RETREAT", "release"),
        ("The minister resigned.", "RETREAT", "resign"),
        ("A ship delivered food aid to the island.", "AID", ""),
        ("An earthquake shook the valley.", "DISASTER", "EQ"),
        ("A bus collided with a lorry on the pass.", "ACCIDENT", "transport"),
        ("A cholera outbreak closed the schools.", "HEALTH", "cholera"),
        ("Thieves robbed a bank.", "CRIME", "robbery"),
    ],
)
def test_words_name_their_event(text, type_, mode):
    assert (type_, mode) in named(text)


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("He died of a heart attack.", "ASSAULT"),
        ("The singer shot a film in the desert.", "ASSAULT"),
        ("The striker scored and his team won the battle for the title.", "ASSAULT"),
        ("Crews were fighting a wildfire in the hills.", "ASSAULT"),
        ("The company fired its chief executive over the scandal.", "ASSAULT"),
        ("Forecasters expect storms and cold.", "ASSAULT"),
        ("The Coast Guard saved 14 people.", "MOBILIZE"),
        ("The town will pay 400 million dollars.", "THREATEN"),
        ("About 13,000 people are threatened by famine.", "THREATEN"),
        ("The crew had just time to stop traffic.", "CRIME"),
        ("They drove back from the post.", "SUPPORT"),
        ("The army-backed authorities closed the crossing.", "SUPPORT"),
        ("Troops backed by artillery moved against the town.", "SUPPORT"),
        ("Riot police stood by.", "PROTEST"),
        ("Talks on a ceasefire went on.", "RETREAT"),
    ],
)
def test_words_that_only_look_like_it(text, type_):
    assert type_ not in {found for found, _ in named(text)}


def test_the_weapon_decides_what_a_strike_is():
    assert named("A drone strike hit the depot.")[0] == ("ASSAULT", "drone")
    assert named("The rail strike went on.")[0] == ("PROTEST", "strike")


def test_what_is_only_demanded_is_no_event_of_its_own():
    assert [t.type for t in triggered("The envoy urged the army to withdraw its troops.")] == ["REQUEST"]


def test_what_is_condemned_took_place():
    assert {"ACCUSE", "ASSAULT"} == {t.type for t in triggered("The envoy condemned the bombing of the market.")}


def test_the_offsets_are_the_texts():
    text = "Rebels attacked the barracks."
    (trigger,) = triggered(text)
    assert text[trigger.start : trigger.end] == "attacked"
