"""OGC API - Features: the landing page, what the service conforms to, and its collections described."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request, Response

from api import formats, links, params
from api.answers import json, json_or_page
from api.collections.base import Collection
from api.items import TAG
from api.links import GEOJSON, HTML, JSON, OPENAPI, QUERYABLES_REL, SCHEMA, link
from api.openapi import TEXT, operation, ref
from api.service import service
from geo.query import Extent

TITLE = "Dateline"
DESCRIPTION = "Events read from the news, and where they happened."

CONFORMS_TO = (
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-json",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
    "http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators",
    "http://www.opengis.net/spec/cql2/1.0/conf/case-insensitive-comparison",
    # The first name is the one of 2023, which QGIS looks for; the second is the final one.
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-operators",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions",
)


def router(collections: tuple[Collection, ...]) -> APIRouter:
    routes = APIRouter()
    _add_overview(routes, collections)
    for collection in collections:
        _add_collection(routes, collection)
    return routes


def landing(request: Request) -> dict[str, Any]:
    return {
        "title": TITLE,
        "description": DESCRIPTION,
        "links": [
            link(request, "self", "/", JSON, "This document"),
            link(request, "alternate", "/?f=html", HTML, "This document as a page"),
            link(request, "service-desc", "/api", OPENAPI, "The API described, OpenAPI 3.0"),
            link(request, "service-doc", "/docs", HTML, "The API described for people"),
            link(request, "conformance", "/conformance", JSON, "What of the standard is implemented"),
            link(request, "data", "/collections", JSON, "The collections"),
            link(request, "related", "/map", HTML, "The map"),
            link(request, "alternate", "/events.atom", "application/atom+xml", "The newest events as a feed"),
        ],
    }


def _add_overview(routes: APIRouter, collections: tuple[Collection, ...]) -> None:
    def described(summary: str, schema: str) -> dict[str, Any]:
        return operation(summary, TAG, {JSON: ref(schema), HTML: TEXT}, parameters=(params.PAGE_FORMAT,))

    @routes.get("/conformance", **described("Conformance classes", "Conformance"))
    def conformance(request: Request) -> Response:
        return json_or_page(request, {"conformsTo": CONFORMS_TO}, "conformance.html")

    @routes.get("/collections", **described("The collections", "Collections"))
    def all_collections(request: Request) -> Response:
        own = [
            link(request, "self", "/collections", JSON),
            link(request, "alternate", "/collections?f=html", HTML, "This document as a page"),
        ]
        every = [_described(request, collection) for collection in collections]
        return json_or_page(request, {"links": own, "collections": every}, "collections.html")


def _described(request: Request, collection: Collection) -> dict[str, Any]:
    path = collection.path
    as_items = [
        link(request, "items", f"{collection.items_path}?f={one.name}", one.media_type, one.title)
        for one in formats.formats()[1:]
    ]
    return {
        "id": collection.id,
        "title": collection.title,
        "description": collection.description,
        "itemType": "feature",
        "extent": _extent(collection.extent(service(request))),
        "crs": [params.CRS84],
        "storageCrs": params.CRS84,
        "links": [
            link(request, "self", path, JSON, collection.title),
            link(request, "alternate", f"{path}?f=html", HTML, "This as a page"),
            link(request, "items", collection.items_path, GEOJSON, f"{collection.title} as GeoJSON"),
            *as_items,
            link(request, QUERYABLES_REL, f"{path}/queryables", SCHEMA, "What it may be filtered by"),
            link(request, "describedby", f"{path}/schema", SCHEMA, "The properties of its items"),
        ],
    }


def _extent(extent: Extent) -> dict[str, Any]:
    """Without a box of its own it is the whole world: the standard wants one."""
    box, days = extent.bbox, extent.interval
    ends = (days.start, days.end) if days else (None, None)
    # Part 1, 7.14.2: instants of RFC 3339, in UTC
    times = [f"{day}T{clock}Z" if day else None for day, clock in zip(ends, ("00:00:00", "23:59:59"), strict=True)]
    return {
        "spatial": {
            "bbox": [[box.west, box.south, box.east, box.north] if box else [-180, -90, 180, 90]],
            "crs": params.CRS84,
        },
        "temporal": {"interval": [times], "trs": "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"},
    }


def _add_collection(routes: APIRouter, collection: Collection) -> None:
    path = collection.path

    def described(request: Request) -> Response:
        return json_or_page(request, _described(request, collection), "collection.html", collection=collection)

    def add_schema(address: str, summary: str, made: Callable[[str], dict[str, Any]]) -> None:
        def endpoint(request: Request) -> Response:
            params.read(request.query_params, (params.FORMAT,))
            return json(made(links.href(request, address)), SCHEMA)

        about = operation(summary, TAG, {SCHEMA: {"type": "object"}}, parameters=(params.FORMAT,))
        routes.add_api_route(address, endpoint, name=f"{summary} {collection.id}", **about)

    about = operation(
        f"About {collection.id}",
        TAG,
        {JSON: ref("Collection"), HTML: TEXT},
        parameters=(params.PAGE_FORMAT,),
        description=collection.description,
    )
    routes.add_api_route(path, described, name=f"About {collection.id}", **about)
    add_schema(f"{path}/queryables", f"What {collection.id} may be filtered by", collection.queryables_schema)
    add_schema(f"{path}/schema", f"The properties of {collection.id}", collection.schema)
