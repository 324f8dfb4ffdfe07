"""Step 4: the words that name an event, found by one look-up per token."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from geo.events.clauses import AUXILIARIES, finite
from geo.events.parts import BlockRole, Clause, Form, Sentence, Token, Trigger
from geo.events.tables import Entry, inflect, lexicon, words_of

_GAP = 3
_NEAR_LEFT, _NEAR_RIGHT = 4, 6
# Types of one group are told apart by weight; a clause keeps one of each group.
GROUPS = {
    **dict.fromkeys(("ASSAULT", "CRIME"), "conflict"),
    **dict.fromkeys(("COERCE", "SANCTION"), "force"),
    "MOBILIZE": "posture",
    "PROTEST": "protest",
    **dict.fromkeys(("THREATEN", "ACCUSE", "REJECT", "REQUEST"), "words"),
    **dict.fromkeys(("CONSULT", "SUPPORT", "AGREE", "COOPERATE"), "diplomacy"),
    **dict.fromkeys(("CONCEDE", "RETREAT"), "help"),
    "AID": "aid",
    **dict.fromkeys(("DISASTER", "ACCIDENT", "HEALTH"), "hazard"),
}
_KIND_POINTS = {"verb": 0.6, "phrase": 0.5, "noun": 0.0}
_GOVERNING = frozenset(("THREATEN", "REQUEST", "REJECT", "AGREE", "ACCUSE"))
# Light verbs carry the noun's event: "carried out an attack".
_DETERMINERS = frozenset("the a an its their his her this that these those my our no".split())
_OF_NOUNS = frozenset("other more several many some few new big small large major them him us me".split())
_PREPOSITIONS = frozenset(
    "of in on at by for with from after during against about over following amid despite".split()
)
# "helped rescue"; but "drove back" has its verb already.
_BEFORE_BASE = AUXILIARIES | frozenset("helped let made dared".split())
# Whose complement took place all the same: "condemned the bombing in Kabul".
_PRESUPPOSING = frozenset("condemn criticize criticise denounce deplore decry investigate probe blame mourn".split())


def find(sentence: Sentence) -> list[Trigger]:
    """The triggers of a sentence, in order: in each clause the best of each group, without what another one governs."""
    found: list[Trigger] = []
    words = frozenset(token.lower for token in sentence.tokens)
    for clause in sentence.clauses:
        found += _best(list(_matches(sentence, clause, words)))
    return _ungoverned(found)


def _matches(sentence: Sentence, clause: Clause, window: frozenset[str]) -> Iterator[Trigger]:
    table = lexicon()
    tokens = sentence.tokens
    for i in range(clause.first, clause.last):
        entries = table.get(tokens[i].lower)
        if entries is None or _inside_name(sentence, i):
            continue
        taken = 0
        compound = _second_of_compound(sentence, i)
        for entry in entries:
            if compound and entry.form in (Form.PAST, Form.PARTICIPLE, Form.ING):
                continue
            if entry.words[-1] not in window:
                continue
            end = _match(tokens, i + 1, clause.last, entry.words[1:]) if len(entry.words) > 1 else i + 1
            if end is None or (taken and len(entry.words) < taken):
                continue
            if _form_fits(tokens, i, entry) and _allowed(entry, tokens, i, end, window):
                taken = max(taken, len(entry.words))
                row = entry.row
                yield Trigger(sentence, clause, i, end, row.type, row.mode, row.weight, entry.form, entry.lemma)


def _inside_name(sentence: Sentence, i: int) -> bool:
    """Whether a capitalised word stands between capitalised words, as in "Rapid Support Forces"; not so in headlines."""
    tokens = sentence.tokens
    if not 0 < i < len(tokens) - 1 or not tokens[i].text[0].isupper() or sentence.role is not BlockRole.BODY:
        return False
    return tokens[i - 1].text[0].isupper() and tokens[i + 1].text[0].isupper()


def _second_of_compound(sentence: Sentence, i: int) -> bool:
    """ "army-backed", "rebel-held": what somebody is, not what they do."""
    at = sentence.tokens[i].start - sentence.span.start - 1
    before = sentence.tokens[i - 1].lower if i else ""
    return at > 0 and sentence.span.text[at] in "-‐‑" and before not in ("counter", "re")


def _match(tokens: Sequence[Token], at: int, last: int, words: Sequence[str]) -> int | None:
    """The index behind the match of `words` at `at`, each "*" being up to three tokens; None if it does not match."""
    for n, word in enumerate(words):
        if word == "*":
            rest = words[n + 1 :]
            for skip in range(_GAP + 1):
                if at + skip < last and (end := _match(tokens, at + skip, last, rest)) is not None:
                    return end
            return None
        if at >= last or tokens[at].lower != word:
            return None
        at += 1
    return at


def _form_fits(tokens: Sequence[Token], i: int, entry: Entry) -> bool:
    """Whether the word can be of that kind here: "the attacks" is no verb, "police attack" may be one."""
    before = tokens[i - 1].lower if i else ""
    if entry.form in (Form.BASE, Form.PRESENT, Form.ING):
        if before in _DETERMINERS or before in _OF_NOUNS or before == "'s":
            return False
        if entry.form is not Form.ING and before in _PREPOSITIONS:
            return False
        if entry.form is Form.BASE and i and finite(tokens, i - 1) and before not in _BEFORE_BASE:
            return False
        if entry.form is Form.BASE and i and tokens[i - 1].text[0].isdigit():
            return False
    if entry.form is Form.NOUN and before == "to" and len(entry.words) == 1:
        return entry.words[0].endswith(("tion", "ing", "s", "ment", "al"))
    return True


def _allowed(entry: Entry, tokens: Sequence[Token], first: int, last: int, window: frozenset[str]) -> bool:
    row = entry.row
    if row.blocks and _near(row.blocks, tokens, first, last, window):
        return False
    return not row.needs or _near(row.needs, tokens, first, last, window)


def _near(cues: tuple[str, ...], tokens: Sequence[Token], first: int, last: int, window: frozenset[str]) -> bool:
    """Whether a cue stands in the sentence outside the trigger, or just before or behind it for cues of that sort."""
    anywhere, before, behind = _sorted(cues)
    if not window.isdisjoint(anywhere) and any(t.lower in anywhere for t in (*tokens[:first], *tokens[last:])):
        return True
    if before and any(token.lower in before for token in tokens[max(0, first - _NEAR_LEFT) : first]):
        return True
    return bool(behind) and any(token.lower in behind for token in tokens[last : last + _NEAR_RIGHT])


@cache
def _sorted(cues: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The words of cues, with classes ("@sport") spelled out: those for anywhere, for before ("<"), for behind (">")."""
    anywhere = [words_of(cue[1:]) if cue[0] == "@" else {cue} for cue in cues if cue[0] not in "<>"]
    before, behind = ([cue[1:] for cue in cues if cue[0] == side] for side in "<>")
    return frozenset().union(*anywhere), frozenset(before), frozenset(behind)


def rank(trigger: Trigger) -> float:
    kind = "noun" if trigger.form is Form.NOUN else "phrase" if trigger.form is Form.FIXED else "verb"
    length = trigger.last - trigger.first
    return trigger.weight + _KIND_POINTS[kind] + 0.3 * (length - 1) + (0.4 if trigger.mode else 0.0)


def _best(found: list[Trigger]) -> list[Trigger]:
    """One trigger for each group; a generic one takes over the mode of a specific one that it beats."""
    kept: dict[str, Trigger] = {}
    for trigger in sorted(found, key=rank, reverse=True):
        group = GROUPS[trigger.type]
        if any(t.first < trigger.last and trigger.first < t.last for t in kept.values()):
            continue
        kept.setdefault(group, trigger)
    if "hazard" in kept and "conflict" in kept and kept["conflict"].weight == 1:
        del kept["conflict"]
    return sorted(kept.values(), key=lambda t: t.first)


def _ungoverned(found: list[Trigger]) -> list[Trigger]:
    """Without what is only asked for, threatened, refused, agreed or alleged by a trigger to its left in the clause."""
    kept: list[Trigger] = []
    for trigger in found:
        if not any(_governs(other, trigger) for other in found if other is not trigger):
            kept.append(trigger)
    superseded = {id(g) for t in kept for g in kept if t.type == "CONSULT" and _agrees_to(g, t)}
    return [trigger for trigger in kept if id(trigger) not in superseded]


def _governs(head: Trigger, inner: Trigger) -> bool:
    if head.type not in _GOVERNING or head.clause is not inner.clause or head.first >= inner.first:
        return False
    if head.lemma in _PRESUPPOSING and inner.form is Form.NOUN:
        return False
    if head.type == "AGREE" and inner.type == "CONSULT":
        return False
    return not (head.type == "AGREE" and head.form is Form.NOUN) or inner.first - head.last < 25


def _agrees_to(head: Trigger, inner: Trigger) -> bool:
    """ "agreed to hold talks" is talks that are planned."""
    return (
        head.type == "AGREE"
        and head.form is not Form.NOUN
        and head.clause is inner.clause
        and head.first < inner.first
    )


def lemma_forms(lemma: str) -> frozenset[str]:
    return frozenset(form for form, _ in inflect(lemma))
