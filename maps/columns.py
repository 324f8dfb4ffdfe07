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
from functools import lru_cache
from itertools import pairwise
from typing import Any, cast

import numpy as np
import orjson
import shapely
from shapely.geometry.base import BaseGeometry

from geo.features import geometry
from geo.model import (
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
)
from geo.query import newest_first
from geo.rows import precision_of, radius_of
from geo.shapes import DIGITS, Outline, drawn, event_shape, place_shape
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
    rows = [tables.event(event) for event in ordered]
    columns = _named("", _EVENT, rows) | _named("source_", _SOURCE, [*tables.sources])
    columns |= _named("place_", _PLACE, [*tables.places])
    columns |= {"quote": quotes, "places": tables.listed, "place_spot": tables.spots, "start": _starts(ordered)}
    return Inline(
        {
            **{name: packed(column(values)) for name, values in columns.items()},
            "id": packed("\0".join(event.id for event in ordered).encode(errors="replace"), random=True),
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
            "shapes": [_stepped(orjson.loads(shape)) for shape in tables.shapes],
        },
    )


_EVENT = (
    "kind status grain end band historical killed_low killed_high injured_low injured_high trigger actors said_by reasons "
    "story reports publishers corrected_by corrected_at source places_count geometry"
).split()
_SOURCE = ("title", "url", "published")
_PLACE = tuple("role kind id name country relation mention lon lat radius precision".split())


class _Tables:
    """What events share, each in the order in which it came."""

    def __init__(self, texts: Texts, outline: Outline) -> None:
        self._text = texts.number
        self._outline = outline
        self.kinds: defaultdict[tuple[str, str], int] = numbered()
        self.sources: defaultdict[tuple[int, ...], int] = numbered()
        self.places: dict[tuple[int, ...], int] = {}
        self.shapes: dict[bytes, int] = {}
        self.spots: list[bool] = []
        self.listed: list[int] = []
        self._geometries: dict[tuple[int, ...], int] = {}

    def event(self, event: Event) -> tuple[int, ...]:
        """The values of `_EVENT`."""
        text, told, corrected = self._text, event.told, event.corrected
        places = tuple([self._place(place) for place in event.places])
        self.listed += places
        return (
            self.kinds[event.type, event.mode],
            _CODES[Status][event.status],
            _CODES[DatePrecision][event.date_precision],
            _end(event),
            _CODES[Band][event.confidence_band],
            event.historical,
            *_range(event.fatalities),
            *_range(event.injured),
            text(event.trigger.text) if event.trigger else 0,
            text(", ".join(dict.fromkeys(actor.name for actor in event.actors if actor.name))),
            text(event.said_by.name) if event.said_by else 0,
            text("\n".join(event.confidence_reasons)),
            text(told.story) if told and told.reports > 1 else 0,
            told.reports if told else 1,
            told.publishers if told else 1,
            text(corrected.by) if corrected else 0,
            text(corrected.at.isoformat(timespec="seconds")) if corrected else 0,
            self._source(event.source),
            len(places),
            self._geometry(event, places),
        )

    def _source(self, source: Source) -> int:
        return self.sources[self._text(source.title), self._text(source.url), _day(source.published)]

    def _place(self, place: EventPlace) -> int:
        known = place.place
        row = (
            _CODES[Role][place.role],
            _CODES[PlaceKind][place.kind],
            self._text(known.id) if known else 0,
            self._text(known.name) if known else 0,
            self._text(known.country) if known else 0,
            self._text(place.relation),
            self._text(place.mention.text) if place.mention else 0,
            _degrees(known.lon if place.lon is None and known else place.lon, 180),
            _degrees(known.lat if place.lat is None and known else place.lat, 90),
            round(radius_of(place) or 0),
            precision_of(place).value,
        )
        if (number := self.places.get(row)) is None:
            number = self.places[row] = len(self.places)
            self.spots.append(isinstance(place_shape(place, self._outline), shapely.Point))
        return number

    def _geometry(self, event: Event, places: tuple[int, ...]) -> int:
        if (known := self._geometries.get(places)) is None:
            known = self._geometries[places] = self._new_geometry(event.located)
        return known

    def _new_geometry(self, places: Sequence[EventPlace]) -> int:
        shapes = drawn(places, self._outline)
        if not shapes:
            return _NO_SHAPE
        if isinstance(shapes[0][1], shapely.Point):
            return _POINTS
        shape = cast(BaseGeometry, event_shape(places, self._outline))
        return _SHAPES + self.shapes.setdefault(orjson.dumps(geometry(shape)), len(self.shapes))


def _quotes(events: Sequence[Event], texts: Texts) -> list[int]:
    """0 for a text that was not there before: they are numbered as they come. Else its number and one."""
    column, most = [], _longest([len(event.quote.text) for event in events if event.quote])
    for event in events:
        before = len(texts)
        number = texts.number(_excerpt(event.quote, event.trigger, most) if event.quote else "")
        column.append(0 if len(texts) > before else number + 1)
    return column


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


def _range(count: Count | None) -> tuple[int, int]:
    """Each end and one; 0 where it is open."""
    if count is None:
        return 0, 0
    return 0 if count.low is None else count.low + 1, 0 if count.high is None else count.high + 1


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
    @lru_cache(maxsize=256)
    def thin(key: str) -> BaseGeometry | None:
        shape = outline(key)
        if shape is None or shape.is_empty:
            return shape
        step = max(shape.area**0.5 * share, 1 / _GRID)
        parts = [part for part in shapely.get_parts(shape) if part.area >= shape.area / 2000]
        slim = shapely.simplify(shapely.union_all(parts), step)
        return shapely.set_precision(slim, 1 / _GRID)

    return thin
