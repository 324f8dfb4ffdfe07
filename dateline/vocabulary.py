"""Commands about what events and actors are called, and where that is from: vocabulary, tables."""

from __future__ import annotations

from dataclasses import astuple, fields
from datetime import date

import click

from dateline.opening import trouble


def today() -> date:
    return date.today()


@click.command()
def vocabulary() -> None:
    """The types and modes of events as tab-separated text, with their codes, labels and definitions."""
    from geo.vocabulary import EventType
    from geo.vocabulary import vocabulary as entries

    click.echo("\t".join(field.name for field in fields(EventType)))
    for entry in entries().values():
        click.echo("\t".join(astuple(entry)))


@click.command()
def tables() -> None:
    """The tables of words and actors: until when each was checked, and where it is from. A stale one is a warning."""
    from geo.events.tables import tables as manifest

    for table in manifest():
        valid = "does not age" if table.valid_until is None else f"valid until {table.valid_until}"
        click.echo(f"{table.name}\t{valid}\t{table.licence}\t{table.source}")
        if table.stale(today()):
            trouble(f"{table.name} was last checked for {table.valid_until}: offices that changed since are missing")


COMMANDS = (vocabulary, tables)
