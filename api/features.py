"""OGC API - Features, Part 1 (core, GeoJSON, OpenAPI 3.0), the CRS class of Part 2 and the queryables of Part 3."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import orjson
from fastapi import APIRouter, Request, Response
from starlette.responses import StreamingResponse

from api import links, params
from api.collections import Collection
from api.links import GEOJSON, GEOJSON_SEQ, JSON, OPENAPI, SCHEMA, Link, href, link
from api.middleware import fresh
from api.openapi import operation, ref
from api.service import service
from geo.features import Feature

TITLE = "Dateline"
DESCRIPTION = "Events read from the news, and where they happened."
TAG = "Features"
QUERYABLES_REL = "http://www.opengis.net/def/rel/ogc/1.0/queryables"

CONFORMS_TO = (
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters",
)
# Part 2, /req/crs/ogc-crs-header
_CRS_HEADER = {"Content-Crs": f"<{params.CRS84}>"}


def json(
    body: Any, media_type: str = JSON, headers: Mapping[str, str] | None = None, *, status: int = 200
) -> Response:
    text = orjson.dumps(body)
    return Response(text, status, {**(headers or {}), **fresh(text)}, media_type)


def stamped(body: Mapping[str, Any], media_type: str, headers: Mapping[str, str]) -> Response:
    """With the time of the answer in it; its ETag is that of the rest, so it changes only when the data do."""
    text = orjson.dumps(body)
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    stamp = b',"timeStamp":"%s"}' % now.encode()
    return Response(text[:-1] + stamp, 200, {**headers, **fresh(text)}, media_type)


def router(collections: tuple[Collection, ...]) -> APIRouter:
    routes = APIRouter()
    _add_overview(routes, collections)
    for collection in collections:
        _add_collection(routes, collection)
        _add_items(routes, collection)
    return routes


def landing(request: Request) -> dict[str, Any]:
    return {
        "title": TITLE,
        "description": DESCRIPTION,
        "links": [
            link(request, "self", "/", JSON, "This document"),
            link(request, "alternate", "/?f=html", links.HTML, "This document as a page"),
            link(request, "service-desc", "/api", OPENAPI, "The API described, OpenAPI 3.0"),
            link(request, "service-doc", "/docs", links.HTML, "The API described for people"),
            link(request, "conformance", "/conformance", JSON, "What of the standard is implemented"),
            link(request, "data", "/collections", JSON, "The collections"),
            link(request, "related", "/map", links.HTML, "The map"),
        ],
    }


def _add_overview(routes: APIRouter, collections: tuple[Collection, ...]) -> None:
    def read(request: Request) -> None:
        params.read(request.query_params, (params.FORMAT,))

    @routes.get(
        "/conformance",
        **operation("Conformance classes", TAG, {JSON: ref("Conformance")}, parameters=(params.FORMAT,)),
    )
    def conformance(request: Request) -> Response:
        read(request)
        return json({"conformsTo": CONFORMS_TO})

    @routes.get(
        "/collections", **operation("The collections", TAG, {JSON: ref("Collections")}, parameters=(params.FORMAT,))
    )
    def all_collections(request: Request) -> Response:
        read(request)
        described = [_described(request, collection) for collection in collections]
        return json({"links": [link(request, "self", "/collections", JSON)], "collections": described})


def _described(request: Request, collection: Collection) -> dict[str, Any]:
    path = collection.path
    return {
        "id": collection.id,
        "title": collection.title,
        "description": collection.description,
        "itemType": "feature",
        "extent": {
            "spatial": {"bbox": [[-180, -90, 180, 90]], "crs": params.CRS84},
            "temporal": {"interval": [[None, None]]},
        },
        "crs": [params.CRS84],
        "storageCrs": params.CRS84,
        "links": [
            link(request, "self", path, JSON, collection.title),
            link(request, "items", f"{path}/items", GEOJSON, f"{collection.title} as GeoJSON"),
            link(request, "items", f"{path}/items?f=geojsonseq", GEOJSON_SEQ, "All of them, one after the other"),
            link(request, QUERYABLES_REL, f"{path}/queryables", SCHEMA, "What it may be filtered by"),
            link(request, "describedby", f"{path}/schema", SCHEMA, "The properties of its items"),
        ],
    }


def _add_collection(routes: APIRouter, collection: Collection) -> None:
    def add(path: str, summary: str, media_type: str, answer: Any, schema: Any) -> None:
        def endpoint(request: Request) -> Response:
            params.read(request.query_params, (params.FORMAT,))
            return json(answer(request), media_type)

        described = operation(summary, TAG, {media_type: schema}, parameters=(params.FORMAT,))
        routes.add_api_route(path, endpoint, name=f"{summary} {collection.id}", **described)

    path = collection.path
    add(path, collection.title, JSON, lambda request: _described(request, collection), ref("Collection"))
    add(
        f"{path}/queryables",
        f"What {collection.id} may be filtered by",
        SCHEMA,
        lambda request: collection.queryables_schema(href(request, f"{path}/queryables")),
        {"type": "object"},
    )
    add(
        f"{path}/schema",
        f"The properties of {collection.id}",
        SCHEMA,
        lambda request: collection.schema(href(request, f"{path}/schema")),
        {"type": "object"},
    )


def _add_items(routes: APIRouter, collection: Collection) -> None:
    path = f"{collection.path}/items"
    single = (params.CRS, params.FORMAT)

    def items(request: Request) -> Response:
        values = params.read(request.query_params, collection.parameters)
        if values.get("f") == "geojsonseq":
            return _sequence(collection.stream(service(request), values), values)
        found = collection.search(service(request), values)
        limit, offset = values.get("limit", params.DEFAULT_LIMIT), values.get("offset", 0)
        body = {
            "type": "FeatureCollection",
            "numberMatched": found.matched,
            "numberReturned": len(found.features),
            "links": [
                *links.page_links(request, path, offset=offset, limit=limit, following=found.following),
                _up(request, collection),
            ],
            "features": found.features,
        }
        return stamped(body, GEOJSON, _CRS_HEADER)

    def item(request: Request, item_id: str) -> Response:
        params.read(request.query_params, single)
        one = collection.get(service(request), item_id)
        own = [link(request, "self", f"{path}/{one['id']}", GEOJSON), _up(request, collection)]
        return json({**one, "links": own}, GEOJSON, _CRS_HEADER)

    routes.add_api_route(
        path,
        items,
        name=collection.id,
        **operation(
            collection.title,
            TAG,
            {GEOJSON: ref("FeatureCollection"), GEOJSON_SEQ: {"type": "string"}},
            parameters=collection.parameters,
            description=collection.description,
        ),
    )
    routes.add_api_route(
        f"{path}/{{item_id}}",
        item,
        name=collection.item,
        **operation(f"One {collection.item}", TAG, {GEOJSON: ref("Feature")}, parameters=single),
    )


def _sequence(features: Iterator[Feature], values: params.Values) -> Response:
    start = values.get("offset", 0)
    limit = values.get("limit")
    chosen = islice(features, start, None if limit is None else start + limit)
    return StreamingResponse(_pieces(chosen), headers=_CRS_HEADER, media_type=GEOJSON_SEQ)


def _pieces(features: Iterator[Feature]) -> Iterator[bytes]:
    """Many features at a time: each piece costs a change of thread."""
    while batch := list(islice(features, 200)):
        yield b"".join(b"\x1e%s\n" % orjson.dumps(one) for one in batch)


def _up(request: Request, collection: Collection) -> Link:
    return link(request, "collection", collection.path, JSON, collection.title)
