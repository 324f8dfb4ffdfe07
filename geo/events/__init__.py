"""What happened, where, when, to whom and in whose words: an article's events.

The steps, each a module: blocks and clauses take the text apart, triggers finds the words that name events, status,
actors, siting (with places), dates and casualties read what belongs to each, merge makes one record of what several
sentences tell, confidence says how far to trust it.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from geo.events import casualties, dates, triggers
from geo.events.actors import known, parties, roles, speaker_country
from geo.events.blocks import blocks
from geo.events.casualties import count
from geo.events.clauses import attribution, read
from geo.events.confidence import confidence
from geo.events.merge import merged
from geo.events.models import OWN, Models
from geo.events.parts import BlockRole, Draft, Sentence, Trigger, When, resolutions_in
from geo.events.siting import inherited, opens_speech, role_of, sited
from geo.events.status import background, claimed_by_party, historical, status
from geo.model import (
    DatePrecision,
    Document,
    Event,
    EventPlace,
    People,
    PlaceKind,
    Resolution,
    Role,
    Source,
    Span,
    Status,
)

__all__ = ["extract"]

# What leaves traces on the ground happens somewhere, named in this sentence or not; words may be said anywhere.
_MATERIAL = frozenset("ASSAULT COERCE MOBILIZE PROTEST RETREAT AID DISASTER ACCIDENT HEALTH CRIME".split())
# Of these the article's own place is a fair guess; a truce or a deployment may be anywhere.
_ON_THE_SPOT = frozenset("ASSAULT COERCE PROTEST DISASTER ACCIDENT HEALTH CRIME AID".split())
_HARMFUL = frozenset("ASSAULT DISASTER ACCIDENT CRIME HEALTH COERCE PROTEST".split())
_VICTIMS = frozenset((People.FATALITIES, People.INJURED, People.MISSING, People.DISPLACED))
# So many sentences behind a harm, victims are still its own.
_VICTIMS_LAST = 2
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NO_DAY = When(None, None, DatePrecision.UNKNOWN, False)
# A place of its own, though no gazetteer may know it.
_UNKNOWN_SPOT = re.compile(r"\b(?:near|outside|(?:village|town|city|district|province) of)\s+[^\W\d_a-z]")
# Words that mean the place spoken of last.
_HERE = frozenset("region area city town village province district enclave island scene there site camp".split())


@dataclass(slots=True)
class _Told:
    """What earlier sentences of the article leave behind for those without a place of their own."""

    by_group: dict[str, tuple[int, tuple[EventPlace, ...]]] = field(default_factory=dict)
    last: tuple[EventPlace, ...] = ()
    sentence: tuple[int, tuple[EventPlace, ...]] = (-1, ())
    focus: tuple[EventPlace, ...] = ()


def extract(document: Document, resolutions: Sequence[Resolution], models: Models = OWN) -> tuple[Event, ...]:
    """The events in the order of the text; () for a text that tells of none."""
    told = _Told(focus=_focus(document, resolutions))
    drafts: list[Draft] = []
    for sentence in read(document.text, blocks(document.text)):
        found = list(_drafts(document, sentence, resolutions, told, models))
        _house(document, sentence, resolutions, found, drafts)
        drafts += found
    records = merged(drafts)
    source = Source(document.id, document.title, document.url, document.published, document.publisher)
    return tuple(_event(document, source, record, tellings) for record, tellings in records)


def _drafts(
    document: Document, sentence: Sentence, resolutions: Sequence[Resolution], told: _Told, models: Models
) -> Iterator[Draft]:
    found = models.classify(triggers.find(sentence))
    here = _places_named(document, sentence, resolutions)
    if not found:
        _remember(told, here)
        return
    named = parties(sentence, here, document.published)
    expressions = [
        (sentence.span.start + start, sentence.span.start + end, value, precision)
        for start, end, value, precision in dates.find(sentence.span.text, document.published)
    ]
    figures = casualties.figures(sentence, casualties.find(sentence.tokens))
    bearers = {kind: _bearer(found, kind) for kind in {figure.kind for figure in figures}}
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
        places, margin = sited(trigger, here, state, found, models)
        spots = [(p.mention.start, p.mention.end) for p in places if p.mention]
        if sentence.role is BlockRole.BODY and places and places[0].role is not Role.SPEECH:
            told.sentence = (sentence.number, places)
        places = places or _inherited(trigger, state, told, here)
        own = [e for e in expressions if not _background(trigger, document.text, e)]
        when = dates.attach(trigger, own, state, document.published)
        past = historical(trigger, document.published)
        yield Draft(
            trigger=trigger,
            status=state,
            historical=past,
            # The day of publication can't stand in for years ago.
            when=_NO_DAY if past and not when.explicit else when,
            places=places or _spoken(trigger, here),
            actors=roles(trigger, named, spots),
            figures=tuple(figure for figure in figures if bearers[figure.kind] is trigger),
            margin=margin,
        )
        if places and sentence.role is BlockRole.BODY and places[0].role is not Role.SPEECH:
            told.by_group[triggers.GROUPS[trigger.type]] = (sentence.number, places)
    _remember(told, here)


def _house(
    document: Document,
    sentence: Sentence,
    resolutions: Sequence[Resolution],
    found: Sequence[Draft],
    drafts: list[Draft],
) -> None:
    """ "Some 12 others are missing.": victims that a sentence counts without an event of its own are those of the harm
    told just before, if it names no other place and no other year."""
    harmful = (n for n in reversed(range(len(drafts))) if drafts[n].trigger.type in _HARMFUL)
    last = next(harmful, None)
    if last is None or sentence.number - drafts[last].trigger.sentence.number > _VICTIMS_LAST:
        return
    harm = drafts[last]
    told_of = harm.status is Status.REPORTED and not harm.historical and sentence.role is BlockRole.BODY
    if not told_of or any(d.trigger.type in _HARMFUL for d in found) or _YEAR.search(sentence.span.text):
        return
    figures = casualties.figures(sentence, casualties.find(sentence.tokens))
    victims = tuple(figure for figure in figures if figure.kind in _VICTIMS)
    known_places = {place.place.id for place in harm.places if place.place}
    here = _places_named(document, sentence, resolutions) if victims else []
    if victims and not any(r.place and r.place.id not in known_places and not _government(r) for r in here):
        drafts[last] = replace(harm, figures=(*harm.figures, *victims))


def _background(trigger: Trigger, text: str, expression: dates.Expression) -> bool:
    """`background` for an expression, whose own first word may be the "since"."""
    start, end = expression[:2]
    inside = re.match(r"since\s+(?:the\s+)?", text[start:end], re.IGNORECASE)
    return background(trigger, start + (inside.end() if inside else 0) - trigger.sentence.span.start)


def _bearer(found: Sequence[Trigger], kind: People) -> Trigger | None:
    """The trigger of a sentence that its people of a kind belong to: who gathered to a protest, who was arrested to an
    arrest if it names one, victims to what did it before that they died; None where nothing fits."""
    harmful = [t for t in found if t.type in _HARMFUL]
    own = [t for t in harmful if (t.type, t.mode) == ("COERCE", "arrest")] if kind is People.ARRESTED else []
    if kind is People.CROWD:
        harmful = [t for t in found if t.type == "PROTEST"]
    return max(own or harmful, key=lambda t: (t.weight, -t.first), default=None)


def _remember(told: _Told, here: Sequence[Resolution]) -> None:
    """The last place named that "the region" or "there" may mean: nothing whose name is mostly its government's."""
    for resolution in here:
        if resolution.place and not _government(resolution) and resolution.toponym.kind == "toponym":
            told.last = (_plain(resolution),)


def _inherited(trigger: Trigger, state: Status, told: _Told, here: Sequence[Resolution]) -> tuple[EventPlace, ...]:
    """For an event whose sentence names no place: "the city", else where the sentence's other
    events or the last one of its group were, else the place that the whole article is about."""
    if trigger.type not in _MATERIAL:
        return ()
    words = {t.lower for t in trigger.sentence.tokens[trigger.clause.first : trigger.clause.last]}
    named = [r for r in here if r.place and r.toponym.kind == "toponym" and r.toponym.end <= trigger.end]
    if "there" in words and named:
        return inherited((_plain(named[-1]),), role_of(trigger, state))
    if told.last and words & _HERE and "the" in words:
        return inherited(told.last, role_of(trigger, state))
    number, places = told.by_group.get(triggers.GROUPS[trigger.type], (0, ()))
    if places and trigger.sentence.number - number <= 2:
        return inherited(places, role_of(trigger, state))
    if trigger.type not in _ON_THE_SPOT or trigger.sentence.role is not BlockRole.BODY:
        return ()
    number, places = told.sentence
    if number == trigger.sentence.number:
        return inherited(places, role_of(trigger, state))
    elsewhere = any(r.place and not _government(r) and r.toponym.kind == "toponym" for r in here)
    elsewhere = elsewhere or bool(_UNKNOWN_SPOT.search(trigger.sentence.span.text))
    return () if elsewhere or state is not Status.REPORTED else inherited(told.focus, role_of(trigger, state))


def _government(resolution: Resolution) -> bool:
    """A country, a capital, or a union of countries by its letters ("the EU"): mostly those who act in its name."""
    place = resolution.place
    return place is not None and (
        place.is_country
        or place.feature_code == "PPLC"
        or (place.feature_class == "L" and not place.country and resolution.toponym.text.isupper())
    )


def _places_named(document: Document, sentence: Sentence, resolutions: Sequence[Resolution]) -> list[Resolution]:
    """The names of a sentence, without those that are part of somebody's: the Vladimir of Vladimir Putin."""
    here = resolutions_in(resolutions, sentence.span.start, sentence.span.end)
    if not here:
        return here
    tokens = sentence.tokens
    spans = [(tokens[p.first].start, tokens[p.last - 1].end) for p in known(tokens, document.published)]
    return [
        r
        for r in here
        if not any(a <= r.toponym.start and r.toponym.end <= b and b - a > len(r.toponym.text) for a, b in spans)
    ]


def _focus(document: Document, resolutions: Sequence[Resolution]) -> tuple[EventPlace, ...]:
    """The town or region named more often than any other, at least twice; () where several or none are."""
    count = Counter(
        r.place.id for r in resolutions if r.place and not r.place.is_country and r.toponym.kind == "toponym"
    )
    # A title that names it says as much as a sentence.
    title = document.title.casefold()
    count.update(
        {r.place.id for r in resolutions if r.place and r.place.id in count and r.toponym.text.casefold() in title}
    )
    ranked = count.most_common(2)
    if not ranked or ranked[0][1] < 2 or (len(ranked) > 1 and ranked[1][1] == ranked[0][1]):
        return ()
    first = next(r for r in resolutions if r.place and r.place.id == ranked[0][0])
    return (_plain(first),) if first.place and (first.place.feature_code != "PPLC" or _dated(document, first)) else ()


def _dated(document: Document, resolution: Resolution) -> bool:
    """Whether a capital opens the article as its dateline: written there, so not only its government's name."""
    return resolution.toponym.start < 3 + len(document.text) - len(document.text.lstrip())


def _plain(resolution: Resolution) -> EventPlace:
    place, toponym = resolution.place, resolution.toponym
    mention = Span(toponym.start, toponym.end, toponym.text)
    if place is None:
        return EventPlace(Role.EVENT, PlaceKind.POINT, mention, None, False)
    return EventPlace(
        Role.EVENT, place.kind, mention, place, False, "", place.lon, place.lat, place.radius_m, place.precision
    )


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
    sureness, reasons = confidence(record, tellings)
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
        fatalities=count(record.figures, People.FATALITIES),
        injured=count(record.figures, People.INJURED),
        missing=count(record.figures, People.MISSING),
        displaced=count(record.figures, People.DISPLACED),
        arrested=count(record.figures, People.ARRESTED),
        crowd=count(record.figures, People.CROWD),
        figures=record.figures,
        said_by=attribution(trigger.sentence, trigger.clause),
        historical=record.historical,
        confidence=sureness,
        confidence_reasons=reasons,
    )
