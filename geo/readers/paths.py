"""From paths to documents: which reader reads which file."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO

import orjson

from geo.errors import ReadError
from geo.model import Document
from geo.readers.base import Given, Reader
from geo.readers.feeds import read_feed
from geo.readers.html import read_html
from geo.readers.jsonlines import document, read_json_lines
from geo.readers.plain import read_plain

# What a folder is searched for.
_READERS: dict[str, Reader] = {
    ".txt": read_plain,
    ".html": read_html,
    ".htm": read_html,
    ".xml": read_feed,
    ".rss": read_feed,
    ".atom": read_feed,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
}
# Files about the files beside them, not articles.
_ABOUT = frozenset({"readme", "license", "licence", "notice", "changelog", "contributing", "copying"})


def read_paths(
    paths: Iterable[str | Path], *, published: date | None = None, title: str | None = None
) -> Iterator[Document | ReadError]:
    """Every article in the files and folders, in the order given; a folder's files by name.

    "-" is JSON lines on standard input. `published` and `title` are for articles that have none of their own.
    """
    given = Given(published, title or "")
    for path in paths:
        if str(path) == "-":
            yield from read_json_lines(sys.stdin.buffer, "-", given)
            continue
        for file in articles(Path(path)):
            yield from _read_file(file, given)


def articles(path: Path) -> list[Path]:
    """The path itself if it is no folder; else the files below it that a reader knows, hidden ones left out."""
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.rglob("*") if _is_article(file.relative_to(path)) and file.is_file())


def _is_article(file: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.parts)
    return file.suffix.lower() in _READERS and file.stem.lower() not in _ABOUT and not hidden


def _read_file(file: Path, given: Given) -> Iterator[Document | ReadError]:
    try:
        with file.open("rb") as stream:
            reader = _READERS.get(file.suffix.lower()) or _sniffed(stream)
            yield from reader(stream, str(file), given)
    except OSError as error:
        yield ReadError(error.strerror or str(error), source=str(file))


def _sniffed(stream: BinaryIO) -> Reader:
    """The reader for a file whose name does not say."""
    start = stream.read(1024).removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    stream.seek(0)
    if start.startswith((b"<!doctype html", b"<html")):
        return read_html
    if start.startswith((b"<?xml", b"<rss", b"<feed", b"<rdf")):
        return read_html if b"<html" in start else read_feed
    if start.startswith((b"{", b"[")):
        return _read_json
    return read_plain


def _read_json(stream: BinaryIO, source: str, given: Given) -> Iterator[Document | ReadError]:
    """One document, a list of them, or JSON lines under another name."""
    try:
        whole = orjson.loads(stream.read())
    except orjson.JSONDecodeError:
        stream.seek(0)
        yield from read_json_lines(stream, source, given)
        return
    for number, record in enumerate(whole if isinstance(whole, list) else [whole], start=1):
        try:
            yield document(record, given)
        except ValueError as error:
            yield ReadError(f"document {number}: {error}", source=source)
