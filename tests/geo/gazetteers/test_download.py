"""A server that can break off, tell what has changed, or send rubbish: what comes is whole, or kept, or thrown away."""

import io
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from geo.errors import GazetteerError, ServiceUnavailable, SettingsError
from geo.gazetteers.download import download_geonames, fetch


def zipped(text: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("FR.txt", text)
    return data.getvalue()


class Server(ThreadingHTTPServer):
    """Serves `body` under any name; after `breaks_after` bytes of an answer it says no more."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.body = zipped(b"one\n" * 5_000)
        self.tag = '"1"'
        self.breaks_after: int | None = None
        self.asked: list[dict[str, str]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append(dict(self.headers) | {"path": self.path})
        body, start = self.server.body, 0
        if "missing" in self.path:
            self.send_error(404)
            return
        if self.headers.get("If-None-Match") == self.server.tag:
            self.send_response(304)
            self.end_headers()
            return
        if self.headers.get("If-Range") == self.server.tag:
            start = int(self.headers["Range"].removeprefix("bytes=").removesuffix("-"))
            if start >= len(body):
                self.send_error(416)
                return
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        else:
            self.send_response(200)
        self.send_header("Content-Length", str(len(body) - start))
        self.send_header("ETag", self.server.tag)
        self.end_headers()
        end = None if self.server.breaks_after is None else start + self.server.breaks_after
        self.wfile.write(body[start:end])

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


def test_the_files_of_a_country_come_whole(server: Server, tmp_path: Path) -> None:
    paths = download_geonames(server.address + "/", tmp_path / "new", "fr")
    assert [path.name for path in paths] == ["FR.zip", "alternateNamesV2.zip", "hierarchy.zip"]
    assert all(path.read_bytes() == server.body for path in paths)
    assert [asked["path"] for asked in server.asked] == ["/FR.zip", "/alternateNamesV2.zip", "/hierarchy.zip"]
    assert not list(tmp_path.rglob("*.part*"))


def test_what_broke_off_goes_on_where_it_stopped(server: Server, tmp_path: Path) -> None:
    path = tmp_path / "FR.zip"
    server.breaks_after = 30
    with pytest.raises(ServiceUnavailable, match=r"stopped after 30 of \d+ bytes; run this again"):
        fetch(server.address, path)
    assert not path.exists()
    server.breaks_after = None
    assert fetch(server.address, path).read_bytes() == server.body
    assert server.asked[-1]["Range"] == "bytes=30-"


def test_what_broke_off_and_has_changed_since_is_fetched_anew(server: Server, tmp_path: Path) -> None:
    server.breaks_after = 30
    with pytest.raises(ServiceUnavailable):
        fetch(server.address, tmp_path / "FR.zip")
    server.breaks_after, server.tag, server.body = None, '"2"', zipped(b"two\n" * 9)
    assert fetch(server.address, tmp_path / "FR.zip").read_bytes() == server.body


def test_what_is_there_in_full_but_unchecked_is_fetched_anew(server: Server, tmp_path: Path) -> None:
    (tmp_path / "FR.zip.part").write_bytes(server.body)
    (tmp_path / "FR.zip.part.json").write_text('{"etag": "\\"1\\""}')
    assert fetch(server.address, tmp_path / "FR.zip").read_bytes() == server.body


def test_what_has_not_changed_is_not_fetched_again(server: Server, tmp_path: Path) -> None:
    path = fetch(server.address, tmp_path / "FR.zip")
    server.body = b"nobody may read this"
    assert fetch(server.address, path).read_bytes() != server.body
    server.tag, server.body = '"2"', zipped(b"two\n")
    assert fetch(server.address, path).read_bytes() == server.body


def test_what_is_damaged_is_thrown_away(server: Server, tmp_path: Path) -> None:
    whole = server.body
    server.body = whole[:60] + bytes([whole[60] ^ 1]) + whole[61:]
    with pytest.raises(GazetteerError, match=r"what came is damaged .* and was thrown away"):
        fetch(server.address, tmp_path / "FR.zip")
    server.body = b"<html>Please log in</html>"
    with pytest.raises(GazetteerError, match="damaged"):
        fetch(server.address, tmp_path / "FR.zip")
    assert not list(tmp_path.glob("*.zip*.part"))
    server.body = whole
    assert fetch(server.address, tmp_path / "FR.zip").read_bytes() == whole


def test_what_is_not_there_or_is_no_address_is_told(server: Server, tmp_path: Path) -> None:
    with pytest.raises(ServiceUnavailable, match=r"/missing\.zip: Not Found"):
        fetch(server.address + "/missing.zip", tmp_path / "missing.zip")
    with pytest.raises(SettingsError, match="DATELINE_GEONAMES_URL"):
        fetch("file:///etc/passwd", tmp_path / "FR.zip")
    with pytest.raises(GazetteerError, match="no country"):
        download_geonames(server.address, tmp_path, "../x")
