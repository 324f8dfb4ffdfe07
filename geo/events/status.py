"""Step 5: reported, claimed, planned, denied, or no event at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from geo.events.clauses import AUXILIARIES
from geo.events.parts import Form, Token, Trigger
from geo.model import Status

_NEGATIONS = frozenset("not n't no never without neither nor none nobody cannot".split())
_DENYING = frozenset("denied denies deny denying disputed refuted rejected dismissed".split())
_PREVENTING = frozenset(
    "avoid avert prevent prevented averted avoided thwarted foiled prevents preventing fail failed fails failing".split()
)
_CONDITIONS = frozenset("if unless whether".split())
_UNCERTAIN = frozenset("could may might can should must".split())
_PLANNING = frozenset(
    "plan plans planned planning scheduled expected due set agreed agrees promised promises pledged pledges vowed vows "
    "intends intend intended aims aim ready preparing prepares prepared about poised slated hopes hope hopes wants want "
    "going seeks seek".split()
)
_BEGINNING = frozenset(
    "began begun begin begins started start starts continued continue continues managed forced resumed used proceeded "
    "went came returned moved".split()
)
# They did what they came for.
_GATHERING = frozenset("gathered assembled rallied marched crowded".split())
# A reader's own paper believes these as little as the speaker can prove them.
_CLAIMING = frozenset("claim allege insist maintain contend assert reiterate".split())
_MATERIAL = frozenset(
    "ASSAULT COERCE MOBILIZE PROTEST AID RETREAT DISASTER ACCIDENT HEALTH CRIME COOPERATE SANCTION".split()
)
_STATEMENTS = frozenset("THREATEN ACCUSE REJECT REQUEST SUPPORT AGREE CONCEDE CONSULT".split())
_ARMED = re.compile(
    r"\b(?:army|military|ministry|minister|president|government|kremlin|pentagon|rebels?|militants?|forces|commander|"
    r"spokes(?:man|woman|person)|group|police|officials?|authorities|general|militia|insurgents|leader)\b",
    re.IGNORECASE,
)
_HISTORY = re.compile(
    r"\b(?:since|in|during|back in|of)\s+(?:the\s+)?(?P<year>1[89]\d\d|20\d\d)\b|"
    r"\b(?:decades?|years|centur(?:y|ies)) (?:ago|of)\b|\b(?:has|have|had) fought\b|\bsince the collapse\b|"
    r"\bin the (?:19|20)\d0s\b|\b(?P<bare>19\d\d|20\d\d)\b",
    re.IGNORECASE,
)
_IMPORTANT = frozenset("important necessary essential crucial vital imperative".split())
_PROMISED = frozenset("promise promised promises offer offered offers guarantee guaranteed pledged".split())
# A concession that these name lies ahead.
_OFFERING = frozenset("promise offer guarantee".split())
# "The first strike since 1989" is news.
_RECORD = re.compile(
    r"\b(?:first|second|biggest|worst|deadliest|largest|longest|strongest|highest|most \w+)\b", re.IGNORECASE
)


def status(trigger: Trigger, speaker_is_party: bool) -> Status | None:
    """None: the text does not say that it happens (a wish, a condition, a purpose). The first rule that fires decides."""
    before = _before(trigger)
    # The "Without" of Doctors Without Borders denies nothing.
    near = ["" if token.text == "Without" and n else token.lower for n, token in enumerate(before)][-5:]
    verbal = trigger.type in ("THREATEN", "REQUEST", "ACCUSE", "REJECT", "SUPPORT")
    if trigger.clause.opener in _CONDITIONS and trigger.type != "THREATEN":
        return None
    if trigger.clause.opener == "until" and _ahead_of(trigger):
        return None
    if _wished(trigger):
        return None
    if denied := _denial(trigger, before, near):
        return None if denied == "drop" else Status.DENIED
    if _counterfactual(trigger, near, verbal):
        return None
    if _planned(trigger, before, near) or (trigger.type == "CONCEDE" and trigger.lemma.split()[0] in _OFFERING):
        return Status.PLANNED
    if trigger.form is Form.BASE and near[-1:] == ["to"] and not _begun(near):
        return None
    if trigger.clause.speaker is None:
        return Status.REPORTED
    if trigger.clause.speaker.verb in _CLAIMING and trigger.type in _MATERIAL:
        return Status.CLAIMED
    if trigger.type in _STATEMENTS:
        return Status.REPORTED
    return Status.CLAIMED if speaker_is_party else Status.REPORTED


def _ahead_of(trigger: Trigger) -> bool:
    """Whether what an "until" ends is itself still to come: "would go on until they disarmed"."""
    return any(t.lower in ("will", "would", "must") for t in trigger.sentence.tokens[: trigger.clause.first])


def _wished(trigger: Trigger) -> bool:
    """ "It is important that the truce hold"; "safe passage for fighters who surrender"."""
    tokens = trigger.sentence.tokens
    if trigger.type in _MATERIAL and any(
        t.lower in _IMPORTANT for t in tokens[max(0, trigger.first - 6) : trigger.first]
    ):
        return True
    earlier = {token.lower for token in tokens[: trigger.clause.first]}
    return trigger.clause.opener in ("who", "which") and not earlier.isdisjoint(_PROMISED)


def _before(trigger: Trigger) -> Sequence[Token]:
    return trigger.sentence.tokens[trigger.clause.first : trigger.first]


def _denial(trigger: Trigger, before: Sequence[Token], near: Sequence[str]) -> str:
    speaker = trigger.clause.speaker
    if speaker and speaker.verb == "deny":
        return "denied"
    inside = {token.lower for token in trigger.sentence.tokens[trigger.first : trigger.last]}
    negated = any(_negation(word) for word in near) or bool(inside & _NEGATIONS and trigger.form is not Form.FIXED)
    if any(word in _DENYING for word in near) and trigger.type not in {"ACCUSE", "REJECT"}:
        return "denied" if before else "drop"
    if any(word in _PREVENTING for word in near):
        return "drop"
    if not negated:
        return ""
    return "denied" if speaker and trigger.type in _MATERIAL else "drop"


def _negation(word: str) -> bool:
    return word in _NEGATIONS or word.endswith("n't")


def _counterfactual(trigger: Trigger, near: Sequence[str], verbal: bool) -> bool:
    if trigger.type == "THREATEN":
        return False
    if any(a == "would" and b == "have" for a, b in pairwise(near)):
        return True
    if not near or verbal:
        return False
    # A modal only governs a verb: "may attack", not "in May an attack".
    return trigger.form is not Form.NOUN and any(word in _UNCERTAIN for word in near[-3:])


def _planned(trigger: Trigger, before: Sequence[Token], near: Sequence[str]) -> bool:
    if trigger.type in ("THREATEN", "REJECT"):
        return False
    if trigger.type == "AGREE" and trigger.form is not Form.BASE:
        return False
    after = [
        token.lower for token in trigger.sentence.tokens[trigger.last : min(trigger.last + 14, trigger.clause.last)]
    ]
    words = [token.lower for token in trigger.sentence.tokens[trigger.first : trigger.last]]
    if trigger.form is Form.NOUN:
        return _future(after) or "will" in near[-3:] or "planned" in near[-2:] or "upcoming" in near
    if "will" in near or "'ll" in near or "shall" in near:
        return True
    if "would" in near and (trigger.clause.speaker is not None or trigger.clause.opener == "and"):
        return True
    if _to_be([token.lower for token in before[-4:]] + words):
        return True
    if near[-1:] == ["to"] or near[-2:-1] == ["to"]:
        return any(word in _PLANNING for word in near)
    return False


def _future(after: Sequence[str]) -> bool:
    """Whether a noun's own verb lies ahead: "talks on the region will be held", "the summit is due to open"."""
    for i, word in enumerate(after):
        if word in ("will", "would"):
            return True
        if (
            word in ("is", "are")
            and after[i + 1 : i + 2]
            and after[i + 1] in ("to", "due", "scheduled", "expected", "planned", "set")
        ):
            return True
        if word in ("was", "were") and after[i + 1 : i + 4][-2:] == ["to", "be"]:
            return True
        if word in ("scheduled", "planned", "due"):
            return True
        if word in AUXILIARIES or word in (",", ";"):
            return False
    return False


def _to_be(words: Sequence[str]) -> bool:
    """ "are to be surrendered", "is to visit", "was due to meet"."""
    return any(a in ("is", "are", "was", "were") and b == "to" for a, b in pairwise(words))


def _begun(near: Sequence[str]) -> bool:
    return any(word in _BEGINNING for word in near[-4:]) or any(word in _GATHERING for word in near)


def historical(trigger: Trigger, published: date | None) -> bool:
    """Whether the sentence sets its event in an earlier year or looks back over decades."""
    text = trigger.sentence.span.text
    clause = trigger.sentence.tokens[trigger.clause.first : trigger.clause.last]
    begin, end = clause[0].start - trigger.sentence.span.start, clause[-1].end - trigger.sentence.span.start
    for match in _HISTORY.finditer(text[begin:end]):
        year = match["year"] or match["bare"]
        if background(trigger, begin + match.start("year" if match["year"] else 0)):
            continue
        if year is None or (published is not None and int(year) < published.year):
            return True
    return False


def background(trigger: Trigger, at: int) -> bool:
    """Whether the date at that offset into the sentence is no date of the event: "the first strike since 1989",
    "landed in Shusha, a town held by rebels since 2020"."""
    text = trigger.sentence.span.text
    if not re.search(r"\bsince\s+(?:the\s+)?$", text[:at], re.IGNORECASE):
        return False
    between = text[trigger.end - trigger.sentence.span.start : at]
    clause = trigger.sentence.tokens[trigger.clause.first].start - trigger.sentence.span.start
    return "," in between or bool(_RECORD.search(text[clause:at]))


def claimed_by_party(speaker: str, party_countries: frozenset[str], speaker_country: str) -> bool:
    """Whether a speaker is a party of the event: one of its sides, or armed or governing and so never a bystander."""
    if speaker_country and (speaker_country in party_countries or not party_countries):
        return True
    return bool(_ARMED.search(speaker)) and not party_countries
