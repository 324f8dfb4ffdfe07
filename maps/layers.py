"""Events as what the pages draw, and the vocabulary of colours, shapes and icons they are drawn with.

News text is hostile. It enters a page in one way only: as JSON made by `script_json`, which can't end the script
element it stands in. From there on the scripts in `static/` put it into the page as text nodes, never as HTML, follow
only http and https links, and turn (lon, lat) for Leaflet in one place, `static/events.js`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson

from geo.model import Event
from geo.vocabulary import EventType, event_type, vocabulary
from maps.assets import static_json
from maps.words import words

# What `<`, `>` and `&` could start inside a script element, and the line ends that old JavaScript trips over.
_ESCAPES = {char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}

# The outline of each group's badge: colour is never the only sign.
_SHAPES = {
    "CONFLICT": "diamond",
    "FORCE": "square",
    "PROTEST": "pentagon",
    "WORDS": "bubble",
    "DIPLOMACY": "circle",
    "HELP": "hexagon",
    "HAZARD": "triangle",
    "CRIME": "octagon",
    "OTHER": "circle",
}


def script_json(value: object) -> str:
    """JSON that may stand inside a script element, whatever text it holds."""
    text = orjson.dumps(value).decode()
    for char, escape in _ESCAPES.items():
        text = text.replace(char, escape)
    return text


def legend(events: Iterable[Event] | None = None) -> dict[str, Any]:
    """Groups, types, badge outlines and icons; `events` given: only the types and icons they use."""
    used = vocabulary().values() if events is None else _entries(events)
    entries = sorted(used, key=lambda entry: (entry.type, entry.mode))
    drawings = static_json("icons.json")
    icons = {entry.icon for entry in entries} | {"dot"}
    return {
        "groups": _groups(),
        "types": {_key(entry): [entry.label, entry.group, entry.icon] for entry in entries},
        "shapes": drawings["shapes"],
        "icons": {name: path for name, path in drawings["icons"].items() if name in icons},
    }


def _entries(events: Iterable[Event]) -> set[EventType]:
    """Of their types and modes, and of each type as a whole, which filters speak of."""
    kinds = {(event.type, event.mode) for event in events}
    return {event_type(*kind) for kind in kinds | {(type, "") for type, _ in kinds}}


def _key(entry: EventType) -> str:
    return f"{entry.type}/{entry.mode}" if entry.mode else entry.type


def _groups() -> dict[str, dict[str, str]]:
    colours = {entry.group: entry.colour for entry in vocabulary().values()} | {"OTHER": event_type("").colour}
    return {
        group: {
            "label": words()[f"group.{group}"],
            "shape": shape,
            "colour": colours[group],
            "ink": ink_on(colours[group]),
        }
        for group, shape in _SHAPES.items()
    }


def ink_on(colour: str) -> str:
    """Black or white, whichever contrasts more with `colour` ("#rrggbb") by WCAG 2's relative luminance."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    # Where contrast with white, 1.05 / (Y + .05), equals that with black, (Y + .05) / .05.
    return "#1b1b1b" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 else "#ffffff"
