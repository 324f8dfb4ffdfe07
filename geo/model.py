"""The nouns that travel between stages: frozen values, no I/O.

Positions are (lon, lat) in degrees, WGS 84 (OGC:CRS84); distances are metres. Offsets are half-open
character offsets into the document's own text. None means "not known", never "zero".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum
from types import MappingProxyType

NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Span:
    start: int
    end: int
    text: str

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


class MentionKind(StrEnum):
    TOPONYM = "toponym"
    DEMONYM = "demonym"


class MentionRole(StrEnum):
    """What a mention stands for: the place; its government or people ("Moscow said"); part of another name."""

    PLACE = "place"
    GOVERNMENT = "government"
    IN_NAME = "in_name"


@dataclass(frozen=True, slots=True)
class Toponym(Span):
    """A mention of a place name. A demonym ("Russian") names a place through its people."""

    kind: MentionKind = MentionKind.TOPONYM
    role: MentionRole = MentionRole.PLACE


@dataclass(frozen=True, slots=True)
class Document:
    """`published` None leaves relative dates unresolved. `publisher` "": whoever holds the address's domain.

    `mentions` None: place names are to be found; a tuple: exactly these are resolved.
    """

    id: str
    text: str
    title: str = ""
    url: str = ""
    published: date | None = None
    language: str = "en"
    mentions: tuple[Toponym, ...] | None = None
    publisher: str = ""


class GeoPrecision(IntEnum):
    """How finely a place is known, finest first."""

    EXACT = 1
    NEAR = 2
    SETTLEMENT = 3
    ADMIN2 = 4
    ADMIN1 = 5
    COUNTRY = 6
    VAGUE = 7

    @property
    def acled(self) -> int:
        """ACLED's `geo_precision`: 1 the place, 2 near it or a small region, 3 a larger region."""
        return (1, 2, 1, 2, 3, 3, 3)[self - 1]

    @property
    def ucdp(self) -> int:
        """UCDP GED's `where_prec`: 1 exact, 2 near, 3 second-order unit, 4 first-order, 6 country, 7 sea or air."""
        return (1, 2, 1, 3, 4, 6, 7)[self - 1]


class PlaceKind(StrEnum):
    POINT = "point"
    REGION = "region"
    ROUTE = "route"


# A sea, a lake or a range from this radius on is an area; a summit or a strait is a spot.
_WIDE_M = 10_000.0
# GeoNames feature codes: first-order units, countries (independent, dependent, semi-independent, ...).
_COUNTRY_CODES = frozenset({"PCL", "PCLI", "PCLD", "PCLS", "PCLF", "PCLIX", "PCLH", "TERR"})


@dataclass(frozen=True, slots=True)
class Place:
    """What a gazetteer knows of one place.

    `id` is namespaced: `geonames:616052`, `dateline:nagorno-karabakh`. `country` is ISO 3166-1 alpha-2, "" where
    none; `admin1` the name of the first-order unit. `radius_m` is the radius of a circle of about the
    place's extent. `boundary` is the key of its shape (`country:AZ`, `admin1:AZE-1686`, `region:sahel`), "" where
    it has none.
    """

    id: str
    name: str
    lon: float
    lat: float
    feature_class: str
    feature_code: str
    country: str = ""
    admin1: str = ""
    population: int = 0
    radius_m: float = 0.0
    boundary: str = ""

    @classmethod
    def given(cls, lon: float, lat: float, name: str = "", radius_m: float = 0.0) -> Place:
        """By a user's own coordinates, to a tenth of a metre; with a radius, somewhere in that circle."""
        lon, lat = round(lon, 6), round(lat, 6)
        feature_class = "L" if radius_m else "S"
        return cls(f"record:{lon},{lat}", name or f"{lon}, {lat}", lon, lat, feature_class, "", radius_m=radius_m)

    @property
    def geonameid(self) -> int | None:
        """None too for a part of a place that GeoNames has."""
        source, _, number = self.id.partition(":")
        return int(number) if source == "geonames" and number.isdecimal() else None

    @property
    def kind(self) -> PlaceKind:
        if self.feature_code == "STM":
            return PlaceKind.ROUTE
        wide = self.feature_class in "HT" and self.radius_m >= _WIDE_M
        return PlaceKind.REGION if self.boundary or self.feature_class in "AL" or wide else PlaceKind.POINT

    @property
    def is_country(self) -> bool:
        return self.feature_code in _COUNTRY_CODES

    @property
    def precision(self) -> GeoPrecision:
        if self.id.startswith("record:"):
            return GeoPrecision.VAGUE if self.radius_m else GeoPrecision.EXACT
        if self.feature_class in "PSR":
            return GeoPrecision.SETTLEMENT
        if self.is_country:
            return GeoPrecision.COUNTRY
        if self.feature_code == "ADM1":
            return GeoPrecision.ADMIN1
        if self.feature_code.startswith("ADM"):
            return GeoPrecision.ADMIN2
        return GeoPrecision.ADMIN1 if self.country else GeoPrecision.VAGUE


class Match(IntEnum):
    """How a name led to a place, best first."""

    EXACT = 1
    ALTERNATE = 2
    ABBREVIATION = 3
    DEMONYM = 4
    HISTORICAL = 5
    FUZZY = 6


@dataclass(frozen=True, slots=True)
class Candidate:
    place: Place
    match: Match


@dataclass(frozen=True, slots=True)
class Resolution:
    """A mention and its place; None is an answer: nothing known fits.

    `beaten` holds the other candidates, best first.
    """

    toponym: Toponym
    place: Place | None
    confidence: float
    beaten: tuple[Candidate, ...] = ()
    why: str = ""


class Role(StrEnum):
    """What a place is to an event: where it happened, what a deal covers, a threat's aim, where it was said."""

    EVENT = "event"
    SCOPE = "scope"
    TARGET = "target"
    SPEECH = "speech"


@dataclass(frozen=True, slots=True)
class EventPlace:
    """`mention` None: the record came with a place and no text. `explicit` False: inherited from another sentence.

    `relation` is the words that shift it ("20 km north of"), "" where none. `place` None: the name is known to
    be the event's place, but not where it is. `lon`, `lat`, `radius_m` are the place's own unless shifted.
    """

    role: Role
    kind: PlaceKind
    mention: Span | None
    place: Place | None
    explicit: bool = True
    relation: str = ""
    lon: float | None = None
    lat: float | None = None
    radius_m: float | None = None
    precision: GeoPrecision | None = None

    @classmethod
    def whole(cls, place: Place, role: Role = Role.EVENT, mention: Span | None = None) -> EventPlace:
        """All of a place, shifted by nothing."""
        return cls(role, place.kind, mention, place, True, "", place.lon, place.lat, place.radius_m, place.precision)


class Status(StrEnum):
    REPORTED = "reported"
    CLAIMED = "claimed"
    PLANNED = "planned"
    DENIED = "denied"


class DatePrecision(StrEnum):
    """The grain of an event's date. `DAY_INFERRED`: the text gives none, the publication day stands in."""

    DAY = "day"
    DAY_INFERRED = "day_inferred"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    RANGE = "range"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Count:
    """People: at least `low`, at most `high`; None where that end is open. "No casualties" is (0, 0)."""

    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says so, in the article's words, and the reporting verb in its base form: "the ministry", "say"."""

    name: str
    verb: str


class People(StrEnum):
    """What an event counts people as; each is the name of the `Event` field that holds the count."""

    FATALITIES = "fatalities"
    INJURED = "injured"
    MISSING = "missing"
    DISPLACED = "displaced"
    ARRESTED = "arrested"
    CROWD = "crowd"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of people as one sentence gives it: `low` and `high` as in `Count`, `span` the words that count.

    `said_by` None: the article says so itself.
    """

    kind: People
    low: int | None
    high: int | None
    span: Span
    said_by: Attribution | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """`role` is actor, recipient, mediator or source. `country`: ISO 3166-1 alpha-2, "" where none is known.

    `sector` is one of `data/events/sectors.csv` ("GOV", "REB", "CVL"), "" where none is known.
    """

    name: str
    role: str
    country: str = ""
    sector: str = ""


class Band(StrEnum):
    """How far to trust a record, in words."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @classmethod
    def of(cls, confidence: float) -> Band:
        """Of a number from 0 to 1: high from 0.75, where the odds are 3 to 1, low below 0.45."""
        return cls.HIGH if confidence >= 0.75 else cls.MEDIUM if confidence >= 0.45 else cls.LOW


@dataclass(frozen=True, slots=True)
class Source:
    """The article an event was read in: enough to cite it."""

    document_id: str
    title: str = ""
    url: str = ""
    published: date | None = None
    publisher: str = ""


@dataclass(frozen=True, slots=True)
class Telling:
    """What a store says of an event: it is one of the `reports` of a story, which `publishers` brought independently of
    each other; and when it came or was last changed itself, in UTC (RFC 3339), which tells no two apart."""

    story: str
    reports: int = 1
    publishers: int = 1
    updated: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Edit:
    """Who corrected a record by hand, and when (UTC)."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, is claimed, planned or denied, in one article.

    `start` and `end` are days, both inclusive; None where unknown. `quote` is the sentence, `trigger` the words
    in it that name the event; both None for a record that came without text. `said_by` None: the article tells it
    as its own. `extra` keeps a user's own columns.
    `corrected`: the last correction by hand that the record shows; None where it is as it was read.
    `told`: the story it is a report of, which only a store knows; no part of what the record says.

    Each count is the smallest range that holds all `figures` of its kind: they are never summed. A record that came
    without text has counts and no figures. `confidence_reasons` are short sentences, what counts most first;
    "for: " or "against: " begins each.
    """

    id: str
    type: str
    mode: str
    status: Status
    start: date | None
    end: date | None
    date_precision: DatePrecision
    source: Source
    quote: Span | None = None
    trigger: Span | None = None
    places: tuple[EventPlace, ...] = ()
    actors: tuple[Actor, ...] = ()
    fatalities: Count | None = None
    injured: Count | None = None
    missing: Count | None = None
    displaced: Count | None = None
    arrested: Count | None = None
    crowd: Count | None = None
    figures: tuple[Figure, ...] = ()
    said_by: Attribution | None = None
    historical: bool = False
    confidence: float = 0.0
    confidence_reasons: tuple[str, ...] = ()
    extra: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    corrected: Edit | None = None
    told: Telling | None = field(default=None, compare=False)

    @property
    def confidence_band(self) -> Band:
        return Band.of(self.confidence)

    @property
    def located(self) -> tuple[EventPlace, ...]:
        """The places to draw: where it happened, else what it covers, else its target; never where it was said."""
        for role in (Role.EVENT, Role.SCOPE, Role.TARGET):
            if found := [p for p in self.places if p.role is role and p.place is not None]:
                return tuple(found)
        return ()


@dataclass(frozen=True, slots=True)
class Story:
    """One event as all reports of it tell it; `reports` in the order of their publication, undated ones last.

    `id` is that of the first report. `status` and `counts` are what was published last: of several on one day the firmest
    status, and from the least to the greatest count; tolls rise. `disputed` holds the ids of the reports whose count of
    the dead is contradicted by another of that day. Days and `places` are those of the report that says them best.
    `publishers`: how many published independently of each other; copies of one text count once.
    """

    id: str
    reports: tuple[Event, ...]
    publishers: int
    status: Status
    start: date | None
    end: date | None
    date_precision: DatePrecision
    places: tuple[EventPlace, ...]
    counts: Mapping[People, Count]
    disputed: tuple[str, ...] = ()

    @property
    def planned(self) -> tuple[Event, ...]:
        """The reports from before it happened."""
        return tuple(event for event in self.reports if event.status is Status.PLANNED)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What came of one document."""

    document: Document
    resolutions: tuple[Resolution, ...]
    events: tuple[Event, ...]
