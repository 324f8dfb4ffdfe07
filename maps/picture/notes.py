"""What a picture says about itself in words: of when, chosen how, how many of how many, from whom, in which projection."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from geo.query import EventQuery, Interval
from geo.vocabulary import event_type
from maps.picture import when
from maps.picture.paper import Brief
from maps.picture.scene import Days, Scene
from maps.picture.view import View


def credits(brief: Brief) -> str:
    day = f", {when.days(Days(brief.view.day, brief.view.day))}" if brief.dated else ""
    borders = f"Borders: {brief.view.view.name}{day}; dashed where disputed."
    return f"{borders} Shapes: Natural Earth. Places: GeoNames, CC BY 4.0. Map: Dateline."


def subtitle(scene: Scene, query: EventQuery) -> str:
    """Days and what was chosen, parted by middle dots."""
    return " · ".join(filter(None, (when.days(scene.days), *_chosen(query))))


def _chosen(query: EventQuery) -> Iterator[str]:
    if query.types:
        yield "only " + listed([event_type(type).label.lower() for type in query.types])
    if query.statuses:
        yield "only " + listed([str(status) for status in query.statuses])
    if query.interval and (query.interval.start or query.interval.end):
        yield _interval(query.interval)
    if query.bbox:
        box = query.bbox
        yield f"in the box {box.west:g}, {box.south:g}, {box.east:g}, {box.north:g}"
    if query.text:
        yield f"with the words “{query.text}”"
    if query.story:
        yield f"reports of the story {query.story}"
    if query.filter is not None:
        yield "and a filter"


def _interval(asked: Interval) -> str:
    said = when.days(Days(asked.start, asked.end))
    if asked.start and asked.end:
        return f"asked for {said}"
    return f"asked for {said} and {'later' if asked.start else 'earlier'}"


def counts(scene: Scene) -> str:
    """ "74 events, 31 not shown on the map: 23 without a known place, ...": each is counted once."""
    if not scene.events:
        return "No events."
    total = f"{scene.events:,} event{'s' * (scene.events != 1)}"
    missing = scene.events - scene.shown
    if not missing:
        return f"{total}, all shown."
    why = [
        f"{number:,} {reason}"
        for number, reason in (
            (scene.countrywide, "known only by country, counted there"),
            (scene.unplaced, "without a known place"),
            (scene.shapeless, "at a place of unknown extent"),
            (scene.denied, "denied"),
        )
        if number
    ]
    return f"{total}, {missing:,} not shown as marks: {', '.join(why)}."


def plain(number: int) -> str:
    """Of regions and circles that are too many to draw; "" of none."""
    if not number:
        return ""
    return f"Areas and circles with the fewest events, {number:,} of them, are drawn as badges."


def sources(scene: Scene, most: int = 6) -> str:
    """Who published what is shown; "" where nobody is known."""
    names = sorted(((-count, name) for name, count in scene.publishers.items() if name))
    shown = [name for _, name in names[:most]]
    if not shown:
        return ""
    more = len(names) - len(shown)
    return f"Reported by: {', '.join(shown)}{f' and {more:,} more' if more else ''}."


def projection(view: View) -> str:
    if view.world:
        return "Equal Earth projection: areas compare, distances do not."
    lat, lon = (
        f"{abs(view.lat):g}° {'N' if view.lat >= 0 else 'S'}",
        f"{abs(view.lon):g}° {'E' if view.lon >= 0 else 'W'}",
    )
    return f"Lambert azimuthal equal-area projection about {lat}, {lon}."


def listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
