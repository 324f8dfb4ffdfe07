"""What commands open, and what they show of their progress."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from geo.events.models import Models
    from geo.pipeline import Pipeline
    from geo.settings import Settings
    from geo.stores import EventStore

T = TypeVar("T")


@cache
def pipeline() -> Pipeline:
    from geo.gazetteers import open_configured
    from geo.pipeline import Pipeline
    from geo.recognition import recognizer_named
    from geo.settings import Settings

    settings = Settings()
    recognizer = recognizer_named(settings.recognizer)
    return Pipeline(open_configured(settings, progress=bar), _own_models(settings), recognizer)


def _own_models(settings: Settings) -> Models | None:
    """Those the settings name. None, where they name none: not every command needs the event stage imported."""
    if not (settings.place_linker or settings.event_classifier):
        return None
    from geo.events.models import Models

    return Models.of(settings)


def open_events(store: Path | None, *, must_exist: bool = True) -> EventStore:
    from geo.boundaries import Boundaries
    from geo.settings import Settings
    from geo.stores import open_store

    path = store or Settings().store
    if must_exist and not path.exists():
        raise click.ClickException(f"there is no store {path}; fill one with: dateline ingest PATH --store {path}")
    return open_store(path, outline=Boundaries().outline)


def bar(items: Iterable[T], total: int | None, label: str) -> Iterable[T]:
    """A progress bar on a terminal, without an end where `total` is None; nothing at all in a pipe or a log."""
    if not sys.stderr.isatty():
        yield from items
        return
    with click.progressbar(items, length=total, label=label, file=sys.stderr) as bar:
        yield from bar


def trouble(reason: str) -> None:
    click.echo(f"dateline: {reason}", err=True)
