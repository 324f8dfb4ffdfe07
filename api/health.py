"""Whether the service lives, and whether it can do its work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import orjson
from fastapi import APIRouter, Request, Response

from api import params
from api.errors import problem
from api.links import JSON
from api.openapi import operation
from api.service import Service, service
from geo.errors import GeoError

TAG = "Service"

_NOW = {"Cache-Control": "no-store"}
_OBJECT = {"type": "object"}

routes = APIRouter()


@routes.get("/health", **operation("Whether the service lives", TAG, {JSON: _OBJECT}))
async def health(request: Request) -> Response:
    """On the loop and without the store: what is asked here is whether the process answers."""
    params.read(request.query_params, ())
    return _told({"status": "ok", "version": request.app.version})


@routes.get(
    "/ready",
    **operation(
        "Whether the service can do its work, and what its store holds",
        TAG,
        {JSON: _OBJECT},
        description="503 and what is missing, if the store does not open, the boundaries are not there, or the "
        "gazetteer could not be built. While that is being built, which the first call begins, maps are served already.",
    ),
)
def ready(request: Request) -> Response:
    params.read(request.query_params, ())
    shared = service(request)
    states = {name: check(shared) for name, check in _CHECKS.items()}
    if missing := [name for name, state in states.items() if state == "missing"]:
        return problem(503, f"missing: {', '.join(missing)}", headers={**_NOW, "Retry-After": "5"}, **states)
    held = shared.summary()
    counts = {name: getattr(held, name) for name in ("articles", "events", "placed", "unplaced", "stories")}
    return _told({"status": "ok", **states, **counts})


def _store(shared: Service) -> str:
    try:
        shared.summary()
    except GeoError:
        return "missing"
    return "open"


def _boundaries(shared: Service) -> str:
    try:
        shared.boundaries()
    except (GeoError, OSError):
        return "missing"
    return "there"


def _gazetteer(shared: Service) -> str:
    if shared.gazetteer.made:
        return "built"
    failed = shared.gazetteer.failed
    shared.gazetteer.begin()
    return "missing" if failed else "building"


_CHECKS: Mapping[str, Callable[[Service], str]] = {
    "store": _store,
    "boundaries": _boundaries,
    "gazetteer": _gazetteer,
}


def _told(body: Mapping[str, Any]) -> Response:
    return Response(orjson.dumps(body), headers=_NOW, media_type=JSON)
