"""Articles that are copies of one text: under another masthead, with words changed here and there or the end cut off.

Two articles are copies if the shorter one has at least half of its runs of three words in common with the other, and
they are found by each other's bands. Bands are made of least hashes (MinHash), so that articles with half of all their
runs in common share a band 19 times in 20, and others hardly ever: an index on bands finds the copies among any number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from zlib import crc32

import numpy as np

_WORD = re.compile(r"\w+")
_RUN = 3
_BANDS, _ROWS = 24, 3
# What has fewer runs says too little to be a copy of anything.
_LEAST = 12
_SHARED = 0.5
# Odd multipliers and what is added: as many orders of the hashes, the same in every process.
_MIX = np.random.default_rng(20_240_229).integers(1, 2**63, (2, _BANDS * _ROWS), dtype=np.uint64)


def runs(text: str) -> frozenset[int]:
    """The runs of three words, as numbers of 32 bits."""
    words = _WORD.findall(text.casefold())
    return frozenset(crc32(" ".join(words[n : n + _RUN]).encode()) for n in range(len(words) - _RUN + 1))


def bands(found: frozenset[int]) -> tuple[int, ...]:
    """Numbers of 64 bits with their sign, of which copies have one in common; () for a text too short to tell."""
    if len(found) < _LEAST:
        return ()
    hashes = np.fromiter(found, dtype=np.uint64, count=len(found))
    multiplied, added = _MIX
    least = ((hashes[:, None] * (multiplied | 1) + added) >> np.uint64(20)).min(axis=0)
    weights = _MIX[0, :_ROWS] | 1
    mixed = (least.reshape(_BANDS, _ROWS) * weights).sum(axis=1, dtype=np.uint64) + np.arange(_BANDS, dtype=np.uint64)
    return tuple(mixed.astype(np.int64).tolist())


def are(one: frozenset[int], other: frozenset[int]) -> bool:
    """Whether articles with these runs are copies."""
    return bool(list(among({"": bands(one), " ": bands(other)}, lambda name: other if name else one)))


def among(
    bands_of: Mapping[str, Iterable[int]], runs_of: Callable[[str], frozenset[int]]
) -> Iterator[tuple[str, str]]:
    """Of some articles (id -> bands), pairs of copies by which all copies of one text hang together.

    Each is compared with the first, by its id, that has a band; `runs_of` is asked only for those.
    """
    first: dict[int, str] = {}
    pairs = {(first.setdefault(band, article), article) for article in sorted(bands_of) for band in bands_of[article]}
    for one, other in sorted(pairs):
        if one != other and _alike(runs_of(one), runs_of(other)):
            yield one, other


def _alike(one: frozenset[int], other: frozenset[int]) -> bool:
    least = min(len(one), len(other))
    return least >= _LEAST and len(one & other) >= _SHARED * least
