"""Letters on a picture: words made safe to draw, the fonts that have them, and how wide they are.

Matplotlib ships DejaVu, which is asked first, so that a picture comes out alike on every machine: Latin, Cyrillic, Greek,
Armenian, Georgian, Hebrew and Arabic, the last two shaped and from right to left. For other scripts the machine's own
fonts are looked through; a letter that none of them has becomes an empty box, and is never an error.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from matplotlib.font_manager import FontProperties, fontManager, get_font
from matplotlib.textpath import text_to_path

SANS, SERIF = "DejaVu Sans", "DejaVu Serif"
BOX = "□"

# Parts of an em of DejaVu that tall letters rise above the line, and that tails hang below it.
ASCENT, DESCENT = 0.76, 0.24

# Families that are text faces for many scripts; others on a machine may be of symbols alone.
_WIDE = (
    "Noto Sans",
    "Source Han Sans",
    "WenQuanYi",
    "PingFang",
    "Hiragino Sans",
    "Microsoft YaHei",
    "Malgun Gothic",
    "Nirmala UI",
    "Lohit",
    "Droid Sans Fallback",
    "Arial Unicode MS",
    "FreeSans",
    "Unifont",
)
# Joiners that words of Persian and of Indian scripts are spelt with; all else that is invisible only misleads.
_JOINERS = "\u200c\u200d"


@dataclass(frozen=True, slots=True)
class Face:
    """`size` in points."""

    size: float
    family: str = SANS
    weight: str = "normal"
    style: Literal["normal", "italic"] = "normal"

    @property
    def height(self) -> float:
        return self.size * (ASCENT + DESCENT)


def clean(text: str) -> str:
    """One line of what can be drawn: news text may hold half a surrogate pair, control characters, or marks that turn
    the direction of all that follows."""
    seen = "".join(map(_visible, text.encode("utf-8", "replace").decode()))
    words = " ".join(seen.split())
    return "".join(char if _family_with(char) is not None else BOX for char in words)


def _visible(char: str) -> str:
    kind = unicodedata.category(char)
    if kind in ("Cc", "Zl", "Zp"):
        return " "
    return char if not kind.startswith("C") or char in _JOINERS else ""


def missing(text: str) -> set[str]:
    """The letters of `text` that no font of this machine has."""
    return {char for char in text if _visible(char).strip() and _family_with(char) is None}


@lru_cache(maxsize=4096)
def font(face: Face, text: str) -> FontProperties:
    """The face, with the families behind it that `text` needs."""
    families = dict.fromkeys((face.family, SANS))
    families.update(dict.fromkeys(filter(None, map(_family_with, text))))
    return FontProperties(family=list(families), size=face.size, weight=face.weight, style=face.style)


@lru_cache(maxsize=16384)
def width(text: str, face: Face) -> float:
    """Points. `text` is clean."""
    if not text:
        return 0.0
    return float(text_to_path.get_text_width_height_descent(text, font(face, text), ismath=False)[0])


def fitted(text: str, face: Face, most: float) -> str:
    """`text`, its end cut off for an ellipsis where it is wider than `most` points."""
    if width(text, face) <= most:
        return text
    keep = _longest(len(text), lambda n: width(text[:n].rstrip() + "…", face) <= most)
    return text[:keep].rstrip() + "…"


def wrapped(text: str, face: Face, most: float, lines: int = 99) -> list[str]:
    """Lines of at most `most` points; the last of them ends in an ellipsis where there is more."""
    words, rows = text.split(" ") if text else [], list[str]()
    while words and len(rows) < lines - 1:
        taken = max(1, _longest(len(words), lambda n, rest=words: width(" ".join(rest[:n]), face) <= most))  # type: ignore[misc]
        rows.append(fitted(" ".join(words[:taken]), face, most))
        words = words[taken:]
    return [*rows, fitted(" ".join(words), face, most)] if words else rows


def _longest(most: int, fits: Callable[[int], bool]) -> int:
    """The greatest n up to `most` of which `fits` is true, being true of all smaller ones; 0 if of none."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    return low


@lru_cache(maxsize=65536)
def _family_with(char: str) -> str | None:
    """ "" where DejaVu Sans has it, None where no font does."""
    if char == " " or char in _JOINERS or ord(char) in _letters(SANS):
        return ""
    return next((name for name in _wide() if ord(char) in _letters(name)), None)


@cache
def _wide() -> tuple[str, ...]:
    return tuple(_in_order({entry.name for entry in fontManager.ttflist}))


def _in_order(names: set[str]) -> Iterator[str]:
    for start in _WIDE:
        yield from sorted(name for name in names if name.startswith(start))


@cache
def _letters(family: str) -> frozenset[int]:
    return frozenset(get_font(fontManager.findfont(FontProperties(family=[family]))).get_charmap())
