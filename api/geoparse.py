"""Texts to places and events: the pipeline over HTTP."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api import bodies, params
from api.answers import json
from api.links import JSON
from api.openapi import object_of, operation
from api.params import list_of
from api.service import service
from geo.explain import explained_record
from geo.records import parsed_record
from maps.reading import read_in, reading_record

TAG = "Geoparsing"

_PARAMETERS = (
    params.flag("events", "Whether to look for events too, not only for places.", default=True),
    params.flag("explain", "Whether to say of each mention why it was given its place.", default=False),
    params.flag(
        "reading",
        "Whether to answer with what a page needs to show the text: the text itself, each place once with its shape, "
        "events as features with the spans that tell of them.",
        default=False,
    ),
    *bodies.PARAMETERS,
)
_EXPLANATION = object_of(
    {
        "why": {"type": "string"},
        "candidates": list_of(
            object_of(
                {"share": {"type": "number"}, "match": {"type": "string"}, "place": {"type": "object"}},
                "share",
                "match",
                "place",
            )
        ),
        "reasons": list_of(
            object_of(
                {
                    "evidence": {"type": "string"},
                    "first": {"type": "number"},
                    "second": {"type": "number"},
                    "part": {"type": "number"},
                },
                "evidence",
                "first",
                "second",
                "part",
            )
        ),
        "otherwise": {"type": "string"},
    },
    "why",
    "candidates",
    "reasons",
    "otherwise",
)
_PARSED = object_of(
    {
        "id": {"type": "string"},
        "mentions": list_of({"type": "object", "properties": {"explanation": _EXPLANATION}}),
        "events": list_of({"type": "object"}),
    },
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
        "of the article found in it. With `explain=true` each mention has an `explanation`: the likeliest candidates with "
        "their shares of the probability, best first; the reasons that decided between the first two, `part` being how "
        "much of the lead rests on one (at 1 and more the second would have won without it); and what would have changed "
        "the answer, in a sentence.",
    ),
)
async def geoparse(request: Request) -> Response:
    values = params.read(request.query_params, _PARAMETERS)
    body = await bodies.read(request)
    return await run_in_threadpool(_geoparse, request, values, body)


def _geoparse(request: Request, values: params.Values, body: bytes) -> Response:
    document = bodies.article(request, values, body)
    parsed = service(request).pipeline().parse(document, events=values.get("events", True))
    if values.get("reading", False):
        outline = service(request).outline
        return json(reading_record(read_in(parsed, outline), outline))
    if values.get("explain", False):
        return json(explained_record(parsed, service(request).gazetteer()))
    return json(parsed_record(parsed))
