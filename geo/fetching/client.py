"""One address over HTTP: each hop looked at, no more bytes and no more seconds than the limits."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import TypeAlias
from urllib.parse import SplitResult, quote, urljoin

from geo.errors import FetchError
from geo.fetching.guard import Guard

_HOPS = 5  # redirects
_CHUNK = 65_536  # bytes
# Answers after which the same question may be answered later (RFC 9110, RFC 6585).
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said of the version it gave, by which it is asked whether there is a newer one."""

    etag: str = ""
    modified: str = ""


NEW = Validators()


@dataclass(frozen=True, slots=True)
class Answer:
    """`body` None: not modified since the version of the validators. `address`: after redirects."""

    address: str
    body: bytes | None
    content_type: str = ""
    validators: Validators = NEW


# FetchError for anything but an answer or "not modified".
Fetch: TypeAlias = Callable[[str, Validators], Answer]


def fetching(guard: Guard, *, patience: float = 30.0, most: int = 5_000_000) -> Fetch:
    """A `Fetch` that takes `patience` seconds for each hop, whatever the server does in them, and `most` bytes, which
    are those unpacked. No proxy of the environment is used: what it asks, no guard can see."""

    def fetch(address: str, have: Validators = NEW) -> Answer:
        asked = address
        for _ in range(_HOPS + 1):
            with _asked(guard, address, have, patience) as answer:
                if answer.status in _REDIRECTS and (location := answer.headers.get("Location")):
                    address = urljoin(address, location)
                    continue
                return _read(answer, address, most)
        raise FetchError(asked, f"more than {_HOPS} redirects")

    return fetch


@contextmanager
def _asked(guard: Guard, address: str, have: Validators, patience: float) -> Iterator[http.client.HTTPResponse]:
    parts = guard.split(address)
    secure = parts.scheme == "https"
    host, port = str(parts.hostname), parts.port or (443 if secure else 80)
    late = threading.Event()
    with guard.connect(address, host, port, patience) as plain:
        # A timeout of the socket starts anew with each byte; this one does not.
        timer = threading.Timer(patience, _stop, (plain, late))
        timer.daemon = True
        timer.start()
        connection = http.client.HTTPConnection(host, port)
        try:
            connection.sock = _tls().wrap_socket(plain, server_hostname=host) if secure else plain
            connection.request("GET", _target(parts), headers=_headers(parts, have))
            with connection.getresponse() as answer:
                yield answer
            if late.is_set():
                raise TimeoutError  # what had come by then may look like all of it
        except (OSError, http.client.HTTPException, UnicodeError, ValueError, zlib.error) as error:
            if isinstance(error, FetchError) and not late.is_set():
                raise
            reason = f"no whole answer within {patience:g} seconds" if late.is_set() else _reason(error)
            raise FetchError(address, reason, passing=True) from None
        finally:
            timer.cancel()
            connection.close()


def _stop(connected: socket.socket, late: threading.Event) -> None:
    late.set()
    with suppress(OSError):  # over already
        connected.shutdown(socket.SHUT_RDWR)


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _target(parts: SplitResult) -> str:
    """Only what may stand in a request's first line."""
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
    query = quote(parts.query, safe="/?%:@!$&'()*+,;=~")
    return f"{path}?{query}" if query else path


def _headers(parts: SplitResult, have: Validators) -> dict[str, str]:
    conditions = {"If-None-Match": have.etag, "If-Modified-Since": have.modified}
    return {
        "Host": parts.netloc.encode("idna").decode("ascii"),
        "User-Agent": f"dateline/{version('dateline')}",
        "Accept": "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/html;q=0.8, */*;q=0.5",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    } | {name: value for name, value in conditions.items() if value and value.isprintable() and value.isascii()}


def _read(answer: http.client.HTTPResponse, address: str, most: int) -> Answer:
    if answer.status == http.client.NOT_MODIFIED:
        return Answer(address, None)
    if answer.status != http.client.OK:
        retry = answer.headers.get("Retry-After", "")
        reason = f"answered {answer.status} {answer.reason}".strip()
        raise FetchError(address, reason, passing=answer.status in _PASSING, retry_after=retry)
    validators = Validators(answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", ""))
    return Answer(address, _body(answer, address, most), answer.headers.get("Content-Type", ""), validators)


def _body(answer: http.client.HTTPResponse, address: str, most: int) -> bytes:
    coding = answer.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in ("identity", "gzip", "x-gzip", ""):
        raise FetchError(address, f"packed as {coding}, which was not asked for")
    unpacker = zlib.decompressobj(wbits=31) if "gzip" in coding else None
    body, size = bytearray(), 0
    while chunk := answer.read1(_CHUNK):
        size += len(chunk)
        body += unpacker.decompress(chunk, most + 1 - len(body)) if unpacker else chunk
        if max(len(body), size) > most:
            raise FetchError(address, f"longer than {most:,} bytes")
    if answer.length or (unpacker and not unpacker.eof):
        raise FetchError(address, f"broke off after {size:,} bytes", passing=True)
    return bytes(body)


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
