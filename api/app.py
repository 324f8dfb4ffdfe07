"""The service put together."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.middleware.gzip import GZipMiddleware

from api import (
    aggregates,
    articles,
    atom,
    cities,
    corrections,
    errors,
    features,
    geocoding,
    geoparse,
    health,
    items,
    jobs,
    keys,
    live,
    metrics,
    pages,
    pictures,
    reading,
    tiles,
    worldviews,
)
from api.collections import all_collections, events
from api.forwarded import Forwarded
from api.middleware import NotModified, SafeHeaders
from api.observed import Observed
from api.service import Service
from geo.gazetteers import LocatedGazetteer
from geo.pipeline import Pipeline
from geo.settings import Settings
from geo.shapes import Outline
from geo.stores import EventStore


def served(settings: Settings | None = None) -> FastAPI:
    """The service of a process that does nothing else. What is there at its start stays to the end, so that it need not be
    gone through for garbage again and again, which would hold up some requests for a tenth of a second."""
    app = create_app(settings)
    gc.collect()
    gc.freeze()
    return app


def create_app(
    settings: Settings | None = None,
    *,
    store: EventStore | None = None,
    pipeline: Pipeline | None = None,
    outline: Outline | None = None,
    gazetteer: LocatedGazetteer | None = None,
) -> FastAPI:
    """What is handed in is used instead of what `settings` (None: the environment's) name, and never closed."""
    settings = settings or Settings()
    shared = Service(settings, store=store, pipeline=pipeline, outline=outline, gazetteer=gazetteer)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        # The store now, so that one that can't be opened stops the start and says why; the gazetteer, which
        # takes longer and which maps do without, when somebody asks for it.
        await run_in_threadpool(shared.store)
        if app.state.keys:
            await run_in_threadpool(shared.work)
        yield
        app.state.metrics.close()
        await run_in_threadpool(shared.close)

    app = FastAPI(
        title=features.TITLE,
        description=features.DESCRIPTION,
        version=version("dateline"),
        lifespan=lifespan,
        # FastAPI's pages load scripts from elsewhere, and its document is OpenAPI 3.1: `pages` has ours.
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
    )
    app.state.service = shared
    app.state.keys = keys.accepted(settings.api_keys)
    app.state.metrics = metrics.Metrics(shared)
    app.state.hub = live.Hub(shared)
    # The last one added is the first to see a request.
    app.add_middleware(NotModified, version=shared.version, salt=f"{app.version} {shared.identity}")
    # Level 1: a page of 57 kB in 0.3 ms to a third; the best takes ten times as long for a tenth less.
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=1)
    app.add_middleware(SafeHeaders)
    app.add_middleware(Observed, metrics=app.state.metrics)
    if settings.forwarded_allow:
        app.add_middleware(Forwarded, allowed=settings.forwarded_allow)
    errors.add_handlers(app)
    collections = all_collections()
    # The first are found first: what is asked for most.
    app.include_router(tiles.router(events.filters()))
    app.include_router(items.router(collections))
    app.include_router(aggregates.router(events.filters()))
    app.include_router(features.router(collections))
    app.include_router(pictures.router(events.filters(), settings.worldview))
    app.include_router(geocoding.routes)
    app.include_router(geoparse.routes)
    app.include_router(articles.routes)
    app.include_router(reading.routes)
    app.include_router(jobs.routes)
    app.include_router(corrections.routes)
    app.include_router(atom.router(events.filters()))
    app.include_router(live.router(events.filters()))
    app.include_router(worldviews.router(settings.worldview))
    app.include_router(cities.routes)
    app.include_router(health.routes)
    app.include_router(metrics.routes)
    app.include_router(pages.router(events.filters()))
    app.mount("/static", pages.static_files(), name="static")
    return app
