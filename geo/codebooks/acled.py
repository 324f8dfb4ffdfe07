"""ACLED's columns (Armed Conflict Location & Event Data, codebook of 2023), in its order."""

from __future__ import annotations

from collections.abc import Sequence

from geo.codebooks.common import Row, Spot, days, inter, outlet, sides, spot, unreal
from geo.model import Actor, Count, Event, Status
from geo.vocabulary import event_type

COLUMNS = tuple(
    "event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1 "
    "actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location latitude "
    "longitude geo_precision source source_scale notes fatalities tags timestamp".split()
)

# By sub-event where that has one of its own, else by event; everything else is political violence.
_DISORDER = {
    "Excessive force against protesters": "Political violence; Demonstrations",
    "Violent demonstration": "Demonstrations",
    "Protests": "Demonstrations",
    "Strategic developments": "Strategic developments",
}
_POLITICS = frozenset({"SUPPORT", "AGREE", "CONCEDE", "SANCTION"})
_ARMED = frozenset({"MIL", "REB", "PRM", "CRM"})
# Whom ACLED takes the civilians of a demonstration for.
_DEMONSTRATORS = {"Protests": "Protesters", "Riots": "Rioters"}
# Its order of kinds, in which it names both sides of an interaction, whoever acted.
_KINDS = (
    "State forces", "Rebel group", "Political militia", "Identity militia", "Rioters", "Protesters",
    "External/Other forces", "Civilians",
)  # fmt: skip
# ACLED has a date to the month at the coarsest: up to a day, a week, a month.
_TIME_PRECISION = ((1, 1), (7, 2), (31, 3))


def refusal(event: Event) -> str:
    """ACLED has no talks, and deals and breaks as strategic developments of a conflict: here, those of an armed party."""
    if why := unreal(event):
        return why
    if event.type == "CONSULT" or not event_type(event.type, event.mode).acled_type:
        return "of a type that ACLED does not have"
    if event.type in _POLITICS and not any(actor.sector in _ARMED for actor in event.actors):
        return "politics without an armed party"
    return ""


def row(event: Event) -> Row:
    """The dead are 0 where none are told of and the least of a range, as ACLED has it; a claim is noted and tagged so."""
    where = spot(event)
    first, second = sides(event)
    kind, sub = _kind(event, second)
    inter1, inter2 = _inter(first, kind, where), _inter(second, "", where)
    civilians = kind == "Violence against civilians" or (
        inter2 in ("Civilians", "Protesters") and _DISORDER.get(kind) is None
    )
    return {
        "event_id_cnty": event.id,
        **_when(event),
        "disorder_type": _DISORDER.get(sub) or _DISORDER.get(kind, "Political violence"),
        "event_type": kind,
        "sub_event_type": sub,
        **_side(first, inter1, 1),
        **_side(second, inter2, 2),
        "interaction": _interaction(inter1, inter2) if len(first) + len(second) == 1 or (inter1 and inter2) else "",
        "civilian_targeting": "Civilian targeting" if civilians or sub.startswith("Excessive force") else "",
        **(_place(where) if where else {}),
        "source": outlet(event.source),
        "notes": _notes(event),
        "fatalities": (event.fatalities and event.fatalities.low) or 0,
        "tags": "; ".join(_tags(event, kind)),
    }


def _kind(event: Event, second: Sequence[Actor]) -> tuple[str, str]:
    """A battle has two armed sides: one with civilians is an attack on them."""
    codes = event_type(event.type, event.mode)
    if codes.acled_type == "Battles" and second and inter(second[0]) == "Civilians":
        return "Violence against civilians", "Attack"
    return codes.acled_type, codes.acled_subtype


def _when(event: Event) -> Row:
    """No day where the month is not known: its `time_precision` has no word for that."""
    span = days(event)
    if event.start is None or span is None:
        return {}
    precision = next((code for most, code in _TIME_PRECISION if span <= most), None)
    year = event.start.year if event.end is None or event.end.year == event.start.year else None
    return {"event_date": precision and event.start.isoformat(), "year": year, "time_precision": precision}


def _side(actors: Sequence[Actor], kind: str, number: int) -> Row:
    names = list(dict.fromkeys(actor.name for actor in actors))
    return {
        f"actor{number}": names[0] if names else "",
        f"assoc_actor_{number}": "; ".join(names[1:]),
        f"inter{number}": kind,
    }


def _inter(actors: Sequence[Actor], kind: str, where: Spot | None) -> str:
    """A state's forces in another country are external ones."""
    if not actors:
        return ""
    found, home = inter(actors[0]), actors[0].country
    if found == "Civilians":
        return _DEMONSTRATORS.get(kind, found)
    abroad = home and where and where.place.country not in ("", home)
    return "External/Other forces" if found == "State forces" and abroad else found


def _interaction(inter1: str, inter2: str) -> str:
    both = sorted(filter(None, (inter1, inter2)), key=_KINDS.index)
    return f"{both[0]} only" if len(both) == 1 else "-".join(both)


def _place(where: Spot) -> Row:
    place = where.place
    return {
        "iso": where.country.number,
        "country": where.country.name,
        "admin1": place.admin1 or (place.name if place.feature_code == "ADM1" else ""),
        "admin2": place.name if place.feature_code == "ADM2" else "",
        "location": place.name,
        "latitude": where.lat,
        "longitude": where.lon,
        "geo_precision": where.precision.acled,
    }


def _notes(event: Event) -> str:
    words = " ".join(event.quote.text.split()) if event.quote else ""
    if event.status is not Status.CLAIMED:
        return words
    return f"Claimed by {event.said_by.name}: {words}" if event.said_by else f"Claimed: {words}"


def _tags(event: Event, kind: str) -> list[str]:
    """ACLED's own `crowd size=`, and `claimed`, which is ours."""
    tags = [f"crowd size={_size(event.crowd)}"] if kind in _DEMONSTRATORS else []
    return [*tags, "claimed"] if event.status is Status.CLAIMED else tags


def _size(crowd: Count | None) -> str:
    if crowd is None or (crowd.low is None and crowd.high is None):
        return "no report"
    if crowd.low is None or crowd.high is None:
        return f"at least {crowd.low}" if crowd.high is None else f"at most {crowd.high}"
    return str(crowd.low) if crowd.low == crowd.high else f"between {crowd.low} and {crowd.high}"
