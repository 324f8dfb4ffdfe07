"""Texts to places and events: the pipeline over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from typing import BinaryIO

import orjson
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from api import params
from api.features import json
from api.links import HTML, JSON
from api.openapi import object_of, operation, strings
from api.params import list_of
from api.service import service
from geo.errors import ReadError
from geo.model import Document
from geo.readers.base import Given
from geo.readers.html import read_html
from geo.readers.jsonlines import document
from geo.readers.plain import read_plain
from geo.records import parsed_record

TAG = "Geoparsing"
PLAIN = "text/plain"

# Bytes. The longest article in the news is a tenth of it.
MAX_BODY = 1_000_000

_GEOPARSE = (
    params.flag("events", "Whether to look for events too, not only for places.", default=True),
    params.day("published", "The day of publication, if the text does not say it: dates are read against it."),
    params.text("title", "The headline, if the text does not say it.", most=1000),
)
_DOCUMENT = object_of(
    strings("id", "text", "title", "url", "language")
    | {
        "published": {"type": "string", "format": "date"},
        "mentions": list_of(object_of({"start": {"type": "integer"}, "end": {"type": "integer"}}, "start", "end")),
    },
    "text",
)
_PARSED = object_of(
    {"id": {"type": "string"}, "mentions": list_of({"type": "object"}), "events": list_of({"type": "object"})},
    "id",
    "mentions",
    "events",
)

routes = APIRouter()


@routes.post(
    "/geoparse",
    **operation(
        "The places and events of a text",
        TAG,
        {JSON: _PARSED},
        parameters=_GEOPARSE,
        body={JSON: _DOCUMENT, PLAIN: {"type": "string"}, HTML: {"type": "string"}},
        description="The body is a document as JSON, plain text (with front matter, if you like) or a web page. "
        "Offsets in the answer count characters of the text; of a web page, those of the article found in it.",
    ),
)
async def geoparse(request: Request) -> Response:
    values = params.read(request.query_params, _GEOPARSE)
    body = await _body(request)
    return await run_in_threadpool(_geoparse, request, values, body)


def _geoparse(request: Request, values: params.Values, body: bytes) -> Response:
    given = Given(values.get("published"), values.get("title", ""))
    parsed = service(request).pipeline().parse(_document(request, body, given), events=values.get("events", True))
    return json(parsed_record(parsed))


async def _body(request: Request) -> bytes:
    """Read no further than the limit, whatever length the headers claim."""
    read = bytearray()
    async for chunk in request.stream():
        read += chunk
        if len(read) > MAX_BODY:
            raise HTTPException(413, f"the text is longer than {MAX_BODY:,} bytes; send one article at a time")
    return bytes(read)


def _document(request: Request, body: bytes, given: Given) -> Document:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in _READERS:
        raise HTTPException(415, f"{media_type or 'no content type'}: send one of {', '.join(_READERS)}")
    found = next(iter(_READERS[media_type](BytesIO(body), "request body", given)))
    if isinstance(found, ReadError):
        raise found
    return found


def _read_json(stream: BinaryIO, source: str, given: Given) -> Iterator[Document | ReadError]:
    try:
        yield document(orjson.loads(stream.read()), given)
    except orjson.JSONDecodeError as error:
        yield ReadError(f"not JSON: {error}", source=source)
    except ValueError as error:
        yield ReadError(str(error), source=source)


_READERS: dict[str, Callable[[BinaryIO, str, Given], Iterable[Document | ReadError]]] = {
    JSON: _read_json,
    PLAIN: read_plain,
    HTML: read_html,
}
