"""The city names on the ground of the maps, for what part of it is in view."""

from __future__ import annotations

from typing import Any

import orjson
from fastapi import APIRouter, Request, Response

from api import params
from api.links import JSON
from api.openapi import operation
from maps import cities

TAG = "Service"

_ZOOM = params.whole("zoom", "The map's zoom: the further in, the smaller the towns that are named.", 0, 24)
_SHOWN = (params.BBOX, _ZOOM)
_FARTHEST = 2
_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["cities"],
    "properties": {"cities": {"type": "array", "maxItems": cities.MOST, "items": {"type": "array", "items": {}}}},
}

routes = APIRouter()


@routes.get(
    "/cities.json",
    **operation(
        "City names for the map",
        TAG,
        {JSON: _SCHEMA},
        parameters=_SHOWN,
        description="Each is `[name, lon, lat, zoom]`, shown from that zoom on; what matters most comes first.",
    ),
)
def names(request: Request) -> Response:
    given = params.read(request.query_params, _SHOWN)
    found = cities.within(given.get("bbox"), given.get("zoom", _FARTHEST))
    return Response(orjson.dumps({"cities": found}), headers={"Cache-Control": "max-age=86400"}, media_type=JSON)
