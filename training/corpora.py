"""Annotated corpora in one shape: documents with the spans that name places.

The folder (`DATELINE_CORPORA`) holds toponyms/*.jsonl and entities/*.conll|iob2. None of their text ships.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_PLACES = {"LOC", "location", "Location"}
_NO_SPACE_BEFORE = set(".,;:!?)%'’”]") | {"n't", "'s", "’s", "'re", "'ve", "'ll", "'d", "'m"}
_NO_SPACE_AFTER = set("([“$#@")


@dataclass(frozen=True, slots=True)
class Annotated:
    """`places` are half-open offsets of place names, `others` those of other entities (people, organisations)."""

    corpus: str
    id: str
    text: str
    places: tuple[tuple[int, int], ...]
    others: tuple[tuple[int, int], ...]
    marks_demonyms: bool
    organisations: tuple[tuple[int, int], ...] = ()


def load(folder: Path) -> dict[str, list[Annotated]]:
    """Corpus name -> its documents; sentence corpora in blocks of about ten sentences."""
    found = {p.stem: list(_toponyms(p)) for p in sorted(folder.glob("toponyms/*.jsonl"))}
    for path in sorted(folder.glob("entities/*")):
        name = path.stem.split("-")[0]
        found.setdefault(name, []).extend(_entities(path, name))
    return found


def _toponyms(path: Path) -> Iterator[Annotated]:
    for line in path.read_text(encoding="utf-8").strip().split("\n"):
        d = json.loads(line)
        places = tuple((m["start"], m["end"]) for m in d["mentions"])
        yield Annotated(path.stem, d["id"], d["text"], places, (), True)


def _entities(path: Path, name: str) -> Iterator[Annotated]:
    block: list[list[tuple[str, str]]] = []
    number = 0
    for sentence, opens in _sentences(path):
        if block and (opens or len(block) >= 10):
            yield _join(name, f"{path.stem}-{number}", block)
            number += 1
            block = []
        block.append(sentence)
    if block:
        yield _join(name, f"{path.stem}-{number}", block)


def _sentences(path: Path) -> Iterator[tuple[list[tuple[str, str]], bool]]:
    """(token, label) pairs of each sentence, and whether it opens a document."""
    rows: list[tuple[str, str]] = []
    opens = False
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        if line.startswith("# newdoc"):
            opens = True
        elif line.startswith("# "):
            continue
        elif not line.strip():
            if rows:
                yield rows, opens
                rows, opens = [], False
        else:
            cells = line.split("\t") if "\t" in line else line.split()
            rows.append((cells[1], cells[2]) if path.suffix == ".iob2" else (cells[0], cells[-1]))


def _join(corpus: str, name: str, block: Iterable[list[tuple[str, str]]]) -> Annotated:
    text = ""
    places: list[tuple[int, int]] = []
    others: list[tuple[int, int]] = []
    organisations: list[tuple[int, int]] = []
    for sentence in block:
        before, previous = "", "O"
        for token, label in sentence:
            if before and token not in _NO_SPACE_BEFORE and before not in _NO_SPACE_AFTER:
                text += " "
            start, text = len(text), text + token
            kind = label[2:]
            if kind:
                target = places if kind in _PLACES else organisations if kind == "ORG" else others
                goes_on = label[0] == "I" and previous[2:] == kind and target
                if goes_on:
                    target[-1] = (target[-1][0], len(text))
                else:
                    target.append((start, len(text)))
            before, previous = token, label
        text += "\n"
    return Annotated(corpus, name, text, tuple(places), (*others, *organisations), False, tuple(organisations))
