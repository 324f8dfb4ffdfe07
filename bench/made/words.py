"""Words as often as news has them: few again and again, most of them hardly ever (Zipf's law)."""

from __future__ import annotations

from functools import cache

import marisa_trie
import numpy as np
import numpy.typing as npt

from geo.resources import data_path

_COMMON = (
    "the of to in and a said for on that was with by at from were as after he is it his have who an been their has "
    "people police government city officials state killed president security group country military court army region"
)


Numbers = npt.NDArray[np.int32]


@cache
def known() -> npt.NDArray[np.object_]:
    """The commonest first; behind the best known they come in no order."""
    common = _COMMON.split()
    trie = marisa_trie.RecordTrie("<HHB").mmap(str(data_path("lexicon", "words.marisa")))
    rare = sorted({word for word in trie if word.isalpha() and word.isascii() and len(word) > 2} - {*common})
    return np.array([*common, *np.random.default_rng(1).permutation(rare).tolist()], object)


def some(random: np.random.Generator, shape: tuple[int, ...]) -> Numbers:
    """Numbers of `known`."""
    return np.searchsorted(_shares(), random.random(shape)).astype(np.int32)


def joined(numbers: Numbers) -> list[str]:
    """A text of each row."""
    return [" ".join(row) for row in known()[numbers].tolist()]


@cache
def _shares() -> npt.NDArray[np.float64]:
    shares = (np.arange(len(known())) + 2.7) ** -1.07  # as Mandelbrot has it, of English
    return np.cumsum(shares / shares.sum())
