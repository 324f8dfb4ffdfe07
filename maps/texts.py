"""Many texts as numbers of words: half of what deflating them alone takes, and each is read without the others.

All texts share one vocabulary, the commonest words first. A text is a run of codes that ends with the first of them. A
code is a byte for the commonest words; for rarer ones a byte says which bucket of the vocabulary they are in, and one to
three more, kept apart since they look like chance, say where in it. `static/texts.js` reads them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import count, pairwise
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from maps.packing import packed

# A word with the blank before it, or one character of what stands between words. It is never longer than from one
# blank or mark to the next, so that whoever looks for a word looks into the vocabulary alone.
_TOKEN = re.compile(r" ?[^\x00-/:-@\[-`{-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\u2000-\u206f\u3000-\u303f]+|.", re.DOTALL)
_END = "\0"

# How many words a byte stands for, and how many bytes follow it, from the first byte on.
_PLAIN = 192
_BUCKETS = ((_PLAIN, 1), (240, 2), (255, 3), (256, 0))

Numbers = npt.NDArray[np.int64]

T = TypeVar("T", bound=Hashable)


def numbered(*first: T) -> defaultdict[T, int]:
    """A number for each thing that it is asked for, from 0 as they come; `first` come first."""
    numbers = defaultdict[T, int](count().__next__)
    for one in first:
        numbers[one]
    return numbers


class Texts:
    """Texts as they come; `number` gives each its own, 0 to the empty one."""

    def __init__(self) -> None:
        self._numbers = numbered("")
        self.number: Callable[[str], int] = self._numbers.__getitem__

    def __len__(self) -> int:
        return len(self._numbers)

    def columns(self) -> dict[str, str]:
        """`words`, `codes` and `rests`, packed."""
        whole = "".join(text.replace(_END, " ") + _END for text in self._numbers)
        known = numbered(_END)
        tokens = _TOKEN.findall(whole)
        numbers = np.fromiter(map(known.__getitem__, tokens), np.int32, len(tokens))
        vocabulary = _vocabulary([*known], np.bincount(numbers, minlength=len(known)))
        rank = {word: number for number, word in enumerate(vocabulary)}
        codes, rests = _coded(numbers, np.array([rank[word] for word in known], np.int64))
        return {
            "words": packed(_END.join(vocabulary[1:]).encode(errors="replace")),
            "codes": packed(codes),
            "rests": packed(rests, random=True),
        }


def _vocabulary(words: Sequence[str], counts: Numbers) -> list[str]:
    """The end, which is the first of the words, stays first; in a bucket, where order costs nothing, it is that of the
    alphabet, which packs best.
    """
    words = [words[0], *(words[at] for at in 1 + np.argsort(-counts[1:], kind="stable"))]
    ordered = words[:_PLAIN]
    for start, end, _, _ in _buckets():
        ordered += sorted(words[start:end])
    return ordered


def _buckets() -> Iterator[tuple[int, int, int, int]]:
    """First word, the word after the last, the byte, and how many bytes follow."""
    start = _PLAIN
    for (first, width), (last, _) in pairwise(_BUCKETS):
        for byte in range(first, last):
            yield start, start + 256**width, byte, width
            start += 256**width


def _coded(numbers: npt.NDArray[np.int32], ranks: Numbers) -> tuple[bytes, bytes]:
    """Of the words with these numbers; `ranks` are the places of all words in the vocabulary, by number."""
    starts, _, codes, widths = (np.array(column) for column in zip(*_buckets(), strict=True))
    bucket = np.searchsorted(starts, ranks, "right") - 1
    plain = bucket < 0
    first = np.where(plain, ranks, codes[bucket]).astype(np.uint8)
    width = np.where(plain, 0, widths[bucket])
    offset = ranks - np.where(plain, ranks, starts[bucket])
    # Up to three bytes of each, highest first, of which the last `width` are written.
    pieces = np.stack([offset >> 16, offset >> 8, offset], axis=1).astype(np.uint8)
    written = np.arange(3) >= 3 - width[:, None]
    rare = numbers[~plain[numbers]]
    return first[numbers].tobytes(), pieces[rare][written[rare]].tobytes()
