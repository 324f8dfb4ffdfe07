"""Make a store: `python -m bench.made FILE.gpkg [EVENTS]`."""

import sys
import time
from pathlib import Path

from bench.made import open_made, parsed


def main() -> None:
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    next(parsed(10))  # reads the tables of places and words
    began = time.perf_counter()
    made = sum(len(each.events) for articles in parsed(min(count, 100_000)) for each in articles)
    print(f"{made:,} events made in {time.perf_counter() - began:.1f} s")
    with open_made(Path(sys.argv[1]), count):
        pass


if __name__ == "__main__":
    main()
