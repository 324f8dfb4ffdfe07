"""From what a user asks to have changed to a correction: one door for the command line and the API.

Asked is a JSON merge patch (RFC 7396) of the fields in `FIELDS`: what it lacks stays, null takes away.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from geo.corrections import (
    Anchor,
    Change,
    Correction,
    Deleted,
    Grouped,
    Moved,
    Recounted,
    Redated,
    Restated,
    Retyped,
    meant_places,
    names_of,
    standing,
)
from geo.errors import EventNotFound, QueryError
from geo.model import Count, Event, EventPlace, People, Place, Status
from geo.pipeline import Pipeline
from geo.query import EventQuery
from geo.stores import EventStore
from geo.text import normalise
from geo.vocabulary import vocabulary

Patch = Mapping[str, Any]

FIELDS: Mapping[str, str] = {
    "place": "a place's id (geonames:616052), a name, {lon, lat, radius_m, name}, or null for none",
    "instead_of": "which of several places is meant, by its name",
    "only_here": "true: the name keeps its meaning in articles read later",
    "type": "the event's type, such as PROTEST",
    "mode": "its mode, such as strike",
    "start": "the first day, such as 2023-09-20, or null",
    "end": "the last day",
    "status": "reported, claimed, planned or denied",
    **dict.fromkeys(People, "a number of people, {low, high}, or null"),
    "same_as": "the id of an event, or a list of them, that this one is another report of",
    "not_same_as": "the id of an event, or a list of them, that this one is no report of",
}

_ID = re.compile(r"[a-z]+:\S+")
_MOST_CHARACTERS = {"by": 100, "note": 1000}


@dataclass(frozen=True, slots=True)
class Correcting:
    """Corrects events in `store`. `pipeline` is asked for only when a place is to be looked up.

    QueryError naming the field that is wrong; EventNotFound for an event that is not there or is deleted.
    """

    store: EventStore
    pipeline: Callable[[], Pipeline]

    def correct(self, event_id: str, asked: Patch, *, by: str, note: str = "") -> Correction:
        return self._kept(self._made(self.store.get(event_id), tuple(self._changes(event_id, asked)), by, note))

    def delete(self, event_id: str, *, by: str, note: str = "") -> Correction:
        return self._kept(self._made(self.store.get(event_id), (Deleted(),), by, note))

    def undo(self, event_id: str, *, by: str, note: str = "") -> Correction:
        """Take back the last correction that counts, a deletion too."""
        self.store.original(event_id)
        counting = standing(self.store.corrections(event_id))
        if not counting:
            raise QueryError("undo", f"no correction of event {event_id!r} is left to undo")
        return self._kept(counting[-1].undone(by=_text("by", by), note=_text("note", note)))

    def _made(self, event: Event, changes: tuple[Change, ...], by: str, note: str) -> Correction:
        return Correction.made(event, changes, by=_text("by", by), note=_text("note", note))

    def _kept(self, correction: Correction) -> Correction:
        self.store.correct([correction])
        return correction

    def _changes(self, event_id: str, asked: Patch) -> Iterator[Change]:
        if unknown := next((name for name in asked if name not in FIELDS), None):
            raise QueryError(unknown, f"no such field to correct; known are {', '.join(FIELDS)}")
        if not asked.keys() - {"instead_of", "only_here"}:
            raise QueryError("place", f"nothing is to be changed; say at least one of {', '.join(FIELDS)}")
        event = self.store.get(event_id)
        if "place" in asked:
            yield self._moved(event, asked)
        if asked.keys() & {"type", "mode"}:
            yield self._retyped(event, asked)
        if asked.keys() & {"start", "end"}:
            yield _redated(event, asked)
        if "status" in asked:
            yield Restated(_status(asked["status"]))
        for kind in People:
            if kind in asked:
                yield Recounted(kind, _count(kind, asked[kind]))
        for field, together in (("same_as", True), ("not_same_as", False)):
            for other in _listed(field, asked.get(field, [])):
                yield Grouped(self._other(field, event_id, other), together)

    def _moved(self, event: Event, asked: Patch) -> Moved:
        old = _meant(event, _text("instead_of", asked.get("instead_of", "")))
        name = names_of(old)[0] if old and names_of(old) else ""
        wanted = asked["place"]
        place = None if wanted is None else self._place(wanted, name)
        # Coordinates say where this event was; they say what a name means only if nothing else does.
        ruled = place is not None and bool(old and old.mention and not old.relation)
        ruled = ruled and (isinstance(wanted, str) or (old is not None and old.place is None))
        return Moved(place, name, everywhere=ruled and not _truth("only_here", asked.get("only_here", False)))

    def _place(self, wanted: Any, name: str) -> Place:
        if isinstance(wanted, Mapping):
            return _given(wanted, name)
        text = _text("place", wanted)
        if _ID.fullmatch(text):
            found = self.pipeline().gazetteer.place(text)
        else:
            inner, *wider = (part.strip() for part in text.split(","))
            best = [self.pipeline().locate(inner, wider)] if inner else []
            found = next(
                (place for one in best for place in (one.place, *(c.place for c in one.beaten)) if place), None
            )
        if found is None:
            raise QueryError("place", f"no place is known as {text!r}; give its longitude and latitude instead")
        return found

    def _retyped(self, event: Event, asked: Patch) -> Retyped:
        kind = _text("type", asked.get("type", event.type)).upper() or event.type
        mode = asked.get("mode", event.mode if kind == event.type else "") or ""
        modes = [own for type_, own in vocabulary() if type_ == kind]
        if not modes and not self.store.search(EventQuery(types=(kind,), limit=1)).events:
            known = ", ".join(type_ for type_, own in vocabulary() if not own)
            raise QueryError("type", f"{kind!r} is not one of {known}")
        found = {own.casefold(): own for own in modes}.get(_text("mode", mode).casefold())
        if modes and found is None:
            known = ", ".join(filter(None, modes)) or "none"
            raise QueryError("mode", f"{mode!r} is no mode of {kind}; its modes are {known}")
        return Retyped(kind, mode if found is None else found)

    def _other(self, field: str, event_id: str, other: str) -> Anchor:
        if other == event_id:
            raise QueryError(field, "an event can't be compared with itself")
        try:
            return Anchor.of(self.store.original(other))
        except EventNotFound as error:
            raise QueryError(field, str(error)) from None


def _meant(event: Event, name: str) -> EventPlace | None:
    """The place that is to be corrected; None where the event has none at all."""
    found = meant_places(event, name)
    known = list(dict.fromkeys(called for place in found for called in names_of(place)[:1]))
    if name and not any(normalise(name) in map(normalise, names_of(place)) for place in found):
        raise QueryError("instead_of", f"the event has no place {name!r}; it has {', '.join(known) or 'none'}")
    if len(known) > 1:
        raise QueryError("instead_of", f"the event has several places; say which is meant: {', '.join(known)}")
    return found[0] if found else None


def _redated(event: Event, asked: Patch) -> Redated:
    """A new first day alone moves all of an event of one day."""
    start, end = (_day(field, asked.get(field)) for field in ("start", "end"))
    if "start" not in asked:
        start = event.start
    if "end" not in asked:
        end = start if event.start == event.end else event.end
    if start and end and start > end:
        raise QueryError("end" if "end" in asked else "start", f"{start} lies after {end}; give start and end")
    return Redated(start, end)


def _given(wanted: Mapping[str, Any], name: str) -> Place:
    if unknown := wanted.keys() - {"lon", "lat", "radius_m", "name"}:
        raise QueryError("place", f"{min(unknown)!r} is none of lon, lat, radius_m, name")
    lon, lat = (_number(wanted.get(axis), axis, most) for axis, most in (("lon", 180), ("lat", 90)))
    radius = _number(wanted.get("radius_m") or 0, "radius_m", 20_000_000)
    if radius < 0:
        raise QueryError("place", f"radius_m {radius:g} is less than nothing")
    return Place.given(lon, lat, _text("place", wanted.get("name") or name), radius)


def _number(value: Any, name: str, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) <= most:
        raise QueryError("place", f"{name} {value!r} is not a number from {-most:g} to {most:g}")
    return float(value)


def _count(field: str, value: Any) -> Count | None:
    if value is None:
        return None
    low, high = (value.get("low"), value.get("high")) if isinstance(value, Mapping) else (value, value)
    known = [end for end in (low, high) if end is not None]
    whole = all(isinstance(end, int) and not isinstance(end, bool) and 0 <= end < 10**12 for end in known)
    if not known or not whole or known != sorted(known):
        raise QueryError(field, f"{value!r} is neither a number of people nor a low and a high one")
    return Count(low, high)


def _status(value: Any) -> Status:
    try:
        return Status(_text("status", value).lower())
    except ValueError:
        raise QueryError("status", f"{value!r} is not one of {', '.join(Status)}") from None


def _day(field: str, value: Any) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(_text(field, value))
    except ValueError:
        raise QueryError(field, f"{value!r} is not a day such as 2023-09-20") from None


def _listed(field: str, value: Any) -> list[str]:
    return [_text(field, one) for one in (value if isinstance(value, list) else [value])]


def _truth(field: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise QueryError(field, f"{value!r} is neither true nor false")
    return value


def _text(field: str, value: Any) -> str:
    """Without spaces around it; what can be stored, and no more than fits on a page."""
    if not isinstance(value, str):
        raise QueryError(field, f"{value!r} is not text")
    most = _MOST_CHARACTERS.get(field, 200)
    if len(value) > most:
        raise QueryError(field, f"{len(value)} characters are more than {most}")
    if any("\ud800" <= char <= "\udfff" or char < " " for char in value.replace("\n", " ")):
        raise QueryError(field, "it holds characters that are no text")
    return value.strip()
