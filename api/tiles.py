"""The events as vector tiles (Mapbox Vector Tile 2.1), for maps that draw them in the browser.

A tile holds a point for each place, as long as those are few; else one for each cell of a fine grid. So it is never
larger than a few thousand points, however many events there are.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Sequence
from threading import Lock

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api import params
from api.answers import json
from api.collections import events
from api.items import Direct
from api.links import JSON, MVT, href
from api.openapi import operation
from api.params import Parameter, Values
from api.service import Service, service
from geo import mvt
from geo.aggregates import Clusters, Grid
from geo.mercator import EDGE, MAX_ZOOM, Tile
from geo.query import EventQuery
from geo.stores import EventStore

TAG = "Maps"
LAYER = "events"
# A tile has one point for each cell of a grid of 2 to this power each way: of many events, 4 pixels wide where a tile
# is 256; of up to so few, less than a pixel, so that each place has its own.
_COARSE, _FINE, _FEW = 6, 8, 2_000
# Bytes of tiles that a process keeps.
_KEPT = 32_000_000
# Where a pixel is a metre wide a map may enlarge what it has.
_MAX_ZOOM = 16
_AT = (
    params.whole("z", "The zoom.", 0, MAX_ZOOM, place="path"),
    params.whole("x", "The column, from the west.", 0, 2**MAX_ZOOM - 1, place="path"),
    params.whole("y", "The row, from the north.", 0, 2**MAX_ZOOM - 1, place="path"),
)
_FIELDS = {
    "type": "The event's type; of several events, the most frequent",
    "count": "How many events there are at this point",
    "status": "The event's status, where it is one",
    "precision": "How finely the event's place is known, where it is one",
    "id": "The event's id, where it is one",
}


def drawn(store: EventStore, query: EventQuery, tile: Tile) -> bytes:
    """b"" for a tile without events."""
    found = store.clusters(query, Grid(zoom=tile.z + _COARSE), tile)
    if found.count.sum() <= _FEW:
        found = store.clusters(query, Grid(zoom=tile.z + _FINE), tile)
    return _encoded(found, tile)


def _encoded(found: Clusters, tile: Tile) -> bytes:
    x, y = tile.pixels(found.lon, found.lat, mvt.EXTENT)
    properties: dict[str, Sequence[str] | Sequence[int]] = {
        "type": found.type,
        "count": found.count.tolist(),
        "status": found.status,
        "precision": found.precision,
        "id": found.id,
    }
    return mvt.layer(LAYER, x, y, properties)


class Kept:
    """Answers by what they are answers to, those asked for longest ago dropped first. For several threads."""

    def __init__(self, most: int = _KEPT) -> None:
        self._most, self._size = most, 0
        self._answers: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> bytes | None:
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def put(self, key: Hashable, answer: bytes) -> None:
        with self._lock:
            if key not in self._answers:
                self._answers[key] = answer
                self._size += _weight(key, answer)
            while self._size > self._most:
                self._size -= _weight(*self._answers.popitem(last=False))


def _weight(key: Hashable, answer: bytes) -> int:
    """An empty tile takes memory too."""
    return len(answer) + len(repr(key)) + 200


def router(filters: Sequence[Parameter]) -> APIRouter:
    """`filters`: the parameters of the collection that say which events."""
    routes = APIRouter(route_class=Direct)
    kept = Kept()

    # On the loop, since a tile that is kept takes less time than a change of thread.
    @routes.get(
        "/tiles/{z}/{x}/{y}.mvt",
        **operation(
            "The events as vector tiles",
            TAG,
            {MVT: {"type": "string", "format": "binary"}},
            parameters=(*_AT, *filters),
            description="One layer, `events`, of points. A tile of many events has one for each cell of a fine grid.",
        ),
    )
    async def tile(request: Request) -> Response:
        shared = service(request)
        z, x, y = (request.path_params[parameter.name] for parameter in _AT)
        key = (shared.version(), z, x, y, request.url.query)
        answer = kept.get(key)
        if answer is None:
            values = params.read(request.query_params, filters)
            at = Tile(*(parameter.read(text) for parameter, text in zip(_AT, (z, x, y), strict=True)))
            answer = await run_in_threadpool(_made, shared, values, at)
            kept.put(key, answer)
        return Response(answer, media_type=MVT)

    @routes.get(
        "/tiles/tilejson.json",
        **operation("What the vector tiles hold (TileJSON 3.0)", TAG, {JSON: {"type": "object"}}, parameters=filters),
    )
    async def tilejson(request: Request) -> Response:
        # Here, rather than of each tile, it is said what is wrong with a filter.
        await run_in_threadpool(events.query, service(request), params.read(request.query_params, filters))
        return json(
            {
                "tilejson": "3.0.0",
                "name": "Events",
                "tiles": [href(request, "/tiles/{z}/{x}/{y}.mvt", request.url.query)],
                "minzoom": 0,
                "maxzoom": _MAX_ZOOM,
                "bounds": [-180, -EDGE, 180, EDGE],
                "vector_layers": [{"id": LAYER, "fields": _FIELDS}],
            }
        )

    return routes


def _made(shared: Service, values: Values, tile: Tile) -> bytes:
    return drawn(shared.store(), events.query(shared, values), tile)
