"""Answers without end: sent while they are made, in bounded memory, and given up when the client is gone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.middleware import HEAD

T = TypeVar("T")

# Items between two looks at whether the client is still there.
_LOOK = 500
# Pieces that are made at once; who asks for more waits between two of its own.
_AT_ONCE = 4
_THREADS: RunVar[CapacityLimiter] = RunVar("threads of exports")


class _GoneError(Exception):
    """Stops the reading of items that nobody waits for."""


class Export(Response):
    """What `write` makes of `items`. Whatever happens, both are closed at the end: a store's cursor, a file on the way.

    The first piece comes before the headers, so that what goes wrong until then is answered as an error. What goes wrong
    later breaks the answer off: it then lacks the end that HTTP gives it, and no client takes it for whole.
    """

    def __init__(
        self,
        items: Iterator[bytes],
        write: Callable[[Iterable[bytes]], Iterator[bytes]],
        headers: Mapping[str, str],
        media_type: str,
    ) -> None:
        self.status_code = 200
        self.background = None
        self.media_type = media_type
        self.init_headers(headers)
        self._items = items
        self._write = write
        self._gone = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        pieces = self._write(chain.from_iterable(self._watched()))
        listening = asyncio.create_task(self._listen(receive))
        try:
            await self._send(pieces, send, alone=bool(scope.get(HEAD)))
        except Exception:
            if not self._gone:
                raise
        finally:
            listening.cancel()
            # Even if this task is cancelled: in a thread, since removing a large file takes a while.
            await asyncio.shield(run_in_threadpool(_close, pieces, self._items))

    async def _send(self, pieces: Iterator[bytes], send: Send, *, alone: bool) -> None:
        """The headers alone cost nothing."""
        piece = b"" if alone else await _in_turn(next, pieces, b"")
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        while piece and not self._gone:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            piece = await _in_turn(next, pieces, b"")
        if not self._gone:
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _listen(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        self._gone = True

    def _watched(self) -> Iterator[list[bytes]]:
        while batch := list(islice(self._items, _LOOK)):
            if self._gone:
                raise _GoneError
            yield batch


async def _in_turn(work: Callable[..., T], *arguments: object) -> T:
    """In a thread of those that exports share: however many there are, other requests find threads free."""
    try:
        threads = _THREADS.get()
    except LookupError:
        threads = CapacityLimiter(_AT_ONCE)
        _THREADS.set(threads)
    return await to_thread.run_sync(work, *arguments, limiter=threads)


def _close(*iterators: Iterator[bytes]) -> None:
    for each in iterators:
        if close := getattr(each, "close", None):
            close()
