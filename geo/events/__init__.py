"""What happened, where, when, to whom and in whose words: an article's events.

The steps, each a module: blocks and clauses take the text apart, triggers finds the words that name events, status,
actors, siting (with places), dates and casualties read what belongs to each, merge makes one record of what several
sentences tell, confidence says how far to trust it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from geo.events import casualties, dates, triggers
from geo.events.actors import parties, roles, speaker_country
from geo.events.blocks import blocks
from geo.events.clauses import read
from geo.events.confidence import confidence
from geo.events.merge import merged
from geo.events.parts import BlockRole, Draft, Sentence, Trigger, When, resolutions_in
from geo.events.siting import inherited, opens_speech, role_of, sited
from geo.events.status import claimed_by_party, historical, status
from geo.model import DatePrecision, Document, Event, EventPlace, Resolution, Role, Source, Span, Status

__all__ = ["extract"]

# What leaves traces on the ground happens somewhere, named in this sentence or not; words may be said anywhere.
_MATERIAL = frozenset("ASSAULT COERCE MOBILIZE PROTEST RETREAT AID DISASTER ACCIDENT HEALTH CRIME".split())
_HARMFUL = frozenset("ASSAULT DISASTER ACCIDENT CRIME HEALTH COERCE PROTEST".split())
_NO_DAY = When(None, None, DatePrecision.UNKNOWN, False)
# Words that mean the place spoken of last.
_HERE = frozenset("region area city town village province district enclave island scene there site camp".split())


@dataclass(slots=True)
class _Told:
    """What earlier sentences of the article leave behind for those without a place of their own."""

    by_group: dict[str, tuple[int, tuple[EventPlace, ...]]] = field(default_factory=dict)
    last: tuple[EventPlace, ...] = ()


def extract(document: Document, resolutions: Sequence[Resolution]) -> tuple[Event, ...]:
    """The events in the order of the text; () for a text that tells of none."""
    told = _Told()
    drafts = []
    for sentence in read(document.text, blocks(document.text)):
        drafts += list(_drafts(document, sentence, resolutions, told))
    records = merged(drafts)
    source = Source(document.id, document.title, document.url, document.published)
    return tuple(_event(document, source, record, tellings) for record, tellings in records)


def _drafts(
    document: Document, sentence: Sentence, resolutions: Sequence[Resolution], told: _Told
) -> Iterator[Draft]:
    found = triggers.find(sentence)
    here = resolutions_in(resolutions, sentence.span.start, sentence.span.end)
    if not found:
        _remember(told, here)
        return
    named = parties(sentence, here, document.published)
    expressions = [
        (sentence.span.start + start, sentence.span.start + end, value, precision)
        for start, end, value, precision in dates.find(sentence.span.text, document.published)
    ]
    tallies = casualties.find(sentence.tokens)
    bearer = _bearer(found)
    for trigger in found:
        everyone = roles(trigger, named, [])
        countries = frozenset(a.country for a in everyone if a.role in ("actor", "recipient") and a.country)
        speaker = trigger.clause.speaker
        party = speaker is not None and claimed_by_party(
            speaker.span.text, countries, speaker_country(trigger, named)
        )
        state = status(trigger, party)
        if state is None:
            continue
        places, margin = sited(trigger, here, state)
        spots = [(p.mention.start, p.mention.end) for p in places if p.mention]
        places = places or _inherited(trigger, state, told)
        counting = trigger is bearer
        when = dates.attach(trigger, expressions, state, document.published)
        past = historical(trigger, document.published)
        yield Draft(
            trigger=trigger,
            status=state,
            historical=past,
            # The day of publication can't stand in for years ago.
            when=_NO_DAY if past and not when.explicit else when,
            places=places or _spoken(trigger, here),
            actors=roles(trigger, named, spots),
            fatalities=casualties.count(tallies, "killed") if counting else None,
            injured=casualties.count(tallies, "injured") if counting else None,
            margin=margin,
        )
        if places and sentence.role is BlockRole.BODY and places[0].role is not Role.SPEECH:
            told.by_group[triggers.GROUPS[trigger.type]] = (sentence.number, places)
    _remember(told, here)


def _bearer(found: Sequence[Trigger]) -> Trigger | None:
    """The trigger of a sentence that its numbers of victims belong to: what did it before that they died."""
    harmful = [t for t in found if t.type in _HARMFUL]
    return max(harmful, key=lambda t: (t.weight, -t.first), default=None)


def _remember(told: _Told, here: Sequence[Resolution]) -> None:
    """The last place named that "the region" or "there" may mean: no country, whose name is mostly its government's."""
    for resolution in here:
        place, toponym = resolution.place, resolution.toponym
        if place and not place.is_country and place.feature_code != "PPLC" and toponym.kind == "toponym":
            mention = Span(toponym.start, toponym.end, toponym.text)
            told.last = (
                EventPlace(
                    Role.EVENT, place.kind, mention, place, False, "", place.lon, place.lat, place.radius_m, place.precision
                ),
            )  # fmt: skip


def _inherited(trigger: Trigger, state: Status, told: _Told) -> tuple[EventPlace, ...]:
    """For an event whose sentence names no place: "the city", else where the last event of its group was."""
    if trigger.type not in _MATERIAL:
        return ()
    words = {t.lower for t in trigger.sentence.tokens[trigger.clause.first : trigger.clause.last]}
    if told.last and words & _HERE and "the" in words:
        return inherited(told.last, role_of(trigger, state))
    number, places = told.by_group.get(triggers.GROUPS[trigger.type], (0, ()))
    if places and trigger.sentence.number - number <= 2:
        return inherited(places, role_of(trigger, state))
    return ()


def _spoken(trigger: Trigger, here: Sequence[Resolution]) -> tuple[EventPlace, ...]:
    """ "In Yerevan, Pashinyan said ...": where words were said, which is never drawn."""
    for resolution in here:
        if resolution.place and opens_speech(trigger, resolution):
            span = Span(resolution.toponym.start, resolution.toponym.end, resolution.toponym.text)
            return (EventPlace(Role.SPEECH, resolution.place.kind, span, resolution.place),)
    return ()


def _event(document: Document, source: Source, record: Draft, tellings: Sequence[Draft]) -> Event:
    trigger = record.trigger
    start, end = trigger.start, trigger.end
    identity = f"{document.id}\x1f{trigger.type}\x1f{start}\x1f{document.text[start:end]}"
    return Event(
        id=hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        type=trigger.type,
        mode=trigger.mode,
        status=record.status,
        start=record.when.start,
        end=record.when.end,
        date_precision=record.when.precision,
        source=source,
        quote=trigger.sentence.span,
        trigger=Span(start, end, document.text[start:end]),
        places=record.places,
        actors=record.actors,
        fatalities=record.fatalities,
        injured=record.injured,
        historical=record.historical,
        confidence=confidence(record, tellings),
    )
