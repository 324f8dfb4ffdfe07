"""Articles as they were read, and a text to try: pages with names and events marked in the text, and a map beside it."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from io import BytesIO

from fastapi import APIRouter, Request, Response

from api import bodies, params
from api.answers import JSON_OR_PAGE, PAGE, json, wanted
from api.languages import language
from api.links import HTML, JSON
from api.middleware import fresh
from api.openapi import operation
from api.service import Service, service
from geo.errors import ItemNotFound
from geo.model import Document
from geo.readers.base import Given
from geo.readers.plain import read_plain
from geo.resources import seeds_path
from maps import reading
from maps.page import Tiles, csp

TAG = "Service"

_ARTICLE = replace(params.ITEM_ID, name="article_id")
_OBJECT = {"type": "object"}
_PAGE = {"type": "string"}

routes = APIRouter()


@routes.get(
    "/articles/{article_id}",
    **operation(
        "An article with its place names and events marked, and a map beside it",
        TAG,
        {HTML: _PAGE, JSON: _OBJECT},
        parameters=(_ARTICLE, params.PAGE_FORMAT, params.LANG),
    ),
)
def article(request: Request) -> Response:
    article_id, found = request.path_params["article_id"], service(request)
    given = request.query_params.get("f")
    as_page = given == PAGE.name or (given is None and wanted(request, None, JSON_OR_PAGE) is PAGE)
    # What social networks add to a shared address must not break the page.
    if not as_page:
        params.read(request.query_params, (params.PAGE_FORMAT, params.LANG))
    if not found.settings.show_articles:
        raise ItemNotFound("article to be shown here", article_id)
    record = reading.reading_record(found.store().reading(article_id), found.outline)
    if not as_page:
        return json(record, headers={"Vary": "Accept"})
    text = reading.article_page(record, root="../", language=language(request), tiles=_tiles(found))
    return _page(request, text)


@routes.get("/try", **operation("Paste a text and see it mapped", TAG, {HTML: _PAGE}, parameters=(params.LANG,)))
def try_(request: Request) -> Response:
    found = service(request)
    text = reading.try_page(
        root="", language=language(request), tiles=_tiles(found), most=bodies.MAX_BODY, example=_example()
    )
    return _page(request, text)


def _page(request: Request, text: str) -> Response:
    headers = {
        "Content-Security-Policy": csp(service(request).settings.tile_url),
        "Vary": "Accept, Accept-Language",
        **fresh(text.encode()),
    }
    return Response(text, headers=headers, media_type=HTML)


def _tiles(found: Service) -> Tiles | None:
    settings = found.settings
    return {"url": settings.tile_url, "attribution": settings.tile_attribution} if settings.tile_url else None


@lru_cache(maxsize=1)
def _example() -> Document:
    path = seeds_path() / "2023-09-20-yerevan-protest.txt"
    (document,) = read_plain(BytesIO(path.read_bytes()), path.name, Given())
    if not isinstance(document, Document):
        raise document
    return document
