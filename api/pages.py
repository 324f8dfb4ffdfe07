"""Pages for people, and the documents that describe the service. No page loads anything from another host."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from functools import cache
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from starlette.staticfiles import StaticFiles

from api import oembed, openapi, params
from api.answers import JSON_OR_PAGE, PAGE, json, page, wanted
from api.features import landing
from api.languages import language
from api.links import HTML, JSON, OPENAPI, SCHEMA, href
from api.middleware import fresh
from api.oembed import discovery
from api.openapi import operation, ref
from api.params import Parameter
from api.service import service
from geo.record_schema import event_schema
from maps import assets
from maps import page as maps

TAG = "Service"

_OBJECT = {"type": "object"}
_PAGE = {"type": "string"}
SCRIPT = "text/javascript"
# The size, in pixels, that social networks show a link's picture in.
_PREVIEW = {"width": 1200, "height": 630}
# What the page itself reads of its address (`filter.js`, `worldview.js`), so that its picture shows the same.
# An event's `title` is left out, since a picture's is its own.
_SHOWN = frozenset(
    {"bbox", "datetime", "type", "status", "q", "story", "filter", "worldview", "date", *maps.queryables()}
    - {"title"}
)

_routes = APIRouter()


def static_files() -> StaticFiles:
    return StaticFiles(packages=[("maps", "static"), ("api", "static")])


def router(filters: Sequence[Parameter]) -> APIRouter:
    """`filters`: the collection's parameters, of which the map's page knows some."""
    whole = APIRouter()
    whole.include_router(_routes)
    whole.include_router(oembed.router(maps.TITLE, _SHOWN))

    def map_page(request: Request) -> Response:
        return _map(request, embed=False)

    def embed_page(request: Request) -> Response:
        return _map(request, embed=True)

    for path, endpoint, summary in (
        ("/map", map_page, "The map of the events that pass the filter"),
        ("/embed", embed_page, "The map for a frame in anybody's page"),
    ):
        whole.add_api_route(
            path, endpoint, **operation(summary, TAG, {HTML: _PAGE}, parameters=(*filters, params.LANG))
        )
    return whole


def _map(request: Request, *, embed: bool) -> Response:
    # The query is for the page's script and not checked here: the collection does, and what social networks
    # add to a shared address (fbclid, utm_source) must not break it.
    settings = service(request).settings
    asked = {name: value for name, value in request.query_params.items() if name in _SHOWN}
    text = maps.page(
        embed=embed,
        language=language(request),
        tile_url=settings.tile_url,
        tile_attribution=settings.tile_attribution,
        image=href(request, "/map.png", urlencode({**asked, **_PREVIEW})),
        oembed=discovery(request),
    )
    policy = maps.csp(settings.tile_url, embed=embed)
    headers = {"Content-Security-Policy": policy, "Vary": "Accept-Language", **fresh(text.encode())}
    return Response(text, headers=headers, media_type=HTML)


@_routes.get("/map.js", **operation("The scripts of the map", TAG, {SCRIPT: _PAGE}))
def map_js(request: Request) -> Response:
    params.read(request.query_params, ())
    text, packed = _scripts()
    headers = {**fresh(text), "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(packed, headers=headers | {"Content-Encoding": "gzip"}, media_type=SCRIPT)
    return Response(text, headers=headers, media_type=SCRIPT)


@cache
def _scripts() -> tuple[bytes, bytes]:
    """Plain and compressed, better than there is time for at each answer."""
    text = assets.live_js().encode()
    return text, gzip.compress(text, 9, mtime=0)


@_routes.get(
    "/", **operation("Where to begin", TAG, {JSON: ref("Landing"), HTML: _PAGE}, parameters=(params.PAGE_FORMAT,))
)
def home(request: Request) -> Response:
    # What social networks add to a shared address must not break the page.
    given = request.query_params.get("f")
    document = landing(request)
    if given == PAGE.name or (given is None and wanted(request, None, JSON_OR_PAGE) is PAGE):
        return page(request, "landing.html", document=document, counts=service(request).summary())
    params.read(request.query_params, (params.PAGE_FORMAT,))
    return json(document, headers={"Vary": "Accept"})


@_routes.get(
    "/api", **operation("This description, OpenAPI 3.0", TAG, {OPENAPI: _OBJECT}, parameters=(params.FORMAT,))
)
def api(request: Request) -> Response:
    params.read(request.query_params, (params.FORMAT,))
    return json(openapi.document(request.app, href(request, "")), OPENAPI)


@_routes.get("/openapi.json", **operation("The same as plain JSON", TAG, {JSON: _OBJECT}))
def openapi_json(request: Request) -> Response:
    params.read(request.query_params, ())
    return json(openapi.document(request.app, href(request, "")))


@_routes.get("/schemas/event.json", **operation("The event record as JSON Schema", TAG, {SCHEMA: _OBJECT}))
def event_json(request: Request) -> Response:
    params.read(request.query_params, ())
    return json(event_schema(href(request, "/schemas/event.json")), SCHEMA)


@_routes.get("/docs", **operation("This description as a page", TAG, {HTML: _PAGE}))
def docs(request: Request) -> Response:
    return page(request, "docs.html", document=openapi.document(request.app, href(request, "")))
