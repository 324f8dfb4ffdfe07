"""The columns of UCDP's GED (Georeferenced Event Dataset, global version 24.1), in its order."""

from __future__ import annotations

import math

from geo.codebooks.common import Row, Spot, days, inter, outlet, sides, spot, unreal
from geo.model import Actor, Event, Status

COLUMNS = tuple(
    "id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name dyad_dset_id "
    "dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b number_of_sources "
    "source_article source_office source_date source_headline source_original where_prec where_coordinates "
    "where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id region event_clarity "
    "date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high low gwnoa gwnob".split()
)

# A day, two to six, a week, a month, a year; what takes longer is no event of GED's but coded as coarse as it goes.
_DATE_PREC = ((1, 1), (6, 2), (7, 3), (31, 4))
_YEAR = 5
_STATE_BASED, _NON_STATE, _ONE_SIDED = 1, 2, 3
_ARMED = frozenset({"Rebel group", "Political militia"})


def refusal(event: Event) -> str:
    """GED has the use of arms that killed at least one, and no party's word alone for it."""
    if why := unreal(event):
        return why
    if event.type != "ASSAULT":
        return "no use of armed force, the only type of GED"
    if not (event.fatalities and event.fatalities.low):
        return "not known to have killed anybody"
    return "claimed, which GED does not take for a fact" if event.status is Status.CLAIMED else ""


def row(event: Event) -> Row:
    """`best` is the least number that the article stands by, as UCDP counts with caution; `high` is empty where open.

    An event does not say of which side the dead were: all are `deaths_unknown`.
    """
    where, dead, source, span = spot(event), event.fatalities, event.source, days(event)
    violence, side_a, side_b = _parties(event)
    low = dead and dead.low
    headline = source.title.strip()
    published = source.published.isoformat() if source.published else ""
    end = event.end or event.start
    same_year = event.start and (event.end is None or event.end.year == event.start.year)
    return {
        "id": event.id,
        "year": event.start.year if event.start and same_year else None,
        "type_of_violence": violence,
        "dyad_name": f"{side_a} - {side_b}" if side_a and side_b else "",
        "side_a": side_a,
        "side_b": side_b,
        "number_of_sources": event.told.publishers if event.told else 1,
        "source_article": ", ".join(filter(None, (outlet(source), published, headline))),
        "source_office": outlet(source),
        "source_date": published,
        "source_headline": headline,
        "source_original": event.said_by.name if event.said_by else "",
        **(_place(where) if where else {}),
        "date_prec": span and next((code for most, code in _DATE_PREC if span <= most), _YEAR),
        "date_start": event.start and event.start.isoformat(),
        "date_end": end and end.isoformat(),
        "deaths_unknown": low,
        "best": low,
        "high": dead and dead.high,
        "low": low,
    }


def priogrid(lon: float, lat: float) -> int:
    """The cell of PRIO-GRID: half degrees, numbered from 1 eastwards and then northwards from (-180, -90).

    Source: Tollefsen, Strand and Buhaug, "PRIO-GRID: A unified spatial data structure", J. of Peace Research 49(2), 2012.
    """
    row, column = (min(math.floor((lat + 90) * 2), 359), min(math.floor((lon + 180) * 2), 719))
    return row * 720 + column + 1


def _place(where: Spot) -> Row:
    place = where.place
    return {
        "where_prec": where.precision.ucdp,
        "where_coordinates": place.name,
        "where_description": where.words,
        "adm_1": place.admin1 or (place.name if place.feature_code == "ADM1" else ""),
        "adm_2": place.name if place.feature_code == "ADM2" else "",
        "latitude": where.lat,
        "longitude": where.lon,
        "geom_wkt": f"POINT ({where.lon} {where.lat})",
        "priogrid_gid": priogrid(where.lon, where.lat),
        "country": where.country.name,
    }


def _parties(event: Event) -> tuple[int | None, str, str]:
    """The type of violence, side A and side B; of a state and others side A is the state, civilians are always side B."""
    first, second = (side[0] if side else None for side in sides(event))
    kinds = _kind(first), _kind(second)
    if kinds[0] in ("state", "armed") and kinds[1] == "civilians":
        return _ONE_SIDED, _name(first), "Civilians"
    if kinds in (("state", "armed"), ("state", "state")):
        return _STATE_BASED, _name(first), _name(second)
    if kinds == ("armed", "state"):
        return _STATE_BASED, _name(second), _name(first)
    return _NON_STATE if kinds == ("armed", "armed") else None, _name(first), _name(second)


def _kind(actor: Actor | None) -> str:
    known = inter(actor) if actor else ""
    if known in _ARMED:
        return "armed"
    return {"State forces": "state", "Civilians": "civilians", "Protesters": "civilians"}.get(known, "")


def _name(actor: Actor | None) -> str:
    return actor.name if actor else ""
