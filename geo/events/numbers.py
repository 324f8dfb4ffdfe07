"""Numbers as news writes them: digits with separators, words, dozens and scores, and what bounds them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from geo.events.parts import Token

_UNITS = {
    word: n
    for n, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
_TENS = {word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_MULTIPLES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
# What stands for an open number: the least it can be.
_VAGUE = {
    "several": 2,
    "couple": 2,
    "dozens": 24,
    "scores": 40,
    "hundreds": 200,
    "thousands": 2_000,
    "some": None,
    "many": 2,
    "multiple": 2,
    "numerous": 2,
    "few": 2,
    "both": None,
    "millions": 2_000_000,
}
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_LOWER_BOUND = ("at least", "more than", "over", "no fewer than", "no less than", "upwards of", "as least", "above")
_UPPER_BOUND = ("up to", "as many as", "fewer than", "less than", "at most", "no more than", "under")
_ABOUT = (
    "about",
    "around",
    "some",
    "nearly",
    "almost",
    "roughly",
    "approximately",
    "close to",
    "an estimated",
    "estimated",
)


class Quantity(NamedTuple):
    """Tokens first..last-1 (bound and number) count at least `low`, at most `high` (None: open)."""

    first: int
    last: int
    low: int | None
    high: int | None


def integer(text: str) -> int | None:
    """The whole number that a token or word means ("2,000", "seven"); None if it is none."""
    if _DIGITS.fullmatch(text):
        value = float(text.replace(",", ""))
        return int(value) if value.is_integer() and value < 1e12 else None
    word = text.lower()
    return _UNITS.get(word, _TENS.get(word))


def quantities(tokens: Sequence[Token]) -> list[Quantity]:
    """The numbers of a sentence, in order, with the bounds that stand before them."""
    found: list[Quantity] = []
    i = 0
    while i < len(tokens):
        number = _number(tokens, i)
        if number is None:
            i += 1
            continue
        last, low, high = number
        first, low, high = _bounded(tokens, i, low, high)
        found.append(Quantity(first, last, low, high))
        i = last
    return found


def _number(tokens: Sequence[Token], i: int) -> tuple[int, int | None, int | None] | None:
    word = tokens[i].lower
    if word in ("a", "an") and i + 1 < len(tokens):
        if tokens[i + 1].lower in ("dozen", *_MULTIPLES):
            return _scaled(tokens, i + 1, 1)
        return (i + 2, 2, None) if tokens[i + 1].lower == "couple" else None
    if word in _VAGUE:
        last = i + 1
        if last + 1 < len(tokens) and tokens[last].lower == "of" and tokens[last + 1].lower in _VAGUE:
            last += 2
        low = _VAGUE[word]
        return (last, low, None) if low is not None else None
    value = integer(tokens[i].text)
    if value is None:
        return None
    last = i + 1
    if word in _TENS and last < len(tokens) and 0 < (_UNITS.get(tokens[last].lower) or 0) < 10:
        value += _UNITS[tokens[last].lower]
        last += 1
    return _scaled(tokens, last, value)


def _scaled(tokens: Sequence[Token], i: int, value: int) -> tuple[int, int | None, int | None]:
    """With the multiples that follow: "two hundred and fifty", "four dozen", "3 to 5"."""
    while i < len(tokens):
        word = tokens[i].lower
        if word == "dozen":
            value, i = value * 12, i + 1
        elif word in _MULTIPLES:
            value, i = value * _MULTIPLES[word], i + 1
            after = i + 1 if i + 1 < len(tokens) and tokens[i].lower == "and" else i
            rest = integer(tokens[after].text) if after < len(tokens) and value < 1_000_000 else None
            if rest is not None and 0 < rest < 100 and tokens[after].text.isalpha():
                value, i = value + rest, after + 1
        else:
            break
    if i + 1 < len(tokens) and tokens[i].lower in ("to", "or", "–"):
        upper = integer(tokens[i + 1].text)
        if upper is not None and value < upper <= 10 * max(value, 1):
            return i + 2, value, upper
    return i, value, value


def _bounded(
    tokens: Sequence[Token], i: int, low: int | None, high: int | None
) -> tuple[int, int | None, int | None]:
    for reach in (3, 2, 1):
        words = " ".join(token.lower for token in tokens[max(0, i - reach) : i])
        if i < reach:
            continue
        if words in _LOWER_BOUND:
            return i - reach, low, None
        if words in _UPPER_BOUND:
            return i - reach, None, high
        if words in _ABOUT:
            return i - reach, low, high
    return i, low, high
