"""The command that reads feeds again and again: watch."""

from __future__ import annotations

import re
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.opening import open_events, pipeline, trouble
from dateline.options import store_option

if TYPE_CHECKING:
    from geo.watching import Told, Watcher

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


class Duration(click.ParamType):  # type: ignore[type-arg]
    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        if isinstance(value, float):
            return value
        found = re.fullmatch(r"(\d{1,5})([smhd])", str(value).strip().lower(), re.ASCII)
        seconds = int(found[1]) * _UNITS[found[2]] if found else 0
        if not 10 <= seconds <= 30 * 86_400:
            self.fail(f"{value!r} is not from 10s to 30d, such as 15m, 2h or 1d", param, ctx)
        return float(seconds)


@click.command()
@click.argument("feeds", nargs=-1, required=True)
@store_option
@click.option("--every", type=Duration(), default="15m", show_default=True, help="How often: 30s, 15m, 2h, 1d.")
@click.option("--once", is_flag=True, help="One round of the feeds that are due, then end: for cron.")
@click.option("--no-pages", is_flag=True, help="Never fetch articles' own pages; what a feed gives must do.")
def watch(feeds: tuple[str, ...], store: Path | None, every: float, once: bool, no_pages: bool) -> None:
    """Read FEEDS into a store, and their new articles as they come.

    FEEDS are addresses, OPML files, or text files with an address a line. A feed that fails is asked later and later.
    What was seen is kept beside the store. Ctrl-C ends it after the article it is at.
    """
    from geo.fetching import Guard, Polite, fetching
    from geo.jobs import JobFile, Lease, Seen
    from geo.readers.subscriptions import feeds_of
    from geo.settings import Settings
    from geo.watching import Watcher

    settings = Settings()
    addresses = list(dict.fromkeys(address for source in feeds for address in feeds_of(source)))
    with (
        open_events(store, must_exist=False) as opened,
        closing(JobFile.beside(store or settings.store)) as file,
        _stopping() as stop,
    ):
        lease = Lease(file, "watch")
        if not lease.take():
            raise click.ClickException("another dateline watch is at work on this store")
        lease.beat(stop)
        fetch = Polite(fetching(Guard(settings.own_networks)), attempts=1, wait=stop.wait)
        watcher = Watcher(
            Seen(file), opened, pipeline, fetch, trouble, every, pages=not no_pages, stopped=stop.is_set
        )
        try:
            failed = _rounds(watcher, addresses, stop, once)
        finally:
            lease.release()
    if once and failed:
        sys.exit(1)


def _rounds(watcher: Watcher, addresses: list[str], stop: threading.Event, once: bool) -> int:
    """How many feeds and articles failed in the last one."""
    while True:
        told = [_look(watcher, address) for address in watcher.due(addresses) if not stop.is_set()]
        failed = sum(bool(one.problem) for one in told)
        total = {name: sum(getattr(one.counts, name) for one in told) for name in ("articles", "events", "failed")}
        counted = ", ".join(f"{name} {number}" for name, number in total.items())
        click.echo(f"round: feeds {len(told)} of {len(addresses)}, failed {failed}; {counted}", err=True)
        if once or stop.is_set() or stop.wait(watcher.next(addresses)):
            return failed + sum(one.counts.failed for one in told)


def _look(watcher: Watcher, address: str) -> Told:
    from geo.fetching.polite import at

    told = watcher.look(address)
    counts = told.counts
    said = f"articles {counts.articles}, unchanged {counts.kept}, events {counts.events}, failed {counts.failed}"
    if told.problem:
        said = f"{told.problem}; asked again {at(told.next)}"
    line = f"{address}: {'nothing new' if told.unchanged else said}"
    click.echo("".join(char if char.isprintable() else " " for char in line), err=True)
    return told


@contextmanager
def _stopping() -> Iterator[threading.Event]:
    """Set by Ctrl-C or SIGTERM; the second one ends the program where it is."""
    stop = threading.Event()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def handle(*_: object) -> None:
        stop.set()
        _restore(before)

    for number in before:
        signal.signal(number, handle)
    try:
        yield stop
    finally:
        stop.set()
        _restore(before)


def _restore(handlers: dict[signal.Signals, Any]) -> None:
    for number, handler in handlers.items():
        signal.signal(number, handler)


COMMANDS = (watch,)
