"""What holds for every answer, whoever makes it."""

from __future__ import annotations

from hashlib import blake2b

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# For what is not a page: nothing in it may run or load anything, should a browser show it.
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}


def fresh(body: bytes) -> dict[str, str]:
    """Headers by which a cache asks whether `body` is still what it has. Weak, since it may travel compressed."""
    return {"ETag": f'W/"{blake2b(body, digest_size=12).hexdigest()}"', "Cache-Control": "no-cache"}


class SafeHeaders:
    """Headers that keep hostile text harmless, unless the answer brings its own; HEAD is GET without the body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        head = scope["method"] == "HEAD"

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SAFE.items():
                    headers.setdefault(name, value)
            elif head:
                message = {**message, "body": b""}
            await send(message)

        await self._app({**scope, "method": "GET"} if head else scope, receive, send_safely)


class NotModified:
    """304 and no body to a caller whose copy has the ETag of the answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        held = Headers(scope=scope).get("if-none-match") if scope["type"] == "http" else None
        if not held or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        tags = {tag.strip().removeprefix("W/") for tag in held.split(",")}
        same = False

        async def send_changed(message: Message) -> None:
            nonlocal same
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                tag = headers.get("etag", "").removeprefix("W/")
                same = message["status"] == 200 and bool(tag) and not tags.isdisjoint({tag, "*"})
                if same:
                    del headers["content-length"]
                    message = {**message, "status": 304}
            elif same:
                message = {**message, "body": b""}
            await send(message)

        await self._app(scope, receive, send_changed)
