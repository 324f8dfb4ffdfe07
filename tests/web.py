"""A server on this machine that answers as it is told, well or badly, and remembers what it was asked."""

import gzip
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Reply:
    body: bytes | Callable[[], Iterator[bytes]] = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class Web(ThreadingHTTPServer):
    """`pages`: path to Reply. One with an ETag is answered 304 when that is what the asker has."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages: dict[str, Reply] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def put(self, path: str, body: bytes | str | Callable[[], Iterator[bytes]] = b"", status: int = 200, **headers):
        data = body.encode() if isinstance(body, str) else body
        self.pages[path] = Reply(data, status, {name.replace("_", "-"): value for name, value in headers.items()})
        return self.address + path

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


class Handler(BaseHTTPRequestHandler):
    server: Web

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        reply = self.server.pages.get(self.path, Reply(status=404))
        tag = reply.headers.get("ETag")
        if tag and tag == self.headers.get("If-None-Match"):
            self.send_response(304)
            self.end_headers()
            return
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if isinstance(reply.body, bytes):
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        try:
            for piece in [reply.body] if isinstance(reply.body, bytes) else reply.body():
                self.wfile.write(piece)
        except OSError:
            pass  # the asker has had enough

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving() -> Iterator[Web]:
    server = Web()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def bomb(size: int) -> bytes:
    return gzip.compress(bytes(size))
