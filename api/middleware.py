"""What holds for every answer, whoever makes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from hashlib import blake2b

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# For what is not a page: nothing in it may run or load anything, should a browser show it.
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
# For pages of other sites. No cookie and nothing else that a browser sends by itself lets anybody write, so that
# such a page can do what its user's key allows, and no more. The same for all, so that caches need not ask who.
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Link, ETag, Location, Content-Crs, Content-Disposition, Retry-After, "
    "X-Request-Id",
}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, PATCH, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, If-None-Match, Last-Event-ID, X-Request-Id",
    "Access-Control-Max-Age": "86400",
}

# The key of a scope that asks for the headers alone.
HEAD = "dateline.head"

# Where an answer is made of the store, the settings and the request, and of nothing else.
_STORED = ("/collections", "/events.atom", "/tiles/", "/map.png", "/map.svg", "/map.pdf")
_LOGS = "/corrections"  # the log of an event; it may grow where readers see no change

_Raw = list[tuple[bytes, bytes]]


def fresh(body: bytes) -> dict[str, str]:
    """Headers by which a cache asks whether `body` is still what it has. Weak, since it may travel compressed."""
    return {"ETag": f'W/"{blake2b(body, digest_size=12).hexdigest()}"', "Cache-Control": "no-cache"}


def _raw(headers: dict[str, str]) -> _Raw:
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


class _EnoughError(Exception):
    """Ends the making of an answer nobody reads on."""


class SafeHeaders:
    """Headers that keep hostile text harmless, unless the answer brings its own, and that let other sites read;
    HEAD is GET without the body, and without the work of making all of a long one.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._headers = _raw(SAFE | OPEN)
        self._preflight = _raw(OPEN | _PREFLIGHT)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif scope["method"] == "HEAD":
            await self._head(scope, receive, send)
        elif scope["method"] == "OPTIONS" and "access-control-request-method" in Headers(scope=scope):
            await send({"type": "http.response.start", "status": 204, "headers": self._preflight})
            await send({"type": "http.response.body", "body": b""})
        else:
            await self._app(scope, receive, self._safely(send))

    def _safely(self, send: Send) -> Send:
        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = message.get("headers", ())
                names = {name for name, _ in own}
                message["headers"] = [*own, *(pair for pair in self._headers if pair[0] not in names)]
            await send(message)

        return send_safely

    async def _head(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_head(message: Message) -> None:
            if message["type"] != "http.response.body":
                await send(message)
                return
            await send({"type": "http.response.body", "body": b""})
            if message.get("more_body"):
                raise _EnoughError

        asked = {**scope, "method": "GET", HEAD: True}
        try:
            await self._app(asked, receive, self._safely(send_head))
        except _EnoughError:
            pass
        finally:
            scope.update({name: asked[name] for name in ("route", "endpoint") if name in asked})


class NotModified:
    """304 and no body to a caller whose copy is still right.

    What the store's `version` decides is answered before any work is done: the
    ETag is then made of the version and the request. What else has an ETag is compared once it is made. `salt` is
    different for answers that differ though version and request are the same: another release, other settings.
    """

    def __init__(self, app: ASGIApp, version: Callable[[], int], salt: str) -> None:
        self._app = app
        self._version = version
        self._salt = salt

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        held = {part.strip().removeprefix("W/") for part in headers.get("if-none-match", "").split(",")}
        # Before the work, so that what changes meanwhile makes the tag too old and never too young.
        tag = self._tag(scope, headers)
        if tag and tag in held:
            await _send_not_modified(send, tag)
            return
        await self._app(scope, receive, _comparing(send, held, tag))

    def _tag(self, scope: Scope, headers: Headers) -> str:
        """Without its W/; "" for what the store's version says nothing of."""
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        if not path.startswith(_STORED) or path.endswith(_LOGS):
            return ""
        # A map has today's borders where no day is asked for.
        day = date.today() if path.startswith("/map.") else ""
        asked = (
            f"{self._salt}\n{self._version()}\n{scope['scheme']}\n{headers.get('host')}\n{scope.get('root_path')}\n"
            f"{scope['path']}\n{headers.get('accept')}\n{day}\n"
        )
        return f'"{blake2b(asked.encode() + scope["query_string"], digest_size=12).hexdigest()}"'


async def _send_not_modified(send: Send, tag: str) -> None:
    headers = _raw({"ETag": f"W/{tag}", "Cache-Control": "no-cache", "Vary": "Accept, Accept-Encoding"})
    await send({"type": "http.response.start", "status": 304, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def _comparing(send: Send, held: set[str], tag: str) -> Send:
    """`held`: the caller's tags; `tag`: that of the answer, "" if the answer brings its own."""
    same = False

    async def send_changed(message: Message) -> None:
        nonlocal same
        if message["type"] == "http.response.start" and message["status"] == 200:
            headers = MutableHeaders(scope=message)
            if tag:
                headers["ETag"] = f"W/{tag}"
                headers["Cache-Control"] = "no-cache"
                headers.add_vary_header("Accept")
            elif "etag" in headers:
                headers.setdefault("Cache-Control", "no-cache")
            own = headers.get("etag", "").removeprefix("W/")
            same = bool(own) and not held.isdisjoint({own, "*"})
            if same:
                del headers["content-length"]
                message = {**message, "status": 304}
        elif same:
            message = {**message, "body": b""}
        await send(message)

    return send_changed
