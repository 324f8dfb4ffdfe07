"""Numbers as news writes them: digits with separators, words, dozens and scores, and what bounds them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from geo.events.parts import Token

_SMALL = {
    word: n
    for n, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
_TENS = {word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_MULTIPLES = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
# What stands for an open number: the least it can be.
_VAGUE = {
    "several": 2,
    "dozens": 24,
    "scores": 40,
    "tens": 20,
    "hundreds": 200,
    "thousands": 2_000,
    "many": 2,
    "multiple": 2,
    "numerous": 2,
    "countless": 2,
    "few": 2,
    "millions": 2_000_000,
}
_PLURAL_MULTIPLES = {"thousands": 1_000, "millions": 1_000_000}
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_BOUNDS = {
    tuple(phrase.split()): kind
    for kind, phrases in {
        "least": "at least|more than|over|no fewer than|no less than|not less than|not fewer than|upwards of|above|"
        "in excess of|a minimum of|well over|just over|as least|exceeding",
        "most": "up to|as many as|as much as|fewer than|less than|at most|no more than|not more than|under|"
        "a maximum of|just under",
        "about": "about|around|some|nearly|almost|roughly|approximately|close to|an estimated|estimated|only|just|"
        "a total of|all|another|a further|the|his|her|its|their",
    }.items()
    for phrase in phrases.split("|")
}
_LONGEST_BOUND = max(map(len, _BOUNDS))
_LAST_BOUND_WORDS = frozenset(words[-1] for words in _BOUNDS)
_NUMBER_WORDS = frozenset([*_SMALL, *_TENS, *_VAGUE, "a", "an", "half", "hundred", "thousand", "dozen", "million"])


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
    return _SMALL.get(word, _TENS.get(word))


def quantities(tokens: Sequence[Token]) -> list[Quantity]:
    """The numbers of a sentence, in order, with the bounds that stand before them."""
    found: list[Quantity] = []
    i = 0
    while i < len(tokens):
        number = _number(tokens, i) if _may_begin(tokens[i]) else None
        if number is None:
            i += 1
            continue
        floor = found[-1].last if found else 0
        found.append(_bounded(tokens, i, floor, number))
        i = found[-1].last
    return found


def _may_begin(token: Token) -> bool:
    return token.lower in _NUMBER_WORDS or token.text[0].isdigit()


def _word(tokens: Sequence[Token], i: int) -> str:
    return tokens[i].lower if 0 <= i < len(tokens) else ""


# (the token behind the number, low, high)
_Number = tuple[int, int | None, int | None]


def _number(tokens: Sequence[Token], i: int) -> _Number | None:
    word = tokens[i].lower
    if word in ("a", "an"):
        if _word(tokens, i + 1) in _MULTIPLES:
            return _ranged(tokens, *_scaled(tokens, i + 1, 1))
        return (i + 2, 2, 2) if _word(tokens, i + 1) == "couple" else None
    if word == "half":
        whole = _MULTIPLES.get(_word(tokens, i + 2), 0) // 2 if _word(tokens, i + 1) == "a" else 0
        return (i + 3, whole, whole) if whole else None
    if word in _VAGUE and not (word in ("many", "few") and i and tokens[i - 1].lower in ("as", "fewer", "so", "how")):
        return _vague(tokens, i)
    value = _value(tokens, i)
    return _ranged(tokens, *value) if value else None


def _vague(tokens: Sequence[Token], i: int) -> _Number:
    """ "dozens", "hundreds of thousands", "several hundred"."""
    low, last = _VAGUE[tokens[i].lower], i + 1
    if _word(tokens, last) in _MULTIPLES:
        return last + 1, low * _MULTIPLES[_word(tokens, last)], None
    if _word(tokens, last) == "of" and _word(tokens, last + 1) in _PLURAL_MULTIPLES:
        return last + 2, low * _PLURAL_MULTIPLES[_word(tokens, last + 1)], None
    return last, low, None


def _value(tokens: Sequence[Token], i: int) -> tuple[int, int] | None:
    """(the token behind, the number): "1.5 million", "two hundred and fifty", "twenty five"; None for "2.5"."""
    word = tokens[i].lower
    if _DIGITS.fullmatch(word):
        number = float(word.replace(",", ""))
        last = i + 1
        while _word(tokens, last) in _MULTIPLES and number < 1e9:
            number, last = number * _MULTIPLES[_word(tokens, last)], last + 1
        rounded = round(number)
        return (last, rounded) if abs(number - rounded) < 1e-6 and number < 1e12 else None
    value = _SMALL.get(word, _TENS.get(word))
    if value is None:
        return None
    last = i + 1
    if word in _TENS and 0 < _SMALL.get(_word(tokens, last), 0) < 10:
        value, last = value + _SMALL[_word(tokens, last)], last + 1
    return _scaled(tokens, last, value)


def _scaled(tokens: Sequence[Token], i: int, value: int) -> tuple[int, int]:
    """With the multiples that follow: "two | hundred and fifty", "four | dozen"."""
    while _word(tokens, i) in _MULTIPLES and value < 1_000_000_000:
        value, i = value * _MULTIPLES[_word(tokens, i)], i + 1
        after = i + 1 if _word(tokens, i) == "and" else i
        below = _below_hundred(tokens, after)
        if below and value >= 100 and value % 100 == 0:
            if _word(tokens, below[0]) == "hundred":
                return below[0] + 1, value + below[1] * 100
            return below[0], value + below[1]
    return i, value


def _below_hundred(tokens: Sequence[Token], i: int) -> tuple[int, int] | None:
    """A number in words that belongs to the one before: not the digits of another one."""
    word = _word(tokens, i)
    if word in _TENS:
        unit = _SMALL.get(_word(tokens, i + 1), 0)
        return (i + 2, _TENS[word] + unit) if 0 < unit < 10 else (i + 1, _TENS[word])
    return (i + 1, _SMALL[word]) if _SMALL.get(word) else None


def _ranged(tokens: Sequence[Token], last: int, value: int) -> _Number:
    """With an upper end: "3 to 5", "10-15", "two or three", "100 or more"."""
    join = _word(tokens, last)
    if join == "to" and _word(tokens, last - 2) == "from":
        # "rose from 12 to 15"
        return last, value, value
    hyphen = last < len(tokens) and tokens[last - 1].end + 1 == tokens[last].start and tokens[last].text[0].isdigit()
    at = last if hyphen and tokens[last - 1].text[0].isdigit() else last + 1
    if at == last or join in ("to", "or", "–", "and"):
        if join == "or" and _word(tokens, at) in ("more", "so"):
            return at + 1, value, None if _word(tokens, at) == "more" else value
        upper = _value(tokens, at) if at < len(tokens) else None
        between = join == "and" and _between(tokens, last)
        if upper and value < upper[1] <= 10 * max(value, 1) and (join != "and" or between):
            return upper[0], value, upper[1]
    return last, value, value


def _between(tokens: Sequence[Token], i: int) -> bool:
    return any(_word(tokens, j) == "between" for j in range(max(0, i - 4), i))


def _bounded(tokens: Sequence[Token], i: int, floor: int, number: _Number) -> Quantity:
    """With the words before that bound it: "at least", "up to", "an estimated", any of them in a row."""
    last, low, high = number
    first = i
    while (bound := _bound_before(tokens, first, floor)) is not None:
        first, kind = bound
        if kind == "least":
            high = None
        elif kind == "most":
            low = None
    return Quantity(first, last, low, high)


def _bound_before(tokens: Sequence[Token], i: int, floor: int) -> tuple[int, str] | None:
    if _word(tokens, i - 1) not in _LAST_BOUND_WORDS:
        return None
    for length in range(min(_LONGEST_BOUND, i - floor), 0, -1):
        kind = _BOUNDS.get(tuple(token.lower for token in tokens[i - length : i]))
        if kind:
            return i - length, kind
    return None
