"""Speed: gazetteer build and open, look-ups, and documents a second from text to JSON line.

    python bench/speed.py [FILE.jsonl]

FILE holds documents as JSON lines; without it, the seeds are read over and over. The yardstick of each rate is
printed beside it, from the same run: a plain dict look-up, and splitting the same text into words.
"""

import argparse
import json
import logging
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from itertools import cycle, islice
from pathlib import Path
from typing import TypeVar

from geo.gazetteers import cities, open_configured, open_gazetteer
from geo.model import Document
from geo.pipeline import Pipeline
from geo.readers import read_paths
from geo.records import parsed_record
from geo.resources import seeds_path
from geo.settings import Settings
from geo.text import words

T = TypeVar("T")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", nargs="?", type=Path)
    parser.add_argument("--no-build", action="store_true", help="do not build a gazetteer anew")
    options = parser.parse_args()
    if not options.no_build:
        measure_build()
    documents = load(options.documents)
    seconds, gazetteer = timed(open_gazetteer)
    print(f"gazetteer open            {seconds * 1000:10.1f} ms")
    names = sorted({w.text for d in documents for w in words(d.text)})
    rate("names looked up", lambda: [gazetteer.lookup([n]) for n in names], len(names))
    table = dict.fromkeys(names, ())
    rate("  yardstick: a dict", lambda: [table.get(n) for n in names], len(names))
    pipeline = Pipeline(gazetteer)
    pipeline.parse(documents[0])
    rate("documents, toponyms only", lambda: run(pipeline, documents, events=False), len(documents))
    rate("documents, with events", lambda: run(pipeline, documents, events=True), len(documents))
    rate("  yardstick: words()", lambda: [words(d.text) for d in documents], len(documents))
    print(
        f"peak memory               {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:10.0f} MB, at most 400"
    )
    whole_processes(documents)
    measure_list(documents, names)


def load(path: Path | None) -> list[Document]:
    read = [d for d in read_paths([path or seeds_path()]) if isinstance(d, Document)]
    plain = [Document(d.id, d.text, d.title, d.url, d.published, d.language) for d in read]
    return plain if path else list(islice(cycle(plain), 200))


def measure_build() -> None:
    """In a process of its own, so that the peak is the build's."""
    folder = tempfile.mkdtemp()
    code = (
        "import sys, resource; from pathlib import Path; from geo.gazetteers import open_gazetteer; "
        "open_gazetteer(Path(sys.argv[1])); print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    )
    command = [sys.executable, "-c", code, folder]
    seconds, done = timed(lambda: subprocess.run(command, capture_output=True, text=True, check=True))
    size = sum(f.stat().st_size for f in Path(folder).rglob("*") if f.is_file())
    shutil.rmtree(folder)
    print(
        f"gazetteer build           {seconds:10.1f} s, {done.stdout.split()[-1]} MB peak, {size / 1e6:.0f} MB on disk"
    )


def measure_list(documents: list[Document], names: list[str]) -> None:
    """The same with a user's list of places in front: every twentieth known town, a little off, and made-up villages."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "list.csv")
        towns = list(cities.read("cities500.json").items())[::20]
        rows = [f'{n},"{t["name"]}",{t["longitude"]:.2f},{t["latitude"]:.2f}' for n, t in towns]
        rows += [f"v{n},{name.title()}abad,{n % 360 - 180},{n % 180 - 90}" for n, name in enumerate(names)]
        file.write_text("\n".join(["id,name,lon,lat", *rows]), encoding="utf-8")
        description = file.with_suffix(".toml")
        description.write_text(
            'file="list.csv"\nprefix="list"\n[columns]\nid="id"\nname="name"\nlon="lon"\nlat="lat"'
        )
        shutil.copytree(open_gazetteer().folder, Path(folder, open_gazetteer().folder.name))
        settings = Settings(cache_dir=Path(folder), gazetteers=(description,))
        logging.disable(logging.WARNING)
        print(f"a list of {len(rows):6} places  {timed(lambda: open_configured(settings))[0]:10.1f} s to build")
        seconds, gazetteer = timed(lambda: open_configured(settings))
        print(f"  open, both              {seconds * 1000:10.1f} ms")
        rate("  names looked up", lambda: [gazetteer.lookup([n]) for n in names], len(names))
        rate("  documents, toponyms", lambda: run(Pipeline(gazetteer), documents, events=False), len(documents))


def whole_processes(documents: list[Document]) -> None:
    """`dateline geoparse` as a user runs it, start-up and all, reading and writing JSON lines; best of three."""
    short = min(geoparse(documents[:0], "serial") for _ in range(5))
    print(f"start to end, no document {short:10.2f} s")
    short = min(geoparse([Document("", "A storm hit Paris, Texas, on Friday.")], "serial") for _ in range(5))
    print(f"start to end, one sentence{short:10.2f} s, at most 0.6")
    seconds = {}
    for engine in ("serial", "processes"):
        seconds[engine] = min(geoparse(documents, engine) for _ in range(3))
        print(f"geoparse --engine {engine:9}{len(documents) / seconds[engine]:8.0f} documents/s, whole process")
    print(f"  ratio                   {seconds['serial'] / seconds['processes']:10.2f}, at least 1.8 on two cores")


def geoparse(documents: list[Document], engine: str) -> float:
    """Seconds on the clock."""
    lines = "\n".join(json.dumps({"id": str(i), "text": d.text}) for i, d in enumerate(documents))
    command = [sys.executable, "-m", "dateline", "geoparse", "-", "--no-events", "--engine", engine]
    return timed(lambda: subprocess.run(command, input=lines, capture_output=True, text=True, check=True))[0]


def run(pipeline: Pipeline, documents: Iterable[Document], *, events: bool) -> None:
    for document in documents:
        json.dumps(parsed_record(pipeline.parse(document, events=events)))


def timed(work: Callable[[], T]) -> tuple[float, T]:
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def rate(what: str, work: Callable[[], object], count: int) -> None:
    seconds = min(timed(work)[0] for _ in range(3))
    print(f"{what:26}{count / seconds:10.0f} /s")


if __name__ == "__main__":
    main()
