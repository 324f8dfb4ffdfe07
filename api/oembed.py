"""oEmbed 1.0: where somebody pastes a link to the map, the map itself appears, if the program they write in asks here."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from fastapi import APIRouter, Request, Response
from starlette.datastructures import QueryParams

from api import params
from api.answers import json
from api.errors import problem
from api.links import JSON, href
from api.openapi import operation
from api.params import Parameter

TAG = "Maps"

# Pixels: of a frame that nobody gave a size, the least that is of use, and a picture's widest and its shape.
WIDTH, HEIGHT, LEAST = 800, 500, 200
_PREVIEW, _SHAPE = 1200, 1200 / 630

_PAGES = ("/map", "/embed")
_SIDES = (1, 100_000)
_PARAMETERS = (
    params.text("url", "The address of a `/map` or `/embed` of this service.", most=8_000, required=True),
    params.whole("maxwidth", "Pixels that there is room for.", *_SIDES),
    params.whole("maxheight", "Pixels that there is room for.", *_SIDES),
    Parameter("format", "`json`, the only one there is.", {"type": "string", "default": "json"}),
)


def router(title: str, passed: Collection[str]) -> APIRouter:
    """`passed`: the parameters that a map's picture takes, too."""
    routes = APIRouter()
    names = {parameter.name for parameter in _PARAMETERS}

    def oembed(request: Request) -> Response:
        # Those who ask add parameters of their own (WordPress: dnt), which mean nothing here.
        given = QueryParams([pair for pair in request.query_params.multi_items() if pair[0] in names])
        values = params.read(given, _PARAMETERS)
        if values.get("format", "json") != "json":
            return problem(501, "There is only format=json.", parameter="format")
        root = href(request, "")
        asked = _map_address(values["url"], root)
        if asked is None:
            return problem(404, f"url is no address of {root}/map or {root}/embed.", parameter="url")
        width = min(WIDTH, values.get("maxwidth", WIDTH))
        height = min(HEIGHT, values.get("maxheight", HEIGHT))
        query = parse_qsl(asked.query)
        frame = _frame(_address(f"{root}/embed", query, asked.fragment), title, width, height)
        answer = {
            "version": "1.0",
            "type": "rich",
            "title": title,
            "provider_name": "Dateline",
            "provider_url": f"{root}/",
            "html": frame,
            "width": width,
            "height": height,
        }
        wide = min(_PREVIEW, values.get("maxwidth", _PREVIEW), int(values.get("maxheight", _PREVIEW) * _SHAPE))
        high = round(wide / _SHAPE)
        if high >= LEAST:
            size = [("width", str(wide)), ("height", str(high))]
            kept = [(name, value) for name, value in query if name in passed]
            answer |= {"thumbnail_url": _address(f"{root}/map.png", [*kept, *size])}
            answer |= {"thumbnail_width": wide, "thumbnail_height": high}
        return json(answer)

    described = operation("The map of an address as oEmbed", TAG, {JSON: {"type": "object"}}, parameters=_PARAMETERS)
    routes.add_api_route("/oembed", oembed, **described)
    return routes


def discovery(request: Request) -> str:
    """The address that tells of the map that was asked for."""
    return href(request, "/oembed", urlencode({"url": href(request, "/map", request.url.query)}))


def _map_address(url: str, root: str) -> SplitResult | None:
    """None for anything but one of our maps."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts if f"{parts.scheme}://{parts.netloc}{parts.path}" in {root + page for page in _PAGES} else None


def _address(path: str, query: Sequence[tuple[str, str]], fragment: str = "") -> str:
    return path + (f"?{urlencode(query, safe=',/:')}" if query else "") + (f"#{fragment}" if fragment else "")


def _frame(address: str, title: str, width: int, height: int) -> str:
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="{width}" height="{height}" '
        'sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox" '
        'loading="lazy" referrerpolicy="strict-origin-when-cross-origin" '
        'style="border:0"></iframe>'
    )
