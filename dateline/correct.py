"""The command that corrects events by hand: correct."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.opening import open_events, pipeline, trouble
from dateline.options import store_option
from dateline.places import where
from geo.errors import EventNotFound, QueryError, ReadError

if TYPE_CHECKING:
    from geo.corrections import Change, Correction
    from geo.model import Event, Place
    from geo.stores import EventStore

_NONE = "none"


@click.command()
@click.argument("event_id", metavar="EVENT", required=False)
@store_option
@click.option("--place", help="A place's id (geonames:585514) or name (Yevlakh; Paris, Texas), or none.")
@click.option("--lon", type=click.FloatRange(-180, 180), help="With --lat: where it was, in degrees.")
@click.option("--lat", type=click.FloatRange(-90, 90))
@click.option("--radius", type=click.FloatRange(0, min_open=True), help="Somewhere in a circle of so many metres.")
@click.option("--instead-of", help="Which of several places is corrected, by its name.")
@click.option("--only-here", is_flag=True, help="The place's name keeps its meaning in articles read later.")
@click.option("--type", "type_", help="PROTEST, ASSAULT ...")
@click.option("--mode", help="The type's mode, or none.")
@click.option("--status", help="reported, claimed, planned or denied.")
@click.option("--start", help="The first day, such as 2023-09-20, or none; alone, the one day.")
@click.option("--end", help="The last day, or none.")
@click.option("--people", multiple=True, metavar="KIND=N", help="fatalities=3, injured=2-5, arrested=none ...")
@click.option("--same-as", multiple=True, metavar="EVENT", help="Both report one event; may be given several times.")
@click.option("--not-same-as", multiple=True, metavar="EVENT", help="They do not.")
@click.option("--delete", is_flag=True, help="Take the event out of every answer; the file keeps it.")
@click.option("--undo", is_flag=True, help="Take back the last correction, or the deletion.")
@click.option("--note", default="", help="Why.")
@click.option("--by", help="Who corrects.  [default: the user's name on this machine]")
@click.option("--list", "list_", is_flag=True, help="All corrections, and what names mean by them.")
@click.option(
    "--save", type=click.Path(allow_dash=True), help="Write all corrections to a file, as JSON lines; - is here."
)
@click.option("--load", type=click.Path(exists=True, allow_dash=True), help="Take over corrections from such a file.")
def correct(event_id: str | None, store: Path | None, **options: Any) -> None:
    """Correct the record of EVENT, the id that exports and the API give; alone, show it and what was corrected.

    The machine's own record is kept beside. Corrections hold when articles are read again, and what a name was
    corrected to mean holds for articles read later.
    """
    asked = _asked(options)
    ways = [name for name in ("delete", "undo", "list_", "save", "load") if options[name]] + ["change"] * bool(asked)
    of_one = not ways or ways[0] in ("delete", "undo", "change")
    if len(ways) > 1 or of_one == (event_id is None):
        raise click.UsageError("give an EVENT and what to change, --delete or --undo; or --list, --save or --load")
    with open_events(store) as opened:
        if event_id is not None:
            _correct(opened, event_id, asked, options)
        elif options["list_"]:
            _list(opened)
        elif options["save"]:
            _save(opened, options["save"])
        else:
            _load(opened, options["load"])


def _correct(store: EventStore, event_id: str, asked: dict[str, Any], options: dict[str, Any]) -> None:
    from geo.correcting import Correcting
    from geo.corrections import Moved

    correcting = Correcting(store, pipeline)
    said = {"by": options["by"] or _user(), "note": options["note"]}
    before = _found(store, event_id)
    try:
        if options["delete"]:
            correction = correcting.delete(event_id, **said)
        elif options["undo"]:
            correction = correcting.undo(event_id, **said)
        elif asked:
            correction = correcting.correct(event_id, asked, **said)
        else:
            store.original(event_id)
            _show(before, before)
            for made in store.corrections(event_id):
                _say(_line(made))
            return
    except QueryError as error:
        raise click.UsageError(f"--{error.parameter.replace('_', '-')}: {error.reason}") from None
    _say(_line(correction))
    _show(before, _found(store, event_id))
    for change in correction.changes:
        if isinstance(change, Moved) and change.everywhere and change.place:
            click.echo(f"{change.name!r} means {_named(change.place)} in what is read from now on", err=True)


def _asked(options: dict[str, Any]) -> dict[str, Any]:
    """The options as the merge patch that `geo.correcting` reads."""
    asked = {name: options[name] for name in ("status", "instead_of") if options[name] is not None}
    for name, option in (("place", "place"), ("type", "type_"), ("mode", "mode"), ("start", "start"), ("end", "end")):
        if options[option] is not None:
            asked[name] = None if options[option] == _NONE else options[option]
    if (options["lon"] is None) != (options["lat"] is None) or (options["radius"] and options["lon"] is None):
        raise click.UsageError("--lon and --lat go together, and --radius with both")
    if options["lon"] is not None:
        if "place" in asked:
            raise click.UsageError("give --place or --lon and --lat, not both")
        asked["place"] = {"lon": options["lon"], "lat": options["lat"], "radius_m": options["radius"]}
    asked |= dict(_people(pair) for pair in options["people"])
    asked |= {name: list(options[name]) for name in ("same_as", "not_same_as") if options[name]}
    return asked | ({"only_here": True} if options["only_here"] else {})


def _people(pair: str) -> tuple[str, Any]:
    kind, _, number = pair.partition("=")
    low, dash, high = number.partition("-")
    try:
        if number == _NONE:
            return kind, None
        return kind, {"low": int(low) if low else None, "high": int(high) if high else None} if dash else int(low)
    except ValueError:
        raise click.UsageError(
            f"--people: {pair!r} is not such as fatalities=3, injured=2-5 or arrested=none"
        ) from None


def _found(store: EventStore, event_id: str) -> Event | None:
    """None for a deleted event and for one that is not there."""
    try:
        return store.get(event_id)
    except EventNotFound:
        return None


def _show(before: Event | None, after: Event | None) -> None:
    """A line for each thing that is not as before; for the same twice, all there is."""
    old, new = _facts(before), _facts(after)
    for name in old | new if before and after else ("event", "title"):
        was, now = old.get(name, ""), new.get(name, "")
        if before is after:
            _say(f"{name}: {now}")
        elif was != now:
            _say(f"{name}: {was or '-'} -> {now or '-'}")


def _say(line: str) -> None:
    """One line, whatever it quotes: news and loaded files may hold what a terminal would obey."""
    click.echo("".join(char if char.isprintable() or char == "\t" else " " for char in line))


def _facts(event: Event | None) -> dict[str, str]:
    from geo.rows import row

    if event is None:
        return {"event": "deleted"}
    places = "; ".join(_named(place.place) for place in event.located if place.place)
    names = ("type", "mode", "status", "start", "end", "date_precision")
    people = (name for name in row(event) if name.endswith(("_low", "_high")))
    values = row(event) | {"places": places, "event": event.id}
    wanted = ("event", "title", "places", *names, *people, "quote", "reports", "corrected_by")
    return {name: str(values[name]) for name in wanted if values[name] not in ("", None)}


def _named(place: Place) -> str:
    return f"{where(place)} ({place.id})"


def _list(store: EventStore) -> None:
    from geo.corrections import rulings, standing

    made = store.corrections()
    counting = {correction.id for correction in standing(made)}
    for correction in made:
        now = store.find(correction.event)
        state = "" if correction.id in counting or _undoes(correction) else " (undone)"
        state += "" if now else " (waits for its event)"
        _say(f"{now or correction.event.event}\t{_line(correction)}{state}")
    for ruling in rulings(made).values():
        _say(f"{ruling.name!r} means {_named(ruling.place)}\t{ruling.at:%Y-%m-%d}\t{ruling.by}")


def _line(correction: Correction) -> str:
    what = ", ".join(_what(change) for change in correction.changes)
    note = f": {correction.note}" if correction.note else ""
    return f"{correction.at:%Y-%m-%d %H:%M}\t{correction.by}\t{what}{note}"


def _undoes(correction: Correction) -> bool:
    return any(change.kind == "undone" for change in correction.changes)


def _what(change: Change) -> str:
    from geo import corrections as made

    match change:
        case made.Moved():
            return f"place {_named(change.place) if change.place else 'none'}"
        case made.Retyped():
            return f"type {change.type} {change.mode}".rstrip()
        case made.Redated():
            return f"dates {change.start or 'none'} to {change.end or 'none'}"
        case made.Restated():
            return f"status {change.status}"
        case made.Recounted():
            return f"{change.of} {change.count and (change.count.low, change.count.high)}"
        case made.Grouped():
            return f"{'same' if change.together else 'not same'} as {change.other.event}"
        case made.Undone():
            return f"undid {change.correction}"
        case made.Deleted():
            return "deleted"


def _save(store: EventStore, path: str) -> None:
    from geo.corrections import dumps

    with click.open_file(path, "wb", lazy=False, atomic=True) as file:
        for correction in store.corrections():
            file.write(dumps(correction) + b"\n")


def _load(store: EventStore, path: str) -> None:
    with click.open_file(path, "rb") as file:
        read = list(_read(file, path))
    good = [one for one in read if not isinstance(one, ReadError)]
    new = store.correct(good)
    click.echo(f"corrections {len(good)}, new {new}, failed {len(read) - len(good)}", err=True)
    tell_waiting(store)
    if len(good) < len(read):
        sys.exit(1)


def _read(lines: Iterable[bytes], source: str) -> Iterator[Correction | ReadError]:
    from geo.corrections import loads

    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield loads(line, source=source, number=number)
            except ReadError as error:
                trouble(str(error))
                yield error


def tell_waiting(store: EventStore) -> None:
    from geo.stores import waiting

    if number := len(waiting(store)):
        verb = "correction waits for its event" if number == 1 else "corrections wait for their events"
        click.echo(f"{number} {verb}; see: dateline correct --list", err=True)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


COMMANDS = (correct,)
