"""Names to places and positions to places: the gazetteer over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request, Response
from geopy.location import Location

from api import params
from api.answers import json
from api.links import GEOJSON
from api.openapi import operation, ref
from api.service import service
from geo.features import Feature
from geo.geometry import distance_m
from geo.model import Place
from geo.records import place_record

TAG = "Geocoding"

_NAME = params.text(
    "q",
    "A place's name, in any script; after a comma what it lies in, as in Paris, Texas.",
    most=200,
    example="Yevlakh",
    required=True,
)
_GEOCODE = (_NAME, params.limit(10, 50), params.FORMAT)
_REVERSE = (
    params.number("lon", "Degrees east, WGS 84.", -180, 180),
    params.number("lat", "Degrees north, WGS 84.", -90, 90),
    params.limit(1, 50),
    params.FORMAT,
)

routes = APIRouter()


@routes.get(
    "/geocode",
    **operation(
        "The places a name may mean, the likeliest first",
        TAG,
        {GEOJSON: ref("FeatureCollection")},
        parameters=_GEOCODE,
    ),
)
def geocode(request: Request) -> Response:
    values = params.read(request.query_params, _GEOCODE)
    shared = service(request)
    found = shared.geocoder().geocode(values["q"], exactly_one=False) or []
    # The gazetteer ranks by name and size; which of them is meant is for those to say who read texts.
    name, *wider = (part.strip() for part in values["q"].split(","))
    meant = shared.pipeline().locate(name, wider).place
    ranked = sorted(found, key=lambda location: meant is None or location.raw["id"] != meant.id)
    return _answer(ranked[: values.get("limit", 10)])


@routes.get(
    "/reverse",
    **operation(
        "The settlements nearest to a position",
        TAG,
        {GEOJSON: ref("FeatureCollection")},
        parameters=_REVERSE,
        description="`within` holds the keys of the first-order unit and of the country that the position itself "
        "lies in: the nearest settlement may lie across the border.",
    ),
)
def reverse(request: Request) -> Response:
    values = params.read(request.query_params, _REVERSE)
    lon, lat = values["lon"], values["lat"]
    shared = service(request)
    near = shared.geocoder().reverse((lat, lon), exactly_one=False, limit=values.get("limit", 1))

    def distance(place: Place) -> dict[str, int]:
        return {"distance_m": round(distance_m(lon, lat, place.lon, place.lat))}

    return _answer(near, distance, within=[key for key in shared.boundaries().locate(lon, lat) if key])


def _answer(
    locations: Sequence[Location] | None,
    more: Callable[[Place], Mapping[str, Any]] = lambda _: {},
    **members: Any,
) -> Response:
    """`more` gives a place further properties; `members` are those of the collection."""
    features = [_feature(location, more) for location in locations or ()]
    body = {"type": "FeatureCollection", "numberReturned": len(features), **members, "features": features}
    return json(body, GEOJSON)


def _feature(location: Location, more: Callable[[Place], Mapping[str, Any]]) -> Feature:
    place = Place(**location.raw)
    known = {"label": location.address, "population": place.population, "boundary": place.boundary}
    return {
        "type": "Feature",
        "id": place.id,
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]},
        "properties": {**place_record(place), **known, **more(place)},
    }
