"""The `dateline` command: its groups of commands together, and how it ends."""

from __future__ import annotations

import os
import sys

import click

from dateline import articles, correct, events, gazetteer, places, service, vocabulary, watch
from geo.errors import GeoError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="dateline", prog_name="dateline")
def cli() -> None:
    """News into maps that can be trusted.

    Exit status: 0 all went well, 1 something failed and was reported, 2 the command was used wrongly.
    """


for _group in (articles, events, correct, places, gazetteer, vocabulary, service, watch):
    for _command in _group.COMMANDS:
        cli.add_command(_command)


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
