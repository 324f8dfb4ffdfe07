"""The map as a page: one file that needs nothing from outside, or a page of the service that loads its events."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import orjson
from jinja2 import Environment, PackageLoader

from geo.model import Event
from geo.query import EVENT_QUERYABLES, positions
from geo.shapes import Outline
from geo.worldviews import Worldview, worldview
from maps import cities
from maps.assets import bundle, leaflet_css, leaflet_js, static_text
from maps.basemap import lands
from maps.columns import inline
from maps.layers import legend, script_json
from maps.packing import packed
from maps.words import DEFAULT, languages, spoken, words

TITLE = "News events"

# A street map's address and the words it wants shown.
Tiles: TypeAlias = Mapping[str, str]

# Languages that are written from right to left (the primary part of their tags).
_RIGHT_TO_LEFT = {"ar", "fa", "he", "ur", "ps", "ckb", "sd", "ug", "yi", "dv"}


def render_map(
    events: Sequence[Event],
    outline: Outline,
    *,
    title: str = TITLE,
    language: str = DEFAULT,
    view: Worldview | None = None,
) -> str:
    """A whole HTML document; opened from a disk, it sends no request. It speaks `language` (BCP 47), or the nearest there
    is; `view` says whose borders to draw until the reader chooses, None: de facto, today's.

    Data and scripts travel packed, which browsers of 2023 and later undo; a third of the size, or less.
    """
    language = spoken(language)
    near = [position for event in events for position in positions(event)]
    carried = inline(events, outline)
    data = {
        **spoken_words(language),
        "legend": legend(events),
        "queryables": queryables(),
        "lands": lands(near, view or worldview()),
        "cities": cities.around(near),
        "data": {"tables": carried.tables},
    }
    scripts = [leaflet_js(), f"(() => {{\n{bundle('saved')}}})();\n"]
    opener = f"(() => {{\n{bundle('unpack')}}})();\n"
    styles = [leaflet_css(), static_text("map.css"), static_text("page.css")]
    policy = {
        "default-src": "'none'",
        "script-src": _hashes([opener, *scripts]),
        "style-src": _hashes(styles),
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    # Packed text holds nothing that HTML would read, and is JSON as it is.
    given = orjson.dumps(
        {
            "data": packed(orjson.dumps(data)),
            "columns": carried.columns,
            "scripts": [packed(script.encode()) for script in scripts],
            "unopened": words(language)["page.unopened"],
        }
    ).decode()
    return render(
        "map.html.j2", given, title=title, language=language, csp=_joined(policy), opener=opener, styles=styles
    )


def page(
    *,
    embed: bool = False,
    title: str = TITLE,
    language: str = DEFAULT,
    tile_url: str = "",
    tile_attribution: str = "",
    image: str = "",
    oembed: str = "",
) -> str:
    """The service's page. Its addresses are relative to the service's root, so it must be served from there
    (`/map`, `/embed`) with the header `csp(tile_url)`, beside `static/`, `map.js` (`assets.live_js()`), `land.json`
    (`basemap.land()`), `cities.json` (`cities.within`), `worldviews` and the collection. The page's own query is the
    collection's (bbox, datetime, type, status, q, filter, story), and is read by its script. `image`: the absolute address
    of a still, for those who show a preview of a link; `oembed`: that of what they may show instead.
    """
    data: dict[str, Any] = {
        **spoken_words(language),
        "legend": legend(),
        "queryables": queryables(),
        "landUrl": "land.json",
        "citiesUrl": "cities.json",
        "worldviews": "worldviews",
        "events": "collections/events",
        "picture": "map",
        "tiles": {"url": tile_url, "attribution": tile_attribution} if tile_url else None,
    }
    return render(
        "map.html.j2",
        script_json(data),
        title=title,
        embed=embed,
        language=spoken(language),
        full="map",
        image=image,
        oembed=oembed,
    )


def queryables() -> dict[str, str]:
    """Name -> kind of what a parameter of its own may ask for, apart from those that the page's script reads itself."""
    besides = ("type", "status", "story")
    return {
        name: kind
        for name, kind in EVENT_QUERYABLES.items()
        if kind not in ("geometry", "interval") and name not in besides
    }


def spoken_words(language: str) -> dict[str, Any]:
    """What a page's scripts need to speak it, or the nearest language there is."""
    tag = spoken(language)
    return {"language": tag, "words": words(tag)}


def csp(tile_url: str = "", *, embed: bool = False) -> str:
    """The Content-Security-Policy that `page` needs; an embed may stand in anybody's frame."""
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "connect-src": "'self'",
        "img-src": f"'self' data: {_origin(tile_url)}".strip(),
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "*" if embed else "'self'",
    }
    return _joined(policy)


def _joined(policy: Mapping[str, str]) -> str:
    return "; ".join(f"{directive} {sources}" for directive, sources in policy.items())


def _hashes(texts: Sequence[str]) -> str:
    return " ".join(f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in texts)


def _origin(tile_url: str) -> str:
    """Scheme and host of a tile address; "https://{s}.tile.org/..." is served from https://*.tile.org."""
    parts = urlsplit(tile_url.replace("{s}", "*"))
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def render(template: str, data: str, *, language: str, **values: Any) -> str:
    """`data` is for the page's scripts, JSON that may stand in a page (`script_json`); `values` and the words of
    `language`, one of `languages()`, are for its template.
    """
    own = words(language)
    direction = "rtl" if language.partition("-")[0] in _RIGHT_TO_LEFT else "ltr"
    named = [(tag, words(tag)["language.own"]) for tag in languages()]
    page = _environment().get_template(template)
    return page.render(data=data, words=own, language=language, direction=direction, languages=named, **values)


@cache
def _environment() -> Environment:
    return Environment(loader=PackageLoader("maps"), autoescape=True, trim_blocks=True, lstrip_blocks=True)
