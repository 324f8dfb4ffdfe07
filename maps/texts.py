"""Many texts as numbers of words: half of what deflating them alone takes, and each is read without the others.

All texts share one vocabulary, the commonest words first. A text is a run of codes that ends with the first of them. A
code is a byte for the commonest words; for rarer ones a byte says which bucket of the vocabulary they are in, and one to
three more, kept apart since they look like chance, say where in it. `static/texts.js` reads them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

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


class Texts:
    """A number for each text; the empty one is 0."""

    def __init__(self) -> None:
        self._numbers = {"": 0}

    def __len__(self) -> int:
        return len(self._numbers)

    def number(self, text: str) -> int:
        return self._numbers.setdefault(text, len(self._numbers))

    def columns(self) -> dict[str, str]:
        """`words`, `codes` and `rests`, packed."""
        whole = "".join(text.replace(_END, " ") + _END for text in self._numbers)
        tokens = _TOKEN.findall(whole)
        vocabulary = _vocabulary(Counter(tokens))
        rank = {word: number for number, word in enumerate(vocabulary)}
        ranks = np.fromiter(map(rank.__getitem__, tokens), np.int64, len(tokens))
        codes, rests = _coded(ranks)
        return {
            "words": packed(_END.join(vocabulary[1:]).encode(errors="replace")),
            "codes": packed(codes),
            "rests": packed(rests, random=True),
        }


def _vocabulary(counts: Counter[str]) -> list[str]:
    """The end first; in a bucket, where order costs nothing, by the alphabet, which packs best."""
    del counts[_END]
    words = [_END, *(word for word, _ in sorted(counts.items(), key=lambda one: (-one[1], one[0])))]
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


def _coded(ranks: Numbers) -> tuple[bytes, bytes]:
    starts, _, codes, widths = (np.array(column) for column in zip(*_buckets(), strict=True))
    bucket = np.searchsorted(starts, ranks, "right") - 1
    plain = bucket < 0
    first = np.where(plain, ranks, codes[bucket]).astype(np.uint8)
    width = np.where(plain, 0, widths[bucket])
    offset = ranks - np.where(plain, ranks, starts[bucket])
    # Up to three bytes of each, highest first, of which the last `width` are written.
    pieces = np.stack([offset >> 16, offset >> 8, offset], axis=1).astype(np.uint8)
    return first.tobytes(), pieces[np.arange(3) >= 3 - width[:, None]].tobytes()
