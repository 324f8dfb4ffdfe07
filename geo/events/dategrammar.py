"""The words that name a time, and whether their clause looks ahead or back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from geo.events.feasts import ALONE, WITH_DAY
from geo.events.grains import days
from geo.events.tables import past_forms

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|"
    r"Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
# "MONDAY, MARCH 2, 1998", as in datelines: only beside a day.
_ANY_MONTH = (
    rf"(?:{_MONTH}|JAN(?:UARY|\.)?|FEB(?:RUARY|\.)?|MAR(?:CH|\.)?|APR(?:IL|\.)?|MAY|JUNE?|JULY?|AUG(?:UST|\.)?"
    r"|SEPT?(?:EMBER|\.)?|OCT(?:OBER|\.)?|NOV(?:EMBER|\.)?|DEC(?:EMBER|\.)?)"
)
_FULL = r"(?:January|February|April|June|July|August|September|October|November|December)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:1[5-9]\d\d|20\d\d)"
# "May 2023", "Sept. 3 of last year".
_ITS_YEAR = rf"(?:{_YEAR}|(?:of\s)?(?:this|last|next)\syear)"
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tues?|Wed|Thu(?:rs)?|Fri|Sat|Sun)\.)"
_WITH = (
    rf"(?:(?:{_WEEKDAY},?|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),|(?:MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAY,?)"
    r"\s+(?:the\s+)?)?"
)
_PART = r"(?:\s(?:morning|afternoon|evening|night))"
_DASH = r"(?:\s?[-–—]\s?|\s(?:to|until|till|through)\s)"
_AND = r"(?:\s?[-–—]\s?|\s(?:to|until|through|and)\s)"
# No day of the month: "on May 5 and 20 people".
_COUNTING = r"(?!\s?[ap]\.?m\b|\s(?:more|others?|people|[a-z]{3,}s\b))"
_EDGE = r"(?:[Ee]arly|[Ll]ate|[Mm]id)[\s-]"
_UNIT = r"(?:minute|hour|day|week|month|year|decade)"
_ONES = r"(?:[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine)"
_WORD = (
    rf"(?:(?:[Tt]wen|[Tt]hir|[Ff]or|[Ff]if|[Ss]ix|[Ss]even|[Ee]igh|[Nn]ine)ty(?:-{_ONES})?"
    rf"|(?:[Tt]hir|[Ff]our|[Ff]if|[Ss]ix|[Ss]even|[Ee]igh|[Nn]ine)teen|{_ONES}|[Tt]en|[Ee]leven|[Tt]welve)"
)
_PLAIN = rf"(?:\d{{1,3}}|{_WORD})"
_COUNT = rf"(?:[Aa]n?|{_PLAIN})"

# What an expression can begin with: tried first, so that the alternatives cost nothing at other words.
_SHORT = (
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun"
    r"|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC|MON|TUE|WED|THU|FRI|SAT|SUN)"
)
_START = (
    rf"(?=\d|{_SHORT}|[Ll]a(?:st|te)|[Nn]ext\s|[Tt]his\s|[Tt]h(?:e|at)\s(?:day|next|following|same|p|last|coming|weekend|end|start|beginning|rest)|[Yy]est"
    r"|[Tt]o(?:day|ni|mo)|[Pp]ast\s|[Pp]revious\s|[Cc]oming\s|[Ee]arl|[Mm]id|[Oo]ver(?:night|\san?\s)"
    r"|[Ii]n\s(?:[JFMASOND\d]|an?\s|[a-z]{3,9}\s)|[Bb]etween\s[\dMTWFS]|(?:[Ff]or|[Ww]ithin|[Aa]bout|[Nn]early|[Aa]lmost"
    rf"|[Tt]han)\san?\s|(?:[Ss]ince|[Uu]ntil|[Bb]y|[Dd]uring|[Oo]f|[Bb]efore|[Aa]fter|[Ff]rom)\s(?:{_SHORT}|an?\s)"
    r"|[Aa]n?\s(?:minute|hour|day|week|month|year|decade)|(?:first|second|third|fourth|last)\s[qh]"
    r"|[Ss](?:pring|ummer)\s|[Aa]utumn\s|[Ff]all\s|[Ww]inter\s|[A-Z][a-z]+(?:['’]s?|\.|\sLuther\sKing)?(?:\sPatrick['’]s)?\sDay|Christmas"
    r"|New\sYear|Thanksg|Hallow|Junet|Epiph|Ash\s|Palm\s|Good\s|Easter|Fourth\s|FY"
    r"|(?:[Oo]n|[Tt][wehi]|[Ff][oi]|[Ss][ie]|[Ee][il]|[Nn]i)[a-z]{1,7}(?:-[a-z]{3,5})?[\s-](?:minute|hour|day|week|month|year|decade))"
)
# One alternative for each way to name a time, tried in this order. Its outermost group names the reader below and is
# the expression's extent; words outside that group are only looked at.
MASTER = re.compile(
    rf"""(?<![\w$€£#]){_START}(?:
      (?P<iso>{_YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?!\d)
    | (?P<compact>(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?![\w.,:/-]\d|\w)
    | (?P<digits>\d{{1,2}}(?P<sep>[/.-])\d{{1,2}}(?P=sep){_YEAR}|\d\d?/\d\d?/\d\d|\d\d-\d\d-\d\d)(?![\w/-])
    | (?P<cross>(?P<cm1>{_MONTH})\s(?P<cd1>{_DAY})(?:,?\s(?P<cy1>{_YEAR}))?{_DASH}
        (?P<cm2>{_MONTH})\s(?P<cd2>{_DAY})(?:,?\s(?P<cy2>{_YEAR}))?)(?!\w)
    | (?P<across>(?P<am1>{_DAY}\s{_MONTH})(?:,?\s(?P<ay1>{_YEAR}))?{_DASH}
        (?P<am2>{_DAY}\s{_MONTH})(?:,?\s(?P<ay2>{_YEAR}))?)(?!\w)
    | (?P<dmy>{_WITH}(?P<d1>{_DAY})(?:{_AND}(?P<d2>{_DAY}))?\s+(?:of\s+)?(?P<dm>{_ANY_MONTH})
        (?:,?\s+(?P<dy>{_ITS_YEAR}))?)(?!\w)
    | (?P<mdy>{_WITH}(?P<mm>{_ANY_MONTH})\s+(?:the\s)?(?P<m1>{_DAY})(?!\d|,\d)
        (?:{_AND}(?P<m2>{_DAY})(?!\d|,\d){_COUNTING})?(?:,?\s+(?P<my>{_ITS_YEAR}))?)(?!\w)
    | [Bb]etween\s(?P<between>(?P<b1>{_YEAR})\sand\s(?P<b2>{_YEAR}))(?!\w)
    | (?P<years>(?P<y1>{_YEAR}){_DASH}(?P<y2>{_YEAR}|\d\d))(?![\w/-])
    | (?P<monthspan>(?P<s1>{_MONTH})(?:,?\s(?P<sy1>{_YEAR}))?{_AND}(?P<s2>{_MONTH})(?:,?\s(?P<sy2>{_YEAR}))?)(?!\w|\s\d)
    | (?P<monthyear>(?:{_EDGE})?(?P<ymonth>{_MONTH}),?\s+(?:of\s+)?(?P<yyear>{_ITS_YEAR}))(?!\w)
    | (?P<sided>(?P<mside>[Ll]ast|[Nn]ext|[Tt]his(?:\spast)?)\s(?P<mname>{_MONTH}))(?!\w|\.?\s\d)
    | (?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Dd]uring|[Oo]f|[Bb]efore|[Aa]fter|[Ff]rom)\s(?P<cued>{_MONTH})
        (?!\w|\.?,?\s{_ITS_YEAR}|\.?\s\d|\s[A-Z]|{_DASH}{_MONTH}|\sand\s{_MONTH})
    | (?P<part>{_EDGE}(?P<pmonth>{_MONTH}))(?!\w|\.?\s\d)
    | (?P<bare>{_FULL})(?!\w|\s\d|\s(?!Mon|Tue|Wed|Thu|Fri|Sat|Sun)[A-Z])
    | [Bb]etween\s(?P<amid>(?P<v1>{_WEEKDAY})\sand\s(?P<v2>{_WEEKDAY}))(?!\w)
    | (?P<weekdays>(?P<w1>{_WEEKDAY}){_DASH}(?P<w2>{_WEEKDAY}))(?!\w)
    | (?P<weekday>(?:(?P<wside>[Ll]ast|[Nn]ext|[Tt]his(?:\scoming|\spast)?|[Ll]ater|[Ee]arlier)\s)?
        (?P<wname>{_WEEKDAY})(?P<wpart>{_PART})?)(?!\w)
    | (?P<deictic>[Tt]he\sday\s(?:before\syesterday|after\stomorrow)|(?:[Yy]esterday|[Tt]oday|[Tt]omorrow){_PART}?
        |[Tt]onight|[Tt]his\s(?:morning|afternoon|evening)|[Ll]ast\snight|[Oo]vernight)(?!\w)
    | (?P<ago>(?P<agon>{_COUNT})\s(?P<agou>{_UNIT})s?\sago(?P<agoday>\s(?:today|tonight))?)(?!\w)
    | (?P<relative>(?P<reln>{_COUNT})\s(?P<relu>{_UNIT})s?\s(?P<relside>earlier|later))(?!\w)
    | (?P<neighbour>[Tt]he\s(?:(?P<nside>next|following|previous|preceding|same)\sday
        |day\s(?P<nafter>before|after)(?=[,.;:)]|$))|(?P<nthat>[Tt]hat(?:\ssame|\svery)?)\sday)(?!\w)
    | (?P<stretch>(?:[Tt]he\s)?(?P<strside>[Pp]ast|[Ll]ast|[Pp]revious|[Nn]ext|[Cc]oming)\s
        (?P<strn>{_PLAIN})\s(?P<stru>{_UNIT})s?)(?!\w)
    | (?P<passing>[Tt]he\s(?P<passide>past|last|coming)\s(?P<pasu>week|month|year|decade))(?!\w|\sof)
    | (?P<weekend>(?P<weside>[Ll]ast|[Tt]his(?:\spast|\scoming)?|[Nn]ext|[Tt]he(?:\spast)?)\sweekend)(?!\w|\sof)
    | (?P<quarter>(?P<qn>first|second|third|fourth|last)\s(?P<qu>quarter|half)\sof\s
        (?:(?P<qy>{_YEAR})|(?P<qside>last|this|next)\syear))(?!\w)
    | (?P<accounts>(?P<an>first|second|third|fourth)\squarter)(?!\w|-)
    | (?P<edge>[Tt]he\s(?:end|start|beginning|rest)\sof\sthe\s(?P<edgeu>week|month|year))(?!\w)
    | (?P<period>(?:(?:[Ee]arlier|[Ll]ater|[Ee]arly|[Ll]ate)\s)?(?P<perside>[Ll]ast|[Tt]his|[Nn]ext)\s
        (?P<peru>week|month|year))(?!\w|-)
    | (?P<decade>(?:{_EDGE})?(?P<dec>{_YEAR})s)(?!\w)
    | (?P<century>(?P<cent>\d\d?)(?:st|nd|rd|th)[\s-]century)(?!\w)
    | (?P<season>(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)\s(?:of\s)?(?P<seasony>{_YEAR}))(?!\w)
    | (?P<feast>(?P<fname>{WITH_DAY}|{ALONE})(?:,?\s(?P<fy>{_ITS_YEAR}))?)(?!\w)
    | [Ii]n\s(?P<hence>(?P<inn>{_COUNT})\s(?P<inu>{_UNIT})s?(?:['’]\stime)?)(?!\w)
    | (?P<fromnow>(?P<nown>{_COUNT})\s(?P<nowu>{_UNIT})s?\sfrom\snow)(?!\w)
    | (?:[Ff]or|[Ww]ithin|[Oo]ver|[Dd]uring|[Aa]fter|[Nn]early|[Aa]lmost|[Aa]bout|[Tt]han)\s
        (?P<one>an?\s(?P<oneu>{_UNIT}))(?!\w|-|\s(?:ago|earlier|later))
    | (?P<duration>(?P<durn>{_PLAIN})[\s-](?P<duru>{_UNIT})s?)(?!\w|[\s-]olds?\b|\sof\sage)
    | (?P<year>(?:{_EDGE}|FY\s?)?(?P<yyyy>{_YEAR}))(?![\w%°]|[-–/.,:]\d)
    )""",
    re.VERBOSE,
)
_SENTENCE_END = re.compile(r"[.!?][\"”’]?\s+(?=[A-Z\"“])|\n")
# Phrases that look ahead; the verb that ends one ("will be signed") is part of it and tells no past. Or any word.
_TENSE = re.compile(
    r"\b(?:(?P<ahead>(?:will|would|shall|may|might|could|must|['’]ll)(?!\shave)(?:\s(?:not|also|then|likely|only))*"
    r"(?:\s(?:be|remain|stay|get))?\s\w+"
    r"|(?:is|are|was|were|be)\s(?:\w+ly\s|now\s|also\s|still\s)?"
    r"(?:to|(?:due|set|scheduled|expected|planned|slated|poised|going|forecast|likely|bound)(?:\s(?:to|for|on|in))?)\b"
    r"(?:\s(?:be|have))?(?:\s\w+)?"
    r"|(?:scheduled|due|planned|slated|plan|plans|planning|expects?|intends?|hopes?|vowed|pledged|promised|agreed|needs?|has"
    r"|have|wants?|hoped|intended|decided|forced)\sto(?:\sbe)?\s\w+"
    r"|scheduled|due|planned|slated|upcoming|going\sto|to\sbe\s\w+|deadline|ha(?:s|ve)\suntil"
    # The present tense of a timetable: "the trial begins Monday".
    r"|(?:begins?|starts?|opens?|resumes?|reopens?|takes?\seffect|kicks?\soff|expires?|convenes?|arrives?|returns|meets|faces)"
    r")|(?P<asked>(?:ordered|told|asked|urged|instructed|advised|gave|given|invited)\s(?:\w+\s){1,4}?(?:to(?:\sbe)?\s\w+|until))"
    r"|(?P<word>[A-Za-z]+))\b"
)
_REACH = 400
# In days, so that no value counted in it is longer.
_LENGTHS = {"minute": 1, "hour": 1, "day": 1, "week": 7, "month": 31, "year": 366, "decade": 3653}


@dataclass(frozen=True, slots=True)
class At:
    """Where and when an expression is read. `told`: the values before it. `planned`: what the caller knows."""

    text: str
    published: date | None
    planned: bool | None
    told: Sequence[str]

    def anchor(self, unit: str) -> date | None:
        """The first day of the last value named before that is no longer than a unit: two days after May say nothing."""
        spans = (days(value) for value in reversed(self.told))
        return next((span[0] for span in spans if span and (span[1] - span[0]).days < _LENGTHS[unit]), None)

    def ahead(self, match: re.Match[str]) -> bool:
        return looks_ahead(self.text, *match.span()) if self.planned is None else self.planned

    def word_before(self, position: int) -> str:
        words = re.findall(r"[\w'’]+", self.text[max(0, position - 14) : position])
        return words[-1].lower() if words else ""


def looks_ahead(text: str, start: int, end: int) -> bool:
    """Whether the verb nearest before, else the first one behind, looks ahead: "said Monday that he will" does not."""
    floor = max(0, start - _REACH)
    begin = max((m.end() for m in _SENTENCE_END.finditer(text, floor, start)), default=floor)
    before = [
        m["asked"] is not None or tense
        for m in _TENSE.finditer(text, begin, start)
        if (tense := _tense(m)) is not None
    ]
    if before:
        return before[-1]
    stop = _SENTENCE_END.search(text, end)
    after = _TENSE.finditer(text, end, stop.start() if stop else min(len(text), end + _REACH))
    return next((tense for m in after if (tense := _tense(m)) is not None), False)


def _tense(match: re.Match[str]) -> bool | None:
    if match["ahead"]:
        return True
    if match["asked"]:
        return False
    word = match["word"].lower()
    return False if word in _past() or (len(word) > 4 and word.endswith("ed")) else None


@cache
def _past() -> frozenset[str]:
    return past_forms() | frozenset("was were did had has says found led".split())
