"""Made-up articles with their events: many at once, drawn as columns and then built one by one."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import islice
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from bench.made import words
from bench.made.world import world
from geo.model import (
    Attribution,
    Count,
    DatePrecision,
    Document,
    Event,
    EventPlace,
    Figure,
    GeoPrecision,
    Parsed,
    People,
    Place,
    PlaceKind,
    Resolution,
    Role,
    Source,
    Span,
    Status,
    Toponym,
)
from geo.vocabulary import vocabulary

T = TypeVar("T")
Numbers = npt.NDArray[np.int64]

LAST_DAY = date(2025, 6, 30)
YEARS = 10
PUBLISHERS = 300
_LENGTH = 22  # words of a sentence
_TITLE = 7

_GRAINS = dict(zip(DatePrecision, (0.58, 0.2, 0.03, 0.07, 0.03, 0.07, 0.02), strict=True))
_STATUSES = dict(zip(Status, (0.78, 0.09, 0.1, 0.03), strict=True))
_ROLES = {Role.EVENT: 0.9, Role.SCOPE: 0.06, Role.TARGET: 0.04}
_COUNTED: Mapping[People | None, float] = {
    None: 0.75,
    People.FATALITIES: 0.13,
    People.INJURED: 0.05,
    People.ARRESTED: 0.03,
    People.DISPLACED: 0.02,
    People.CROWD: 0.01,
    People.MISSING: 0.01,
}
_SAID: Mapping[Attribution | None, float] = {
    None: 0.6,
    **{
        Attribution(name, verb): 0.02
        for name in ("police", "officials", "the ministry", "the army", "residents")
        for verb in ("say", "report", "tell", "claim")
    },
}
_RELATIONS = {"": 0.88} | {
    f"{km} km {side} of": 0.01 for km in (5, 10, 20) for side in ("north", "south", "east", "west")
}
_SIDES = {"north": (0, 1), "south": (0, -1), "east": (1, 0), "west": (-1, 0)}
_REASONS = {
    (
        "for: the place is named in the sentence",
        "for: the text gives the day",
        "against: the words that name the event often mean something else",
    ): 0.5,
    ("for: the place is named in the sentence", "for: somebody who took part is named"): 0.3,
    ("against: the place is another sentence's", "against: the publication day stands in"): 0.2,
}
_CHOICES: dict[str, Mapping[Any, float]] = {
    "grain": _GRAINS,
    "status": _STATUSES,
    "role": _ROLES,
    "relation": _RELATIONS,
    "counted": _COUNTED,
    "said": _SAID,
}
_GRAIN, _STATUS, _ROLE, _RELATION, _COUNT, _SAY = map(tuple, _CHOICES.values())
_REASON = tuple(_REASONS)
_UNPLACED, _SEVERAL, _AGAIN = 0.12, 0.08, 0.2
_FACTS = np.dtype(
    [
        ("place", "i4"),  # -1: none
        ("second", "i4"),
        ("kind", "i2"),
        ("day", "i4"),
        ("grain", "i1"),
        ("status", "i1"),
        ("role", "i1"),
        ("relation", "i1"),
        ("counted", "i1"),
        ("said", "i1"),
        ("toll", "i4"),
    ]
)


def articles(random: np.random.Generator, size: int, *, mentions: bool) -> list[Parsed]:
    """With `size` events between them."""
    sizes = _sizes(random, size)
    days, facts, wording = _facts(random, sizes)
    told = _told(random, facts, wording)
    publishers = random.zipf(1.3, len(sizes)) % PUBLISHERS
    titles = words.joined(words.some(random, (len(sizes), _TITLE)))
    made = []
    for id, title, ordinal, publisher, many in zip(
        _ids(random, len(sizes)), titles, days.tolist(), publishers.tolist(), sizes.tolist(), strict=True
    ):
        day, name = date.fromordinal(ordinal), f"paper{publisher}"
        url = f"https://{name}.example/{day.year}/{day.month}/{day.day}/{id}"
        made.append(_article(Source(id, title, url, day, name), islice(told, many), mentions))
    return made


def _sizes(random: np.random.Generator, size: int) -> Numbers:
    """How many events each article tells of, four in the mean."""
    sizes = random.geometric(0.25, size)
    enough = int(np.searchsorted(np.cumsum(sizes), size)) + 1
    sizes = sizes[:enough]
    sizes[-1] -= sizes.sum() - size
    return sizes


def _facts(random: np.random.Generator, sizes: Numbers) -> tuple[Numbers, npt.NDArray[np.void], words.Numbers]:
    """The day of each article, what is true of each event, and the words that tell it."""
    many, size = len(sizes), int(sizes.sum())
    first, article = np.cumsum(sizes) - sizes, np.repeat(np.arange(many), sizes)
    # Some articles tell what another one told, a few of these what many told.
    again = random.random(many) < _AGAIN
    origin = np.where(again, np.arange(many) * random.random(many) ** 2, np.arange(many)).astype(np.int64)
    while np.any(origin[origin] != origin):
        origin = origin[origin]
    days = LAST_DAY.toordinal() - (random.exponential(3 * 365, many) % (YEARS * 365)).astype(np.int64)
    days = np.minimum(days[origin] + again * random.geometric(0.6, many), LAST_DAY.toordinal())
    about = world().some(random, many)

    facts = np.zeros(size, _FACTS)
    facts["place"] = np.where(random.random(size) < 0.6, about[article], world().some(random, size))
    facts["second"] = np.where(random.random(size) < _SEVERAL, facts["place"] - random.integers(1, 5, size), -1)
    facts["place"][random.random(size) < _UNPLACED] = -1
    facts["kind"] = _which(random, _kinds(), size)
    old = (random.random(size) < 0.05) * random.exponential(800, size)
    facts["day"] = days[article] - (random.geometric(0.6, size) - 1) - old.astype(np.int64)
    for name, choices in _CHOICES.items():
        facts[name] = _which(random, choices, size)
    facts["toll"] = random.lognormal(1.3, 1.3, size) + 1
    wording = words.some(random, (size, _LENGTH))

    number = np.arange(size) - first[article]
    same = np.flatnonzero(again[article] & (number < sizes[origin[article]]))
    like = first[origin[article[same]]] + number[same]
    facts[same] = facts[like]
    wording[same, 1::2] = wording[like, 1::2]
    return days, facts, wording


_Told = tuple[str, tuple[Any, ...], list[str], int, float, int]


def _told(random: np.random.Generator, facts: npt.NDArray[np.void], wording: words.Numbers) -> Iterator[_Told]:
    """Of each event its id, its facts, its words, who acts, how far it is trusted and why."""
    size = len(facts)
    return zip(
        _ids(random, size),
        facts.tolist(),
        words.known()[wording].tolist(),
        random.integers(0, 1000, size).tolist(),
        random.beta(5, 2, size).round(3).tolist(),
        _which(random, _REASONS, size).tolist(),
        strict=True,
    )


def _article(source: Source, told: Iterator[_Told], mentions: bool) -> Parsed:
    text, events = source.title, []
    for each in told:
        sentence = _Sentence(len(text) + 1)
        events.append(_event(each, source, sentence))
        text = f"{text}\n{sentence.text}"
    document = Document(
        source.document_id, text, source.title, source.url, source.published, publisher=source.publisher
    )
    places = [place for event in events for place in event.places] if mentions else ()
    return Parsed(document, tuple(map(_resolution, places)), tuple(events))


def _resolution(place: EventPlace) -> Resolution:
    mention = place.mention or Span(0, 0, "")
    return Resolution(Toponym(mention.start, mention.end, mention.text), place.place, 0.9)


class _Sentence:
    """Grows behind `at` characters of its article."""

    def __init__(self, at: int) -> None:
        self.at, self.text = at, ""

    def add(self, words: str, before: str = "") -> Span:
        """Where the words stand, without what comes before them."""
        start = self.at + len(self.text) + len(before)
        self.text += before + words
        return Span(start, start + len(words), words)


def _event(told: _Told, source: Source, sentence: _Sentence) -> Event:
    id, facts, said_in, actor, confidence, reasons = told
    place, second, kind, day, grain, status, role, relation, counted, said, toll = facts
    known = world()
    trigger = sentence.add(said_in[0])
    sentence.add(" ".join(said_in[1:9]), " ")
    places: tuple[EventPlace, ...] = ()
    if place >= 0:
        where, before = known.places[place], f" {_RELATION[relation] or 'in'} "
        places = (_place(where, _ROLE[role], sentence.add(where.name, before), relation),)
    if place >= 0 and second >= 0:
        also = known.places[second]
        places = (*places, EventPlace.whole(also, _ROLE[role], sentence.add(also.name, " and ")))
    figures: tuple[Figure, ...] = ()
    counts: dict[str, Any] = {}
    if people := _COUNT[counted]:
        high = None if toll % 4 == 0 else toll
        figures = (Figure(people, toll, high, sentence.add(f"{toll} {people.value}", ", with "), _SAY[said]),)
        counts = {people.value: Count(toll, high)}
    sentence.add(" ".join(said_in[9:]), ", ")
    start, end = _days(day, grain)
    acting = known.actors[known.places[place].country if place >= 0 else ""]
    actors = tuple(acting[(actor + number) % len(acting)] for number in range(1 + actor % 2))
    return Event(
        id,
        *_kind()[kind],
        _STATUS[status],
        start,
        end,
        _GRAIN[grain],
        source,
        Span(sentence.at, sentence.at + len(sentence.text), sentence.text),
        trigger,
        places,
        actors,
        figures=figures,
        said_by=_SAY[said],
        confidence=confidence,
        confidence_reasons=_REASON[reasons],
        **counts,
    )


def _place(where: Place, role: Role, mention: Span, relation: int) -> EventPlace:
    """What is so many kilometres away from a town lies there; of an area it is just the area."""
    if not relation or where.boundary:
        return EventPlace.whole(where, role, mention)
    words_of_it = _RELATION[relation]
    km, _, side, _ = words_of_it.split()
    east, north = _SIDES[side]
    lat = where.lat + north * int(km) / 111.2
    lon = where.lon + east * int(km) / 111.2 / max(math.cos(math.radians(where.lat)), 0.1)
    radius_m = 500.0 * int(km)
    return EventPlace(
        role,
        PlaceKind.POINT,
        mention,
        where,
        True,
        words_of_it,
        round(lon, 5),
        round(lat, 5),
        radius_m,
        GeoPrecision.NEAR,
    )


@cache
def _kinds() -> Mapping[tuple[str, str], float]:
    """Types with their modes; the first types of the vocabulary are the most frequent."""
    modes = Counter(kind for kind, mode in vocabulary() if mode)
    types = dict.fromkeys(kind for kind, _ in vocabulary())
    share = {kind: (number + 1) ** -0.8 for number, kind in enumerate(types)}
    return {
        (kind, mode): share[kind] * (0.6 / modes[kind] if mode else 0.4 if modes[kind] else 1)
        for kind, mode in vocabulary()
    }


@cache
def _kind() -> tuple[tuple[str, str], ...]:
    return tuple(_kinds())


@lru_cache(maxsize=50_000)
def _days(ordinal: int, grain: int) -> tuple[date | None, date | None]:
    day = date.fromordinal(ordinal)
    match _GRAIN[grain]:
        case DatePrecision.WEEK:
            return day, day + timedelta(6)
        case DatePrecision.MONTH:
            return day.replace(day=1), day.replace(day=28)
        case DatePrecision.YEAR:
            return day.replace(month=1, day=1), day.replace(month=12, day=31)
        case DatePrecision.RANGE:
            return day, day + timedelta(1 + ordinal % 10)
        case DatePrecision.UNKNOWN:
            return None, None
        case _:
            return day, day


def _ids(random: np.random.Generator, size: int) -> list[str]:
    letters = random.bytes(8 * size).hex()
    return [letters[at : at + 16] for at in range(0, 16 * size, 16)]


def _which(random: np.random.Generator, shares: Mapping[T, float], size: int) -> Numbers:
    """Numbers of the keys, each as often as its share of all shares."""
    until = np.cumsum(list(shares.values()))
    return np.searchsorted(until / until[-1], random.random(size))
