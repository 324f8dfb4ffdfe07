"""Step 1: what each line of an article is."""

from __future__ import annotations

import re

from geo.events.parts import Block, BlockRole
from geo.model import Span

# A post's picture link or a shortened one, or a line of nothing but hashtags and links.
_EMBED = re.compile(r"pic\.(?:twitter|x)\.com/|https?://t\.co/|^\s*(?:[#@]\w+\s*)+$", re.IGNORECASE)
_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
# Who wrote it, when it was put online, whose it is.
_CREDIT = re.compile(
    r"^\s*(?:[-–—]+|&mdash;)\s*[^@\n]{1,80}\(@\w+\)"
    r"|^\s*\(?(?i:(?:additional )?(?:reporting|writing|editing|graphics?|photos?|compiled|translated) by)\b"
    r"|^\s*(?:By|BY) [A-Z][^.!?\n]{2,80}$"
    r"|^\s*(?:©|\(c\)|Copyright\b)|(?i:[-–—( ]*with (?:files|inputs|additional reporting) from)"
    r"|.{0,120}(?i:contribut(?:ed|ing) to this (?:report|story|article)|all rights reserved)"
    r"|^\s*(?i:(?:first )?published|(?:last )?(?:updated|modified)|posted)\b(?:[^.!?\n]|\d\.\d){0,60}$"
    rf"|^\s*(?:[A-Z][a-z]{{2,8}},? )?(?:\d{{1,2}} {_MONTHS}|{_MONTHS} \d{{1,2}}),? \d{{4}}\b"
    r"(?:[^.!?\n]|\d\.\d){0,30}$"
    r"|^\s*(?:(?:The )?Associated Press|Reuters|AFP|AP|Xinhua|Enditem|_{2,}|\*{2,}|#{2,}|Our Standards:.*)\s*$"
    r"|^\s*\((?i:this (?:story|article) (?:has|was))\b"
)
_NAVIGATION = (
    r"read (?:more|also|next)|also read|see also|related(?: (?:stories|articles|topics?|coverage))?"
    r"|more on this(?: story)?|watch|listen|sign up|subscribe|follow us|click here|share this|advertisement|don['’]t miss"
)
_READ_MORE = re.compile(
    rf"^\s*(?:{_NAVIGATION})\b\s*(?:[:|>»-]|here|now|$)"
    r"|^\s*(?:sign up (?:to|for)|subscribe to|follow us|click here|share (?:on|this)|get (?:our|the) [^.\n]{0,40}newsletter"
    r"|you (?:may|might) also|more (?:from|stories|news)|top (?:news|stories)$|most (?:popular|read)"
    r"|recommended(?: for you)?$"
    r"|trending|editor['’]s picks|(?:story|article) continues|got a tip|email us|tweet$|comments?(?: \(\d+\))?$"
    r"|\d+ min(?:ute)?s? read|don['’]t miss (?:our|a)|download (?:our|the) app|support (?:our|independent) journalism)",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"^\s*(?:photo(?:graph)?|image|picture|file photo|caption|video|foto)\s*(?:by|:|/|credit)"
    r"|^\s*image (?:source|caption|credit)\b|^\s*(?:photo|picture|image) (?:taken|released|provided) (?:on|by)\b"
    r"|^\s*(?:file|pictured)\s*[-–—:]\s"
    r"|^\s*in this (?:\w+ ){0,4}(?:photo|picture|image)\b",
    re.IGNORECASE,
)
# How a caption ends: looked for in so many last characters of a line.
_CAPTIONED = re.compile(
    r"\bfile (?:photo|picture)\b[.)]?\s*$"
    r"|\((?:photo|image|credit|ap photo|file photo|getty images|reuters|xinhua/)[^()]{0,80}\)\s*$"
    r"|\[[^\]\n]{0,60}(?:/(?:afp|ap|reuters|epa|getty)|getty images)[^\]\n]{0,40}\]\s*$"
    r"|\b(?:AP Photo|Getty Images|AFP via Getty|REUTERS)/",
    re.IGNORECASE,
)
# As in "YEREVAN, Sept 21 (Reuters) —", "GENEVA (AP) -", "LONDON —", "NEW DELHI:"; with an agency also "Paris (AFP) –".
_MORE = r"(?P<more>(?:,\s*(?:[A-Z][\w. ]{0,28}|\d{1,2} [A-Z][a-z]+(?: \d{4})?|\d{4})){0,3})\s*"
_AGENCY = r"\((?:[A-Z][\w .&/-]{1,30})\)"
_CAPITALS = r"[A-ZÀ-ÞĀ-Ž][A-ZÀ-ÞĀ-Ž.'’\- ]{1,40}[A-ZÀ-ÞĀ-Ž.]"
_DATELINE = re.compile(rf"\s*(?P<city>{_CAPITALS})(?:{_MORE}(?:{_AGENCY})?\s*(?:--+|[-–—])|:)\s+")
_AGENCYS = re.compile(
    rf"\s*(?P<city>[A-ZÀ-Þ][\w.'’-]+(?: [A-ZÀ-Þ][\w.'’-]+){{0,2}}){_MORE}{_AGENCY}\s*(?:--+|[-–—:])\s+"
)
# Labels in capitals that are no towns.
_LABELS = frozenset(
    "BREAKING UPDATE UPDATED WATCH LIVE VIDEO PHOTOS EXCLUSIVE EXPLAINER OPINION ANALYSIS ALERT URGENT NOTE CORRECTION "
    "FACTBOX TIMELINE INTERVIEW READ FILE EDITORIAL REVIEW PREVIEW WARNING NEWS Q&A SPORT FEATURE".split()
)
# "Jane Doe, Tbilisi", "Ann Lee and Jo Roe in New Delhi": behind a headline only, for a headline may look so.
_BYLINE = re.compile(
    r"^[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}(?:,? and [A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3})?(?:,| in) [A-Z][\w .'’-]+$"
)
_STOP = tuple(".!?…”\"'’)")
_CAPTION_END = 120
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
    if (line[0] in "#@" or "pic." in line or "//t.co" in line) and _EMBED.search(line):
        return Block(start, end, BlockRole.EMBED)
    if _CREDIT.match(line):
        return Block(start, end, BlockRole.CREDIT)
    if _READ_MORE.match(line):
        return Block(start, end, BlockRole.READ_MORE)
    if _CAPTION.match(line) or _CAPTIONED.search(line[-_CAPTION_END:]):
        return Block(start, end, BlockRole.CAPTION)
    match = _DATELINE.match(line) or _AGENCYS.match(line)
    if match and match["city"].strip() not in _LABELS:
        city = Span(start + match.start("city"), start + match.end("city"), match["city"])
        return Block(start + match.end(), end, BlockRole.BODY, city)
    return Block(start, end, BlockRole.BODY)


def _headed(text: str, found: list[Block]) -> list[Block]:
    """With the first line that says anything a headline when it ends as no sentence does, a name behind it a credit, and
    a short second line a standfirst."""
    spoken = [n for n, block in enumerate(found) if block.role is BlockRole.BODY]
    if len(spoken) < 2 or found[spoken[0]].report_place or not _heads(_words(text, found[spoken[0]])):
        return found
    roles = {spoken[0]: BlockRole.HEADLINE}
    if _BYLINE.match(_words(text, found[spoken[1]])):
        roles[spoken.pop(1)] = BlockRole.CREDIT
    if len(spoken) > 3 and _stands_first(text, [found[n] for n in spoken[1:]]):
        roles[spoken[1]] = BlockRole.STANDFIRST
    return [
        Block(block.start, block.end, roles.get(n, block.role), block.report_place) for n, block in enumerate(found)
    ]


def _words(text: str, block: Block) -> str:
    return text[block.start : block.end].strip()


def _heads(line: str) -> bool:
    if len(line) > _LONGEST_HEADLINE or (line.endswith(_STOP) and not line.endswith(("'", "’", "”", '"'))):
        return False
    return not line.endswith((".'", ".’", ".”", '."'))


def _stands_first(text: str, body: list[Block]) -> bool:
    """Whether the first of these lines sums the others up: one short sentence that names no day."""
    line = _words(text, body[0])
    if body[0].report_place or len(line) > _LONGEST_STANDFIRST or re.search(r"[.!?]\s+[A-Z\"“]", line):
        return False
    if sum(block.end - block.start for block in body[1:]) <= 3 * len(line):
        return False
    return not re.search(r"\b(?:on|last|this)? ?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b", line)
