"""Commands about the gazetteer: build, use, download, info, check."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from itertools import count
from pathlib import Path

import click

from dateline.opening import bar, pipeline, trouble
from geo.errors import ReadError

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_TOLD = 20  # broken lines


@click.group()
def gazetteer() -> None:
    """The offline gazetteer and your own lists of places."""


@gazetteer.command()
@click.option(
    "--geonames",
    type=_FILE,
    multiple=True,
    help="allCountries or one country's file of GeoNames, .zip or .txt, to add to what is shipped.",
)
@click.option(
    "--alternate-names", type=_FILE, help="alternateNamesV2: names in other languages and from other times."
)
@click.option("--hierarchy", type=_FILE, help="hierarchy: what lies in what.")
def build(geonames: tuple[Path, ...], alternate_names: Path | None, hierarchy: Path | None) -> None:
    """Build it, and your lists, now rather than when they are first needed.

    With --geonames, places of a GeoNames dump are added, and the gazetteer so built is the one in use from now on.
    """
    if geonames:
        _build_full(geonames, alternate_names, hierarchy)
    elif alternate_names or hierarchy:
        raise click.UsageError("--alternate-names and --hierarchy belong to the places of --geonames")
    pipeline()
    _describe()


def _build_full(places: tuple[Path, ...], alternates: Path | None, hierarchy: Path | None) -> None:
    from geo.gazetteers.dump import Dump, Report
    from geo.gazetteers.opening import build_full
    from geo.settings import Settings

    report = Report(tell=_first_troubles())
    build_full(Dump(places, alternates, hierarchy), report, Settings().cache_dir, progress=bar)
    if not report.places:
        click.echo("built from the same files before", err=True)
        return
    click.echo(f"read: places {report.places}, names {report.names}", err=True)
    for what, counts in (("left out", report.left_out), ("broken lines", report.broken)):
        told = ", ".join(f"{reason} {count}" for reason, count in counts.most_common() if count)
        click.echo(f"{what}: {counts.total()}{f' ({told})' if told else ''}", err=True)


def _first_troubles() -> Callable[[ReadError], None]:
    """Tells of the first broken lines one by one; all are counted in the end."""
    told = count()

    def tell(error: ReadError) -> None:
        number = next(told)
        if number < _TOLD:
            trouble(str(error))
        elif number == _TOLD:
            trouble("more broken lines are only counted")

    return tell


@gazetteer.command()
@click.argument("name", type=click.Choice(["small", "geonames"]))
def use(name: str) -> None:
    """Which gazetteer is in use: the small one, as shipped, or the one built from a GeoNames dump."""
    from geo.gazetteers.choice import choose
    from geo.settings import Settings

    choose(Settings().cache_dir, name)
    _describe()


@gazetteer.command()
@click.argument("what", type=click.Choice(["geonames"]))
@click.option("--country", help="Two letters: this country's places only (FR), and all names.")
def download(what: str, country: str | None) -> None:  # noqa: ARG001 - there is one so far
    """Fetch the files of WHAT into the cache folder; an interrupted download goes on where it stopped.

    Their address is set by DATELINE_GEONAMES_URL.
    """
    from geo.gazetteers.download import download_geonames
    from geo.settings import Settings

    settings = Settings()
    paths = download_geonames(settings.geonames_url, settings.cache_dir / "geonames", country, progress=bar)
    places, names, hierarchy = paths
    click.echo("now build:")
    click.echo(f"dateline gazetteer build --geonames {places} --alternate-names {names} --hierarchy {hierarchy}")


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
