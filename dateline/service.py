"""The command that serves the map and the API."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.options import store_option

if TYPE_CHECKING:
    from geo.settings import Settings


# Seconds that answers under way are given when the service is stopped; who listens to events never ends by itself.
_GRACE = 10


@click.command()
@store_option
@click.option("--host", help="Address to listen on.  [default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on.  [default: 8000]")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that answer.")
def serve(store: Path | None, host: str | None, port: int | None, workers: int) -> None:
    """Serve the map and the API."""
    from dataclasses import replace

    from geo.settings import Settings

    settings = Settings()
    chosen: dict[str, Any] = {"store": store, "host": host, "port": port}
    settings = replace(settings, **{name: value for name, value in chosen.items() if value is not None})
    click.echo(
        f"map on http://{settings.host}:{settings.port}/map, API on http://{settings.host}:{settings.port}/", err=True
    )
    if workers == 1:
        from api.app import served

        _run(settings, served(settings))
    else:
        _serve_by_several(settings, workers)


def _serve_by_several(settings: Settings, workers: int) -> None:
    """Each worker makes its own app from the environment; they share the store's file and a folder of figures."""
    from tempfile import TemporaryDirectory

    from api.service import Service

    # Once, before several try: a new file is set up, an old one brought up to date, a wrong one complained of.
    first = Service(settings)
    first.store()
    first.close()
    with TemporaryDirectory(prefix="dateline-metrics-") as folder:
        os.environ |= {"DATELINE_STORE": str(settings.store), "PROMETHEUS_MULTIPROC_DIR": folder}
        _run(settings, "api.app:served", factory=True, workers=workers)


def _run(settings: Settings, app: Any, **options: Any) -> None:
    import uvicorn

    from api import logs

    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        log_config=logs.config(settings.log),
        log_level="warning",
        access_log=False,  # the app writes its own
        proxy_headers=False,  # DATELINE_FORWARDED_ALLOW says who is believed
        timeout_graceful_shutdown=_GRACE,
        **options,
    )


COMMANDS = (serve,)
