"""What grouping sees of an event's record: a report of it, small enough to be kept beside the record.

A report also says where it is to be looked for. Two reports that could tell of one event share a key and meet in time,
so an index on keys finds all that a report must be compared with, however many others there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from struct import Struct

from geo.model import DatePrecision, Event, EventPlace, GeoPrecision, People, Place, Status
from geo.text import normalise
from geo.vocabulary import event_type

# Side of a key's cell, degrees. The cells around are asked for too, which finds all within 25 km up to 63 degrees of
# latitude, where a cell is that wide, and all in the same or the next cell beyond.
CELL = 0.5
_COLUMNS = round(360 / CELL)
# Days that dates of one event may lie apart: by night and time zone, or while the thing goes on.
APART, APART_LASTING = 2, 7
# Longer ranges count by their first days; what is known to a season or a year only is comparable with nothing.
LONGEST = 31
_GRAINS = frozenset({DatePrecision.DAY, DatePrecision.DAY_INFERRED, DatePrecision.WEEK, DatePrecision.RANGE})
# The same deed, told by some as a crime.
_FAMILIES = {"CRIME": "CONFLICT"}
_LASTING = frozenset("FL FF WF DR EP TC VO ST HT CW IN".split())
_NEVER = 10**7
# Sentences of fewer words are not looked for by their words.
_SENTENCE, _BANDS = 5, 4
_DRAWS = Struct(f"<{2 * _BANDS}Q")
_STEM = 5
_DULL = frozenset(
    "about after again against also among another around because been before being between both could during each "
    "early else even ever every first from further have having here into its itself just last late later least like "
    "local made make many might more most much near nearly next night officials only other others over people "
    "person place police reporters reports said same says several should since some spokesman still such than that "
    "their them then there these they this those three through time told took town toward two under until upon very "
    "were what when where which while whom whose will with within without would year years your "
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august "
    "september october november december morning evening afternoon city were was".split()
) - {"march"}
_LETTERS = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place to draw. `area` names a place larger than a district, "" for a finer one, which counts by its position;
    `within` names the areas that it lies in."""

    id: str
    lon: float
    lat: float
    area: str
    within: Sequence[str]


@dataclass(frozen=True, slots=True)
class Report:
    """`first` and `last` are days counted from 0001-01-01, None where the day is not known to about a month.

    `dated` False: the publication day stands in. `counts`: kind of people (`geo.model.People`) -> low, high. `words` are
    stems of the sentence that tells of it, `headline` of its article's title, without names of places and numbers.
    `telling` sorts those first that say most; it is the same for the same record, always.
    """

    id: str
    article: str
    family: str
    type: str
    mode: str
    status: str
    first: int | None
    last: int | None
    dated: bool
    spots: Sequence[Spot]
    countries: Sequence[str]
    counts: Mapping[str, Sequence[int | None]]
    words: Sequence[str]
    headline: Sequence[str]
    telling: tuple[int, ...]

    @property
    def rank(self) -> tuple[tuple[int, ...], str]:
        """The one order of all reports."""
        return tuple(self.telling), self.id

    @property
    def lasting(self) -> bool:
        return self.type == "HEALTH" or self.mode in _LASTING


def report(event: Event) -> Report:
    """The same for the same record only."""
    spots = tuple(_spot(place, place.place) for place in event.located if place.place)
    first, last = _days(event)
    return Report(
        id=event.id,
        article=event.source.document_id,
        family=_family(event.type),
        type=event.type,
        mode=event.mode,
        status=event.status.value,
        first=first,
        last=last,
        dated=event.date_precision is not DatePrecision.DAY_INFERRED,
        spots=spots,
        countries=tuple(sorted({actor.country for actor in event.actors if actor.country})),
        counts={kind.value: (count.low, count.high) for kind in People if (count := getattr(event, kind))},
        words=_words(event, event.quote.text if event.quote else ""),
        headline=_words(event, event.source.title),
        telling=_telling(event, spots),
    )


def _family(type_: str) -> str:
    group = event_type(type_).group
    return type_ if group == "OTHER" else _FAMILIES.get(group, group)


def _days(event: Event) -> tuple[int | None, int | None]:
    start, end = event.start or event.end, event.end or event.start
    if start is None or end is None or event.date_precision not in _GRAINS:
        return None, None
    first, last = start.toordinal(), end.toordinal()
    return first, min(last, first + LONGEST)


def _spot(place: EventPlace, known: Place) -> Spot:
    lon, lat = (known.lon, known.lat) if place.lon is None or place.lat is None else (place.lon, place.lat)
    country, province = known.country, f"{known.country} {known.admin1 or known.name}"
    if (place.precision or known.precision) <= GeoPrecision.ADMIN2:
        return Spot(known.id, lon, lat, "", (country, province) if country else ())
    if known.is_country:
        return Spot(known.id, lon, lat, country or known.id, ())
    area = province if known.feature_code == "ADM1" else known.id
    return Spot(known.id, lon, lat, area, (country,) if country else ())


def _words(event: Event, text: str) -> tuple[str, ...]:
    names = {word for place in event.places if place.place for word in normalise(place.place.name).split()}
    words = (word for word in _LETTERS.findall(normalise(text)) if word not in _DULL and word not in names)
    return tuple(sorted({word[:_STEM] for word in words}))


def _telling(event: Event, spots: Sequence[Spot]) -> tuple[int, ...]:
    """Least for what places and dates an event best, and of those for what was published first."""
    vague_place = 2 if not spots else int(all(spot.area for spot in spots))
    vague_day = event.date_precision is not DatePrecision.DAY
    inherited = not any(place.explicit for place in event.located)
    unsettled = event.status in (Status.PLANNED, Status.DENIED)
    published = event.source.published.toordinal() if event.source.published else _NEVER
    return vague_place, int(vague_day) + int(inherited) + int(unsettled), published


def kept_under(told: Report) -> frozenset[int]:
    """The keys a report is found by: its cell or area, the areas that it lies in, its sentence; none without a day."""
    if told.first is None:
        return frozenset()
    own = {f"at {spot.area}" if spot.area else "cell {}:{}".format(*_cell(spot)) for spot in told.spots}
    own |= {f"in {area}" for spot in told.spots for area in spot.within}
    return frozenset(_key(told.family, key) for key in (*own, *_sentence(told)))


def looked_up_under(told: Report) -> frozenset[int]:
    """The keys of all reports that may tell of the same. What finds another by these is found by it, too."""
    if told.first is None:
        return frozenset()
    others = {f"at {area}" for spot in told.spots for area in spot.within}
    others |= {f"{where} {spot.area}" for spot in told.spots if spot.area for where in ("at", "in")}
    others |= {cell for spot in told.spots if not spot.area for cell in _cells_around(*_cell(spot))}
    return frozenset(_key(told.family, key) for key in (*others, *_sentence(told)))


def days_apart(told: Report) -> int:
    """By how many days the dates of reports that share a key with this one may miss its own."""
    return APART_LASTING if told.family == "HAZARD" else APART


def _cell(spot: Spot) -> tuple[int, int]:
    return int((spot.lon + 180) // CELL) % _COLUMNS, int((spot.lat + 90) // CELL)


@lru_cache(maxsize=65_536)
def _cells_around(column: int, line: int) -> tuple[str, ...]:
    steps = (-1, 0, 1)
    return tuple(f"cell {(column + east) % _COLUMNS}:{line + north}" for east in steps for north in steps)


def _sentence(told: Report) -> Iterator[str]:
    """Keys of which sentences that share three words of four have at least one in common 24 times in 25.

    Each is the least of the words in two orders of their own (MinHash): the more words are shared, the likelier both.
    """
    if len(told.words) < _SENTENCE:
        return
    least = list(map(min, *map(_draws, told.words)))
    for band, pair in enumerate(zip(least[::2], least[1::2], strict=True)):
        yield f"said {band} {pair}"


@lru_cache(maxsize=65_536)
def _draws(word: str) -> tuple[int, ...]:
    """The place of a word in each order: two for each of the bands."""
    return _DRAWS.unpack(blake2b(word.encode(), digest_size=_DRAWS.size).digest())


@lru_cache(maxsize=65_536)
def _key(salt: str, text: str) -> int:
    """A number of 64 bits with its sign, as SQLite keeps them; the same in every process."""
    return int.from_bytes(blake2b(f"{salt} {text}".encode(), digest_size=8).digest(), signed=True)
