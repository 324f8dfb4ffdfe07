"""What a mention stands for: the place, its government or people, or part of another name."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import takewhile

from geo.model import MentionKind, MentionRole, Toponym
from geo.recognition.tokens import Sentence

# What governments do and places do not; what is done to governments is named by the same words.
_ACTS = frozenset(
    "said says say told tells announced announces warned warns accused accuses denied denies rejected rejects agreed "
    "agrees demanded demands urged urges insisted insists claimed claims vowed vows imposed imposes condemned condemns "
    "signed hopes wants refused refuses threatened threatens ratified expelled recognised recognized recognise "
    "recognize blamed blames pledged pledges proposed proposes responded responds retaliated withdrew decided considers "
    "considered asked asks called calls sent sends backed backs opposes opposed supports supported".split()
)
_BETWEEN = frozenset("has have had also will would may might did does not never later again and".split())
# "relations with Tehran", "sanctions against Iran": dealings are with governments.
_DEALINGS = frozenset(
    "relations talks ties negotiations agreement agreements deal treaty alliance sanctions embargo pressure accusations "
    "war tensions dispute trade".split()
)
_TOWARDS = frozenset("with against on between to".split())
_DONE_TO = frozenset("accused accuses urged urges warned warns told asked blamed blames condemned threatened".split())
_BODIES = frozenset(
    "university college school academy institute hospital police times post herald tribune gazette news journal "
    "globe star press council court department association bank society club fc united city company corp inc ltd "
    "church symphony orchestra museum high district commission agency ministry foundation league union "
    "authority".split()
)
_HEADS = _BODIES | frozenset("bishop diocese archdiocese".split())
_LONGEST_REST = 5  # capitals after the place that may belong to the same name


def role(mention: Toponym, sentence: Sentence) -> MentionRole:
    first = bisect_left(sentence.starts, mention.start)
    last = bisect_left(sentence.starts, mention.end)
    before, after = sentence.words[max(0, first - 2) : first], sentence.words[last : last + _LONGEST_REST]
    if _in_name(before, after):
        return MentionRole.IN_NAME
    if mention.kind is MentionKind.TOPONYM and (_acts(before, after) or _dealt_with(before)):
        return MentionRole.GOVERNMENT
    return MentionRole.PLACE


def _in_name(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether the capitals that follow at once name an institution ("Oxford Crown Court", "Kent State University"), or
    the place is what one is of ("Bank of England")."""
    if len(before) == 2 and before[1] == "of" and before[0][0].isupper() and before[0].lower() in _HEADS:
        return True
    return any(word.lower() in _BODIES for word in takewhile(lambda word: word[0].isupper(), after))


def _acts(before: Sequence[str], after: Sequence[str]) -> bool:
    """ "a man from Moscow said", "officials in Moscow said": there the city is where they are."""
    if before and before[-1].islower() and before[-1] not in ("that", "but", "and", "as", "while"):
        return False
    rest = [word for word in after[:3] if word not in _BETWEEN]
    return bool(rest) and rest[0] in _ACTS


def _dealt_with(before: Sequence[str]) -> bool:
    if not before:
        return False
    return before[-1] in _DONE_TO or (len(before) == 2 and before[0] in _DEALINGS and before[1] in _TOWARDS)
