"""A GeoNames dump as columns: its files, zipped or not, read a block at a time in several processes."""

from __future__ import annotations

import gc
import multiprocessing
import zipfile
import zlib
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import IO, NamedTuple, TypeVar

import numpy as np

from geo.errors import GazetteerError, ReadError
from geo.gazetteers.base import Progress, silent
from geo.gazetteers.columns import Array, Batch, Packer, positions
from geo.gazetteers.entries import Entry
from geo.gazetteers.geonames import Broken, LeftOut, NameRow, PlaceRow, read_names, read_parents, read_place
from geo.gazetteers.units import Ours, Point, Units
from geo.gazetteers.writing import Run
from geo.model import Match

Item = TypeVar("Item")
Result = TypeVar("Result")

_BLOCK = 8_000_000  # bytes
_WAITING = 2  # blocks read ahead for each process


@dataclass(frozen=True, slots=True)
class Dump:
    """The files of a dump, as downloaded (.zip) or as text. `alternates` None: the names in `places` itself."""

    places: tuple[Path, ...]
    alternates: Path | None = None
    hierarchy: Path | None = None

    def paths(self) -> list[Path]:
        return [*self.places, *filter(None, (self.alternates, self.hierarchy))]


@dataclass(slots=True)
class Report:
    """What came of a dump's lines. `tell` gets every broken one; they are skipped and counted, by what is wrong."""

    tell: Callable[[ReadError], None] = lambda _: None
    places: int = 0
    names: int = 0
    broken: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)


class Block(NamedTuple):
    """Whole lines of a file; `line`: the number of the first, from 1."""

    source: str
    line: int
    text: bytes


class Reading(NamedTuple):
    """What one block gave. `twins`: places that are our own ones too, by their GeoNames numbers."""

    batch: Batch
    broken: list[tuple[str, ReadError]]
    left_out: Counter[str]
    twins: dict[int, str]


def processes(count: int) -> Run:
    """A `map` over worker processes that takes no more items than it can soon work on.

    The processes end with the items: what they have in memory is free for what comes between two such maps.
    """
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")

    def run(function: Callable[[Item], Result], items: Iterable[Item], /) -> Iterator[Result]:
        waiting = deque[Future[Result]]()
        # Millions of small objects come and go there, none of them in a circle.
        with ProcessPoolExecutor(count, context, initializer=gc.disable) as pool:
            try:
                for item in items:
                    waiting.append(pool.submit(function, item))
                    if len(waiting) > _WAITING * count:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            except BrokenProcessPool:
                raise GazetteerError("a process that read the dump was ended; was there too little memory?") from None

    return run


def batches(
    dump: Dump, units: Units, ours: Ours, report: Report, run: Run, folder: Path, progress: Progress = silent
) -> Iterator[Batch]:
    """All places, then the names of these; `folder` takes what the processes share."""
    if dump.hierarchy:
        units = units.by_hierarchy(_parents(dump.hierarchy), folder / "wards.npz")
    numbers, same = list[Array](), dict[int, str]()
    for path in dump.places:
        read = partial(place_block, units=units, ours=ours, alternates=dump.alternates is None)
        before = report.places
        for reading in _readings(path, read, run, report, progress, "Reading places"):
            report.places += len(reading.batch.owners)
            numbers.append(reading.batch.owners[reading.batch.owners > 0])
            same |= reading.twins
            yield reading.batch
        if report.places == before:
            raise GazetteerError(
                f"{path} holds no place; it is to be allCountries.txt or a country's file of GeoNames"
            )
    known = np.sort(np.concatenate(numbers))  # twenty times as fast as np.unique, which hashes them
    report.left_out["places that come twice"] = int(np.count_nonzero(known[1:] == known[:-1]))
    if dump.alternates:
        np.save(folder / "known.npy", np.sort(np.append(known, np.array(list(same), np.int64))))
        read = partial(name_block, known=folder / "known.npy", twins=same)
        for reading in _readings(dump.alternates, read, run, report, progress, "Reading names"):
            report.names += len(reading.batch.names)
            yield reading.batch


def _readings(
    path: Path, read: Callable[[Block], Reading], run: Run, report: Report, progress: Progress, label: str
) -> Iterator[Reading]:
    with ExitStack() as stack:
        file, size = _open(path, stack)
        blocks = progress(_blocks(path, file), -(-size // _BLOCK), label)
        for reading in run(read, blocks):
            for kind, error in reading.broken:
                report.broken[kind] += 1
                report.tell(error)
            report.left_out += reading.left_out
            yield reading


def _open(path: Path, stack: ExitStack) -> tuple[IO[bytes], int]:
    """A text file or the one that a zip file is named after, with its size."""
    try:
        if path.suffix.lower() != ".zip":
            return stack.enter_context(path.open("rb")), path.stat().st_size
        archive = stack.enter_context(zipfile.ZipFile(path))
        member = next((m for m in archive.infolist() if Path(m.filename).stem == path.stem), None)
        if member is None:
            raise GazetteerError(f"{path}: there is no {path.stem}.txt in it")
        return stack.enter_context(archive.open(member)), member.file_size
    except (OSError, zipfile.BadZipFile) as err:
        raise GazetteerError(f"{path} can't be read: {err}") from err


def _blocks(path: Path, file: IO[bytes]) -> Iterator[Block]:
    line, rest = 1, b""
    try:
        while data := file.read(_BLOCK):
            whole, newline, tail = data.rpartition(b"\n")
            if not newline:
                rest += data
                continue
            yield Block(str(path), line, rest + whole)
            line += rest.count(b"\n") + whole.count(b"\n") + 1
            rest = tail
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error) as err:
        raise GazetteerError(f"{path} is damaged ({err}); download it again") from err
    if rest:
        yield Block(str(path), line, rest)


class _Lines:
    """The lines of a block, with what was wrong about them."""

    def __init__(self, block: Block) -> None:
        self.count = 0
        self.broken: list[tuple[str, ReadError]] = []
        self.left_out: Counter[str] = Counter()
        self._block = block

    def __iter__(self) -> Iterator[str]:
        for number, raw in enumerate(self._block.text.split(b"\n"), start=self._block.line):
            self.count = number
            try:
                line = raw.decode().rstrip("\r")
            except UnicodeDecodeError:
                self.broke(Broken("not UTF-8"))
                continue
            if line.strip():
                yield line

    def broke(self, problem: Broken) -> None:
        self.broken.append((problem.kind, ReadError(str(problem), source=self._block.source, line=self.count)))

    def reading(self, batch: Batch, twins: dict[int, str]) -> Reading:
        return Reading(batch, self.broken, self.left_out, twins)


def place_block(block: Block, *, units: Units, ours: Ours, alternates: bool) -> Reading:
    lines, rows = _Lines(block), list[PlaceRow]()
    for line in lines:
        try:
            rows.append(read_place(line, alternates=alternates))
        except Broken as problem:
            lines.broke(problem)
        except LeftOut as reason:
            lines.left_out[str(reason)] += 1
    packer, same = Packer(), dict[int, str]()
    points = [Point(row.number, row.place.lon, row.place.lat, row.place.country, row.unit) for row in rows]
    for row, unit in zip(rows, units.names(points), strict=True):
        if twin := ours.of(row.place):
            same[row.number] = twin.id
            others = [name._replace(match=Match.ALTERNATE) for name in row.names]
            packer.entry(Entry(twin, others, minor=row.minor))
        else:
            packer.entry(Entry(row.place, row.names, minor=row.minor), admin1=unit)
    return lines.reading(packer.batch(), same)


def name_block(block: Block, *, known: Path, twins: dict[int, str]) -> Reading:
    lines, rows = _Lines(block), list[NameRow]()
    for line in lines:
        try:
            rows.extend(read_names(line))
        except Broken as problem:
            lines.broke(problem)
        except LeftOut as reason:
            lines.left_out[str(reason)] += 1
    packer, famous = Packer(), list[int]()
    numbers = np.array([row.number for row in rows], np.int64)
    for row, wanted in zip(rows, _among(numbers, _known(known)).tolist(), strict=True):
        if not wanted:
            lines.left_out["names of places that are not in the dump"] += 1
        elif row.name is None:
            famous.append(row.number)
        else:
            owner = packer.owner(twins[row.number]) if row.number in twins else row.number
            packer.name(owner, row.name._replace(minor=row.colloquial))
    return lines.reading(packer.batch(famous), {})


def _among(numbers: Array, known: Array) -> Array:
    among: Array = known[np.minimum(positions(numbers, known), len(known) - 1)] == numbers
    return among


@cache
def _known(path: Path) -> Array:
    known: Array = np.load(path, mmap_mode="r")
    return known


def _parents(path: Path) -> dict[int, int]:
    with ExitStack() as stack:
        file, _ = _open(path, stack)
        text = b"\n".join(block.text for block in _blocks(path, file))
    return read_parents(text.decode(errors="replace").split("\n"))
