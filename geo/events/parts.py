"""What the steps of event extraction hand to each other inside this stage. Token indices are into `Sentence.tokens`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from geo.model import Actor, DatePrecision, EventPlace, Figure, Resolution, Span, Status


class Token(NamedTuple):
    """A word, number or mark, with offsets into the document. `lower` is its form for look-ups."""

    start: int
    end: int
    text: str
    lower: str


class BlockRole(StrEnum):
    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    BODY = "body"
    EMBED = "embed"
    CREDIT = "credit"
    READ_MORE = "read_more"
    CAPTION = "caption"

    @property
    def inert(self) -> bool:
        """Whether a block of this role gives no events, dates or places."""
        return self not in (BlockRole.HEADLINE, BlockRole.STANDFIRST, BlockRole.BODY)


@dataclass(frozen=True, slots=True)
class Block:
    """A line of the document. `start` lies behind the dateline, whose city is `report_place`."""

    start: int
    end: int
    role: BlockRole
    report_place: Span | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says what a clause says: the words before the reporting verb, and that verb's lemma."""

    span: Span
    verb: str


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens first..last-1 of its sentence. `opener` is the word that began it ("if", "who", "and"), "" for none.

    `lead` is the reporting clause itself: the words that name the speaker and hold the reporting verb.
    """

    first: int
    last: int
    opener: str
    speaker: Speaker | None
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    number: int
    span: Span
    role: BlockRole
    tokens: Sequence[Token]
    clauses: Sequence[Clause]


class Form(StrEnum):
    """How the head of a matched phrase is inflected."""

    BASE = "base"
    PRESENT = "present"
    PAST = "past"
    PARTICIPLE = "participle"
    ING = "ing"
    NOUN = "noun"
    FIXED = "fixed"

    @property
    def finite(self) -> bool:
        return self in (Form.PRESENT, Form.PAST)


@dataclass(frozen=True, slots=True)
class Trigger:
    """The words first..last-1 of a sentence that name an event."""

    sentence: Sentence
    clause: Clause
    first: int
    last: int
    type: str
    mode: str
    weight: int
    form: Form
    lemma: str

    @property
    def start(self) -> int:
        return self.sentence.tokens[self.first].start

    @property
    def end(self) -> int:
        return self.sentence.tokens[self.last - 1].end


class When(NamedTuple):
    """Days, both inclusive; None where not known. `explicit`: the text gives it for this very event."""

    start: date | None
    end: date | None
    precision: DatePrecision
    explicit: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """An event before its article's other sentences are heard."""

    trigger: Trigger
    status: Status
    historical: bool
    when: When
    places: tuple[EventPlace, ...]
    actors: tuple[Actor, ...]
    figures: tuple[Figure, ...] = ()
    margin: float = 0.0


def resolutions_in(resolutions: Sequence[Resolution], start: int, end: int) -> list[Resolution]:
    return [r for r in resolutions if start <= r.toponym.start and r.toponym.end <= end]
