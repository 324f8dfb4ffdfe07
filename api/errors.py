"""Errors on the wire: RFC 9457 problem details, one shape for all of them."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api.logs import REQUEST_ID
from api.middleware import OPEN, SAFE
from geo.errors import (
    GazetteerError,
    GeoError,
    ItemNotFound,
    QueryError,
    ReadError,
    ServiceUnavailable,
    SettingsError,
    StoreError,
)

MEDIA_TYPE = "application/problem+json"

# The one table from class to status; what it lacks is a 500.
STATUS: Mapping[type[GeoError], int] = {
    QueryError: 400,
    ReadError: 400,
    ItemNotFound: 404,
    SettingsError: 500,
    StoreError: 500,
    GazetteerError: 503,
    ServiceUnavailable: 503,
}

_log = logging.getLogger("dateline.api")


def problem(
    status: int, detail: str = "", *, headers: Mapping[str, str] | None = None, **members: str | int
) -> Response:
    """`members` are extension members, such as `parameter`."""
    title = HTTPStatus(status).phrase
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail or title, **members}
    return Response(orjson.dumps(body), status, headers, MEDIA_TYPE)


def add_handlers(app: FastAPI) -> None:
    app.add_exception_handler(GeoError, _geo_error)
    app.add_exception_handler(HTTPException, _http_exception)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(Exception, _unforeseen)


def _geo_error(request: Request, error: Exception) -> Response:
    status = next((STATUS[cls] for cls in type(error).__mro__ if cls in STATUS), 500)
    if status >= 500:
        _log.error("%s %s", request.method, request.url.path, exc_info=error)
        return _silent(status)
    members = {name: value for name in ("parameter", "line") if (value := getattr(error, name, None))}
    return problem(status, str(error), **members)


def _http_exception(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class
    return problem(error.status_code, error.detail, headers=error.headers)


def _validation_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    first: Mapping[str, Any] = error.errors()[0]
    parameter = str(first["loc"][-1])
    return problem(400, f"{parameter}: {first['msg']}", parameter=parameter)


def _unforeseen(_: Request, __: Exception) -> Response:
    # Not logged here: Starlette raises it again once this is sent, and the server logs it with its trace. With the
    # headers here, since this answer passes by all middleware.
    return _silent(500, SAFE | OPEN | {"X-Request-Id": REQUEST_ID.get()})


def _silent(status: int, headers: Mapping[str, str] | None = None) -> Response:
    """What went wrong inside is for the log: it may name files and addresses of the machine."""
    return problem(status, "The service could not answer; its log says why.", headers=headers)
