"""Parsed documents as JSON, the contract with other tools; events as records from which they come back whole."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from geo.errors import ReadError
from geo.model import (
    NOTHING,
    Actor,
    Attribution,
    Count,
    DatePrecision,
    Edit,
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
)
from geo.vocabulary import event_type

Record = dict[str, Any]


def parsed_record(parsed: Parsed) -> Record:
    """The line that `dateline geoparse` writes for a document; its keys are a promise to other tools."""
    return {
        "id": parsed.document.id,
        "mentions": [_mention(resolution) for resolution in parsed.resolutions],
        "events": [_contract_event(event) for event in parsed.events],
    }


def _mention(resolution: Resolution) -> Record:
    toponym = resolution.toponym
    return {
        "start": toponym.start,
        "end": toponym.end,
        "text": toponym.text,
        "kind": toponym.kind.value,
        "role": toponym.role.value,
        "confidence": resolution.confidence,
        "place": None if resolution.place is None else place_record(resolution.place),
    }


def _contract_event(event: Event) -> Record:
    codes = event_type(event.type, event.mode)
    return {
        "id": event.id,
        "type": event.type,
        "mode": event.mode,
        "status": event.status.value,
        "start": _day(event.start),
        "end": _day(event.end),
        "date_precision": event.date_precision.value,
        "quote": _span(event.quote),
        "trigger": _span(event.trigger),
        "places": [_contract_place(place) for place in event.places],
        "actors": [_actor(actor) for actor in event.actors],
        **{kind.value: _count(getattr(event, kind)) for kind in People},
        "figures": [_figure(figure) for figure in event.figures],
        "said_by": _attribution(event.said_by),
        "historical": event.historical,
        "cameo": codes.cameo,
        "acled": codes.acled,
        "confidence": event.confidence,
        "confidence_band": event.confidence_band.value,
        "confidence_reasons": list(event.confidence_reasons),
    }


def _contract_place(place: EventPlace) -> Record:
    """`place` is where the event was: shifted by "20 km north of" where the text says so."""
    known = place.place and place_record(place.place)
    if known:
        moved = {"lon": place.lon, "lat": place.lat, "radius_m": place.radius_m}
        known.update({key: value for key, value in moved.items() if value is not None})
        if place.precision is not None:
            known["precision"] = place.precision.name.lower()
    return {
        "role": place.role.value,
        "kind": place.kind.value,
        "explicit": place.explicit,
        "mention": _span(place.mention),
        "place": known,
    }


def place_record(place: Place) -> Record:
    return {
        "id": place.id,
        "geonameid": place.geonameid,
        "name": place.name,
        "lon": place.lon,
        "lat": place.lat,
        "country": place.country,
        "admin1": place.admin1,
        "feature_code": place.feature_code,
        "precision": place.precision.name.lower(),
        "radius_m": place.radius_m,
    }


def event_record(event: Event) -> Record:
    """The contract's keys and all else an event holds; `place` is as the gazetteer has it, shifts stand beside."""
    return {
        **_contract_event(event),
        "places": [_event_place(place) for place in event.places],
        "source": {
            "document_id": event.source.document_id,
            "title": event.source.title,
            "url": event.source.url,
            "published": _day(event.source.published),
            "publisher": event.source.publisher,
        },
        "extra": dict(event.extra),
        "corrected": event.corrected and {"by": event.corrected.by, "at": event.corrected.at.isoformat()},
    }


def _event_place(place: EventPlace) -> Record:
    known = place.place
    return {
        **_contract_place(place),
        "place": known
        and place_record(known)
        | {"feature_class": known.feature_class, "population": known.population, "boundary": known.boundary},
        "relation": place.relation,
        "lon": place.lon,
        "lat": place.lat,
        "radius_m": place.radius_m,
        "precision": place.precision and place.precision.name.lower(),
    }


def event_from_record(record: Mapping[str, Any]) -> Event:
    """The inverse of `event_record`. ReadError naming the key that is missing or wrong.

    A record from before there were figures, attributions and reasons has none.
    """
    try:
        return Event(
            id=record["id"],
            type=record["type"],
            mode=record["mode"],
            status=Status(record["status"]),
            start=_date(record["start"]),
            end=_date(record["end"]),
            date_precision=DatePrecision(record["date_precision"]),
            source=Source(**{**record["source"], "published": _date(record["source"]["published"])}),
            quote=_to_span(record["quote"]),
            trigger=_to_span(record["trigger"]),
            places=tuple(_to_event_place(place) for place in record["places"]),
            actors=tuple(Actor(**actor) for actor in record["actors"]),
            **_to_counts(record),
            figures=tuple(_to_figure(figure) for figure in record.get("figures", ())),
            said_by=_to_attribution(record.get("said_by")),
            historical=record["historical"],
            confidence=record["confidence"],
            confidence_reasons=tuple(record.get("confidence_reasons", ())),
            extra=record["extra"] or NOTHING,
            corrected=_to_edit(record.get("corrected")),  # not in records of stores made before there were any
        )
    except KeyError as error:
        raise ReadError(f"the event record has no {error}", source="event record") from None
    except (TypeError, ValueError) as error:
        raise ReadError(f"not an event record: {error}", source="event record") from None


def _to_counts(record: Mapping[str, Any]) -> dict[str, Any]:
    return {kind.value: _to_count(record.get(kind)) for kind in People}


def _to_event_place(record: Mapping[str, Any]) -> EventPlace:
    known, precision = record["place"], record["precision"]
    return EventPlace(
        role=Role(record["role"]),
        kind=PlaceKind(record["kind"]),
        mention=_to_span(record["mention"]),
        place=None if known is None else _to_place(known),
        explicit=record["explicit"],
        relation=record["relation"],
        lon=record["lon"],
        lat=record["lat"],
        radius_m=record["radius_m"],
        precision=None if precision is None else GeoPrecision[precision.upper()],
    )


def _to_place(record: Mapping[str, Any]) -> Place:
    derived = ("geonameid", "precision")
    return Place(**{key: value for key, value in record.items() if key not in derived})


def _span(span: Span | None) -> Record | None:
    return None if span is None else {"start": span.start, "end": span.end, "text": span.text}


def _to_span(record: Mapping[str, Any] | None) -> Span | None:
    return None if record is None else Span(**record)


def _actor(actor: Actor) -> Record:
    return {"name": actor.name, "role": actor.role, "country": actor.country, "sector": actor.sector}


def _attribution(said_by: Attribution | None) -> Record | None:
    return None if said_by is None else {"name": said_by.name, "verb": said_by.verb}


def _to_attribution(record: Mapping[str, Any] | None) -> Attribution | None:
    return None if record is None else Attribution(**record)


def _figure(figure: Figure) -> Record:
    return {
        "kind": figure.kind.value,
        "low": figure.low,
        "high": figure.high,
        "span": _span(figure.span),
        "said_by": _attribution(figure.said_by),
    }


def _to_figure(record: Mapping[str, Any]) -> Figure:
    return Figure(
        kind=People(record["kind"]),
        low=record["low"],
        high=record["high"],
        span=Span(**record["span"]),
        said_by=_to_attribution(record["said_by"]),
    )


def _count(count: Count | None) -> Record | None:
    return None if count is None else {"low": count.low, "high": count.high}


def _to_count(record: Mapping[str, Any] | None) -> Count | None:
    return None if record is None else Count(**record)


def _to_edit(record: Mapping[str, Any] | None) -> Edit | None:
    return None if record is None else Edit(record["by"], datetime.fromisoformat(record["at"]))


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
