"""The map as a still: PNG, SVG or PDF of the events that pass the filter, to put into a report by its address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeAlias

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Request, Response

from api import params
from api.collections import events
from api.errors import problem
from api.middleware import fresh
from api.openapi import operation
from api.params import Parameter, Values
from api.service import Service, service
from api.tiles import Kept
from geo.errors import QueryError
from geo.worldviews import views, worldview
from maps import picture
from maps.picture import Brief, Paper
from maps.picture.paper import LEAST, LEAST_DPI, MOST, MOST_DPI

TAG = "Maps"

PNG, SVG, PDF = "image/png", "image/svg+xml", "application/pdf"
_MEDIA_TYPES = {"png": PNG, "svg": SVG, "pdf": PDF}
# An SVG has its colours in attributes that this policy calls styles; it runs and loads nothing.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
# Pictures that are drawn at once, and those that wait for it; more are sent away for the while.
_AT_ONCE, _WAITING, _WHILE_S = 1, 8, 10
_Key: TypeAlias = tuple[int, str, str, date]  # version of the store, form, query, day
_KEPT = 48_000_000  # bytes of pictures that a process keeps
_MOST_EVENTS = 100_000  # read one by one, at some 20,000 a second

_DATE = params.day("date", "The day whose borders to draw; without it, today.")
_BLANK = Paper()
_OWN = (
    params.text("title", "What stands above the map.", most=200, example="Floods in May"),
    params.whole("width", f"Pixels. {_BLANK.width} if not given.", LEAST, MOST),
    params.whole("height", f"Pixels. {_BLANK.height} if not given.", LEAST, MOST),
    params.whole(
        "dpi", f"Pixels to the inch: more for larger letters. {_BLANK.dpi} if not given.", LEAST_DPI, MOST_DPI
    ),
)


def router(filters: Sequence[Parameter], worldview: str) -> APIRouter:
    """`filters`: the parameters of the collection that say which events. `worldview`: that of who names none."""
    routes = APIRouter()
    studio = _Studio(worldview)
    whose = params.choice(
        "worldview", "Whose borders to draw; `/worldviews` tells of them.", tuple(views()), worldview
    )
    own = (*_OWN, whose, _DATE)
    # `title` is a property of events, too; here it is the picture's.
    allowed = (*(one for one in filters if one.name not in {mine.name for mine in own}), *own)
    for form, media_type in _MEDIA_TYPES.items():
        described = operation(
            f"The map as a still: {form.upper()}",
            TAG,
            {media_type: {"type": "string", "format": "binary"}},
            parameters=allowed,
            description="With a legend, a scale, and words on how many events are not shown and why. The same bytes for "
            "the same request until the store changes.",
        )
        routes.add_api_route(f"/map.{form}", _endpoint(form, allowed, studio), name=f"map_{form}", **described)
    return routes


def _endpoint(form: str, allowed: Sequence[Parameter], studio: _Studio):  # type: ignore[no-untyped-def]
    async def still(request: Request) -> Response:
        shared = service(request)
        values = params.read(request.query_params, allowed)
        return await studio.answer(shared, form, values, request.url.query)

    return still


class _Studio:
    """Draws one picture after the other, off the event loop, and keeps them."""

    def __init__(self, worldview: str) -> None:
        self._worldview = worldview
        self._kept = Kept(_KEPT)
        self._turns = CapacityLimiter(_AT_ONCE)
        self._waiting = 0

    async def answer(self, shared: Service, form: str, values: Values, asked: str) -> Response:
        paper = Paper(**{name: values[name] for name in ("width", "height", "dpi") if name in values})
        version = await to_thread.run_sync(shared.version)
        # The day too, whose borders are drawn if no other is given.
        key = (version, form, asked, date.today())
        made = self._kept.get(key)
        if made is None:
            if self._waiting >= _WAITING:
                return problem(503, "Too many pictures are being drawn.", headers={"Retry-After": str(_WHILE_S)})
            brief = await to_thread.run_sync(self._brief, shared, values)
            made = await self._in_turn(shared, key, form, brief, paper)
        return Response(
            made, headers={"Content-Security-Policy": _POLICY, **fresh(made)}, media_type=_MEDIA_TYPES[form]
        )

    async def _in_turn(self, shared: Service, key: _Key, form: str, brief: Brief, paper: Paper) -> bytes:
        self._waiting += 1
        try:
            return await to_thread.run_sync(self._drawn, shared, key, form, brief, paper, limiter=self._turns)
        finally:
            self._waiting -= 1

    def _brief(self, shared: Service, values: Values) -> Brief:
        """What is wrong with a question is said before it waits for its turn."""
        query = events.query(shared, {name: value for name, value in values.items() if name != "title"})
        if (count := shared.store().count(query)) > _MOST_EVENTS:
            raise QueryError(
                "filter",
                f"{count} events are more than the {_MOST_EVENTS} of a picture here; ask for fewer, or `dateline picture`",
            )
        return Brief(
            title=values.get("title") or Brief().title,
            query=query,
            view=worldview(values.get("worldview", self._worldview), values.get("date")),
            dated="date" in values,
        )

    def _drawn(self, shared: Service, key: _Key, form: str, brief: Brief, paper: Paper) -> bytes:
        # Whoever waited for the same picture finds it drawn.
        made = self._kept.get(key)
        if made is None:
            scene = picture.scene_from(shared.store(), brief.query, shared.outline)
            made = picture.draw(scene, form, brief=brief, paper=paper)
            self._kept.put(key, made)
        return made
