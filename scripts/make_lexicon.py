"""Make data/lexicon/first-names.txt and surnames.txt from the package `names` 0.3.0 (MIT), which carries the US Census
Bureau's name counts of 1990 (public domain).

    python scripts/make_lexicon.py PATH-TO-UNPACKED-PACKAGE
"""

import sys
from pathlib import Path

OUT = Path(__file__).parent.parent / "data" / "lexicon"
# Enough for nine tenths of the people counted, few enough not to hold every small word.
FIRST, LAST = 1_200, 8_000


def most_frequent(path: Path, count: int) -> list[str]:
    """The package's files hold a name, its share in percent, the running total and its rank, most frequent first."""
    return [line.split()[0].lower() for line in path.read_text().splitlines()[:count]]


def main(package: Path) -> None:
    first = {n for sex in ("male", "female") for n in most_frequent(package / f"dist.{sex}.first", FIRST)}
    last = set(most_frequent(package / "dist.all.last", LAST))
    OUT.mkdir(parents=True, exist_ok=True)
    for name, names in (("first-names.txt", first), ("surnames.txt", last)):
        (OUT / name).write_text("\n".join(sorted(names)) + "\n")
        print(f"{name}: {len(names)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
