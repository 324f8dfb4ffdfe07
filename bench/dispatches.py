"""Recognition of the place names in dispatches of our own, by the shipped weights: none of them was learned from.

    python bench/dispatches.py [--errors]

`bench/dispatches.txt` marks [place names] and {demonyms}, which are neither asked for nor punished.
"""

import argparse
import re
from pathlib import Path

from geo.gazetteers import open_gazetteer
from geo.model import Document, MentionKind, Toponym
from geo.pipeline import Pipeline

ARTICLES = Path(__file__).with_suffix(".txt")
_MARKED = re.compile(r"\[([^\]]+)\]|\{([^}]+)\}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="show what was missed and what was too much")
    options = parser.parse_args()
    pipeline = Pipeline(open_gazetteer())
    right = said = asked = near = 0
    for number, marked in enumerate(ARTICLES.read_text(encoding="utf-8").strip().split("\n\n")):
        text, gold, spared = unmarked(marked)
        resolved = pipeline.parse(Document(str(number), text), events=False).resolutions
        found = [r.toponym for r in resolved if (r.toponym.start, r.toponym.end) not in spared]
        found = [t for t in found if t.kind is not MentionKind.DEMONYM]
        spans = {(t.start, t.end) for t in found}
        right, said, asked = right + len(spans & gold), said + len(spans), asked + len(gold)
        near += sum(any(a < t.end and t.start < b for t in found) for a, b in gold)
        if options.errors:
            show(text, gold, found)
    precision, recall = right / said, right / asked
    print(
        f"{asked} place names: precision {precision:.3f}, recall {recall:.3f}, exact F1 "
        f"{2 * precision * recall / (precision + recall):.3f}; {near / asked:.3f} of them at least overlapped"
    )


def unmarked(marked: str) -> tuple[str, set[tuple[int, int]], set[tuple[int, int]]]:
    """The text, the offsets of its place names, those of its demonyms."""
    text, places, demonyms, at = "", set(), set(), 0
    for mark in _MARKED.finditer(marked):
        text += marked[at : mark.start()]
        name, people = mark.groups()
        (places if name else demonyms).add((len(text), len(text) + len(name or people)))
        text, at = text + (name or people), mark.end()
    return text + marked[at:], places, demonyms


def show(text: str, gold: set[tuple[int, int]], found: list[Toponym]) -> None:
    spans = {(t.start, t.end) for t in found}
    missed = [text[a:b] for a, b in sorted(gold - spans)]
    extra = [text[a:b] for a, b in sorted(spans - gold)]
    print(f"missed {missed}, too much {extra}")


if __name__ == "__main__":
    main()
