"""Commands about the gazetteer: build, info."""

from __future__ import annotations

import click

from dateline.opening import bar, pipeline


@click.group()
def gazetteer() -> None:
    """The offline gazetteer."""


@gazetteer.command()
def build() -> None:
    """Build it now rather than when it is first needed."""
    pipeline()
    _describe()


@gazetteer.command()
def info() -> None:
    """What it holds, where it lies and what it was made of."""
    _describe()


def _describe() -> None:
    from geo.gazetteers import open_gazetteer
    from geo.settings import Settings

    about = open_gazetteer(Settings().cache_dir, progress=bar).info()
    click.echo(f"{about.folder}\nplaces {about.places}, names {about.names}, {about.size / 1e6:.0f} MB")
    for name, digest in sorted(about.inputs.items()):
        click.echo(f"  {name}: {digest}")


COMMANDS = (gazetteer,)
