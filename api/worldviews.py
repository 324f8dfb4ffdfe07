"""The ground of the maps under a choice of worldviews, and what each of these says of which land."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from functools import lru_cache
from typing import Any

import orjson
from fastapi import APIRouter, Request, Response

from api import params
from api.answers import json
from api.links import JSON
from api.openapi import operation
from geo.worldviews import DE_FACTO, Area, Position, areas, entities, views, worldview
from maps import basemap

TAG = "Service"

_DATE = params.day("date", "The day to draw; without it, today. Only what the worldviews tell of changes with it.")
_DETAIL = params.choice("detail", "How fine the lines are; coarse ones suit the world.", ("fine", "coarse"), "fine")
_OBJECT = {"type": "object"}
# Radius in km: the coarse ground is for zooms at which no smaller country has room for its name.
_NAMED = 120


def router(default: str) -> APIRouter:
    """`default`: the worldview of who names none."""
    whose = params.choice("worldview", "Whose borders to draw; `/worldviews` tells of them.", tuple(views()), default)
    ground = (whose, _DATE, _DETAIL)
    routes = APIRouter()

    def land(request: Request) -> Response:
        given = params.read(request.query_params, ground)
        fine = given.get("detail") != "coarse"
        text = _land(given.get("worldview", default), given.get("date", date.today()), fine=fine)
        return Response(text, headers={"Cache-Control": "max-age=3600"}, media_type=JSON)

    def worldviews(request: Request) -> Response:
        day = params.read(request.query_params, (_DATE,)).get("date", date.today())
        return json(
            {
                "default": default,
                "date": day.isoformat(),
                "worldviews": [asdict(view) for view in views().values()],
                "entities": entities(),
                "areas": [_area(area, day) for area in areas().values()],
            }
        )

    summary = "Coasts, borders and country names for the map"
    routes.add_api_route("/land.json", land, **operation(summary, TAG, {JSON: _OBJECT}, parameters=ground))
    summary = "The worldviews, and whose each disputed land is in them"
    routes.add_api_route("/worldviews", worldviews, **operation(summary, TAG, {JSON: _OBJECT}, parameters=(_DATE,)))
    return routes


@lru_cache(maxsize=32)
def _land(view: str, day: date, *, fine: bool) -> bytes:
    ground = basemap.land(None if fine else (), worldview(view, day))
    if not fine:
        ground["labels"] = [label for label in ground["labels"] if label[3] >= _NAMED]
    return orjson.dumps(ground)


def _area(area: Area, day: date) -> dict[str, Any]:
    """`whose` tells it for each worldview; of whom that is in each position, and by what, `positions`."""
    held = area.said(DE_FACTO, day)
    return {
        "id": area.id,
        "name": area.name,
        "note": area.note,
        "held": held.whose if held else None,
        "claimed": sorted(area.claimed_by(day)),
        "whose": {view: worldview(view, day).whose(area.id) for view in views()},
        "positions": [_position(position) for position in area.positions],
    }


def _position(position: Position) -> dict[str, Any]:
    told = asdict(position)
    return told | {"from": told.pop("start"), "to": told.pop("end")}
