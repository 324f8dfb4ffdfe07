"""Text as the stages see it: normal forms of names, words with offsets, sentences."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from geo.model import Span

# A word: letters or digits, with inner apostrophes, hyphens are breaks; "U.S." and "W." keep their dots.
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’ʻʼ`][^\W_]+)*", re.UNICODE)
_APOSTROPHES = re.compile(r"['’‘ʻʼ`´ʿʾ]")
_SEPARATORS = re.compile(r"[\s\-‐-―/_,]+")
_EXPANSIONS = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
_LETTERS = str.maketrans(
    {"ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ð": "d", "þ": "th", "ə": "e"}
)


@lru_cache(maxsize=65_536)
def normalise(name: str) -> str:
    """How names are compared: no case, accents, apostrophes, dots; hyphens are spaces; "St." is "saint".

    Word by word: normalise("a b") == normalise("a") + " " + normalise("b"). "" for a name with no letter or digit.
    Marks that carry meaning outside the Latin, Greek and Cyrillic scripts (Arabic hamza, Indic vowels) are kept.
    """
    text = name.casefold()
    if not text.isascii():
        text = _unmarked(text)
    text = _APOSTROPHES.sub("", text).replace(".", "")
    words = (word if word.isalnum() else _lettered(word) for word in _SEPARATORS.split(text))
    return " ".join([_EXPANSIONS.get(word, word) for word in words if word])


def _folded(text: str) -> str:
    """Decomposed, and still without case: what is taken apart may bring capitals ("㎐"), and what loses its case, marks."""
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())


def _unmarked(text: str) -> str:
    """Without case, and without the accents of the Latin, Greek and Cyrillic scripts and of what is no letter."""
    kept = []
    bare = True  # whether marks on the last letter go
    for char in _folded(text).translate(_LETTERS):
        if unicodedata.combining(char):
            if not bare:
                kept.append(char)
            continue
        if unicodedata.category(char)[0] != "M":
            bare = char < "\u0530" or not char.isalnum()
        kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept))


def _lettered(word: str) -> str:
    return "".join(c for c in word if c.isalnum() or unicodedata.category(c)[0] == "M")


def words(text: str) -> list[Span]:
    """Words with their offsets. Hyphens and possessive 's end a word; an abbreviation with dots ("U.S.") is one."""
    found = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        if text[end - 2 : end] in ("'s", "’s", "'S", "’S") and end - start > 2:
            end -= 2
        found.append(Span(start, end, text[start:end]))
    return found


_RUN = re.compile(r"[a-z0-9]+")


def search_words(text: str) -> list[str]:
    """What text searches compare: runs of letters and digits, without case and accents.

    SQLite's FTS5 sees the same words in `" ".join(search_words(text))` with its tokenizer "ascii".
    """
    folded = text.casefold()
    if not folded.isascii():
        folded = _unmarked(folded)
    if folded.isascii():
        return _RUN.findall(folded)
    return "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in folded).split()


def all_begin(words: Sequence[str], there: Sequence[str]) -> bool:
    """Whether each of `words` begins one of those that are `there`, both as `search_words` has them: what it means that a
    text search finds something."""
    return all(any(one.startswith(word) for one in there) for word in words)


# Abbreviations that end in a dot without ending a sentence.
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof gen lt col sgt capt maj cmdr adm rev hon gov sen rep pres st ste mt ft vs etc inc ltd co corp "
    "bros jr sr no nos vol pp ed eds est approx dept univ jan feb mar apr jun jul aug sep sept oct nov dec mon tue "
    "wed thu fri sat sun a.m p.m e.g i.e u.s u.k u.n u.a.e d.c n.y l.a ala ariz ark calif colo conn del fla ga ill "
    "ind kan ky la mass md mich minn miss mo mont neb nev okla ore pa tenn tex va vt wash wis wyo ont que sask alta "
    "vic qld km kg lb oz ave blvd rd hwy int'l nat'l gov't brig supt insp const cpl pvt fr w.va".split()
)
# A text without stops is a list, a table or a trick; who reads a sentence compares its words with each other.
LONGEST_SENTENCE = 2_000
# Characters before a dot that are looked at: no abbreviation, with what may open it, is that long.
_LONGEST_WORD = 24
_BEHIND = re.compile(r"[ \t]*(\S|\s|$)")
_STOP = re.compile(r"""[.!?…]+["'”’»)\]]*(?=\s)|[。！？]|\n+""")


def sentences(text: str) -> Iterator[Span]:
    """Sentences with offsets; a line break always ends one. Quotes that hold several sentences are split inside, and
    what goes on for `LONGEST_SENTENCE` characters is cut."""
    start = 0
    for match in _STOP.finditer(text):
        if match.group()[0] == "." and _dot_inside(text, start, match.start(), match.end()):
            continue
        yield from _trimmed(text, start, match.end())
        start = match.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while end - start > LONGEST_SENTENCE:
        space = text.rfind(" ", start + 1, start + LONGEST_SENTENCE)
        cut = space if space > 0 else start + LONGEST_SENTENCE
        yield from _trimmed(text, start, cut)
        start = cut
    body = text[start:end]
    left = len(body) - len(body.lstrip())
    if body := body.strip():
        yield Span(start + left, start + left + len(body), body)


def _dot_inside(text: str, start: int, dot: int, end: int) -> bool:
    """Whether the dot belongs to an abbreviation, an initial or a number, so that the sentence goes on."""
    behind = _BEHIND.match(text, end)
    after = behind.group(1) if behind else ""
    words = text[max(start, dot - _LONGEST_WORD) : dot].split()
    word = words[-1].lstrip("(\"'“‘[") if words else ""
    if after.islower():
        return True
    if len(word) == 1 and word.isupper() and word != "I":
        return True
    return word.casefold() in _ABBREVIATIONS and after != "\n"
