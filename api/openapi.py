"""The OpenAPI 3.0 document (OGC API - Features asks for 3.0): what routes say of themselves, and its shared parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Response
from fastapi.openapi.utils import get_openapi

from api import errors
from api.params import Parameter, list_of

Schema = Mapping[str, Any]

TEXT: Schema = {"type": "string"}

_KEY = "key"


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def strings(*names: str) -> dict[str, Schema]:
    return {name: {"type": "string"} for name in names}


def object_of(properties: Mapping[str, Schema], *required: str) -> Schema:
    return {"type": "object", "properties": dict(properties)} | ({"required": list(required)} if required else {})


SCHEMAS: Mapping[str, Schema] = {
    "Problem": object_of(
        strings("type", "title", "detail", "parameter") | {"status": {"type": "integer"}}, "title", "status", "detail"
    ),
    "Link": object_of(strings("href", "rel", "type", "title"), "href", "rel"),
    "Landing": object_of(strings("title", "description") | {"links": list_of(ref("Link"))}, "links"),
    "Conformance": object_of({"conformsTo": list_of({"type": "string"})}, "conformsTo"),
    "Collection": object_of(
        strings("id", "title", "description", "itemType")
        | {"links": list_of(ref("Link")), "extent": {"type": "object"}, "crs": list_of({"type": "string"})},
        "id",
        "links",
    ),
    "Collections": object_of(
        {"links": list_of(ref("Link")), "collections": list_of(ref("Collection"))}, "links", "collections"
    ),
    "Feature": object_of(
        {
            "type": {"type": "string", "enum": ["Feature"]},
            "id": {"type": "string"},
            "geometry": {"type": "object", "nullable": True},
            "properties": {"type": "object"},
            "links": list_of(ref("Link")),
        },
        "type",
        "geometry",
        "properties",
    ),
    "FeatureCollection": object_of(
        {
            "type": {"type": "string", "enum": ["FeatureCollection"]},
            "features": list_of(ref("Feature")),
            "links": list_of(ref("Link")),
            "timeStamp": {"type": "string", "format": "date-time"},
            "numberMatched": {"type": "integer", "minimum": 0},
            "numberReturned": {"type": "integer", "minimum": 0},
        },
        "type",
        "features",
    ),
}


def operation(
    summary: str,
    tag: str,
    answers: Mapping[str, Schema],
    *,
    parameters: Sequence[Parameter] = (),
    body: Mapping[str, Schema] | None = None,
    description: str = "",
    secured: bool = False,
    statuses: Sequence[int] = (200,),
) -> dict[str, Any]:
    """Arguments for a route. `answers` and `body` map each media type to the schema of what it holds. One that is
    `secured` needs a key. `statuses`: those of the answers.
    """
    problem = {"description": "What was wrong", "content": {errors.MEDIA_TYPE: {"schema": ref("Problem")}}}
    extra: dict[str, Any] = {"parameters": [parameter.documented() for parameter in parameters]}
    if body:
        extra["requestBody"] = {"required": True, "content": _content(body)}
    answer = {"description": "The answer"} | ({"content": _content(answers)} if answers else {})
    if secured:
        extra["security"] = [{_KEY: []}]
    return {
        "summary": summary,
        "description": description or None,
        "tags": [tag],
        "response_class": Response,
        "responses": {**dict.fromkeys(statuses, answer), "default": problem},
        "openapi_extra": {name: value for name, value in extra.items() if value},
    }


def _content(schemas: Mapping[str, Schema]) -> dict[str, Any]:
    return {media_type: {"schema": dict(schema)} for media_type, schema in schemas.items()}


def document(app: FastAPI, root: str) -> dict[str, Any]:
    """`root` is the service's own address."""
    made = get_openapi(
        title=app.title,
        version=app.version,
        description=app.description,
        openapi_version="3.0.3",
        routes=app.routes,
        servers=[{"url": root}],
    )
    made["components"] = {
        "schemas": {name: dict(schema) for name, schema in SCHEMAS.items()},
        "securitySchemes": {_KEY: {"type": "http", "scheme": "bearer"}},
    }
    return made
