"""The command that serves the map and the API."""

from __future__ import annotations

from pathlib import Path

import click

from dateline.options import store_option


@click.command()
@store_option
@click.option("--host", help="Address to listen on.  [default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on.  [default: 8000]")
def serve(store: Path | None, host: str | None, port: int | None) -> None:
    """Serve the map and the API."""
    from dataclasses import replace
    from typing import Any

    import uvicorn

    from api.app import create_app
    from geo.settings import Settings

    settings = Settings()
    chosen: dict[str, Any] = {"store": store, "host": host, "port": port}
    settings = replace(settings, **{name: value for name, value in chosen.items() if value is not None})
    click.echo(
        f"map on http://{settings.host}:{settings.port}/map, API on http://{settings.host}:{settings.port}/", err=True
    )
    uvicorn.run(create_app(settings), host=settings.host, port=settings.port, log_level="warning")


COMMANDS = (serve,)
