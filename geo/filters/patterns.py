"""What text is compared by: LIKE's patterns, and what CASEI and ACCENTI leave of a text."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

ANY, ONE = object(), object()


def casei(text: str) -> str:
    return text.casefold()


def accenti(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(char for char in decomposed if not unicodedata.combining(char)))


FOLDS = {"casei": casei, "accenti": accenti}


def parts(pattern: str) -> list[object]:
    """Runs of characters as they are, and `ANY` and `ONE` between them. A backslash at the end is one."""
    found: list[object] = []
    for escaped, wild, plain in re.findall(r"\\(.)|([%_])|(.)", pattern, re.DOTALL):
        if wild:
            if wild == "_":
                found.append(ONE)
            elif not found or found[-1] is not ANY:
                found.append(ANY)
        elif found and isinstance(found[-1], str):
            found[-1] += escaped or plain
        else:
            found.append(escaped or plain)
    return found


@lru_cache(maxsize=256)
def _split(pattern: str) -> tuple[tuple[object, ...], ...]:
    """What stands between the ANYs."""
    pieces: list[list[object]] = [[]]
    for part in parts(pattern):
        if part is ANY:
            pieces.append([])
        elif part is ONE:
            pieces[-1].append(ONE)
        else:
            pieces[-1] += list(str(part))
    return tuple(map(tuple, pieces))


def like(text: str, pattern: str) -> bool:
    """In time that grows as text times pattern at most: a regular expression can be made to take for ever."""
    first, *rest = _split(pattern)
    if not rest:
        return len(text) == len(first) and _at(text, 0, first)
    *middle, last = rest
    if len(text) < len(first) + len(last) or not _at(text, 0, first) or not _at(text, len(text) - len(last), last):
        return False
    start, end = len(first), len(text) - len(last)
    for piece in middle:
        found = next((at for at in range(start, end - len(piece) + 1) if _at(text, at, piece)), None)
        if found is None:
            return False
        start = found + len(piece)
    return True


def _at(text: str, start: int, piece: tuple[object, ...]) -> bool:
    return all(char is ONE or text[start + n] == char for n, char in enumerate(piece))
