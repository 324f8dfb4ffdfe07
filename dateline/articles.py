"""Commands that read articles: geoparse, explain, ingest."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.correct import tell_waiting
from dateline.opening import bar, open_events, pipeline, trouble
from dateline.options import Day, engine_named, engine_option, store_option
from geo.errors import ReadError

if TYPE_CHECKING:
    from geo.ingest import Counts
    from geo.model import Document, Parsed


@click.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, allow_dash=True))
@click.option("--given-mentions", is_flag=True, help="Resolve exactly the mentions each document brings.")
@click.option("--no-events", is_flag=True, help="Place names only.")
@click.option("--published", type=Day(), help="Publication day of documents that do not give theirs.")
@engine_option
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
    parse = Parse(pipeline(), _json_line, events=not no_events)
    failed = 0
    for line in engine_named(engine)(parse, documents):
        if isinstance(line, bytes):
            sys.stdout.buffer.write(line)
            if sys.stdout.isatty():
                sys.stdout.flush()
        else:
            failed += 1
            trouble(str(line) if isinstance(line, ReadError) else f"document {line.item.id!r}: {line.reason}")
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


@click.command()
@click.argument("file", type=click.Path(exists=True, allow_dash=True), default="-")
@click.option("--published", type=Day(), help="Publication day of an article that does not give its own.")
@click.option(
    "--store",
    type=click.Path(exists=True, path_type=Path),
    help="The store whose corrections say what names mean; without it, none do.",
)
def explain(file: str, published: date | None, store: Path | None) -> None:
    """Why each place name in FILE was given its place: candidates, what decided, what would have changed it."""
    from geo.corrections import rulings
    from geo.explain import report
    from geo.readers import read_paths

    with open_events(store) if store else nullcontext() as opened:
        ruled = rulings(opened.corrections() if opened else ())
    for document in read_paths([file], published=published):
        if isinstance(document, ReadError):
            raise document
        parsed = pipeline().parse(document, events=False, rulings=ruled)
        click.echo(report(parsed, pipeline().gazetteer))


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@store_option
@click.option("--published", type=Day(), help="Publication day of articles that do not give theirs.")
@click.option("--title", help="Title of articles that have none.")
@click.option("--again", is_flag=True, help="Parse articles that the store holds already, too.")
@click.option("--columns", help="What a table's columns are: place=City,date=When,lon=X,lat=Y ...; else guessed.")
@click.option("--date-format", default="", help="How a table writes dates, as in strptime: %d/%m/%Y.")
@engine_option
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

    PATHS are articles (text, HTML, RSS and Atom, JSON lines), tables (CSV, TSV, GeoJSON), or folders of them. JSON lines
    are a table if --columns or --date-format says how to read it. What is in the store already stays as it is.
    """
    from geo.ingest import Ingestion, tables_in

    prose, tables = tables_in(paths, records=bool(columns or date_format))
    with open_events(store, must_exist=False) as opened:
        ingestion = Ingestion(opened, pipeline, trouble, engine_named(engine))
        counts = []
        if prose:
            counts.append(ingestion.articles(prose, published=published, title=title, again=again, watch=_reading))
        for table in tables:
            show = lambda found, table=table: click.echo(f"{table}: {found}", err=True)  # noqa: E731
            counts.append(ingestion.table(table, _columns(columns), date_format=date_format, show=show))
        tell_waiting(opened)
        _summarise(counts, opened.summary().stories)


def _reading(documents: Iterable[Document | ReadError]) -> Iterable[Document | ReadError]:
    return bar(documents, None, "Reading articles")


def _columns(text: str | None) -> Any:
    from geo.readers.columns import Columns

    pairs = [part.partition("=") for part in (text or "").split(",") if part]
    try:
        return Columns(**{name.strip(): header.strip() for name, _, header in pairs})
    except TypeError:
        known = ", ".join(Columns.__slots__)
        raise click.UsageError(f"--columns: write NAME=HEADER,...; the names are {known}") from None


def _summarise(counts: list[Counts], stories: int) -> None:
    names = ("articles", "kept", "events", "placed", "unplaced", "failed")
    total = {name: sum(getattr(count, name) for count in counts) for name in names}
    told = ", ".join(f"{'unchanged' if name == 'kept' else name} {number}" for name, number in total.items())
    click.echo(f"{told}; stories in the store {stories}", err=True)
    if total["failed"]:
        sys.exit(1)


COMMANDS = (geoparse, explain, ingest)
