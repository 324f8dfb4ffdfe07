"""What people correct in the machine's records: a log that only grows, and the one function that applies it.

The machine's record stays as it was read; what readers get is `corrected(event, its corrections)`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal

from geo.errors import ReadError
from geo.model import Count, DatePrecision, Edit, Event, EventPlace, People, Place, Role, Span, Status
from geo.text import normalise

if TYPE_CHECKING:
    from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True)
class Anchor:
    """Which event is meant, and where it was read: by that it is known again when it comes back with another id."""

    event: str
    document: str
    quote: Span | None = None
    trigger: Span | None = None

    @classmethod
    def of(cls, event: Event) -> Anchor:
        return cls(event.id, event.source.document_id, event.quote, event.trigger)


@dataclass(frozen=True, slots=True)
class Moved:
    """The event's place that the text calls `name` is `place`; None takes it away. `name` "": whichever it has.

    `everywhere`: `name` means this place in all articles read into the store from now on.
    """

    place: Place | None
    name: str = ""
    everywhere: bool = False
    kind: Literal["place"] = "place"

    def __post_init__(self) -> None:
        if self.place and not (abs(self.place.lon) <= 180 and abs(self.place.lat) <= 90):
            raise ValueError(f"there is no longitude {self.place.lon} with latitude {self.place.lat}")


@dataclass(frozen=True, slots=True)
class Retyped:
    type: str
    mode: str
    kind: Literal["type"] = "type"


@dataclass(frozen=True, slots=True)
class Redated:
    """Days, both inclusive; None where unknown."""

    start: date | None
    end: date | None
    kind: Literal["date"] = "date"

    @property
    def precision(self) -> DatePrecision:
        if self.start is None and self.end is None:
            return DatePrecision.UNKNOWN
        return DatePrecision.DAY if self.start == self.end else DatePrecision.RANGE


@dataclass(frozen=True, slots=True)
class Restated:
    status: Status
    kind: Literal["status"] = "status"


@dataclass(frozen=True, slots=True)
class Recounted:
    """The text's own figures go, since the count no longer comes from them."""

    of: People
    count: Count | None
    kind: Literal["count"] = "count"


@dataclass(frozen=True, slots=True)
class Deleted:
    kind: Literal["deleted"] = "deleted"


@dataclass(frozen=True, slots=True)
class Grouped:
    """Two records are `together` the same event, or are not."""

    other: Anchor
    together: bool
    kind: Literal["grouped"] = "grouped"


@dataclass(frozen=True, slots=True)
class Undone:
    """The correction with this id no longer counts. An undo can't be undone: correct again instead."""

    correction: str
    kind: Literal["undone"] = "undone"


class _ByKind:
    """Has pydantic tell the changes apart by `kind`, and import nothing before a record is read."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic import Field

        return handler.generate_schema(Annotated[source, Field(discriminator="kind")])


Change = Annotated[Moved | Retyped | Redated | Restated | Recounted | Deleted | Grouped | Undone, _ByKind()]


@dataclass(frozen=True, slots=True)
class Correction:
    """What one person changed in one event at one moment (`at`: UTC). The id comes from the content."""

    id: str
    event: Anchor
    changes: tuple[Change, ...]
    by: str
    at: datetime
    note: str = ""

    @classmethod
    def made(
        cls, event: Event, changes: Sequence[Change], *, by: str, note: str = "", at: datetime | None = None
    ) -> Correction:
        """`at` None: now."""
        return cls._named(Anchor.of(event), tuple(changes), by, at, note)

    def undone(self, *, by: str, note: str = "", at: datetime | None = None) -> Correction:
        """The correction that undoes this one, of the very same event, so that both always travel together."""
        return self._named(self.event, (Undone(self.id),), by, at, note)

    @classmethod
    def _named(
        cls, event: Anchor, changes: tuple[Change, ...], by: str, at: datetime | None, note: str
    ) -> Correction:
        unnamed = cls("", event, changes, by, at or datetime.now(UTC), note)
        return replace(unnamed, id=hashlib.sha256(dumps(unnamed)).hexdigest()[:16])


@cache
def _json() -> TypeAdapter[Correction]:
    from pydantic import TypeAdapter

    return TypeAdapter(Correction)


def dumps(correction: Correction) -> bytes:
    """One line of JSON, without its end."""
    return _json().dump_json(correction)


def loads(line: bytes | str, *, source: str = "-", number: int | None = None) -> Correction:
    """The inverse of `dumps`. ReadError naming the key that is wrong."""
    from pydantic import ValidationError

    try:
        return _json().validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        reason = f"not a correction: {where}: {first['msg']}" if where else f"not a correction: {first['msg']}"
        raise ReadError(reason, source=source, line=number) from None


def standing(corrections: Iterable[Correction]) -> list[Correction]:
    """Those that count, in the order they were made: neither undone nor themselves an undoing."""
    given = {correction.id: correction for correction in corrections}.values()
    undone = {change.correction for c in given for change in c.changes if isinstance(change, Undone)}
    kept = [c for c in given if c.id not in undone and not any(isinstance(change, Undone) for change in c.changes)]
    return sorted(kept, key=lambda c: (c.at, c.id))


def corrected(event: Event, corrections: Iterable[Correction]) -> Event | None:
    """What readers get of the machine's `event` and all corrections made to it; None where it is deleted.

    Of two that contradict each other, the later holds.
    """
    for correction in standing(corrections):
        before = event
        for change in correction.changes:
            after = _applied(event, change)
            if after is None:
                return None
            event = after
        if event != before:
            event = replace(event, corrected=Edit(correction.by, correction.at))
    return event


def _applied(event: Event, change: Change) -> Event | None:
    match change:
        case Moved():
            return replace(event, places=_moved(event, change))
        case Retyped():
            return replace(event, type=change.type, mode=change.mode)
        case Redated():
            return replace(event, start=change.start, end=change.end, date_precision=change.precision)
        case Restated():
            return replace(event, status=change.status)
        case Recounted():
            kept = tuple(figure for figure in event.figures if figure.kind is not change.of)
            return replace(event, figures=kept, **{change.of.value: change.count})  # type: ignore[arg-type]
        case Deleted():
            return None
        case Grouped() | Undone():
            return event


def _moved(event: Event, change: Moved) -> tuple[EventPlace, ...]:
    """The first of the places that are meant gives its role and its words to the new one; the others of them go."""
    meant = meant_places(event, change.name)
    if change.place is None:
        return tuple(place for place in event.places if place not in meant)
    if not meant:
        return (*event.places, EventPlace.whole(change.place))
    new = EventPlace.whole(change.place, meant[0].role, meant[0].mention)
    kept = [new if place is meant[0] else place for place in event.places]
    return tuple(place for place in kept if place is new or place not in meant)


def meant_places(event: Event, name: str = "") -> tuple[EventPlace, ...]:
    """Of the places an event has, or may have, those called `name`; where none is, or for "", those that are drawn
    or, without any, might be. Where words were said is never meant."""
    open_ = tuple(place for place in event.places if place.role is not Role.SPEECH)
    form = normalise(name)
    called = tuple(place for place in open_ if form and form in map(normalise, names_of(place)))
    return called or event.located or open_


def names_of(place: EventPlace) -> tuple[str, ...]:
    """What the text calls it and what the gazetteer does, as far as known."""
    known = (place.mention and place.mention.text, place.place and place.place.name)
    return tuple(name for name in known if name)


def known_again(anchor: Anchor, events: Iterable[Event]) -> str | None:
    """The id of the one among an article's `events` that the anchor means: the same id or, if there is none, the one
    whose trigger shares most of the same words of the same sentence. None where none fits, or several alike."""
    best: list[tuple[tuple[int, int], str]] = []
    for event in events:
        if event.id == anchor.event:
            return event.id
        shared, shift = _shared(anchor, event)
        if shared:
            best.append(((-shared, abs(shift)), event.id))
    best.sort()
    if not best or (len(best) > 1 and best[0][0] == best[1][0]):
        return None
    return best[0][1]


def _shared(anchor: Anchor, event: Event) -> tuple[int, int]:
    """How many characters the triggers share, and how far the sentence moved since, if the article changed."""
    if not (anchor.quote and anchor.trigger and event.quote and event.trigger):
        return 0, 0
    same = anchor.quote.text == event.quote.text
    shift = event.quote.start - anchor.quote.start if same else 0
    old, new = anchor.trigger, event.trigger
    start, end = max(old.start + shift, new.start), min(old.end + shift, new.end)
    words = new.text[start - new.start : end - new.start]
    if start >= end or words != old.text[start - shift - old.start : end - shift - old.start]:
        return 0, 0
    return end - start, shift


@dataclass(frozen=True, slots=True)
class Ruling:
    """In this store, `name` means `place`: a person said so."""

    name: str
    place: Place
    by: str
    at: datetime


# Normal form of the name -> its ruling.
Rulings = Mapping[str, Ruling]
NO_RULINGS: Rulings = {}


def rulings(corrections: Iterable[Correction]) -> Rulings:
    """The names whose place was corrected for all articles; the latest correction of a name holds."""
    ruled: dict[str, Ruling] = {}
    for correction in standing(corrections):
        for change in correction.changes:
            if isinstance(change, Moved) and change.everywhere and change.place and change.name:
                ruling = Ruling(change.name, change.place, correction.by, correction.at)
                ruled[normalise(change.name)] = ruling
    return ruled


@dataclass(frozen=True, slots=True)
class Pairs:
    """Ids of two records each, in alphabetical order, that people say are one event, or are not."""

    together: frozenset[tuple[str, str]] = frozenset()
    apart: frozenset[tuple[str, str]] = frozenset()


def pairs(corrections: Iterable[Correction], find: Callable[[Anchor], str | None]) -> Pairs:
    """What is said last of two records holds. `find`: the id an event has now; a pair with None waits."""
    said: dict[tuple[str, str], bool] = {}
    for correction in standing(corrections):
        for change in correction.changes:
            if isinstance(change, Grouped) and (one := find(correction.event)) and (other := find(change.other)):
                said[min(one, other), max(one, other)] = change.together
    return Pairs(
        frozenset(pair for pair, together in said.items() if together),
        frozenset(pair for pair, together in said.items() if not together),
    )
