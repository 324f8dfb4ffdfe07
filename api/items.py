"""Items of a collection: many at a time in any of the formats, or one. The busiest handlers of the service."""

from __future__ import annotations

from typing import Any

import orjson
from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool

from api import answers, formats, params
from api.answers import PAGE
from api.collections.base import Collection
from api.formats import HEADERS, Asked
from api.links import GEOJSON, HTML, JSON, QUERYABLES_REL, href, link
from api.openapi import TEXT, operation, ref
from api.service import service

TAG = "Features"

_ITEM = (answers.Form("json", GEOJSON), PAGE)
_ITEM_PARAMETERS = (params.CRS, params.PAGE_FORMAT)


class Direct(APIRoute):
    """Calls its endpoint with the request alone: what FastAPI would read of it, `params.read` does."""

    def get_route_handler(self) -> Any:
        return self.endpoint


def router(collections: tuple[Collection, ...]) -> APIRouter:
    routes = APIRouter(route_class=Direct)
    for collection in collections:
        _add(routes, collection)
    return routes


def parameters(collection: Collection) -> tuple[params.Parameter, ...]:
    """All that a request for items may have."""
    return (
        *collection.filters,
        *collection.paging,
        formats.properties(collection),
        params.CRS,
        params.BBOX_CRS,
        formats.parameter(),
    )


def _add(routes: APIRouter, collection: Collection) -> None:
    allowed = parameters(collection)

    async def items(request: Request) -> Response:
        values = params.read(request.query_params, allowed)
        asked = Asked(request, collection, values)
        format = formats.chosen(request, values)
        # A change of thread takes about as long as a page does.
        soon = format.quick and collection.soon(asked.service, values)
        answer = format.write(asked) if soon else await run_in_threadpool(format.write, asked)
        answer.headers["Link"] = f'<{href(request, f"{collection.path}/queryables")}>; rel="{QUERYABLES_REL}"'
        return answer

    async def item(request: Request) -> Response:
        values = params.read(request.query_params, _ITEM_PARAMETERS)
        return await run_in_threadpool(_item, request, collection, values)

    routes.add_api_route(
        collection.items_path,
        items,
        name=collection.id,
        **operation(
            collection.title,
            TAG,
            {
                one.media_type: ref("FeatureCollection") if one.media_type == GEOJSON else TEXT
                for one in formats.formats()
            },
            parameters=allowed,
            description=collection.description,
        ),
    )
    routes.add_api_route(
        f"{collection.items_path}/{{item_id}}",
        item,
        name=collection.item,
        **operation(
            f"One {collection.item}",
            TAG,
            {GEOJSON: ref("Feature"), HTML: TEXT},
            parameters=(params.ITEM_ID, *_ITEM_PARAMETERS),
        ),
    )


def _item(request: Request, collection: Collection, values: params.Values) -> Response:
    item_id = request.path_params["item_id"]
    text = collection.get(service(request), item_id)
    path = collection.item_path(item_id)
    links = [
        link(request, "self", path, GEOJSON),
        link(request, "alternate", f"{path}?f=html", HTML, "This as a page"),
        link(request, "collection", collection.path, JSON, collection.title),
    ]
    if answers.wanted(request, values.get("f"), _ITEM) is PAGE:
        return answers.page(request, "item.html", collection=collection, item=orjson.loads(text), links=links)
    return answers.plain(b'%s,"links":%s}' % (text[:-1], orjson.dumps(links)), GEOJSON, HEADERS)
