"""Articles that come in the body of a request: plain text, a web page, or a document as JSON."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from io import BytesIO
from typing import BinaryIO

import orjson
from fastapi import Request
from starlette.exceptions import HTTPException

from api import params
from api.links import HTML, JSON
from api.openapi import Schema, object_of
from geo.errors import ReadError
from geo.model import Document
from geo.readers.base import Given
from geo.readers.html import read_html
from geo.readers.jsonlines import document
from geo.readers.plain import read_plain

PLAIN = "text/plain"

# Bytes. The longest article in the news is a tenth of it.
MAX_BODY = 1_000_000

_MENTION = object_of({"start": {"type": "integer"}, "end": {"type": "integer"}}, "start", "end")
_MAYBE: Schema = {"type": "string", "nullable": True}
_DOCUMENT = object_of(
    {
        "id": {"oneOf": [_MAYBE, {"type": "integer"}]},
        "text": {"type": "string"},
        **dict.fromkeys(("title", "url", "publisher", "language"), _MAYBE),
        "published": {**_MAYBE, "format": "date"},
        "mentions": params.list_of(_MENTION) | {"nullable": True},
    },
    "text",
)
SCHEMAS: Mapping[str, Schema] = {JSON: _DOCUMENT, PLAIN: {"type": "string"}, HTML: {"type": "string"}}
DESCRIPTION = "The body is a document as JSON, plain text (with front matter, if you like) or a web page."
PARAMETERS = (
    params.day("published", "The day of publication, if the text does not say it: dates are read against it."),
    params.text("title", "The headline, if the text does not say it.", most=1000),
)


async def read(request: Request, most: int = MAX_BODY) -> bytes:
    """No further than the limit, whatever length the headers claim."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise too_long(most)
    return bytes(body)


def too_long(most: int) -> HTTPException:
    return HTTPException(413, f"the text is longer than {most:,} bytes; send it in parts")


def media_type(request: Request, known: Collection[str]) -> str:
    """One of those known, or an HTTPException 415 that names them."""
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given not in known:
        raise HTTPException(415, f"{given or 'no content type'}: send one of {', '.join(known)}")
    return given


def article(request: Request, values: params.Values, body: bytes) -> Document:
    """A ReadError says what of the body is wrong."""
    read_as = _READERS[media_type(request, _READERS)]
    given = Given(values.get("published"), values.get("title", ""))
    found = next(iter(read_as(BytesIO(body), "request body", given)))
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
