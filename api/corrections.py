"""Events corrected and deleted by hand, for those who hold a key; what was corrected, for everybody."""

from __future__ import annotations

from typing import Any

import orjson
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api import bodies, keys, params
from api.answers import json
from api.articles import TAG
from api.links import GEOJSON, JSON, link
from api.openapi import Schema, object_of, operation, ref, strings
from api.params import list_of
from api.service import Service, service
from geo.correcting import FIELDS, Correcting
from geo.corrections import Correction, dumps
from geo.errors import QueryError
from geo.features import feature
from geo.model import People

MERGE_PATCH = "application/merge-patch+json"
ITEM = "/collections/events/items/{item_id}"

_WORDS: Schema = {"oneOf": [{"type": "string"}, list_of({"type": "string"})]}
_SPOT = object_of({name: {"type": "number"} for name in ("lon", "lat", "radius_m")} | strings("name"), "lon", "lat")
_RANGE = object_of({end: {"type": "integer", "minimum": 0, "nullable": True} for end in ("low", "high")})
_TYPES: dict[str, Schema] = {
    "place": {"oneOf": [{"type": "string"}, _SPOT], "nullable": True},
    "only_here": {"type": "boolean"},
    **{day: {"type": "string", "format": "date", "nullable": True} for day in ("start", "end")},
    **{kind: {"oneOf": [{"type": "integer", "minimum": 0}, _RANGE], "nullable": True} for kind in People},
    "same_as": _WORDS,
    "not_same_as": _WORDS,
}
_FIELDS = object_of(
    {name: {**_TYPES.get(name, {"type": "string"}), "description": about} for name, about in FIELDS.items()}
    | {"undo": {"type": "boolean", "description": "true: take back the last correction that counts, a deletion too"}}
    | {"by": {"type": "string", "description": "who corrects; the key is noted in any case"}}
    | {"note": {"type": "string", "description": "why"}}
)
_PATCH: Schema = {**_FIELDS, "additionalProperties": False}
_CORRECTION = object_of(
    strings("id", "by", "at", "note") | {"changes": list_of({"type": "object"})}, "id", "by", "at", "changes"
)
_BY = params.text("by", "Who deletes; the key is noted in any case.", most=100)
_NOTE = params.text("note", "Why.", most=1000)

routes = APIRouter()


@routes.patch(
    ITEM,
    **operation(
        "Correct an event",
        TAG,
        {GEOJSON: ref("Feature")},
        body={MERGE_PATCH: _PATCH, JSON: _PATCH},
        description="What the body lacks stays as it is. The machine's record and all corrections are kept.",
        secured=True,
    ),
)
async def correct(request: Request, item_id: str) -> Response:
    key = keys.admit(request)
    params.read(request.query_params, ())
    asked = _read(request, await bodies.read(request))
    return await run_in_threadpool(_correct, request, item_id, asked, key)


@routes.delete(
    ITEM,
    **operation(
        "Delete an event",
        TAG,
        {},
        parameters=(_BY, _NOTE),
        statuses=(204,),
        description="It is in no answer any more. The file keeps it, and a PATCH with undo brings it back.",
        secured=True,
    ),
)
def delete(request: Request, item_id: str) -> Response:
    key = keys.admit(request)
    values = params.read(request.query_params, (_BY, _NOTE))
    _correcting(service(request)).delete(item_id, by=_signed(values.get("by"), key), note=values.get("note", ""))
    return Response(status_code=204)


@routes.get(
    f"{ITEM}/corrections",
    **operation(
        "What was corrected in an event",
        TAG,
        {JSON: object_of({"corrections": list_of(_CORRECTION), "links": list_of(ref("Link"))}, "corrections")},
        parameters=(params.FORMAT,),
        description="In the order it was done, undone corrections and those of a deleted event too.",
    ),
)
def history(request: Request, item_id: str) -> Response:
    params.read(request.query_params, (params.FORMAT,))
    store = service(request).store()
    store.original(item_id)
    links = [
        link(request, "self", f"{_address(item_id)}/corrections", JSON),
        link(request, "item", _address(item_id), GEOJSON),
    ]
    return json({"corrections": [_record(one) for one in store.corrections(item_id)], "links": links})


def _correct(request: Request, item_id: str, asked: dict[str, Any], key: str) -> Response:
    shared = service(request)
    by, note = _signed(asked.pop("by", None), key), asked.pop("note", None) or ""
    if asked.pop("undo", False) is True:
        if asked:
            raise QueryError("undo", f"goes with no other change, such as {min(asked)}")
        _correcting(shared).undo(item_id, by=by, note=note)
    else:
        _correcting(shared).correct(item_id, asked, by=by, note=note)
    changed = feature(shared.store().get(item_id), shared.outline)
    return json({**changed, "links": [link(request, "self", _address(item_id), GEOJSON)]}, GEOJSON)


def _address(item_id: str) -> str:
    return ITEM.format(item_id=params.quoted(item_id))


def _read(request: Request, body: bytes) -> dict[str, Any]:
    bodies.media_type(request, (MERGE_PATCH, JSON))
    try:
        asked = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise QueryError("body", f"not JSON: {error}") from None
    if not isinstance(asked, dict):
        raise QueryError("body", "not a JSON object")
    return asked


def _correcting(shared: Service) -> Correcting:
    return Correcting(shared.store(), shared.pipeline)


def _signed(by: object, key: str) -> str:
    if by is not None and not isinstance(by, str):
        raise QueryError("by", f"{by!r} is not text")
    return f"{by.strip()} ({key})" if by and by.strip() else key


def _record(correction: Correction) -> dict[str, Any]:
    record: dict[str, Any] = orjson.loads(dumps(correction))
    return record
