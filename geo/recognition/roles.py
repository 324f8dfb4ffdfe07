"""What a mention stands for: the place, its government or people, or part of another name."""

from __future__ import annotations

from geo.model import MentionKind, MentionRole, Toponym
from geo.recognition.tokens import Sentence

_ACTS = frozenset(
    "said says told announced announces warned warns accused accuses denied denies rejected rejects agreed agrees "
    "demanded demands urged urges insisted insists claimed claims vowed imposed imposes condemned condemns signed "
    " hopes wants refused refuses threatened threatens ratified expelled recognised recognized".split()
)
_BODIES = frozenset(
    "university college school academy institute hospital police times post herald tribune gazette news journal "
    "globe star press council court department association bank society club fc united city company corp inc ltd "
    "church symphony orchestra museum high district commission agency ministry foundation league union "
    "authority".split()
)
_OF = frozenset("university bank college institute museum diocese archdiocese church ministry".split())


def role(mention: Toponym, sentence: Sentence) -> MentionRole:
    tokens = sentence.tokens
    first = next(i for i, t in enumerate(tokens) if t.start >= mention.start)
    last = next((i for i, t in enumerate(tokens) if t.start >= mention.end), len(tokens))
    before = [t.text for t in tokens[max(0, first - 2) : first]]
    after = [t.text for t in tokens[last : last + 3]]
    of_body = len(before) == 2 and before[1] == "of" and before[0][0].isupper() and before[0].lower() in _OF
    if of_body or _names_a_body(after):
        return MentionRole.IN_NAME
    acts = bool(after) and after[0].lower() in _ACTS
    # "a man from Moscow said", "officials in Moscow said": there the city is where they are.
    if acts and mention.kind is MentionKind.TOPONYM and not (before and before[-1].islower()):
        return MentionRole.GOVERNMENT
    return MentionRole.PLACE


def _names_a_body(after: list[str]) -> bool:
    """Whether the capitals that follow at once name an institution: "Oxford Crown Court", "Kent State University"."""
    for word in after:
        if not word[0].isupper():
            return False
        if word.lower() in _BODIES:
            return True
    return False
