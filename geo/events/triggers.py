"""Step 4: the words that name an event, found by one look-up per token."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from geo.events.clauses import AUXILIARIES, finite
from geo.events.parts import BlockRole, Clause, Form, Sentence, Token, Trigger
from geo.events.tables import Entry, inflect, lexicon, passives, words_of

_GAP = 3
# Not between a verb and its object.
_NEVER_INSIDE = frozenset("to at with from by , ; : . — that who which because after before when".split())
# How far before a passive verb what it is done to may stand.
_SUBJECT = 9
_BE = frozenset("is are was were be been being".split())
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
_INFLECTED = frozenset((Form.PAST, Form.PARTICIPLE, Form.ING))
_KIND_POINTS = {"verb": 0.6, "phrase": 0.5, "noun": 0.0}
_GOVERNING = frozenset(("THREATEN", "REQUEST", "REJECT", "AGREE", "ACCUSE"))
# Light verbs carry the noun's event: "carried out an attack".
_DETERMINERS = frozenset("the a an its their his her this that these those my our no".split())
_ARTICLES = frozenset("the a an its their his her another".split())
_OF_NOUNS = frozenset("other more several many some few new big small large major them him us me".split())
_PREPOSITIONS = frozenset(
    "of in on at by for with from after during against about over following amid despite".split()
)
# "helped rescue"; but "drove back" has its verb already.
_BEFORE_BASE = (AUXILIARIES | frozenset("helped let made dared".split())) - _BE - frozenset("has have had".split())
# Nouns first of all: as verbs in their plain forms only behind a word that wants one, or before their object.
_MOSTLY_NOUNS = frozenset(
    "back club board station block ship march rally sign lift jail guard fire stone arm mass ring knife drill parade hand "
    "rocket shell question tour host can mob ban ram fine label brand dub fault drown picket sack seal close free".split()
)
_WANTING_A_VERB = frozenset(
    "to will would could can may might must shall should not n't they we you i who did do does".split()
)
_OBJECTS = frozenset(
    "the a an its their his her them him us all two three four five six seven eight nine ten more some".split()
)
# Whose complement took place all the same: "condemned the bombing in Kabul".
_PRESUPPOSING = frozenset("condemn criticize criticise denounce deplore decry investigate probe blame mourn".split())


def find(sentence: Sentence) -> list[Trigger]:
    """The triggers of a sentence, in order: in each clause the best of each group, without what another one governs."""
    found: list[Trigger] = []
    words = frozenset([token.lower for token in sentence.tokens])
    for clause in sentence.clauses:
        found += _best(list(_matches(sentence, clause, words)))
    return _ungoverned(found)


def _matches(sentence: Sentence, clause: Clause, window: frozenset[str]) -> Iterator[Trigger]:
    table, turned = lexicon(), passives()
    tokens = sentence.tokens
    for i in range(clause.first, clause.last):
        word = tokens[i].lower
        known = table.get(word)
        if known is None or (i and tokens[i].text == "March"):
            continue
        if word in turned:
            yield from _passive(sentence, clause, i, window)
        near = known.among(window)
        if not near or _inside_name(sentence, i):
            continue
        taken = 0
        compound = _second_of_compound(sentence, i)
        for entry in near:
            length = len(entry.words)
            if length < taken or (compound and entry.form in _INFLECTED):
                continue
            end = i + 1 if length == 1 else _match(tokens, i + 1, clause.last, entry.words[1:])
            if end is None:
                continue
            if _form_fits(tokens, i, entry) and _allowed(entry, tokens, i, end, window):
                taken = length
                row = entry.row
                yield Trigger(sentence, clause, i, end, row.type, row.mode, row.weight, entry.form, entry.lemma)


def _passive(sentence: Sentence, clause: Clause, i: int, window: frozenset[str]) -> Iterator[Trigger]:
    """ "Reinforcements have been sent": the object stands before the verb, which a form of "be" makes passive."""
    tokens = sentence.tokens
    if not any(token.lower in _BE for token in tokens[max(clause.first, i - 2) : i]):
        return
    before = ["" if token.text == "March" else token.lower for token in tokens[max(clause.first, i - _SUBJECT) : i]]
    for object_, entry in passives()[tokens[i].lower]:
        if object_[-1] not in before:
            continue
        last = i + len(entry.words)
        at = len(before) - 1 - before[::-1].index(object_[-1])
        if tuple(before[max(0, at + 1 - len(object_)) : at + 1]) != object_:
            continue
        if tuple(t.lower for t in tokens[i:last]) == entry.words and _allowed(entry, tokens, i, last, window):
            row = entry.row
            yield Trigger(sentence, clause, i, last, row.type, row.mode, row.weight, entry.form, entry.lemma)


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
    """The index behind the match of `words` at `at`, each "*" being up to three tokens and each "+" one to three; None if
    it does not match."""
    for n, word in enumerate(words):
        if word in ("*", "+"):
            rest = words[n + 1 :]
            for skip in range(_GAP + 1):
                if at + skip >= last:
                    return None
                if (word == "*" or skip) and (end := _match(tokens, at + skip, last, rest)) is not None:
                    return end
                if tokens[at + skip].lower in _NEVER_INSIDE:
                    return None
            return None
        if at >= last or tokens[at].lower != word or tokens[at].text == "March":
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
        if len(entry.words) == 1 and entry.form is not Form.ING and entry.lemma in _MOSTLY_NOUNS:
            behind = tokens[i + 1] if i + 1 < len(tokens) else None
            if before not in _WANTING_A_VERB and (behind is None or not _an_object(behind)):
                return False
    if entry.form in (Form.PAST, Form.PARTICIPLE) and len(entry.words) == 1 and before in _ARTICLES:
        # "The captured pilot" is who he is, not what happens.
        return False
    if entry.form is Form.NOUN and before == "to" and len(entry.words) == 1:
        return entry.words[0].endswith(("tion", "ing", "s", "ment", "al"))
    return True


def _an_object(token: Token) -> bool:
    return token.lower in _OBJECTS or token.text[0].isdigit() or token.text[0].isupper()


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
    points = trigger.weight + _KIND_POINTS[kind] + 0.3 * (length - 1) + (0.4 if trigger.mode else 0.0)
    # "Met to discuss", "used tear gas to disperse": what is done comes before what for.
    return points - 1.5 if trigger.form is Form.BASE and _purpose(trigger) else points


def _purpose(trigger: Trigger) -> bool:
    return trigger.first > 0 and trigger.sentence.tokens[trigger.first - 1].lower == "to"


def _best(found: list[Trigger]) -> list[Trigger]:
    """One trigger for each group; a generic one takes over the mode of a specific one that it beats."""
    kept: dict[str, Trigger] = {}
    heads = [t for t in found if t.type in _GOVERNING and t.form is not Form.NOUN and t.weight > 1]
    for trigger in sorted(found, key=rank, reverse=True):
        group = GROUPS[trigger.type]
        if any(GROUPS[head.type] == group and _governs(head, trigger) for head in heads):
            continue
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
