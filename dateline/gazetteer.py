"""Commands about the gazetteer: build, info, check."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click

from dateline.opening import bar, pipeline, trouble


@click.group()
def gazetteer() -> None:
    """The offline gazetteer and your own lists of places."""


@gazetteer.command()
def build() -> None:
    """Build it, and your lists, now rather than when they are first needed."""
    pipeline()
    _describe()


@gazetteer.command()
def info() -> None:
    """What it and your lists hold, where they lie and what they were made of; the one asked first comes first."""
    _describe()


@gazetteer.command()
@click.argument("description", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--sample", type=click.IntRange(0), default=5, show_default=True, help="How many places to show.")
def check(description: Path, sample: int) -> None:
    """Read the list of places that DESCRIPTION describes: what is in it, and what is wrong with which row."""
    from geo.gazetteers.described import read_description
    from geo.gazetteers.lists import read_list
    from geo.gazetteers.twins import complete
    from geo.resources import data_path

    said = read_description(description)
    found, bad = read_list(said)
    for row in bad:
        trouble(str(row))
    for entry in complete(found[:sample], {}, data_path("boundaries", "admin1.fgb")):
        place = entry.place
        kind = ".".join(filter(None, (place.feature_class, place.feature_code)))
        where = ", ".join(dict.fromkeys(filter(None, (place.name, place.admin1, place.country))))
        click.echo(f"{place.lon:.5f},{place.lat:.5f}\t{where}\t{kind}\tnames {len(entry.names)}\t{place.id}")
    faults = ", ".join(f"{fault} {count}" for fault, count in Counter(row.fault for row in bad).most_common())
    click.echo(f"{said.file}: places {len(found)}, left out {len(bad)}{f' ({faults})' if faults else ''}")
    if bad:
        sys.exit(1)


def _describe() -> None:
    from geo.gazetteers.configured import open_parts
    from geo.settings import Settings

    for part in open_parts(Settings(), progress=bar):
        about = part.info()
        click.echo(f"{about.folder}\nplaces {about.places}, names {about.names}, {about.size / 1e6:.1f} MB")
        for name, digest in sorted(about.inputs.items()):
            click.echo(f"  {name}: {digest}")


COMMANDS = (gazetteer,)
