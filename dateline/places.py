"""The command that finds places: geocode."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from dateline.opening import pipeline

if TYPE_CHECKING:
    from geo.model import Place


@click.command()
@click.argument("name", required=False)
@click.option("--reverse", "position", metavar="LON,LAT", help="The places nearest to a position instead.")
@click.option("--limit", type=click.IntRange(1), default=5, show_default=True)
def geocode(name: str | None, position: str | None, limit: int) -> None:
    """Where NAME is ("Yevlakh", "Paris, Texas"), most likely first; or with --reverse, what is where."""
    if bool(name) == bool(position):
        raise click.UsageError("give a NAME or --reverse LON,LAT")
    gazetteer: Any = pipeline().gazetteer
    if position:
        lon, lat = _position(position)
        found = gazetteer.nearest(lon, lat, limit=limit)
    else:
        inner, *wider = (part.strip() for part in str(name).split(","))
        best = pipeline().locate(inner, wider)
        found = [p for p in (best.place, *(c.place for c in best.beaten)) if p][:limit]
    if not found:
        raise click.ClickException(f"no place is known as {name!r}")
    for place in found:
        click.echo(
            f"{place.lon:.5f},{place.lat:.5f}\t{where(place)}\t{place.feature_code}\t{place.population}\t{place.id}"
        )


def where(place: Place) -> str:
    """ "Paris, Texas, US" """
    return ", ".join(dict.fromkeys(filter(None, (place.name, place.admin1, place.country))))


def _position(text: str) -> tuple[float, float]:
    try:
        lon, lat = (float(part) for part in text.split(","))
    except ValueError:
        raise click.UsageError(f"--reverse: {text!r} is not LON,LAT such as 47.15,40.62") from None
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise click.UsageError(f"--reverse: {text!r} is outside the world; longitude comes first")
    return lon, lat


COMMANDS = (geocode,)
