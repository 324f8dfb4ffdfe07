"""The command line: options in, the rooms' answers out. What takes long to import is imported where it is used."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache, wraps
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from geo.errors import GeoError, QueryError, ReadError

if TYPE_CHECKING:
    from geo.engine import Engine
    from geo.ingest import Counts
    from geo.model import Document, Parsed
    from geo.pipeline import Pipeline
    from geo.query import EventQuery
    from geo.stores import EventStore

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])

_EXISTING = click.Path(exists=True, path_type=Path)


class Day(click.ParamType):  # type: ignore[type-arg]
    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day such as 2023-09-20", param, ctx)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(version("dateline"), prog_name="dateline")
def cli() -> None:
    """News into maps that can be trusted.

    Exit status: 0 all went well, 1 something failed and was reported, 2 the command was used wrongly.
    """


def main() -> None:
    """Errors that are meant for the user end in one line, not in a traceback."""
    try:
        cli(standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        sys.exit(130)
    except BrokenPipeError:
        # Whoever read our output (`| head`) has enough. Python would complain once more at its own end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except GeoError as error:
        click.echo(f"dateline: {error}", err=True)
        sys.exit(1)


def _engine(name: str) -> Engine:
    from geo.engine import processes, serial

    return {"serial": serial, "processes": processes}[name]


_engine_option = click.option(
    "--engine",
    type=click.Choice(["serial", "processes"]),
    default="serial",
    show_default=True,
    help="Where articles are parsed: here, or on all cores.",
)
_store_option = click.option(
    "--store", type=click.Path(path_type=Path), help="The event store, a GeoPackage file.  [default: dateline.gpkg]"
)


@cache
def _pipeline() -> Pipeline:
    from geo.gazetteers import open_gazetteer
    from geo.pipeline import Pipeline
    from geo.settings import Settings

    settings = Settings()
    gazetteer = open_gazetteer(settings.cache_dir, progress=_bar)
    if not settings.online_geocoder:
        return Pipeline(gazetteer)
    from geo.gazetteers.online import OnlineFallback, online_geocoder

    online = online_geocoder(settings)
    return Pipeline(OnlineFallback(gazetteer, online, settings.cache_dir / "online.sqlite"))


def _open(store: Path | None, *, must_exist: bool = True) -> EventStore:
    from geo.boundaries import Boundaries
    from geo.settings import Settings
    from geo.stores import open_store

    path = store or Settings().store
    if must_exist and not path.exists():
        raise click.ClickException(f"there is no store {path}; fill one with: dateline ingest PATH --store {path}")
    return open_store(path, outline=Boundaries().outline)


def _bar(items: Iterable[T], total: int | None, label: str) -> Iterable[T]:
    """A progress bar on a terminal, without an end where `total` is None; nothing at all in a pipe or a log."""
    if not sys.stderr.isatty():
        yield from items
        return
    with click.progressbar(items, length=total, label=label, file=sys.stderr) as bar:
        yield from bar


def _trouble(reason: str) -> None:
    click.echo(f"dateline: {reason}", err=True)


def _filters(command: F) -> F:
    """The options that choose events, handed to the command as one `EventQuery`."""

    @click.option("--bbox", help="west,south,east,north in degrees; west > east crosses the antimeridian.")
    @click.option("--datetime", "interval", help="A day or an interval: 2023-09-20, 2023-09-19/2023-09-21, ../2023.")
    @click.option("--type", "types", multiple=True, help="Event type, such as PROTEST; may be given several times.")
    @click.option("--status", "statuses", multiple=True, help="reported, claimed, planned or denied.")
    @click.option("--text", default="", help="Words that quote, title or place names must contain.")
    @wraps(command)
    def filtered(
        *args: Any,
        bbox: str | None,
        interval: str | None,
        types: tuple[str, ...],
        statuses: tuple[str, ...],
        text: str,
        **rest: Any,
    ) -> Any:
        return command(*args, query=_query(bbox, interval, types, statuses, text), **rest)

    return filtered  # type: ignore[return-value]


def _query(
    bbox: str | None, interval: str | None, types: tuple[str, ...], statuses: tuple[str, ...], text: str
) -> EventQuery:
    from geo.geometry import BBox
    from geo.model import Status
    from geo.query import EventQuery, Interval

    try:
        return EventQuery(
            bbox=BBox.parse(bbox) if bbox else None,
            interval=Interval.parse(interval) if interval else None,
            types=tuple(name.upper() for name in types),
            statuses=tuple(Status(status) for status in statuses),
            text=text,
        )
    except QueryError as error:
        raise click.UsageError(f"--{error.parameter}: {error.reason}") from None
    except ValueError:
        raise click.UsageError(f"--status: one of {', '.join(Status)}") from None


@cli.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, allow_dash=True))
@click.option("--given-mentions", is_flag=True, help="Resolve exactly the mentions each document brings.")
@click.option("--no-events", is_flag=True, help="Place names only.")
@click.option("--published", type=Day(), help="Publication day of documents that do not give theirs.")
@_engine_option
def geoparse(
    files: tuple[str, ...], given_mentions: bool, no_events: bool, published: date | None, engine: str
) -> None:
    """Find places and events in FILES: one JSON line out for each document, in order.

    "-", the default, reads JSON lines: id, text, and perhaps title, published, url, mentions. A line that can't be
    read is reported with its number on stderr, and the exit status is 1 at the end.
    """
    from geo.pipeline import Parse
    from geo.readers import read_paths

    documents = _mentioned(read_paths(files or ("-",), published=published), given_mentions)
    parse = Parse(_pipeline(), _json_line, events=not no_events)
    failed = 0
    for line in _engine(engine)(parse, documents):
        if isinstance(line, bytes):
            sys.stdout.buffer.write(line)
            if sys.stdout.isatty():
                sys.stdout.flush()
        else:
            failed += 1
            _trouble(str(line) if isinstance(line, ReadError) else f"document {line.item.id!r}: {line.reason}")
    sys.stdout.flush()
    if failed:
        click.echo(f"{failed} failed", err=True)
        sys.exit(1)


def _mentioned(read: Iterable[Document | ReadError], given: bool) -> Iterator[Document | ReadError]:
    from dataclasses import replace

    for document in read:
        if isinstance(document, ReadError):
            yield document
        elif not given:
            yield replace(document, mentions=None)
        elif document.mentions is None:
            yield ReadError(f"document {document.id!r} brings no mentions, which --given-mentions asks for")
        else:
            yield document


def _json_line(parsed: Parsed) -> bytes:
    import orjson

    from geo.records import parsed_record

    return orjson.dumps(parsed_record(parsed), option=orjson.OPT_APPEND_NEWLINE)


@cli.command()
@click.argument("file", type=click.Path(exists=True, allow_dash=True), default="-")
@click.option("--published", type=Day(), help="Publication day of an article that does not give its own.")
def explain(file: str, published: date | None) -> None:
    """Why each place name in FILE was given its place: candidates, what decided, what would have changed it."""
    from geo.explain import report
    from geo.readers import read_paths

    for document in read_paths([file], published=published):
        if isinstance(document, ReadError):
            raise document
        click.echo(report(document, _pipeline().gazetteer))


@cli.command()
@click.argument("paths", nargs=-1, required=True, type=_EXISTING)
@_store_option
@click.option("--published", type=Day(), help="Publication day of articles that do not give theirs.")
@click.option("--title", help="Title of articles that have none.")
@click.option("--again", is_flag=True, help="Parse articles that the store holds already, too.")
@click.option("--columns", help="What a table's columns are: place=City,date=When,lon=X,lat=Y ...; else guessed.")
@click.option("--date-format", default="", help="How a table writes dates, as in strptime: %d/%m/%Y.")
@_engine_option
def ingest(
    paths: tuple[Path, ...],
    store: Path | None,
    published: date | None,
    title: str | None,
    again: bool,
    columns: str | None,
    date_format: str,
    engine: str,
) -> None:
    """Read articles and tables of event records into a store.

    PATHS are articles (text, HTML, RSS and Atom, JSON lines), tables (CSV, TSV, GeoJSON), or folders of them. What is
    in the store already stays as it is.
    """
    from geo.ingest import Ingestion, tables_in

    prose, tables = tables_in(paths)
    with _open(store, must_exist=False) as opened:
        ingestion = Ingestion(opened, _pipeline, _trouble, _engine(engine))
        counts = []
        if prose:
            counts.append(ingestion.articles(prose, published=published, title=title, again=again, watch=_reading))
        for table in tables:
            show = lambda found, table=table: click.echo(f"{table}: {found}", err=True)  # noqa: E731
            counts.append(ingestion.table(table, _columns(columns), date_format=date_format, show=show))
        _summarise(counts)


def _reading(documents: Iterable[Document | ReadError]) -> Iterable[Document | ReadError]:
    return _bar(documents, None, "Reading articles")


def _columns(text: str | None) -> Any:
    from geo.readers.columns import Columns

    pairs = [part.partition("=") for part in (text or "").split(",") if part]
    try:
        return Columns(**{name.strip(): header.strip() for name, _, header in pairs})
    except TypeError:
        known = ", ".join(Columns.__slots__)
        raise click.UsageError(f"--columns: write NAME=HEADER,...; the names are {known}") from None


def _summarise(counts: list[Counts]) -> None:
    names = ("articles", "kept", "events", "placed", "unplaced", "failed")
    total = {name: sum(getattr(count, name) for count in counts) for name in names}
    told = ", ".join(f"{'unchanged' if name == 'kept' else name} {number}" for name, number in total.items())
    click.echo(told, err=True)
    if total["failed"]:
        sys.exit(1)


@cli.command("map")
@_store_option
@click.option("-o", "--output", type=click.Path(path_type=Path), default="map.html", show_default=True)
@click.option("--title", default="News events", show_default=True)
@_filters
def map_(store: Path | None, output: Path, title: str, query: EventQuery) -> None:
    """Draw the events as one HTML file that needs nothing from outside."""
    from geo.boundaries import Boundaries
    from maps.page import render_map

    with _open(store) as opened:
        events = tuple(_bar(opened.stream(query), None, "Reading events"))
    output.write_text(render_map(events, Boundaries().outline, title=title), encoding="utf-8")
    placed = sum(bool(event.located) for event in events)
    click.echo(f"{output}: events {len(events)}, placed {placed}, unplaced {len(events) - placed}", err=True)


@cli.command()
@_store_option
@click.option(
    "--format",
    "format_",
    default="geojson",
    show_default=True,
    help="geojson, geojsonseq, csv, flatgeobuf, gpkg, kml.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="A file; without it, the standard output.")
@_filters
def export(store: Path | None, format_: str, output: Path | None, query: EventQuery) -> None:
    """Write the events for other programs."""
    from geo.boundaries import Boundaries
    from geo.exports import export as write

    with _open(store) as opened:
        write(
            _bar(opened.stream(query), None, "Writing events"),
            output or sys.stdout.buffer,
            format_,
            outline=Boundaries().outline,
        )
    if output:
        click.echo(f"{output}: written as {format_}", err=True)


@cli.command()
@_store_option
@click.option("--host", help="Address to listen on.  [default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on.  [default: 8000]")
def serve(store: Path | None, host: str | None, port: int | None) -> None:
    """Serve the map and the API."""
    import uvicorn

    from api.app import create_app
    from geo.settings import Settings

    settings = Settings()
    chosen = {"store": store, "host": host, "port": port}
    settings = settings.model_copy(update={name: value for name, value in chosen.items() if value is not None})
    click.echo(
        f"map on http://{settings.host}:{settings.port}/map, API on http://{settings.host}:{settings.port}/", err=True
    )
    uvicorn.run(create_app(settings), host=settings.host, port=settings.port, log_level="warning")


@cli.command()
@click.argument("name", required=False)
@click.option("--reverse", "position", metavar="LON,LAT", help="The places nearest to a position instead.")
@click.option("--limit", type=click.IntRange(1), default=5, show_default=True)
def geocode(name: str | None, position: str | None, limit: int) -> None:
    """Where NAME is ("Yevlakh", "Paris, Texas"), most likely first; or with --reverse, what is where."""
    if bool(name) == bool(position):
        raise click.UsageError("give a NAME or --reverse LON,LAT")
    gazetteer: Any = _pipeline().gazetteer
    if position:
        lon, lat = _position(position)
        found = gazetteer.nearest(lon, lat, limit=limit)
    else:
        inner, *wider = (part.strip() for part in str(name).split(","))
        best = _pipeline().locate(inner, wider)
        found = [p for p in (best.place, *(c.place for c in best.beaten)) if p][:limit]
    if not found:
        raise click.ClickException(f"no place is known as {name!r}")
    for place in found:
        where = ", ".join(dict.fromkeys(filter(None, (place.name, place.admin1, place.country))))
        click.echo(f"{place.lon:.5f},{place.lat:.5f}\t{where}\t{place.feature_code}\t{place.population}\t{place.id}")


def _position(text: str) -> tuple[float, float]:
    try:
        lon, lat = (float(part) for part in text.split(","))
    except ValueError:
        raise click.UsageError(f"--reverse: {text!r} is not LON,LAT such as 47.15,40.62") from None
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise click.UsageError(f"--reverse: {text!r} is outside the world; longitude comes first")
    return lon, lat


@cli.group()
def gazetteer() -> None:
    """The offline gazetteer."""


@gazetteer.command()
def build() -> None:
    """Build it now rather than when it is first needed."""
    _pipeline()
    _describe()


@gazetteer.command()
def info() -> None:
    """What it holds, where it lies and what it was made of."""
    _describe()


def _describe() -> None:
    from geo.gazetteers import open_gazetteer
    from geo.settings import Settings

    about = open_gazetteer(Settings().cache_dir, progress=_bar).info()
    click.echo(f"{about.folder}\nplaces {about.places}, names {about.names}, {about.size / 1e6:.0f} MB")
    for name, digest in sorted(about.inputs.items()):
        click.echo(f"  {name}: {digest}")


if __name__ == "__main__":
    main()
