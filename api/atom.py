"""The events as a feed: Atom 1.0 (RFC 4287) in pages (RFC 5005), with GeoRSS-Simple for where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

import shapely
from fastapi import APIRouter, Request, Response
from shapely.geometry.base import BaseGeometry

from api import params
from api.collections import events
from api.links import GEOJSON, HTML, href, with_parameters
from api.openapi import TEXT, operation
from api.params import Parameter
from api.service import Service, service
from geo.model import Event
from geo.query import Page
from geo.shapes import event_shape
from geo.vocabulary import vocabulary

MEDIA_TYPE = "application/atom+xml"

_ATOM = "http://www.w3.org/2005/Atom"
_GEORSS = "http://www.georss.org/georss"
# What XML 1.0 can't hold, not even escaped.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A finer outline than that is for maps; a feed says in which box it lies.
_MOST_CORNERS = 100
_ENTRIES = 50
# When what nobody knows the time of changed: never wrong.
_LONG_AGO = datetime.fromtimestamp(0, UTC)
_LIMIT = params.limit(_ENTRIES, 500)

register_namespace("", _ATOM)
register_namespace("georss", _GEORSS)


def router(filters: Sequence[Parameter]) -> APIRouter:
    """`filters`: the parameters of the collection that say which events."""
    routes = APIRouter()
    allowed = (*filters, _LIMIT, params.OFFSET)

    @routes.get(
        "/events.atom",
        **operation("The events as an Atom feed", "Features", {MEDIA_TYPE: TEXT}, parameters=allowed),
    )
    def feed(request: Request) -> Response:
        values = {"limit": _ENTRIES, **params.read(request.query_params, allowed)}
        page = service(request).store().search(events.query(service(request), values))
        return Response(_feed(request, page, values), media_type=MEDIA_TYPE)

    return routes


def _feed(request: Request, page: Page, values: params.Values) -> bytes:
    shared = service(request)
    feed = Element(f"{{{_ATOM}}}feed")
    chosen = with_parameters(request, offset=None, limit=None)
    _text(feed, "id", _tag(request, "events", chosen))
    _text(feed, "title", "Dateline: events from the news")
    latest = max(map(_updated, page.events), default=_LONG_AGO)
    _text(feed, "updated", latest.isoformat())
    _text(SubElement(feed, f"{{{_ATOM}}}author"), "name", "Dateline")
    for rel, offset in _pages(page, values):
        _link(feed, rel, href(request, "/events.atom", with_parameters(request, offset=offset or None)), MEDIA_TYPE)
    _link(feed, "alternate", href(request, "/map", chosen), HTML)
    for event in page.events:
        feed.append(_entry(request, shared, event))
    text: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return text


def _pages(page: Page, values: params.Values) -> Iterator[tuple[str, int]]:
    limit, offset = values["limit"], values.get("offset", 0)
    yield "self", offset
    yield "first", 0
    if offset:
        yield "previous", max(0, offset - limit)
    if page.next is not None:
        yield "next", page.next
    yield "last", max(0, (page.matched - 1) // limit * limit)


def _entry(request: Request, shared: Service, event: Event) -> Element:
    entry = Element(f"{{{_ATOM}}}entry")
    names = ", ".join(dict.fromkeys(place.place.name for place in event.located if place.place))
    kind = vocabulary().get((event.type, event.mode)) or vocabulary().get((event.type, ""))
    what = kind.label if kind else event.type
    _text(entry, "id", _tag(request, "events/" + event.id))
    _text(entry, "title", f"{what}: {event.source.title or names or event.id}")
    _text(entry, "updated", _updated(event).isoformat())
    if event.source.published:
        _text(entry, "published", _midnight(event.source.published).isoformat())
    _link(entry, "alternate", href(request, f"/collections/events/items/{params.quoted(event.id)}"), GEOJSON)
    if urlsplit(event.source.url).scheme in ("http", "https"):
        _link(entry, "via", event.source.url, HTML)
    for scheme, term in (("type", event.type), ("status", event.status.value)):
        SubElement(entry, f"{{{_ATOM}}}category", {"term": _clean(term), "scheme": _tag(request, scheme)})
    days = " to ".join(dict.fromkeys(day.isoformat() for day in (event.start, event.end) if day))
    told = [f"{event.status.value}, {days}" if days else event.status.value, names, _quoted(event)]
    _text(entry, "summary", "\n".join(filter(None, told)))
    if (shape := event_shape(event.located, shared.outline)) is not None:
        _place(entry, shape, names)
    return entry


def _place(entry: Element, shape: BaseGeometry, names: str) -> None:
    """Points; a small polygon; for other shapes the box they lie in, if it lies on one side of the antimeridian.
    GeoRSS says latitude first."""
    parts = list(shapely.get_parts(shape))
    if shapely.get_dimensions(shape) == 0:
        for point in parts:
            _text(entry, "point", f"{point.y} {point.x}", _GEORSS)
    elif len(parts) == 1 and shapely.get_dimensions(shape) == 2 and len(parts[0].exterior.coords) <= _MOST_CORNERS:
        _text(entry, "polygon", " ".join(f"{y} {x}" for x, y in parts[0].exterior.coords), _GEORSS)
    else:
        west, south, east, north = shape.bounds
        if east - west > 180:
            return
        _text(entry, "box", f"{south} {west} {north} {east}", _GEORSS)
    _text(entry, "featurename", names, _GEORSS)


def _quoted(event: Event) -> str:
    return event.quote.text if event.quote else ""


def _updated(event: Event) -> datetime:
    """When the store last changed it, as far as the store knows."""
    told = event.told
    return datetime.fromisoformat(told.updated).astimezone(UTC) if told and told.updated else _LONG_AGO


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _tag(request: Request, what: str, query: str = "") -> str:
    """A tag URI (RFC 4151): the same for the same thing, wherever the service moves below its host."""
    host = urlsplit(href(request, "/")).hostname or "localhost"
    return f"tag:{host},2026:dateline/{what}{'?' if query else ''}{query}"


def _text(parent: Element, name: str, text: str, namespace: str = _ATOM) -> None:
    SubElement(parent, f"{{{namespace}}}{name}").text = _clean(text)


def _link(parent: Element, rel: str, address: str, type: str) -> None:
    SubElement(parent, f"{{{_ATOM}}}link", {"rel": rel, "href": _clean(address), "type": type})


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)
