"""Event records a user already has: table rows into events, places found by name if they have no coordinates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from pathlib import Path
from types import MappingProxyType

from geo.errors import ReadError
from geo.model import (
    Count,
    DatePrecision,
    Document,
    Event,
    EventPlace,
    Place,
    PlaceKind,
    Resolution,
    Role,
    Source,
    Span,
    Status,
)
from geo.readers.base import content_id
from geo.readers.codes import match_type
from geo.readers.columns import Columns, guess
from geo.readers.tables import Row, Spot, read_rows
from geo.readers.when import When, day_leads, parse_when, span

# (name, names of what it lies in, the day its name was current) -> the place, or a Resolution without one.
Locate = Callable[[str, tuple[str, ...], date | None], Resolution]


@dataclass(frozen=True, slots=True)
class Record:
    """One row: the document stands for the row in a store, so that reading a table again changes nothing."""

    document: Document
    event: Event


@dataclass(frozen=True, slots=True)
class Table:
    """`columns`: named or guessed. `date_format` is strptime's; "": what `parse_when` knows by itself, and how its days are
    written if one of them shows it (`day_first`)."""

    source: str
    columns: Columns
    rows: Iterator[Row | ReadError]
    date_format: str = ""
    day_first: bool | None = None

    def records(self, locate: Locate) -> Iterator[Record | ReadError]:
        """A row whose place is not found is a record without a place; a wrong row is a ReadError."""
        first_use: dict[str, int] = {}
        for row in self.rows:
            if isinstance(row, ReadError):
                yield row
                continue
            try:
                record = self._record(row, locate)
                if (line := first_use.setdefault(record.document.id, row.line)) != row.line:
                    raise ValueError(f"the same record as on line {line}; it is left out")
                yield record
            except (ValueError, OverflowError) as error:
                yield ReadError(str(error), source=self.source, line=row.line)

    def _record(self, row: Row, locate: Locate) -> Record:
        cells, columns = row.cells, self.columns
        document = self._document(row)
        when = self._when(row)
        kind, mode = match_type(cells.get(columns.type, ""), cells.get(columns.subtype, ""), column=columns.type)
        place, confidence, reason = self._place(row, when, locate)
        event = Event(
            id=content_id("event", document.id),
            type=kind,
            mode=mode,
            status=_status(cells.get(columns.status, "")),
            start=when[0] if when else None,
            end=when[1] if when else None,
            date_precision=when[2] if when else DatePrecision.UNKNOWN,
            source=Source(document.id, document.title, document.url),
            quote=Span(0, len(document.text), document.text) if document.text else None,
            places=(place,) if place else (),
            fatalities=_count(cells.get(columns.fatalities, "")),
            confidence=confidence,
            confidence_reasons=(reason,),
            extra=_extra(cells, columns),
        )
        return Record(document, event)

    def _document(self, row: Row) -> Document:
        """Rows of one file are told apart by their ids or, without a column of ids, by all they say."""
        cells, columns = row.cells, self.columns
        name = Path(self.source).name
        content = [repr(row.spot), *(f"{header}={cell}" for header, cell in sorted(cells.items()))]
        own = cells.get(columns.id, "")
        id = content_id("record", name, own) if own else content_id("record", *content)
        return Document(
            id,
            text=cells.get(columns.text, ""),
            title=cells.get(columns.title, "") or name,
            url=cells.get(columns.url, ""),
        )

    def _when(self, row: Row) -> When | None:
        days = [row.cells.get(header, "") for header in (self.columns.date, self.columns.end)]
        first, last = (self._day(day) if day else None for day in days)
        return span(first, last) if first and last else first or last

    def _day(self, text: str) -> When:
        return parse_when(text, self.date_format, day_first=self.day_first)

    def _place(self, row: Row, when: When | None, locate: Locate) -> tuple[EventPlace | None, float, str]:
        """Also how sure it is, and why. Coordinates stand; only without them a name is looked up, the finest there is."""
        columns = self.columns
        headers = (columns.place, columns.admin1, columns.country)
        name, *wider = [row.cells[header] for header in headers if row.cells.get(header)] or [""]
        if spot := _coordinates(row.cells, columns) or row.spot:
            return _at(spot, name), 1.0, "for: the record gives its coordinates"
        if not name:
            return None, 0.0, "against: the record names no place"
        found = locate(name, tuple(wider), when[0] if when else None)
        if not found.place:
            reason = "against: the place it names is not known"
        elif found.confidence >= 0.5:
            reason = "for: the place is looked up by its name"
        else:
            reason = "against: the place is looked up by its name, which others may have too"
        return _in(found.place), found.confidence, reason


def open_table(path: str | Path, chosen: Columns | None = None, *, date_format: str = "") -> Table:
    """Reads as far as it must to know the columns. ReadError if the file or the columns are of no use."""
    source = str(path)
    rows = read_rows(Path(path))
    try:
        first = list(islice(rows, 50))
    except OSError as error:
        raise ReadError(error.strerror or str(error), source=source) from None
    good = [row for row in first if isinstance(row, Row)]
    if not good:
        raise next((row for row in first if isinstance(row, ReadError)), ReadError("no rows", source=source))
    headers = list(dict.fromkeys(header for row in good for header in row.cells))
    columns = guess(headers, chosen or Columns(), source=source)
    if not (columns.place or columns.admin1 or columns.country or columns.lon or any(row.spot for row in good)):
        reason = f"no column names a place; say which does (place=...): {', '.join(headers)}"
        raise ReadError(reason, source=source)
    undecided = not date_format and (columns.date or columns.end)
    day_first = _day_first(read_rows(Path(path)), columns, source) if undecided else None
    return Table(source, columns, chain(first, rows), date_format, day_first)


def _day_first(rows: Iterable[Row | ReadError], columns: Columns, source: str) -> bool | None:
    """As the days of the table show that can be read in one way only; None if none does, a ReadError if they disagree."""
    shown: dict[bool, tuple[str, int]] = {}
    for row in rows:
        if isinstance(row, ReadError):
            continue
        for day in (row.cells.get(columns.date, ""), row.cells.get(columns.end, "")):
            if (leads := day_leads(day)) is None:
                continue
            shown.setdefault(leads, (day, row.line))
            if len(shown) == 2:
                other, line = shown[not leads]
                reason = (
                    f"the day comes {'first' if leads else 'second'} in {day!r}, but not in {other!r} on line {line}; "
                    "say with --date-format how days are written"
                )
                raise ReadError(reason, source=source, line=row.line)
    return next(iter(shown), None)


def _coordinates(cells: Mapping[str, str], columns: Columns) -> Spot | None:
    lon, lat = cells.get(columns.lon, ""), cells.get(columns.lat, "")
    if not lon and not lat:
        return None
    return Spot(_degrees(lon, columns.lon, 180), _degrees(lat, columns.lat, 90))


def _degrees(text: str, header: str, most: int) -> float:
    try:
        degrees = float(text.replace(",", "."))  # 47,15 as half of Europe writes it
    except ValueError:
        raise ValueError(f"{header} {text!r} is not a number of degrees such as 47.15") from None
    if not -most <= degrees <= most:
        raise ValueError(f"{header} {text!r} does not lie between -{most} and {most}")
    return degrees


def _at(spot: Spot, name: str) -> EventPlace:
    """The user's own position: the name is a label, not looked up."""
    return EventPlace.whole(Place.given(spot.lon, spot.lat, name, spot.radius_m))


def _in(place: Place | None) -> EventPlace:
    if place is None:
        return EventPlace(Role.EVENT, PlaceKind.POINT, None, None)
    return EventPlace.whole(place)


def _status(text: str) -> Status:
    known = {status.value: status for status in Status}
    return known.get(text.casefold(), Status.REPORTED)


def _count(text: str) -> Count | None:
    if not text:
        return None
    number = float(text.replace(",", ""))
    if not number >= 0 or number != int(number):
        raise ValueError(f"{text!r} is not a number of people")
    return Count(int(number), int(number))


def _extra(cells: Mapping[str, str], columns: Columns) -> Mapping[str, str]:
    """What the event's own fields do not hold as the user wrote it."""
    held = {columns.lon, columns.lat, columns.title, columns.text, columns.url}
    return MappingProxyType({header: cell for header, cell in cells.items() if cell and header not in held})
