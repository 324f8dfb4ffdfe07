"""Events as they come: server-sent events that follow the changes of the store, whichever process makes them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

import orjson
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from api import params
from api.collections import events
from api.errors import problem
from api.openapi import TEXT, operation
from api.params import Parameter
from api.service import Service, service
from geo.errors import QueryError
from geo.query import EventQuery

MEDIA_TYPE = "text/event-stream"

# Seconds between two looks at the store, and after which a silent connection says that it is there.
_LOOK, _BEAT = 1.0, 15.0
# Listeners of one process, and changes read at a time.
_MOST_LISTENERS, _BATCH = 200, 500

_SINCE = params.number("since", "Begin after this id of an earlier message; without it, with what comes.", 0, 2**53)
_SINCE = replace(_SINCE, required=False)


class Hub:
    """Counts who listens."""

    def __init__(self, shared: Service) -> None:
        self.shared = shared
        self.listeners = 0

    async def messages(self, query: EventQuery, since: int) -> AsyncIterator[bytes]:
        """What changes after version `since`, for ever; a comment where nothing does."""
        self.listeners += 1
        try:
            yield b"retry: 3000\n\n"
            silent = 0.0
            while True:
                if self.shared.version() == since:
                    await asyncio.sleep(_LOOK)
                    silent += _LOOK
                    if silent >= _BEAT:
                        silent = 0.0
                        yield b": still here\n\n"
                    continue
                since, told = await run_in_threadpool(_changes, self.shared, query, since)
                silent = 0.0
                yield told
        finally:
            self.listeners -= 1


def _changes(shared: Service, query: EventQuery, since: int) -> tuple[int, bytes]:
    """The version reached, and what happened until then; the id stands on the last message, so that who was cut off
    before it hears all of them again."""
    store = shared.store()
    changes = store.changes(since, _BATCH)
    there = changes.new + changes.changed
    features = store.stream_features(replace(query, ids=there)) if there else ()
    found = {orjson.loads(text)["id"]: text for text in features}
    # What is new and not asked for nobody has seen.
    gone = [*changes.gone, *(id for id in changes.changed if id not in found)]
    told = [b"event: event\ndata: %s\n\n" % text for text in found.values()]
    if gone:
        told.append(b"event: gone\ndata: %s\n\n" % orjson.dumps({"ids": gone}))
    # An id alone sets it, though no message is made of it.
    return changes.version, b"".join([*told, b"id: %d\n\n" % changes.version])


def router(filters: Sequence[Parameter]) -> APIRouter:
    """`filters`: the parameters of the collection that say which events."""
    routes = APIRouter()
    allowed = (*filters, _SINCE)

    @routes.get(
        "/events/stream",
        **operation(
            "Events as they come, as server-sent events",
            "Features",
            {MEDIA_TYPE: TEXT},
            parameters=allowed,
            description="A message `event` holds the feature of an event that is new or was changed; `gone` holds the "
            "ids of events that are no longer there, or were changed and are not among those asked for. Who comes back "
            "with `Last-Event-ID`, as browsers do, or `since` hears what was missed.",
        ),
    )
    async def stream(request: Request) -> Response:
        hub: Hub = request.app.state.hub
        values = params.read(request.query_params, allowed)
        if hub.listeners >= _MOST_LISTENERS:
            return problem(503, "as many listen as can; come back later", headers={"Retry-After": "30"})
        shared = service(request)
        version = await run_in_threadpool(shared.version)
        since = min(_since(request, values, version), version)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        query = await run_in_threadpool(events.query, shared, values)
        messages = hub.messages(query, since)
        return StreamingResponse(messages, headers=headers, media_type=MEDIA_TYPE)

    return routes


def _since(request: Request, values: params.Values, version: int) -> int:
    last = request.headers.get("last-event-id", "")
    if last:
        if not (last.isascii() and last.isdigit() and len(last) < 16):
            raise QueryError("Last-Event-ID", f"{last!r} is no id of a message")
        return int(last)
    return int(values.get("since", version))
