"""PLOVER's types, modes and contexts, in flat columns: PLOVER itself prescribes none."""

from __future__ import annotations

from collections.abc import Sequence

from geo.codebooks.common import Row, Spot, country, outlet, sides, spot, unreal
from geo.model import Actor, Event, Status
from geo.vocabulary import plover, vocabulary

COLUMNS = tuple(
    "event_id date date_end date_precision type mode context status actor_name actor_country actor_sector recipient_name "
    "recipient_country recipient_sector location_name geonameid latitude longitude country admin1 geo_precision text "
    "said_by source url headline publication_date".split()
)

# Of the types that PLOVER lacks, the context that it has.
_CONTEXTS = {"DISASTER": "disasters", "ACCIDENT": "disasters", "HEALTH": "health", "CRIME": "crime"}


def refusal(event: Event) -> str:
    """What is planned or denied has a row only as the promise, the threat or the refusal that PLOVER takes it for."""
    if (event.type, "") not in vocabulary():
        return "of a type that PLOVER does not have"
    return "" if _recast(event) else unreal(event)


def row(event: Event) -> Row:
    """Names, countries (ISO 3166-1 alpha-3) and sectors of several actors are in one order, with "; " between them."""
    where, source = spot(event), event.source
    first, second = sides(event)
    return {
        "event_id": event.id,
        "date": event.start and event.start.isoformat(),
        "date_end": event.end and event.end.isoformat(),
        "date_precision": event.date_precision.value,
        "type": plover(event.type, event.status),
        "mode": "" if _recast(event) else event.mode,
        "context": _CONTEXTS.get(event.type, ""),
        "status": event.status.value,
        **_side("actor", first),
        **_side("recipient", second),
        **(_place(where) if where else {}),
        "text": event.quote.text if event.quote else "",
        "said_by": event.said_by.name if event.said_by else "",
        "source": outlet(source),
        "url": source.url,
        "headline": source.title,
        "publication_date": source.published and source.published.isoformat(),
    }


def _recast(event: Event) -> bool:
    return plover(event.type, event.status) != plover(event.type, Status.REPORTED)


def _side(name: str, actors: Sequence[Actor]) -> Row:
    return {
        f"{name}_name": "; ".join(actor.name for actor in actors),
        f"{name}_country": _listed([country(actor.country).iso3 for actor in actors]),
        f"{name}_sector": _listed([actor.sector for actor in actors]),
    }


def _listed(codes: Sequence[str]) -> str:
    return "; ".join(codes) if any(codes) else ""


def _place(where: Spot) -> Row:
    return {
        "location_name": where.place.name,
        "geonameid": where.place.geonameid,
        "latitude": where.lat,
        "longitude": where.lon,
        "country": where.country.iso3,
        "admin1": where.place.admin1,
        "geo_precision": where.precision.name.lower(),
    }
