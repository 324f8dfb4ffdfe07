"""Make data/lexicon from two packages, unpacked: `names` 0.3.0 (MIT), which carries the US Census Bureau's name counts of
1990 (public domain), and `spacy-lookups-data` 1.0.5 (MIT), which says of English words how often each is written and in
which Brown cluster it is.

    python scripts/make_lexicon.py PATH-TO-NAMES PATH-TO-SPACY-LOOKUPS-DATA
"""

import gzip
import json
import math
import re
import sys
from collections import defaultdict
from pathlib import Path

import marisa_trie

OUT = Path(__file__).parent.parent / "data" / "lexicon"
# Enough for nine tenths of the people counted, few enough not to hold every small word.
FIRST, LAST = 1_200, 8_000
# Words without a cluster are kept where they are at least this common (natural logarithm of their share).
COMMON = -15.5
WORD = re.compile(r"[^\W\d_][\w.'’&]*")
PATH_BITS = 0xFFFF  # a path to a cluster is cut after sixteen steps


def most_frequent(path: Path, count: int) -> list[str]:
    """The package's files hold a name, its share in percent, the running total and its rank, most frequent first."""
    return [line.split()[0].lower() for line in path.read_text().splitlines()[:count]]


def usage(data: Path) -> list[tuple[str, tuple[int, int, int]]]:
    """Each word in lower case, with what `geo.recognition.lexicon.Usage` holds."""
    clusters, shares = (
        json.loads(gzip.decompress((data / f"en_lexeme_{table}.json.gz").read_bytes()))
        for table in ("cluster", "prob")
    )
    forms = defaultdict(list)
    for word in shares:
        if WORD.fullmatch(word):
            forms[word.lower()].append(word)
    found = []
    for lower, written in sorted(forms.items()):
        title = lower[:1].upper() + lower[1:]
        small = clusters.get(lower, 0) & PATH_BITS
        capital = (clusters.get(title, 0) or clusters.get(lower.upper(), 0)) & PATH_BITS
        if small or capital or max(shares[form] for form in written) >= COMMON:
            every = sum(math.exp(shares[form]) for form in written)
            upper = sum(math.exp(shares[form]) for form in written if form[0].isupper())
            found.append((lower, (small, capital, min(7, int(8 * upper / every)))))
    return found


def main(names: Path, lookups: Path) -> None:
    first = {n for sex in ("male", "female") for n in most_frequent(names / f"dist.{sex}.first", FIRST)}
    last = set(most_frequent(names / "dist.all.last", LAST))
    OUT.mkdir(parents=True, exist_ok=True)
    for name, found in (("first-names.txt", first), ("surnames.txt", last)):
        (OUT / name).write_text("\n".join(sorted(found)) + "\n")
        print(f"{name}: {len(found)}")
    words = usage(lookups / "data")
    marisa_trie.RecordTrie("<HHB", words).save(str(OUT / "words.marisa"))
    print(f"words.marisa: {len(words)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
