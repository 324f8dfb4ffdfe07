"""Texts to places and events: the pipeline over HTTP."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api import bodies, params
from api.features import json
from api.links import JSON
from api.openapi import object_of, operation
from api.params import list_of
from api.service import service
from geo.records import parsed_record

TAG = "Geoparsing"

_PARAMETERS = (
    params.flag("events", "Whether to look for events too, not only for places.", default=True),
    *bodies.PARAMETERS,
)
_PARSED = object_of(
    {"id": {"type": "string"}, "mentions": list_of({"type": "object"}), "events": list_of({"type": "object"})},
    "id",
    "mentions",
    "events",
)

routes = APIRouter()


@routes.post(
    "/geoparse",
    **operation(
        "The places and events of a text",
        TAG,
        {JSON: _PARSED},
        parameters=_PARAMETERS,
        body=bodies.SCHEMAS,
        description=f"{bodies.DESCRIPTION} Offsets in the answer count characters of the text; of a web page, those "
        "of the article found in it.",
    ),
)
async def geoparse(request: Request) -> Response:
    values = params.read(request.query_params, _PARAMETERS)
    body = await bodies.read(request)
    return await run_in_threadpool(_geoparse, request, values, body)


def _geoparse(request: Request, values: params.Values, body: bytes) -> Response:
    document = bodies.article(request, values, body)
    return json(parsed_record(service(request).pipeline().parse(document, events=values.get("events", True))))
