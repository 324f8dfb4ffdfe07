"""Articles into the store, for those who hold a key."""

from __future__ import annotations

from typing import Any

import orjson
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from api import bodies, jobs, keys, params
from api.answers import json
from api.links import GEOJSON, JSON, href
from api.openapi import object_of, operation, ref
from api.params import list_of
from api.service import service
from geo.corrections import rulings
from geo.errors import FetchError, QueryError
from geo.fetching import Guard
from geo.jobs import Input

TAG = "Writing"
_ITEMS = "/collections/events/items"
NDJSON = "application/x-ndjson"
MAX_MANY = 50_000_000  # bytes of a request with many articles
MAX_ARTICLES = 100_000

_FEED = object_of({"feed": {"type": "string"}, "pages": {"type": "boolean", "default": True}}, "feed")
_BODIES = {
    **bodies.SCHEMAS,
    JSON: {"oneOf": [bodies.SCHEMAS[JSON], list_of(bodies.SCHEMAS[JSON]), _FEED]},
    NDJSON: {"type": "string"},
}

_STORED = object_of(
    {
        "id": {"type": "string"},
        "changed": {"type": "boolean"},
        "events": list_of({"type": "string"}),
        "links": list_of(ref("Link")),
    },
    "id",
    "changed",
    "events",
)

routes = APIRouter()


@routes.post(
    "/articles",
    **operation(
        "Read articles and store their events",
        TAG,
        {JSON: {"oneOf": [_STORED, jobs.JOB]}},
        parameters=bodies.PARAMETERS,
        body=_BODIES,
        description=f"{bodies.DESCRIPTION} 201: its events are stored, in place of those of an earlier version with "
        "the same id. 200: that very article was there already, and nothing changed. Many documents (a JSON array, or "
        "JSON lines) or the address of a feed become a job: 202, and Location says where it tells how it goes.",
        secured=True,
        statuses=(200, 201, 202),
    ),
)
async def add(request: Request) -> Response:
    keys.admit(request)
    values = params.read(request.query_params, bodies.PARAMETERS)
    kind = bodies.media_type(request, _BODIES)
    body = await bodies.read(request, MAX_MANY if kind in (JSON, NDJSON) else bodies.MAX_BODY)
    return await run_in_threadpool(_add, request, values, kind, body)


def _add(request: Request, values: params.Values, kind: str, body: bytes) -> Response:
    given = {name: value.isoformat() if name == "published" else value for name, value in values.items()}
    if kind == NDJSON:
        return _many(request, [_line(line, given) for line in body.splitlines() if line.strip()])
    asked = _loaded(body) if kind == JSON else None
    if isinstance(asked, list):
        return _many(request, [Input(orjson.dumps(_filled(record, given))) for record in asked])
    if isinstance(asked, dict) and "feed" in asked and "text" not in asked:
        return _feed(request, asked)
    if len(body) > bodies.MAX_BODY:
        raise bodies.too_long(bodies.MAX_BODY)
    return _one(request, values, body)


def _one(request: Request, values: params.Values, body: bytes) -> Response:
    shared = service(request)
    store = shared.store()
    parsed = shared.pipeline().parse(bodies.article(request, values, body), rulings=rulings(store.corrections()))
    changed = store.add(parsed.document, parsed.events, parsed.resolutions)
    ids = [event.id for event in parsed.events]
    items = [{"rel": "item", "type": GEOJSON, "href": href(request, f"{_ITEMS}/{params.quoted(id)}")} for id in ids]
    stored = {"id": parsed.document.id, "changed": changed, "events": ids, "links": items}
    return json(stored, status=201 if changed else 200)


def _many(request: Request, articles: list[Input]) -> Response:
    if not articles:
        raise QueryError("body", "no articles in it")
    if len(articles) > MAX_ARTICLES:
        raise HTTPException(413, f"{len(articles):,} articles are more than {MAX_ARTICLES:,}; send them in parts")
    return jobs.submitted(request, articles)


def _feed(request: Request, asked: dict[str, Any]) -> Response:
    feed, pages = asked["feed"], asked.get("pages", True)
    if not isinstance(feed, str) or len(feed) > 2000:
        raise QueryError("feed", "not an address such as https://example.org/feed")
    if not isinstance(pages, bool):
        raise QueryError("pages", f"{pages!r} is neither true nor false")
    if strange := next((name for name in asked if name not in ("feed", "pages")), None):
        raise QueryError(strange, "no such member here; known are feed, pages")
    try:
        Guard().split(feed)
    except FetchError as error:
        raise QueryError("feed", str(error)) from None
    return jobs.submitted(request, [], feed=feed, pages=pages)


def _loaded(body: bytes) -> Any:
    """None for what is not JSON: who reads it as an article says what is wrong."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return None


def _line(line: bytes, given: dict[str, Any]) -> Input:
    """A line that is not JSON stays as it is: the job says what is wrong with it."""
    return Input(orjson.dumps(_filled(record, given)) if given and (record := _loaded(line)) else line)


def _filled(record: Any, given: dict[str, Any]) -> Any:
    return given | {name: value for name, value in record.items() if value} if isinstance(record, dict) else record
