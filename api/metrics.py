"""Figures for Prometheus: requests, the store, the process.

With several workers each writes its figures into the folder PROMETHEUS_MULTIPROC_DIR, and whichever is asked answers
for all; `dateline serve --workers` sees to the folder. The figures of a process are then left out: they would be
those of one of the workers.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache

from fastapi import APIRouter, Request, Response
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

from api import params
from api.openapi import TEXT, operation
from api.service import Service
from geo.errors import GeoError

MEDIA_TYPE = "text/plain; version=0.0.4"

_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
# Seconds. A page takes some milliseconds, an export of everything a minute.
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60)

routes = APIRouter()


class Metrics:
    def __init__(self, shared: Service) -> None:
        self._several = "PROMETHEUS_MULTIPROC_DIR" in os.environ
        own = CollectorRegistry(auto_describe=False)
        self.in_flight = Gauge(
            "dateline_http_requests_in_flight",
            "Requests being answered.",
            registry=own,
            multiprocess_mode="livesum",
        )
        requests = Counter(
            "dateline_http_requests", "Requests answered.", ("method", "route", "status"), registry=own
        )
        durations = Histogram(
            "dateline_http_request_duration_seconds",
            "From a request's arrival to the end of its answer.",
            ("method", "route"),
            registry=own,
            buckets=_BUCKETS,
        )
        # Remembered, since finding a figure by its labels takes longer than counting.
        self._requests = lru_cache(4096)(requests.labels)
        self._durations = lru_cache(1024)(durations.labels)
        self._registry = self._shared_registry() if self._several else own
        self._registry.register(_StoreFigures(shared))
        if not self._several:
            ProcessCollector(registry=own)

    @staticmethod
    def _shared_registry() -> CollectorRegistry:
        registry = CollectorRegistry(support_collectors_without_names=True)
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return registry

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        method = method if method in _METHODS else "other"
        self._requests(method, route, status).inc()
        self._durations(method, route).observe(seconds)

    def text(self) -> bytes:
        return generate_latest(self._registry)

    def close(self) -> None:
        """This worker's part in what is in flight is over."""
        if self._several:
            mark_process_dead(os.getpid())  # type: ignore[no-untyped-call]


class _StoreFigures(Collector):
    def __init__(self, shared: Service) -> None:
        self._shared = shared

    def collect(self) -> Iterator[Metric]:
        try:
            held, version = self._shared.summary(), self._shared.version()
        except GeoError:
            yield GaugeMetricFamily("dateline_store_up", "Whether the store answers.", 0)
            return
        yield GaugeMetricFamily("dateline_store_up", "Whether the store answers.", 1)
        yield GaugeMetricFamily("dateline_store_version", "Grows with each change of the store.", version)
        for name in ("articles", "events", "placed", "unplaced", "stories"):
            yield GaugeMetricFamily(
                f"dateline_store_{name}", f"How many {name} the store holds.", getattr(held, name)
            )

    def describe(self) -> Iterator[Metric]:
        """Nothing: the store need not be there yet when this is registered."""
        return iter(())


@routes.get("/metrics", **operation("Figures for Prometheus", "Service", {MEDIA_TYPE: TEXT}))
def metrics(request: Request) -> Response:
    params.read(request.query_params, ())
    figures: Metrics = request.app.state.metrics
    return Response(figures.text(), headers={"Cache-Control": "no-store"}, media_type=MEDIA_TYPE)
