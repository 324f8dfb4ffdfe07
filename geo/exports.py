"""Events for other programs: as files in any of the formats, or coded in the columns of a codebook."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from geo.codebooks import CODEBOOKS, code
from geo.errors import QueryError
from geo.formats import FORMATS, Table, csv
from geo.formats.tables import EVENTS
from geo.model import Event

NAMES = (*FORMATS, *CODEBOOKS)


def export(features: Iterable[bytes], target: Path | BinaryIO, format: str, table: Table = EVENTS) -> None:
    """Write Features, as JSON text, to a file, which appears whole, or to a stream, while they come: any number of them
    in little memory. QueryError for an unknown format."""
    if format not in FORMATS:
        raise QueryError("format", f"{format!r} is none of {', '.join(NAMES)}")
    _write(FORMATS[format].write(features, table), target)


def export_coded(events: Iterable[Event], target: Path | BinaryIO, codebook: str) -> Mapping[str, int]:
    """As CSV with the columns of one of `CODEBOOKS`. Gives how many events have no place in it, by the reason."""
    columns = CODEBOOKS[codebook].columns
    coded = code(events, CODEBOOKS[codebook])
    _write(csv.lines(columns, coded.rows), target)
    return coded.left_out


def _write(pieces: Iterator[bytes], target: Path | BinaryIO) -> None:
    with _stream(target) as stream:
        for piece in pieces:
            stream.write(piece)


@contextmanager
def _stream(target: Path | BinaryIO) -> Iterator[BinaryIO]:
    """A file is written beside its name and then moved there, so that nobody sees half of it."""
    if not isinstance(target, Path):
        yield target
        return
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".export-") as folder:
        unfinished = Path(folder) / target.name
        with unfinished.open("wb") as stream:
            yield stream
        shutil.move(unfinished, target)
