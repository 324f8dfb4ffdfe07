"""Options that several commands share, and what they turn into."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from geo.errors import QueryError

if TYPE_CHECKING:
    from geo.engine import Engine
    from geo.query import EventQuery

F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType):  # type: ignore[type-arg]
    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day such as 2023-09-20", param, ctx)


class Language(click.ParamType):  # type: ignore[type-arg]
    name = "language"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from maps.words import languages

        return click.Choice(languages(), case_sensitive=False).convert(value, param, ctx)


def engine_named(name: str) -> Engine:
    from geo.engine import processes, serial

    return {"serial": serial, "processes": processes}[name]


engine_option = click.option(
    "--engine",
    type=click.Choice(["serial", "processes"]),
    default="serial",
    show_default=True,
    help="Where articles are parsed: here, or on all cores.",
)
store_option = click.option(
    "--store", type=click.Path(path_type=Path), help="The event store, a GeoPackage file.  [default: dateline.gpkg]"
)
language_option = click.option(
    "--lang",
    "language",
    type=Language(),
    default="en",
    show_default=True,
    help="What it speaks: en, ar, az, hy or ru (BCP 47).",
)
worldview_option = click.option(
    "--worldview", help="Whose borders to draw: de-facto, un, or a state's, such as am (docs/worldviews.md)."
)
borders_option = click.option("--borders", type=Day(), help="The day whose borders to draw.  [default: today]")


def filters(command: F) -> F:
    """The options that choose events, handed to the command as one `EventQuery`."""

    @click.option("--bbox", help="west,south,east,north in degrees; west > east crosses the antimeridian.")
    @click.option("--datetime", "interval", help="A day or an interval: 2023-09-20, 2023-09-19/2023-09-21, ../2023.")
    @click.option("--type", "types", multiple=True, help="Event type, such as PROTEST; may be given several times.")
    @click.option("--status", "statuses", multiple=True, help="reported, claimed, planned or denied.")
    @click.option("--story", default="", help="The reports of this story only, by the id that each of them bears.")
    @click.option(
        "--filter", "expression", default="", help="A filter in CQL2, such as \"country = 'SD'\" (docs/filters.md)."
    )
    @click.option(
        "--text", default="", help="Words, or their beginnings, that quote, title or place names must contain."
    )
    @wraps(command)
    def filtered(
        *args: Any,
        bbox: str | None,
        interval: str | None,
        types: tuple[str, ...],
        statuses: tuple[str, ...],
        story: str,
        expression: str,
        text: str,
        **rest: Any,
    ) -> Any:
        return command(*args, query=_query(bbox, interval, types, statuses, story, expression, text), **rest)

    return filtered  # type: ignore[return-value]


def _query(
    bbox: str | None,
    interval: str | None,
    types: tuple[str, ...],
    statuses: tuple[str, ...],
    story: str,
    expression: str,
    text: str,
) -> EventQuery:
    from geo.filters import parse_text
    from geo.geometry import BBox
    from geo.model import Status
    from geo.query import EVENT_QUERYABLES, EventQuery, Interval

    try:
        return EventQuery(
            bbox=BBox.parse(bbox) if bbox else None,
            interval=Interval.parse(interval) if interval else None,
            types=tuple(name.upper() for name in types),
            statuses=tuple(Status(status) for status in statuses),
            text=text,
            story=story,
            filter=parse_text(expression, EVENT_QUERYABLES) if expression else None,
        )
    except QueryError as error:
        raise click.UsageError(f"--{error.parameter}: {error.reason}") from None
    except ValueError:
        raise click.UsageError(f"--status: one of {', '.join(Status)}") from None
