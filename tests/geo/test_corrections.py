"""Corrections applied to events, undone, written down, and found again when events come back with other ids."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.corrections import (
    Anchor,
    Correction,
    Deleted,
    Grouped,
    Moved,
    Recounted,
    Redated,
    Restated,
    Retyped,
    Undone,
    corrected,
    dumps,
    known_again,
    loads,
    rulings,
    standing,
)
from geo.errors import ReadError
from geo.model import (
    Count,
    DatePrecision,
    Edit,
    Event,
    EventPlace,
    Figure,
    People,
    Place,
    PlaceKind,
    Role,
    Source,
    Span,
    Status,
)
from tests.geo import strategies

TEXT = "Police clashed with farmers in Springfield on Monday. The mayor of Shelbyville spoke."
QUOTE = Span(0, 53, TEXT[:53])
NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
OHIO = Place("geonames:1", "Springfield", -83.8, 39.9, "P", "PPL", "US", "Ohio")
ILLINOIS = Place("geonames:2", "Springfield", -89.6, 39.8, "P", "PPLA", "US", "Illinois")
SHELBYVILLE = Place("geonames:3", "Shelbyville", -88.8, 39.4, "P", "PPL", "US", "Illinois")


def said(place: Place | None, name: str, role: Role = Role.EVENT) -> EventPlace:
    mention = Span(TEXT.index(name), TEXT.index(name) + len(name), name)
    if place is None:
        return EventPlace(role, PlaceKind.POINT, mention, None)
    return EventPlace.whole(place, role, mention)


EVENT = Event(
    "e",
    "ASSAULT",
    "",
    Status.REPORTED,
    date(2024, 4, 29),
    date(2024, 4, 29),
    DatePrecision.DAY,
    Source("d", "Farmers"),
    quote=QUOTE,
    trigger=Span(7, 14, "clashed"),
    places=(said(OHIO, "Springfield"), said(SHELBYVILLE, "Shelbyville", Role.SPEECH)),
)


def made(*changes, after: int = 0, event: Event = EVENT) -> Correction:
    return Correction.made(event, changes, by="ann", at=NOON + timedelta(minutes=after))


def test_without_corrections_an_event_is_as_it_was_read():
    assert corrected(EVENT, []) is EVENT


def test_each_change_is_made_and_says_who_made_it():
    changed = corrected(
        EVENT,
        [
            made(Moved(ILLINOIS, "Springfield"), Retyped("PROTEST", "riot")),
            made(Redated(date(2024, 4, 22), date(2024, 4, 29)), Restated(Status.CLAIMED), after=1),
        ],
    )
    assert changed == replace(
        EVENT,
        type="PROTEST",
        mode="riot",
        status=Status.CLAIMED,
        start=date(2024, 4, 22),
        date_precision=DatePrecision.RANGE,
        places=(said(ILLINOIS, "Springfield"), said(SHELBYVILLE, "Shelbyville", Role.SPEECH)),
        corrected=Edit("ann", NOON + timedelta(minutes=1)),
    )


def test_a_number_of_people_replaces_the_figures_it_came_from():
    said = tuple(Figure(kind, 2, 2, Span(0, 1, "2")) for kind in (People.INJURED, People.FATALITIES))
    counted = replace(EVENT, fatalities=Count(2, 2), injured=Count(2, 2), figures=said)
    changed = corrected(counted, [made(Recounted(People.FATALITIES, Count(3, None)))])
    assert (changed.fatalities, changed.injured, changed.figures) == (Count(3, None), Count(2, 2), said[:1])


def test_the_later_of_two_holds_in_whatever_order_they_come():
    both = [made(Restated(Status.DENIED), after=5), made(Restated(Status.CLAIMED))]
    for order in (both, both[::-1]):
        changed = corrected(EVENT, order)
        assert changed.status is Status.DENIED
        assert changed.corrected.at == NOON + timedelta(minutes=5)


def test_what_changes_nothing_is_not_called_a_correction():
    other = Anchor("f", "d2")
    assert corrected(EVENT, [made(Restated(Status.REPORTED)), made(Grouped(other, True))]) == EVENT


def test_a_deleted_event_is_none_until_that_is_undone():
    deleted = made(Deleted())
    assert corrected(EVENT, [deleted]) is None
    assert corrected(EVENT, [deleted, made(Retyped("AID", ""), after=1)]) is None
    assert corrected(EVENT, [deleted, made(Undone(deleted.id), after=1)]) == EVENT


def test_undoing_the_last_leaves_the_one_before():
    first, second = made(Restated(Status.CLAIMED)), made(Restated(Status.DENIED), after=1)
    undo = made(Undone(second.id), after=2)
    assert corrected(EVENT, [first, second, undo]).status is Status.CLAIMED
    assert standing([undo, second, first]) == [first]


def test_a_place_takes_over_the_role_and_the_words_of_the_one_it_replaces():
    target = replace(EVENT, places=(said(None, "Springfield", Role.TARGET),))
    assert corrected(target, [made(Moved(OHIO, "springfield"))]).places == (said(OHIO, "Springfield", Role.TARGET),)


def test_only_the_place_that_is_named_is_replaced():
    two = replace(EVENT, places=(said(OHIO, "Springfield"), said(SHELBYVILLE, "Shelbyville")))
    assert corrected(two, [made(Moved(ILLINOIS, "Springfield"))]).located == (
        said(ILLINOIS, "Springfield"),
        said(SHELBYVILLE, "Shelbyville"),
    )
    assert corrected(two, [made(Moved(None, "Shelbyville"))]).located == (said(OHIO, "Springfield"),)


def test_a_correction_outlives_that_the_event_is_placed_by_another_name():
    elsewhere = replace(EVENT, places=(said(SHELBYVILLE, "Shelbyville"),))
    (placed,) = corrected(elsewhere, [made(Moved(ILLINOIS, "Springfield"))]).located
    assert placed.place == ILLINOIS


def test_an_event_that_was_only_spoken_of_somewhere_gets_a_place():
    spoken = replace(EVENT, places=(said(SHELBYVILLE, "Shelbyville", Role.SPEECH),))
    changed = corrected(spoken, [made(Moved(OHIO))])
    assert changed.located == (EventPlace.whole(OHIO),)
    assert changed.places[0] == spoken.places[0]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), strategies.events())
def test_corrections_keep_an_event_itself_and_come_back_from_json(data, event):
    log = data.draw(strategies.corrections(event))
    assert [loads(dumps(correction)) for correction in log] == log
    changed = corrected(event, log)
    if changed is not None:
        assert (changed.id, changed.source, changed.quote) == (event.id, event.source, event.quote)
        assert corrected(event, log[::-1]) == changed
    undone = [Correction.made(event, [Undone(c.id)], by="ann") for c in log]
    assert corrected(event, log + undone) == event


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "not a correction"),
        (b"{}", "id: "),
        (dumps(made(Restated(Status.DENIED))).replace(b"denied", b"refused"), r"changes\.0\.status\.status"),
        (dumps(made(Deleted())).replace(b"deleted", b"shredded"), r"changes\.0: .*'shredded'"),
        (
            dumps(made(Moved(OHIO))).replace(b"39.9", b"399"),
            r"changes\.0\.place: .*no longitude -83.8 with latitude 399",
        ),
    ],
)
def test_a_line_that_is_no_correction_is_told_with_its_number(line, reason):
    with pytest.raises(ReadError, match=f"log.jsonl, line 3: .*{reason}"):
        loads(line, source="log.jsonl", number=3)


def again(id: str, start: int, end: int, *, moved: int = 0, quote: Span = QUOTE) -> Event:
    trigger = Span(start + moved, end + moved, TEXT[start:end])
    return replace(EVENT, id=id, quote=replace(quote, start=moved, end=quote.end + moved), trigger=trigger)


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([again("e", 20, 27), again("f", 7, 14)], "e"),  # the id decides
        ([again("f", 7, 14)], "f"),
        ([again("f", 0, 14), again("g", 20, 27)], "f"),  # "Police clashed" for "clashed"
        ([again("f", 7, 14, moved=500)], "f"),  # the article grew at its beginning
        ([again("far", 7, 14, moved=500), again("near", 7, 14, moved=-2)], "near"),
        ([again("f", 20, 27)], None),  # other words of the same sentence
        ([again("f", 7, 14), again("g", 7, 14)], None),  # which of them?
        ([replace(EVENT, id="f", trigger=None)], None),
        ([], None),
    ],
)
def test_an_event_is_known_again_by_its_words(events, expected):
    assert known_again(Anchor.of(EVENT), events) == expected


def test_other_words_in_the_same_spot_are_another_event():
    other = replace(EVENT, id="f", quote=Span(0, 53, "x" * 53), trigger=Span(7, 14, "marched"))
    assert known_again(Anchor.of(EVENT), [other]) is None


def test_a_name_is_ruled_by_its_latest_correction_for_everywhere():
    here_only, ohio, illinois = (
        made(Moved(SHELBYVILLE, "Springfield"), after=9),
        made(Moved(OHIO, "Springfield", everywhere=True), after=1),
        made(Moved(ILLINOIS, "SPRINGFIELD", everywhere=True), after=2),
    )
    (ruling,) = rulings([illinois, here_only, ohio]).values()
    assert (ruling.place, ruling.by, ruling.at) == (ILLINOIS, "ann", NOON + timedelta(minutes=2))
    undone = made(Undone(illinois.id), after=3)
    assert rulings([illinois, here_only, ohio, undone])["springfield"].place == OHIO
    assert rulings([here_only]) == {}
