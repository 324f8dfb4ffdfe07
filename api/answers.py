"""Answers: JSON with its ETag, pages of a browser, and which of several formats somebody wants."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import orjson
from fastapi import Request, Response
from jinja2 import Environment, PackageLoader
from starlette.routing import get_route_path  # type: ignore[attr-defined]

from api import params
from api.links import HTML, JSON, href
from api.middleware import fresh

# Pages of ours run no script but our files, and stand in no frame but our own.
_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)

_templates = Environment(loader=PackageLoader("api"), autoescape=True, trim_blocks=True, lstrip_blocks=True)


class Written(Protocol):
    """What an answer may be written in; `name` is its value of `f`."""

    @property
    def name(self) -> str: ...

    @property
    def media_type(self) -> str: ...


W = TypeVar("W", bound=Written)


@dataclass(frozen=True, slots=True)
class Form:
    name: str
    media_type: str


PAGE = Form("html", HTML)
JSON_OR_PAGE = (Form("json", JSON), PAGE)


def json(
    body: Any, media_type: str = JSON, headers: Mapping[str, str] | None = None, *, status: int = 200
) -> Response:
    return plain(orjson.dumps(body), media_type, headers, status=status)


def plain(text: bytes, media_type: str, headers: Mapping[str, str] | None = None, *, status: int = 200) -> Response:
    return Response(text, status, {**(headers or {}), **fresh(text)}, media_type)


def page(request: Request, template: str, **values: Any) -> Response:
    # Links inside are relative, so that they hold behind any proxy: `up` leads to the service's root.
    up = "../" * (get_route_path(request.scope).count("/") - 1)
    text = _templates.get_template(template).render(root=href(request, ""), up=up, **values)
    return Response(text, headers={"Content-Security-Policy": _CSP, "Vary": "Accept"}, media_type=HTML)


def json_or_page(request: Request, body: Any, template: str, **values: Any) -> Response:
    """`body` as JSON or, for a browser, the page that shows it as `document`."""
    given = params.read(request.query_params, (params.PAGE_FORMAT,)).get("f")
    if wanted(request, given, JSON_OR_PAGE) is PAGE:
        return page(request, template, document=body, **values)
    return json(body, headers={"Vary": "Accept"})


def wanted(request: Request, given: str | None, formats: Sequence[W]) -> W:
    """The one `f` names (`given`), else the one the Accept header likes best, else the first."""
    if given is not None:
        return next(one for one in formats if one.name == given)
    for accepted in liked(request.headers.get("accept", "")):
        for one in formats:
            if _satisfies(one.media_type, accepted):
                return one
    return formats[0]


def liked(header: str) -> Iterable[str]:
    """The ranges of an Accept or Accept-Language header, the best liked first; what is refused by q=0 is left out."""
    ranges = []
    for part in header.lower().split(","):
        media_range, *parameters = (word.strip() for word in part.split(";"))
        quality = next((word[2:] for word in parameters if word.startswith("q=")), "1")
        try:
            ranges.append((float(quality), media_range))
        except ValueError:
            continue
    return [media_range for quality, media_range in sorted(ranges, key=_quality, reverse=True) if quality > 0]


def _quality(liked: tuple[float, str]) -> float:
    return liked[0]


def _satisfies(media_type: str, accepted: str) -> bool:
    # Who takes any JSON takes GeoJSON.
    if accepted in ("*/*", media_type) or (accepted == JSON and media_type.endswith("+json")):
        return True
    return accepted.endswith("/*") and media_type.startswith(accepted[:-1])
