"""An event as a flat row of named columns: the properties of its GeoJSON, the columns of CSV and of GIS layers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from geo.model import Count, Event, EventPlace, GeoPrecision, People
from geo.vocabulary import event_type

# Each column and the type of its values; each but the texts may be None. Days are ISO 8601 text, typed "date".
COLUMNS: dict[str, str] = {
    "title": "text",
    "type": "text",
    "mode": "text",
    "label": "text",
    "status": "text",
    "start": "date",
    "end": "date",
    "date_precision": "text",
    "place": "text",
    "place_role": "text",
    "place_kind": "text",
    "country": "text",
    "precision": "text",
    "radius_m": "real",
    **{f"{kind}_{end}": "integer" for kind in People for end in ("low", "high")},
    "actors": "text",
    "said_by": "text",
    "quote": "text",
    "trigger": "text",
    "confidence": "real",
    "confidence_band": "text",
    "historical": "boolean",
    "cameo": "text",
    "acled": "text",
    "acled_geo_precision": "integer",
    "ucdp_where_prec": "integer",
    "source_title": "text",
    "source_url": "text",
    "source_published": "date",
    # As text, since GDAL takes any date among the properties of an OGC API for the event's own time.
    "corrected_by": "text",
    "corrected_at": "text",
    # The story that the event is a report of, how many reports that has, and how many independent publishers.
    "story": "text",
    "reports": "integer",
    "publishers": "integer",
}

# Those that only a store knows.
STORY_COLUMNS = ("story", "reports", "publishers")

Row = dict[str, Any]


def row(event: Event, places: Sequence[EventPlace] | None = None) -> Row:
    """Values in the order of `COLUMNS`. `places`: those the row is about, when it is not all of `event.located`.

    Of several places the coarsest precision and the widest radius count: they hold for all of them.
    """
    located = event.located if places is None else tuple(places)
    codes = event_type(event.type, event.mode)
    precision = max(map(precision_of, located), default=None)
    names = _joined(place.place.name for place in located if place.place)
    source = event.source
    return {
        "title": f"{codes.label} - {names}" if names else codes.label,
        "type": event.type,
        "mode": event.mode,
        "label": codes.label,
        "status": event.status.value,
        "start": event.start and event.start.isoformat(),
        "end": event.end and event.end.isoformat(),
        "date_precision": event.date_precision.value,
        "place": names,
        "place_role": located[0].role.value if located else "",
        "place_kind": _joined(place.kind.value for place in located),
        "country": _joined(place.place.country for place in located if place.place),
        "precision": precision.name.lower() if precision else "",
        "radius_m": max(filter(None, map(radius_of, located)), default=None),
        **{name: end for kind in People for name, end in _ends(kind, getattr(event, kind)).items()},
        "actors": _joined(actor.name for actor in event.actors),
        "said_by": event.said_by.name if event.said_by else "",
        "quote": event.quote.text if event.quote else "",
        "trigger": event.trigger.text if event.trigger else "",
        "confidence": event.confidence,
        "confidence_band": event.confidence_band.value,
        "historical": event.historical,
        "cameo": codes.cameo,
        "acled": codes.acled,
        "acled_geo_precision": precision and precision.acled,
        "ucdp_where_prec": precision and precision.ucdp,
        "source_title": source.title,
        "source_url": source.url,
        "source_published": source.published and source.published.isoformat(),
        "corrected_by": event.corrected.by if event.corrected else "",
        "corrected_at": event.corrected.at.isoformat(timespec="seconds") if event.corrected else "",
        "story": event.told.story if event.told else "",
        "reports": event.told and event.told.reports,
        "publishers": event.told and event.told.publishers,
    }


def extra_columns(event: Event, taken: Iterable[str]) -> dict[str, str]:
    """The user's own columns, `extra_` before each whose name is `taken`."""
    names = set(taken)
    columns: dict[str, str] = {}
    for name, value in event.extra.items():
        free = name
        while free in names or free in columns or (free != name and free in event.extra):
            free = f"extra_{free}"
        columns[free] = value
    return columns


def precision_of(place: EventPlace) -> GeoPrecision:
    """What words made of it ("near"), else the place's own; vague where the place is not known."""
    if place.precision is not None:
        return place.precision
    return place.place.precision if place.place else GeoPrecision.VAGUE


def radius_of(place: EventPlace) -> float | None:
    """None, not 0, where the extent is not known."""
    own = place.radius_m if place.radius_m is not None else place.place and place.place.radius_m
    return own or None


def _ends(name: str, count: Count | None) -> Row:
    return {f"{name}_low": count and count.low, f"{name}_high": count and count.high}


def _joined(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(filter(None, names)))
