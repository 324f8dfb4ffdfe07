"""Fetches GeoNames' files: what was interrupted goes on where it stopped, what has not changed is not fetched again."""

from __future__ import annotations

import hashlib
import http.client
import re
import urllib.error
import urllib.request
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeAlias

import orjson

from geo.errors import GazetteerError, ServiceUnavailable, SettingsError
from geo.gazetteers.base import Progress, silent

Answer: TypeAlias = http.client.HTTPResponse | urllib.error.HTTPError

_CHUNK = 1_000_000  # bytes
_PATIENCE_S = 60.0  # without a byte
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+)")


@dataclass(frozen=True, slots=True)
class Version:
    """What the server says of a file, by which it knows it again; `sha256` of the bytes that came."""

    etag: str = ""
    modified: str = ""
    sha256: str = ""


def download_geonames(url: str, folder: Path, country: str | None = None, progress: Progress = silent) -> list[Path]:
    """The places (`country`: two letters; None: all), their alternate names and the hierarchy, as zip files."""
    if country is not None and not re.fullmatch("[A-Za-z]{2}", country):
        raise GazetteerError(f"{country!r} is no country; write its two letters, such as FR")
    folder.mkdir(parents=True, exist_ok=True)
    names = ((country or "").upper() or "allCountries", "alternateNamesV2", "hierarchy")
    return [fetch(f"{url.rstrip('/')}/{name}.zip", folder / f"{name}.zip", progress) for name in names]


def fetch(address: str, path: Path, progress: Progress = silent) -> Path:
    """The zip file at `address`, whole and sound at `path`; beside it, in .json, which version it is.

    ServiceUnavailable where the server does not answer or stops in the middle: what has come is kept for the next time.
    """
    if not address.startswith(("http://", "https://")):
        raise SettingsError(f"DATELINE_GEONAMES_URL: {address} does not begin with http:// or https://")
    part = path.with_name(path.name + ".part")
    try:
        with _open(_request(address, path, part)) as answer:
            if answer.status == http.client.NOT_MODIFIED:
                return path
            version = Version(answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", ""))
            start, size = _extent(answer)
            _write_version(part, version)
            with part.open("r+b" if start else "wb") as file:
                file.seek(start)
                for chunk in progress(_chunks(answer), -(-(size - start) // _CHUNK), f"Fetching {path.name}"):
                    file.write(chunk)
                file.truncate()
    except (OSError, http.client.HTTPException) as err:
        raise ServiceUnavailable(f"{address}: {_reason(err)}; run this again to go on where it stopped") from err
    if part.stat().st_size < size:
        raise ServiceUnavailable(
            f"{address}: the server stopped after {part.stat().st_size} of {size} bytes; run this again to go on"
        )
    _check(part, size, address)
    with part.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    part.replace(path)
    _version_file(part).unlink()
    _write_version(path, Version(version.etag, version.modified, digest))
    return path


def _request(address: str, path: Path, part: Path) -> urllib.request.Request:
    request = urllib.request.Request(address, headers={"User-Agent": "dateline"})  # noqa: S310 - `fetch` looked
    begun = _read_version(part)
    if begun and part.exists():
        # A weak tag may not be compared with a part of a file (RFC 9110, 13.1.5); the date will do, else begin anew.
        same = begun.etag if begun.etag and not begun.etag.startswith("W/") else begun.modified
        if same and (size := part.stat().st_size):
            request.add_header("Range", f"bytes={size}-")
            request.add_header("If-Range", same)
            return request
    if path.exists() and (have := _read_version(path)):
        if have.etag:
            request.add_header("If-None-Match", have.etag)
        elif have.modified:
            request.add_header("If-Modified-Since", have.modified)
    return request


def _open(request: urllib.request.Request) -> Answer:
    try:
        answer: Answer = urllib.request.urlopen(request, timeout=_PATIENCE_S)  # noqa: S310
    except urllib.error.HTTPError as error:
        if error.code == http.client.NOT_MODIFIED:
            return error
        error.close()
        if error.code != http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
            raise
        request.remove_header("Range")
        request.remove_header("If-range")
        return _open(request)
    return answer


def _extent(answer: Answer) -> tuple[int, int]:
    """The first byte of what comes, and how many the whole file has; 0 where the server does not say."""
    given = _RANGE.fullmatch(answer.headers.get("Content-Range", "")) if answer.status == 206 else None
    return (int(given[1]), int(given[2])) if given else (0, int(answer.headers.get("Content-Length", 0)))


def _chunks(answer: Answer) -> Iterator[bytes]:
    while chunk := answer.read(_CHUNK):
        yield chunk


def _check(part: Path, size: int, address: str) -> None:
    try:
        with zipfile.ZipFile(part) as archive:
            bad = archive.testzip()
        if size and part.stat().st_size != size:
            bad = f"{part.stat().st_size} bytes instead of {size}"
    except (zipfile.BadZipFile, zlib.error, EOFError) as err:
        bad = str(err)
    if bad:
        part.unlink()
        raise GazetteerError(f"{address}: what came is damaged ({bad}) and was thrown away; run this again")


def _reason(error: Exception) -> str:
    return str(getattr(error, "reason", error)) or type(error).__name__


def _version_file(path: Path) -> Path:
    return path.with_name(path.name + ".json")


def _write_version(path: Path, version: Version) -> None:
    _version_file(path).write_bytes(orjson.dumps(asdict(version)))


def _read_version(path: Path) -> Version | None:
    try:
        return Version(**orjson.loads(_version_file(path).read_bytes()))
    except (OSError, ValueError, TypeError):
        return None
