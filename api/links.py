"""Absolute links, as the caller can follow them."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote_plus, urlencode

from fastapi import Request

from api.service import service

JSON = "application/json"
GEOJSON = "application/geo+json"
SCHEMA = "application/schema+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
HTML = "text/html"
MVT = "application/vnd.mapbox-vector-tile"

QUERYABLES_REL = "http://www.opengis.net/def/rel/ogc/1.0/queryables"

Link = dict[str, str]


def href(request: Request, path: str, query: str = "") -> str:
    """`path` below the service's root; the root is the configured address, else the one the request came to."""
    root = service(request).settings.base_url or str(request.base_url)
    return f"{root.rstrip('/')}{path}{'?' if query else ''}{query}"


def link(request: Request, rel: str, path: str, type: str, title: str = "") -> Link:
    return {"rel": rel, "href": href(request, path), "type": type} | ({"title": title} if title else {})


def with_parameters(request: Request, **changes: Any) -> str:
    """The request's query with these parameters changed, the others as they were written; None takes one away."""
    given = request.url.query.split("&")
    kept = [part for part in given if part and unquote_plus(part.partition("=")[0]) not in changes]
    added = {name: value for name, value in changes.items() if value is not None}
    return "&".join([*kept, urlencode(added, safe=",/:")] if added else kept)
