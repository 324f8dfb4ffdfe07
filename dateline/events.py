"""Commands that show a store's events: map, picture, export, story."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.opening import bar, open_events, trouble
from dateline.options import borders_option, filters, language_option, store_option, worldview_option

if TYPE_CHECKING:
    from datetime import date

    from geo.model import Count
    from geo.query import EventQuery


@click.command("map")
@store_option
@click.option("-o", "--output", type=click.Path(path_type=Path), default="map.html", show_default=True)
@click.option("--title", default="News events", show_default=True)
@language_option
@worldview_option
@borders_option
@filters
def map_(
    store: Path | None,
    output: Path,
    title: str,
    language: str,
    worldview: str | None,
    borders: date | None,
    query: EventQuery,
) -> None:
    """Draw the events as one HTML file that needs nothing from outside."""
    from geo.boundaries import Boundaries
    from geo.settings import Settings
    from geo.worldviews import worldview as seen
    from maps.page import render_map

    view = seen(worldview or Settings().worldview, borders)
    with open_events(store) as opened:
        events = tuple(bar(opened.stream(query), None, "Reading events"))
    page = render_map(events, Boundaries().outline, title=title, language=language, view=view)
    output.write_text(page, encoding="utf-8")
    placed = sum(bool(event.located) for event in events)
    click.echo(f"{output}: events {len(events)}, placed {placed}, unplaced {len(events) - placed}", err=True)


@click.command()
@store_option
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default="map.png",
    show_default=True,
    help="Its ending says as what: .png, .svg or .pdf.",
)
@click.option("--title", default="News events", show_default=True)
@click.option("--width", type=int, default=1600, show_default=True, help="Pixels.")
@click.option("--height", type=int, default=1000, show_default=True, help="Pixels.")
@click.option("--dpi", type=int, default=160, show_default=True, help="Pixels to the inch: more for larger letters.")
@worldview_option
@borders_option
@filters
def picture(
    store: Path | None,
    output: Path,
    title: str,
    width: int,
    height: int,
    dpi: int,
    worldview: str | None,
    borders: date | None,
    query: EventQuery,
) -> None:
    """Draw the events as a still to print: PNG, SVG or PDF."""
    from geo.boundaries import Boundaries
    from geo.errors import QueryError
    from geo.settings import Settings
    from geo.worldviews import worldview as seen
    from maps import picture as pictures

    try:
        form, paper = pictures.form_of(output.name), pictures.Paper(width=width, height=height, dpi=dpi)
        view = seen(worldview or Settings().worldview, borders)
    except QueryError as error:
        raise click.UsageError(f"--{error.parameter}: {error.reason}") from None
    with open_events(store) as opened:
        scene = pictures.scene_from(opened, query, Boundaries().outline)
    brief = pictures.Brief(title=title, query=query, view=view, dated=borders is not None)
    output.write_bytes(pictures.draw(scene, form, brief=brief, paper=paper))
    click.echo(
        f"{output}: events {scene.events}, shown {scene.shown}, not shown {scene.events - scene.shown}", err=True
    )
    if lacking := pictures.lacking(scene, title):
        trouble(f"no font on this machine has {' '.join(lacking)}; a box stands for each; Noto's fonts have them")


@click.command()
@store_option
@click.option(
    "--format",
    "format_",
    default="geojson",
    show_default=True,
    help="geojson, geojsonseq, csv, parquet, flatgeobuf, gpkg, kml, or a codebook's columns: acled, ged, plover.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="A file; without it, the standard output.")
@filters
def export(store: Path | None, format_: str, output: Path | None, query: EventQuery) -> None:
    """Write the events for other programs."""
    from geo.codebooks import CODEBOOKS
    from geo.exports import export as write
    from geo.exports import export_coded

    target = output or sys.stdout.buffer
    left_out: Mapping[str, int] = {}
    with open_events(store) as opened:
        if format_ in CODEBOOKS:
            left_out = export_coded(bar(opened.stream(query), None, "Writing events"), target, format_)
        else:
            write(bar(opened.stream_features(query), None, "Writing events"), target, format_)
    for why, number in left_out.items():
        click.echo(f"left out of {format_}: {number} {why}", err=True)
    if output:
        click.echo(f"{output}: written as {format_}", err=True)


@click.command()
@click.argument("event")
@store_option
def story(event: str, store: Path | None) -> None:
    """All that the articles in a store tell of the same event as EVENT, an event's id: first what they say taken
    together, then a line for each report, in the order of publication."""
    with open_events(store) as opened:
        found = opened.story(event)
    names = ", ".join(dict.fromkeys(place.place.name for place in found.places if place.place))
    counts = "; ".join(f"{kind} {_range(count)}" for kind, count in found.counts.items())
    days = "/".join(dict.fromkeys(str(day) for day in (found.start, found.end) if day))
    about = f"reports {len(found.reports)}, independent publishers {found.publishers}"
    click.echo("\t".join((found.id, found.status, days, names, counts, about)))
    for report in found.reports:
        source = report.source
        quote = " ".join(report.quote.text.split()) if report.quote else ""
        mark = "contradicted" if report.id in found.disputed else ""
        click.echo("\t".join((str(source.published or ""), report.id, report.status, mark, source.url, quote)))


def _range(count: Count) -> str:
    if count.low == count.high:
        return str(count.low)
    return f"{'' if count.low is None else count.low}-{'' if count.high is None else count.high}"


COMMANDS = (map_, picture, export, story)
