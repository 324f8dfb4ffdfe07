"""Articles into the store, for those who hold a key."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api import bodies, keys, params
from api.answers import json
from api.links import GEOJSON, JSON, href
from api.openapi import object_of, operation, ref
from api.params import list_of
from api.service import service
from geo.corrections import rulings

TAG = "Writing"

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
        "Read an article and store its events",
        TAG,
        {JSON: _STORED},
        parameters=bodies.PARAMETERS,
        body=bodies.SCHEMAS,
        description=f"{bodies.DESCRIPTION} 201: its events are stored, in place of those of an earlier version with "
        "the same id. 200: that very article was there already, and nothing changed.",
        secured=True,
        statuses=(200, 201),
    ),
)
async def add(request: Request) -> Response:
    keys.admit(request)
    values = params.read(request.query_params, bodies.PARAMETERS)
    body = await bodies.read(request)
    return await run_in_threadpool(_add, request, values, body)


def _add(request: Request, values: params.Values, body: bytes) -> Response:
    shared = service(request)
    store = shared.store()
    parsed = shared.pipeline().parse(bodies.article(request, values, body), rulings=rulings(store.corrections()))
    changed = store.add(parsed.document, parsed.events)
    ids = [event.id for event in parsed.events]
    items = [{"rel": "item", "type": GEOJSON, "href": href(request, f"/collections/events/items/{id}")} for id in ids]
    stored = {"id": parsed.document.id, "changed": changed, "events": ids, "links": items}
    return json(stored, status=201 if changed else 200)
