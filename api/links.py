"""Absolute links, as the caller can follow them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from fastapi import Request

from api.service import service

JSON = "application/json"
GEOJSON = "application/geo+json"
GEOJSON_SEQ = "application/geo+json-seq"
SCHEMA = "application/schema+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
HTML = "text/html"

Link = dict[str, str]


def href(request: Request, path: str, query: str = "") -> str:
    """`path` below the service's root; the root is the configured address, else the one the request came to."""
    root = service(request).settings.base_url or str(request.base_url)
    return f"{root.rstrip('/')}{path}{'?' if query else ''}{query}"


def link(request: Request, rel: str, path: str, type: str, title: str = "") -> Link:
    return {"rel": rel, "href": href(request, path), "type": type} | ({"title": title} if title else {})


def page_links(request: Request, path: str, *, offset: int, limit: int, following: int | None) -> list[Link]:
    """self, next and prev, each with all of the request's parameters; none to where there is no page."""
    offsets: dict[str, int | None] = {"next": following, "prev": max(0, offset - limit) if offset else None}
    links = [{"rel": "self", "href": href(request, path, request.url.query), "type": GEOJSON}]
    for rel, start in offsets.items():
        if start is not None:
            links.append({"rel": rel, "href": href(request, path, _with(request, offset=start)), "type": GEOJSON})
    return links


def _with(request: Request, **changes: Any) -> str:
    kept = [(name, value) for name, value in request.query_params.multi_items() if name not in changes]
    return urlencode([*kept, *changes.items()], safe=",/:")
