"""Each request seen from outside: it gets an id, is counted and timed, and leaves a line in the log."""

from __future__ import annotations

import logging
import re
import secrets
from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.logs import ACCESS, REQUEST_ID
from api.metrics import Metrics

_WELL_FORMED = re.compile(rb"[A-Za-z0-9._-]{1,100}")

_log = logging.getLogger(ACCESS)


class Observed:
    """Takes the id of X-Request-Id if it is well formed, makes one otherwise, and returns it.

    The log tells of the path without its query, where people put secrets, and of no header.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        id = _request_id(scope)
        REQUEST_ID.set(id)
        status, size, begun = 500, 0, perf_counter()

        async def send_counted(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (b"x-request-id", id.encode())]
            else:
                size += len(message.get("body", b""))
            await send(message)

        self._metrics.in_flight.inc()
        try:
            await self._app(scope, receive, send_counted)
        finally:
            self._metrics.in_flight.dec()
            seconds = perf_counter() - begun
            route = _template(scope)
            self._metrics.count(scope["method"], route, status, seconds)
            if _log.isEnabledFor(logging.INFO):
                _tell(scope, route, status, size, seconds)


def _request_id(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _WELL_FORMED.fullmatch(value):
            return str(value, "ascii")
    return secrets.token_hex(8)


def _template(scope: Scope) -> str:
    """The route as it was declared: there are few of them, whatever is asked for."""
    if route := scope.get("route"):
        return str(route.path)
    return "/static" if "endpoint" in scope else "other"


def _tell(scope: Scope, route: str, status: int, size: int, seconds: float) -> None:
    path = str(scope.get("raw_path") or scope["path"].encode(), "latin-1")
    client = (scope.get("client") or ("",))[0]
    milliseconds = round(seconds * 1000, 3)
    fields = {
        "method": scope["method"],
        "path": path,
        "route": route,
        "status": status,
        "duration_ms": milliseconds,
        "bytes": size,
        "client": client,
    }
    said = (scope["method"], path, status, size, milliseconds, client)
    _log.info("%s %s %s, %s bytes in %s ms to %s", *said, extra={"fields": fields})
