"""The gazetteer of a whole GeoNames dump beside the shipped one: build, size, memory, look-ups, with their targets.

    python bench/gazetteer.py [--places 12000000] [--folder FOLDER]

The dump is made up (bench/dump.py) and kept in FOLDER, if one is given, for the next time. Rates of the two gazetteers
are from the same run, on names that both know, on names that nobody knows, and on those that only the dump has.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dump import FIRST, write_names, write_places

from geo.gazetteers import cities, open_gazetteer

NAMES_PER_PLACE = 4 / 3  # as in the real dump: 16 million names, 12 million places
LOOK_UPS = 10_000
UNKNOWN = 1_000  # each is looked for among all that are nearly it


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--places", type=int, default=12_000_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--look-up", type=Path, nargs=2, metavar=("INDEX", "NAMES"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.look_up:
        print(json.dumps(look_up(*options.look_up)))
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder or Path(scratch)
        places, names = make_dump(folder, options.places)
        small = open_gazetteer(Path(scratch) / "small").folder
        cache = Path(scratch) / "full"
        build(cache, places, names)
        full = open_gazetteer(cache)
        size = sum(file.stat().st_size for file in full.folder.iterdir())
        print(f"index                     {size / 1e9:10.2f} GB on disk                    target 1.5")
        print(f"places, names             {full.info().places:10} {full.info().names}")
        asked = Path(scratch) / "asked.json"
        asked.write_text(json.dumps(questions(places)))
        compare(measured(small, asked), measured(full.folder, asked))


def make_dump(folder: Path, count: int) -> tuple[Path, Path]:
    folder.mkdir(parents=True, exist_ok=True)
    places, names = folder / "allCountries.txt", folder / "alternateNamesV2.txt"
    if not places.exists():
        write_places(places, count)
    if not names.exists():
        write_names(names, count, int(count * NAMES_PER_PLACE))
    return places, names


def build(cache: Path, places: Path, names: Path) -> None:
    """By the command line, as a user would; memory is that of all its processes together, shared pages once."""
    command = [sys.executable, "-m", "dateline", "gazetteer", "build"]
    command += ["--geonames", str(places), "--alternate-names", str(names)]
    start = time.perf_counter()
    child = subprocess.Popen(command, env=os.environ | {"DATELINE_CACHE_DIR": str(cache)}, text=True)
    peak = Peak(child.pid)
    if child.wait():
        sys.exit("the build failed")
    seconds = time.perf_counter() - start
    peak.stop()
    print(f"build                     {seconds:10.0f} s                            target 600")
    print(f"  processors' time        {peak.seconds():10.0f} s, load now {os.getloadavg()[1]:.1f}")
    print(f"  peak memory             {peak.bytes / 1e9:10.2f} GB in all processes           target 4")


class Peak:
    """Watches a process and its descendants once a second."""

    def __init__(self, pid: int) -> None:
        self.bytes = 0
        self._pid, self._done, self._ticks = pid, threading.Event(), dict[int, int]()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def _watch(self) -> None:
        while not self._done.wait(1):
            family = _family(self._pid)
            self.bytes = max(self.bytes, sum(map(_memory, family)))
            self._ticks |= {pid: ticks for pid in family if (ticks := _ticks(pid))}

    def stop(self) -> None:
        self._done.set()
        self._thread.join()

    def seconds(self) -> float:
        return sum(self._ticks.values()) / os.sysconf("SC_CLK_TCK")


def _ticks(pid: int) -> int:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        children = []
    return [pid, *(one for child in children for one in _family(int(child)))]


def _memory(pid: int) -> int:
    try:
        rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has just ended
        return 0
    return sum(int(row.split()[1]) * 1024 for row in rows if row.startswith("Pss:"))


def questions(places: Path) -> dict[str, list[Any]]:
    chance = random.Random(5)
    towns = chance.sample(list(cities.read("cities500.json").values()), LOOK_UPS)
    unknown = [town["name"][::-1].replace(" ", "x") + "q" for town in towns[:UNKNOWN]]
    spots = [(town["longitude"] + 0.1, town["latitude"]) for town in towns[:UNKNOWN]]
    return {"known": [town["name"] for town in towns], "unknown": unknown, "rare": rare(places), "spots": spots}


def rare(places: Path) -> list[str]:
    """Names of made-up places from here and there in the dump."""
    names = []
    with places.open("rb") as file:
        size = places.stat().st_size
        for part in range(LOOK_UPS):
            file.seek(size // LOOK_UPS * part)
            file.readline()
            fields = file.readline().decode().split("\t")
            if len(fields) > 1 and int(fields[0]) > FIRST:
                names.append(fields[1])
    return names


def measured(index: Path, asked: Path) -> dict[str, float]:
    """In a process of its own, so that the memory is one worker's."""
    command = [sys.executable, __file__, "--look-up", str(index), str(asked)]
    answer: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return answer


def look_up(index: Path, asked: Path) -> dict[str, float]:
    from geo.gazetteers.index import IndexGazetteer

    questions = json.loads(asked.read_text())
    before = time.perf_counter()
    gazetteer = IndexGazetteer(index)
    found = {"open": time.perf_counter() - before, "opened": _memory(os.getpid())}
    for kind in ("known", "unknown", "rare"):
        names = questions[kind]
        found[kind] = rate(lambda names=names: [gazetteer.lookup([name]) for name in names], len(names))
        found[f"{kind} in memory"] = _memory(os.getpid())
    answers = gazetteer.lookup(questions["known"])
    found["bearers"] = sum(map(len, answers.values())) / len(answers)
    found["candidates"] = found["known"] * found["bearers"]
    spots = questions["spots"]
    found["nearest"] = rate(lambda: [gazetteer.nearest(lon, lat) for lon, lat in spots], len(spots))
    found["end"] = _memory(os.getpid())
    return found


def rate(work: Callable[[], object], count: int) -> float:
    """Of the processor's time: others may be using the machine, too."""
    before = time.process_time()
    work()
    return count / (time.process_time() - before)


def compare(small: dict[str, float], full: dict[str, float]) -> None:
    print(f"{'':26}{'small':>12}{'full':>12}")
    for what, key, unit, target in (
        ("opened in, ms", "open", 1e3, "100"),
        ("memory when open, MB", "opened", 1e-6, ""),
        (f"  after {LOOK_UPS} look-ups", "known in memory", 1e-6, "300"),
        ("  after all of these", "end", 1e-6, "300"),
        ("known names, 1/s", "known", 1, "half of the small one's"),
        ("  candidates for each", "bearers", 1, ""),
        ("  candidates, 1/s", "candidates", 1, ""),
        ("unknown names, 1/s", "unknown", 1, "half of the small one's"),
        ("the dump's names, 1/s", "rare", 1, ""),
        ("nearest, 1/s", "nearest", 1, ""),
    ):
        print(f"{what:26}{small[key] * unit:12.0f}{full[key] * unit:12.0f}    {target and f'target {target}'}")


if __name__ == "__main__":
    main()
