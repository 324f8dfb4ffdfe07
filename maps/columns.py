"""Events as columns for a page that travels as one file: some eighty bytes each, quotes and all.

Each property is a column of numbers, and what many events share stands once in a table of its own: texts, places, articles,
shapes. `static/columns.js` reads them back into the features of the service, one at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.features import geometry
from geo.model import (
    Actor,
    Band,
    Count,
    DatePrecision,
    Event,
    EventPlace,
    GeoPrecision,
    PlaceKind,
    Role,
    Source,
    Span,
    Status,
    Telling,
)
from geo.query import newest_first
from geo.rows import precision_of, radius_of
from geo.shapes import DIGITS, Outline, event_shape, is_spot
from geo.vocabulary import event_type
from maps.packing import column, packed
from maps.texts import Texts, numbered

# The values that columns of kinds hold the places of.
_LISTS: dict[str, type[StrEnum]] = {
    "status": Status,
    "grain": DatePrecision,
    "band": Band,
    "role": Role,
    "place_kind": PlaceKind,
}
_CODES = {kind: {value: code for code, value in enumerate(kind)} for kind in _LISTS.values()}

# How an event's geometry is told: none, the points of its places, or the shape of that number less `_SHAPES`.
_NO_SHAPE, _POINTS, _SHAPES = 0, 1, 2

_SCALE = 10**DIGITS

# Characters of all quotes together.
MOST_QUOTED = 10_000_000

# Shapes are thinned to this share of their width: of few events, to half a pixel when one fills a phone's screen.
_FINE, _COARSE, _FEW = 1 / 200, 1 / 80, 1000

# Steps of a shape's grid in a degree: about a hundred metres.
_GRID = 1000


@dataclass(frozen=True, slots=True)
class Inline:
    """What a page carries: `columns` are packed texts by name; `tables` says how to read them and holds what is small."""

    columns: dict[str, str]
    tables: dict[str, Any]


def inline(events: Sequence[Event], outline: Outline) -> Inline:
    """Events in the order of the service; the shapes of regions are thinned. Quotes of more than `MOST_QUOTED` characters
    in all are cut to the words round their triggers, so that a file of many events can still be sent by mail.
    """
    ordered = sorted(events, key=newest_first)
    texts = Texts()
    quotes = _quotes(ordered, texts)
    tables = _Tables(texts, _thinned(outline, _FINE if len(events) <= _FEW else _COARSE))
    columns = {"quote": quotes, "start": _starts(ordered), **_told(ordered, tables), **tables.columns()}
    return Inline(
        {
            **{name: packed(column(values)) for name, values in columns.items()},
            "id": packed("\0".join([event.id for event in ordered]).encode(errors="replace"), random=True),
            **texts.columns(),
        },
        {
            "count": len(ordered),
            "scale": _SCALE,
            "lists": {
                **{name: list(kind) for name, kind in _LISTS.items()},
                "precision": ["", *(one.name.lower() for one in GeoPrecision)],
            },
            "kinds": [[type, mode, event_type(type, mode).label] for type, mode in tables.kinds],
            "shapes": [_stepped(geometry(shape)) for shape in tables.shapes],
        },
    )


_SOURCE = ("title", "url", "published")
_PLACE = tuple("role kind id name country relation mention lon lat radius precision".split())


class _Tables:
    """What events share, each in the order in which it came."""

    def __init__(self, texts: Texts, outline: Outline) -> None:
        self.text = texts.number
        self._outline = outline
        self.kinds: defaultdict[tuple[str, str], int] = numbered()
        self.shapes: defaultdict[BaseGeometry, int] = numbered()
        self._sources: defaultdict[tuple[int, ...], int] = numbered()
        self._numbers: dict[tuple[object, ...], int] = {}
        self._places: list[tuple[int, ...]] = []
        self._spots: list[bool] = []
        self._listed: list[int] = []
        self._geometries: dict[tuple[int, ...], int] = {}

    def columns(self) -> dict[str, Sequence[int]]:
        """Of the sources and the places, `places` being those of one event after the other."""
        return {
            **_named("source_", _SOURCE, [*self._sources]),
            **_named("place_", _PLACE, self._places),
            "place_spot": self._spots,
            "places": self._listed,
        }

    def source(self, source: Source) -> int:
        return self._sources[self.text(source.title), self.text(source.url), _day(source.published)]

    def geometry(self, event: Event) -> int:
        """Its places are listed, too."""
        places = tuple([self._place(place) for place in event.places])
        self._listed += places
        if (known := self._geometries.get(places)) is None:
            known = self._geometries[places] = self._new_geometry(event, places)
        return known

    def _place(self, place: EventPlace) -> int:
        known, mention = place.place, place.mention and place.mention.text
        about = (place.role, place.kind, place.relation, place.lon, place.lat, place.radius_m, place.precision)
        key = (mention, known and (known.id, known.name, known.country, known.lon, known.lat, known.radius_m), *about)
        if (number := self._numbers.get(key)) is None:
            number = self._numbers[key] = len(self._places)
            self._places.append(self._new_place(place))
            self._spots.append(is_spot(place))
        return number

    def _new_place(self, place: EventPlace) -> tuple[int, ...]:
        """The values of `_PLACE`."""
        known = place.place
        return (
            _CODES[Role][place.role],
            _CODES[PlaceKind][place.kind],
            self.text(known.id) if known else 0,
            self.text(known.name) if known else 0,
            self.text(known.country) if known else 0,
            self.text(place.relation),
            self.text(place.mention.text) if place.mention else 0,
            _degrees(known.lon if place.lon is None and known else place.lon, 180),
            _degrees(known.lat if place.lat is None and known else place.lat, 90),
            round(radius_of(place) or 0),
            precision_of(place).value,
        )

    def _new_geometry(self, event: Event, places: tuple[int, ...]) -> int:
        located = event.located
        # Where one of them is a spot, all that is drawn are spots.
        if any(self._spots[at] for at, place in zip(places, event.places, strict=True) if place in located):
            return _POINTS
        shape = event_shape(located, self._outline)
        return _NO_SHAPE if shape is None else _SHAPES + self.shapes[shape]


def _told(events: Sequence[Event], tables: _Tables) -> dict[str, Sequence[int]]:
    """What is said of the events themselves, apart from their quotes and first days."""
    text = tables.text
    told = [event.told or Telling("") for event in events]
    killed, hurt = [event.fatalities or _OPEN for event in events], [event.injured or _OPEN for event in events]
    edits = [event.corrected for event in events]
    return {
        "kind": [tables.kinds[event.type, event.mode] for event in events],
        "status": _coded(Status, [event.status for event in events]),
        "grain": _coded(DatePrecision, [event.date_precision for event in events]),
        "end": [_end(event) for event in events],
        "band": _coded(Band, [event.confidence_band for event in events]),
        "historical": [event.historical for event in events],
        "killed_low": [_above(count.low) for count in killed],
        "killed_high": [_above(count.high) for count in killed],
        "injured_low": [_above(count.low) for count in hurt],
        "injured_high": [_above(count.high) for count in hurt],
        "trigger": [text(event.trigger.text) if event.trigger else 0 for event in events],
        "actors": [text(_names(event.actors)) for event in events],
        "said_by": [text(event.said_by.name) if event.said_by else 0 for event in events],
        "reasons": [text("\n".join(event.confidence_reasons)) for event in events],
        "story": [text(one.story) if one.reports > 1 else 0 for one in told],
        "reports": [one.reports for one in told],
        "publishers": [one.publishers for one in told],
        "corrected_by": [text(edit.by) if edit else 0 for edit in edits],
        "corrected_at": [text(edit.at.isoformat(timespec="seconds")) if edit else 0 for edit in edits],
        "source": [tables.source(event.source) for event in events],
        "places_count": [len(event.places) for event in events],
        "geometry": [tables.geometry(event) for event in events],
    }


def _quotes(events: Sequence[Event], texts: Texts) -> list[int]:
    """0 for a text that was not there before: they are numbered as they come. Else its number and one."""
    most = _longest([len(event.quote.text) for event in events if event.quote])
    quotes = [_excerpt(event.quote, event.trigger, most) if event.quote else "" for event in events]
    numbers = list(map(texts.number, quotes))
    greatest = accumulate(numbers, max, initial=0)
    return [0 if number > before else number + 1 for number, before in zip(numbers, greatest, strict=False)]


def _longest(lengths: Sequence[int]) -> int:
    """How long a quote may be for all of them to hold no more than `MOST_QUOTED`."""
    left = MOST_QUOTED
    for place, length in enumerate(sorted(lengths)):
        share = left // (len(lengths) - place)
        if length > share:
            return share
        left -= length
    return max(lengths, default=0)


def _excerpt(quote: Span, trigger: Span | None, most: int) -> str:
    """Whole words round the trigger."""
    text = quote.text
    if len(text) <= most:
        return text
    at = trigger.start - quote.start if trigger else 0
    start = max(0, min(at - most // 3, len(text) - most))
    end = start + most
    start = text.find(" ", start, at) + 1 if start else 0
    last = text.rfind(" ", at, end) if end < len(text) else -1
    end = end if last < 0 else last
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def _starts(events: Sequence[Event]) -> list[int]:
    """Of the first its day, of each other how many days it lies before the one above; undated ones, the last, have none."""
    days = [event.start.toordinal() for event in events if event.start]
    return [*days[:1], *(above - day for above, day in pairwise(days))]


def _end(event: Event) -> int:
    """How many days after the start, and one; the day itself where there is no start; 0 where it is not known."""
    if event.end is None:
        return 0
    return event.end.toordinal() - event.start.toordinal() + 1 if event.start else event.end.toordinal()


def _day(day: date | None) -> int:
    return day.toordinal() if day else 0


_OPEN = Count(None, None)


def _above(number: int | None) -> int:
    """The number and one; 0 where it is not known."""
    return 0 if number is None else number + 1


def _coded(kind: type[StrEnum], values: Sequence[StrEnum]) -> list[int]:
    return list(map(_CODES[kind].__getitem__, values))


def _names(actors: Sequence[Actor]) -> str:
    return ", ".join(dict.fromkeys([actor.name for actor in actors if actor.name])) if actors else ""


def _degrees(value: float | None, most: int) -> int:
    """Counted from -`most` in steps of the scale, and one; 0 where it is not known."""
    return 0 if value is None else round((value + most) * _SCALE) + 1


def _named(prefix: str, names: Sequence[str], rows: Sequence[tuple[int, ...]]) -> dict[str, Sequence[int]]:
    """Rows as columns."""
    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    return {prefix + name: values for name, values in zip(names, columns, strict=True)}


def _stepped(shape: Mapping[str, Any]) -> list[Any]:
    """A GeoJSON geometry as its type and its lines, each the steps from point to point on a grid."""
    return [shape["type"], _steps(shape["coordinates"])]


def _steps(lines: Any) -> list[Any]:
    if isinstance(lines[0][0], list):
        return [_steps(line) for line in lines]
    points = np.rint(np.array(lines) * _GRID).astype(np.int64)
    steps: list[Any] = np.diff(points, axis=0, prepend=np.zeros((1, 2), np.int64)).ravel().tolist()
    return steps


def _thinned(outline: Outline, share: float) -> Outline:
    @cache
    def thin(key: str) -> BaseGeometry | None:
        shape = outline(key)
        if shape is None or shape.is_empty:
            return shape
        parts, area = shapely.get_parts(shape), shape.area
        large = parts[shapely.area(parts) >= area / 2000]
        kept = shapely.multipolygons(large) if area else shape
        slim = shapely.simplify(kept, max(area**0.5 * share, 1 / _GRID))
        return shapely.set_precision(slim, 1 / _GRID)

    return thin
