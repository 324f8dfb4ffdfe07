"""Step 1: what each line of an article is."""

from __future__ import annotations

import re

from geo.events.parts import Block, BlockRole
from geo.model import Span

# A post's picture link or a shortened one, or a line of nothing but hashtags and links.
_EMBED = re.compile(r"pic\.(?:twitter|x)\.com/|https?://t\.co/|^\s*(?:[#@]\w+\s*)+$", re.IGNORECASE)
_CREDIT = re.compile(r"^\s*(?:[-–—]+|&mdash;)\s*[^@\n]{1,80}\(@\w+\)")
_READ_MORE = re.compile(
    r"^\s*(?:read (?:more|also|next)|also read|see also|related(?: (?:stories|articles))?|more on this(?: story)?"
    r"|watch|listen|sign up|subscribe|follow us|click here|share this|advertisement|don't miss)\b\s*(?:[:|>»-]|here|now|$)",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"^\s*(?:photo(?:graph)?|image|picture|file photo|caption|video|foto)\s*(?:by|:|/|credit)"
    r"|\((?:photo|image|credit|ap photo|file photo|getty images|reuters)[^()]{0,80}\)\s*$"
    r"|\[[^\]\n]{0,60}(?:/(?:afp|ap|reuters|epa|getty)|getty images)[^\]\n]{0,40}\]\s*$"
    r"|\b(?:AP Photo|Getty Images|AFP via Getty|REUTERS)/",
    re.IGNORECASE,
)
# As in "YEREVAN, Sept 21 (Reuters) —", "GENEVA (AP) -", "LONDON —".
_DATELINE = re.compile(
    r"\s*(?P<city>[A-ZÀ-ÞĀ-Ž][A-ZÀ-ÞĀ-Ž.'’\- ]{1,40}[A-ZÀ-ÞĀ-Ž.])(?P<more>(?:,\s*[A-Z][\w. ]{0,28}){0,2})\s*"
    r"(?P<agency>\((?:[A-Z][\w .&/-]{1,30})\))?\s*(?P<dash>--+|[-–—])\s+"
)
_STOP = tuple(".!?…”\"'’)")
_LONGEST_HEADLINE = 160
_LONGEST_STANDFIRST = 260


def blocks(text: str) -> list[Block]:
    """The lines that hold anything, in order."""
    found = [_block(text, start, end) for start, end in _lines(text)]
    return _headed(text, found)


def _lines(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"[^\s][^\n\r]*", text)]


def _block(text: str, start: int, end: int) -> Block:
    line = text[start:end]
    if _EMBED.search(line):
        return Block(start, end, BlockRole.EMBED)
    if _CREDIT.match(line):
        return Block(start, end, BlockRole.CREDIT)
    if _READ_MORE.match(line):
        return Block(start, end, BlockRole.READ_MORE)
    if _CAPTION.search(line):
        return Block(start, end, BlockRole.CAPTION)
    if match := _DATELINE.match(line):
        city = Span(start + match.start("city"), start + match.end("city"), match["city"])
        return Block(start + match.end(), end, BlockRole.BODY, city)
    return Block(start, end, BlockRole.BODY)


def _headed(text: str, found: list[Block]) -> list[Block]:
    """With the first line a headline when it ends as no sentence does, and a short second line a standfirst."""
    if len(found) < 2 or found[0].role is not BlockRole.BODY or found[0].report_place:
        return found
    first = text[found[0].start : found[0].end].rstrip()
    if len(first) > _LONGEST_HEADLINE or (first.endswith(_STOP) and not first.endswith(("'", "’", "”", '"'))):
        return found
    if first.endswith((".'", ".’", ".”", '."')):
        return found
    head = Block(found[0].start, found[0].end, BlockRole.HEADLINE)
    second = found[1]
    body = text[second.start : second.end]
    follows = len(found) > 3 and second.role is BlockRole.BODY and not second.report_place
    if follows and len(body) <= _LONGEST_STANDFIRST and not re.search(r"[.!?]\s+[A-Z\"“]", body):
        longer = sum(block.end - block.start for block in found[2:]) > 3 * len(body)
        if longer and not re.search(r"\b(?:on|last|this)? ?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b", body):
            second = Block(second.start, second.end, BlockRole.STANDFIRST)
    return [head, second, *found[2:]]
