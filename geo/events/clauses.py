"""Steps 2 and 3: sentences into tokens, and tokens into clauses with who says them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from geo.events.parts import Block, Clause, Sentence, Speaker, Token
from geo.events.tables import inflect, past_forms
from geo.model import Attribution, Span
from geo.text import sentences as split

# Numbers keep their separators; "U.S." its dots; hyphens only separate; any other mark is a token of its own.
_TOKEN = re.compile(
    r"[^\W\d_](?:\.(?:[^\W\d_]\.)+|[^\W\d_]*(?:['’](?!s\b)[^\W\d_]+)*)|\d+(?:[.,:]\d+)*|['’]s\b|[^\w\s‐‑-]|_|(?<!\S)[-‐‑](?!\S)"
)
_LONE = dict.fromkeys("-‐‑", "—")

_REPORTING = (
    "say tell announce claim report state insist add declare confirm argue explain note warn allege maintain reiterate "
    "acknowledge admit stress suggest reveal believe think hope mention assert vow promise pledge deny contend consider "
    "estimate recall complain write tweet predict"
).split()
REPORTING = {form: lemma for lemma in _REPORTING for form, tag in inflect(lemma) if tag.value in ("past", "present")}
_SAYING = {form: lemma for lemma in _REPORTING for form, _ in inflect(lemma)}
# These take a bare clause ("said the road was shut"); the others need "that", or stand behind what was said.
_BARE = frozenset(
    "say claim announce insist believe think hope allege report warn argue add suggest consider note".split()
)
AUXILIARIES = frozenset(
    "is are was were am has have had do does did will would can could may might must shall should".split()
)
_FINITE = AUXILIARIES | REPORTING.keys()
_CUT_ALWAYS = frozenset("if unless whether because although though whereas who which whose whom where".split())
_CUT_FINITE = frozenset("when after before while as since until once amid so".split())
# A sentence that one of these begins has its main clause behind the first comma.
_CUT_BEFORE_MAIN = frozenset("if unless whether although though while when".split())
_OPENERS = _CUT_ALWAYS | _CUT_FINITE | {"and", "but"}
_MARKS = frozenset(";—–:")
_CUTTING = _OPENERS | _MARKS | _SAYING.keys()
_NOT_PAST = frozenset(
    "armed alleged united hundred indeed unarmed occupied wounded injured red need speed seed feed breed shed sacred "
    "detained displaced suspected wanted limited proposed disputed besieged uniformed masked retired so-called".split()
)
_BEFORE_ADJECTIVE = frozenset("the a an its their his her our more other some several many of by in with for".split())


def read(text: str, blocks: Sequence[Block]) -> list[Sentence]:
    """The sentences of the blocks that may speak of events, numbered from 0."""
    found: list[Sentence] = []
    for block in blocks:
        if block.role.inert:
            continue
        for span in split(text[block.start : block.end]):
            start = block.start + span.start
            whole = Span(start, start + len(span.text), span.text)
            tokens = tokenise(span.text, start)
            found.append(Sentence(len(found), whole, block.role, tokens, clauses(tokens)))
    return found


def tokenise(text: str, at: int = 0) -> list[Token]:
    """Words, numbers and marks with offsets from `at`; the hyphens inside words are left out."""
    # What Token(...) does, in half the time: most of reading is making tokens.
    tokens = [
        tuple.__new__(Token, (at + match.start(), at + match.end(), word := _LONE.get(found, found), word.lower()))
        for match in _TOKEN.finditer(text)
        for found in (match.group(),)
    ]
    if "’" not in text:
        return tokens
    return [token._replace(lower=token.lower.replace("’", "'")) if "’" in token.lower else token for token in tokens]


def finite(tokens: Sequence[Token], i: int) -> bool:
    """Whether a token looks like a finite verb: an auxiliary, a known past form, or a word in -ed that is no adjective."""
    word = tokens[i].lower
    if word in _FINITE:
        return True
    if word in past_forms():
        return i == 0 or tokens[i - 1].lower not in _BEFORE_ADJECTIVE
    if len(word) < 5 or not word.endswith("ed") or word in _NOT_PAST or not word.isalpha():
        return False
    return i == 0 or tokens[i - 1].lower not in _BEFORE_ADJECTIVE


def clauses(tokens: Sequence[Token]) -> list[Clause]:
    """The clauses of a sentence, in order, covering all of its tokens."""
    cuts: dict[int, str] = {0: ""}
    reported: dict[int, tuple[int, str]] = {}
    comma = _first_comma(tokens) if tokens else None
    main = 0 if comma is None else comma + 1
    for i, token in enumerate(tokens):
        if token.lower not in _CUTTING and i != main:
            continue
        if (token.lower in _OPENERS or i == main) and (opener := _opener(tokens, i)):
            cuts[i] = opener
        elif token.lower in _MARKS and i + 1 < len(tokens):
            cuts.setdefault(i + 1, "")
        elif token.lower in _SAYING and (begin := _complement(tokens, i)) is not None:
            cuts[begin] = "that"
            reported[begin] = (i, _SAYING[token.lower])
    return list(_assemble(tokens, sorted(cuts.items()), reported))


def _opener(tokens: Sequence[Token], i: int) -> str:
    word = tokens[i].lower
    if i == 0:
        return word if word in _CUT_BEFORE_MAIN else ""
    if tokens[i - 1].lower == "," and _first_comma(tokens) == i - 1:
        return ","
    if word in _CUT_ALWAYS:
        return word
    if word in _CUT_FINITE:
        return word if _finite_within(tokens, i + 1, 9) else ""
    if word not in ("and", "but") or i + 1 >= len(tokens):
        return ""
    if word == "but" or tokens[i - 1].lower == ",":
        return word if _finite_within(tokens, i + 1, 7) else ""
    if any(token.lower == "between" for token in tokens[max(0, i - 6) : i]):
        return ""
    return word if tokens[i + 1].lower == "that" or _verb_follows(tokens, i + 1) else ""


def _first_comma(tokens: Sequence[Token]) -> int | None:
    """Where the clause before the main clause ends, in a sentence that begins with one."""
    if tokens[0].lower not in _CUT_BEFORE_MAIN:
        return None
    return next((i for i, token in enumerate(tokens) if token.lower == ","), None)


def _verb_follows(tokens: Sequence[Token], i: int) -> bool:
    """Whether a new verb phrase begins: "and blocked the road", but not "killed and wounded"."""
    if tokens[i].lower.endswith("ly") and i + 1 < len(tokens):
        i += 1
    if not finite(tokens, i):
        return _finite_within(tokens, i, 5) and _noun_phrase(tokens, i)
    return True


def _noun_phrase(tokens: Sequence[Token], i: int) -> bool:
    return tokens[i].lower in ("the", "he", "she", "it", "they", "we", "police", "officials", "there", "its", "their")


def _finite_within(tokens: Sequence[Token], first: int, reach: int) -> bool:
    for i in range(first, min(first + reach, len(tokens))):
        if tokens[i].lower in (",", ";", "."):
            return False
        if finite(tokens, i):
            return True
    return False


def _complement(tokens: Sequence[Token], i: int) -> int | None:
    """Where what a reporting verb reports begins; None when nothing follows it."""
    for j in range(i + 1, min(i + 14, len(tokens))):
        word = tokens[j].lower
        if word == "that" and tokens[i].lower != "tell":
            return j + 1 if j + 1 < len(tokens) else None
        if word in ",;.":
            break
    bare = _SAYING[tokens[i].lower] in _BARE and (tokens[i].lower in REPORTING or tokens[i].lower.endswith("ing"))
    after = i + 1
    while after < len(tokens) and _adverbial(tokens, after):
        after += 1
    if not bare or after >= len(tokens) or tokens[after].lower in ',.;)”"—':
        return None if not (bare and after < len(tokens) and tokens[after].lower in '"“') else after
    if tokens[after].lower in ("in", "at", "to", "by", "after", "during", "following", "as", "from", "of", "and"):
        return None
    return after if _finite_within(tokens, after, 14) or _finite_soon(tokens, after) else None


# Between the verb and what is said: "said on Wednesday evening the road", "said late Monday that".
_ADVERBIAL = frozenset(
    "on late early monday tuesday wednesday thursday friday saturday sunday morning afternoon evening night today "
    "yesterday".split()
)


def _adverbial(tokens: Sequence[Token], i: int) -> bool:
    return tokens[i].lower in _ADVERBIAL


def _finite_soon(tokens: Sequence[Token], first: int) -> bool:
    return any(finite(tokens, i) for i in range(first, min(first + 20, len(tokens))))


def _assemble(
    tokens: Sequence[Token], cuts: Sequence[tuple[int, str]], reported: dict[int, tuple[int, str]]
) -> Iterator[Clause]:
    trailing = _attribution(tokens)
    speaker: Speaker | None = None
    for n, (first, opener) in enumerate(cuts):
        last = cuts[n + 1][0] if n + 1 < len(cuts) else len(tokens)
        if first in reported:
            verb, lemma = reported[first]
            speaker = _speaker(tokens, verb, lemma, cuts) or speaker
        elif trailing and first < trailing[1]:
            speaker = trailing[0]
        lead = last in reported
        yield Clause(first, last, opener, None if lead and first not in reported else speaker, lead)


def _speaker(tokens: Sequence[Token], verb: int, lemma: str, cuts: Sequence[tuple[int, str]]) -> Speaker | None:
    """The words of the clause left of the verb; None for "adding that", whose speaker is the one before."""
    begin = max(first for first, _ in cuts if first <= verb)
    while begin < verb and not (tokens[begin].text[0].isalnum()):
        begin += 1
    words = tokens[begin:verb]
    if not words or (tokens[verb].lower.endswith("ing") and not any(w.text[0].isupper() for w in words)):
        return None
    if words[0].lower == "and" and len(words) == 1:
        return None
    return Speaker(_span(words), lemma)


def _attribution(tokens: Sequence[Token]) -> tuple[Speaker, int] | None:
    """The speaker named behind or inside what was said (", the ministry said", "according to police"), and where."""
    if _ATTRIBUTING.isdisjoint(token.lower for token in tokens):
        return None
    for i in range(len(tokens) - 1, 0, -1):
        word = tokens[i].lower
        if word == "according" and i + 2 < len(tokens) and tokens[i + 1].lower == "to":
            end = next((j for j in range(i + 2, len(tokens)) if tokens[j].lower in (",", ".", ";")), len(tokens))
            if end > i + 2:
                return Speaker(_span(tokens[i + 2 : end]), "say"), len(tokens) if i == 0 else i
        if word in REPORTING and (i + 1 == len(tokens) or tokens[i + 1].lower in _AFTER_ATTRIBUTION):
            begin = next((j for j in range(i - 1, 0, -1) if tokens[j].lower in (",", "”", '"')), 0)
            if begin and begin + 1 < i and i - begin < 16:
                return Speaker(_span(tokens[begin + 1 : i]), REPORTING[word]), begin
    return None


def attribution(sentence: Sentence, clause: Clause | None) -> Attribution | None:
    """Who says what a clause says, as the text has it, without the words that only join it to what stands before."""
    if clause is None or clause.speaker is None:
        return None
    span = clause.speaker.span
    words = [token for token in sentence.tokens if span.start <= token.start and token.end <= span.end]
    while len(words) > 1 and words[0].lower in _JOINING:
        words.pop(0)
    text = sentence.span.text[words[0].start - sentence.span.start : words[-1].end - sentence.span.start]
    return Attribution(" ".join(text.split()), clause.speaker.verb)


_JOINING = _CUT_ALWAYS | _CUT_FINITE | frozenset("and but or that also then however meanwhile later".split())
_ATTRIBUTING = frozenset(REPORTING) | {"according"}
_AFTER_ATTRIBUTION = frozenset(
    ". , in on at to late early monday tuesday wednesday thursday friday saturday sunday during".split()
)


def _span(tokens: Sequence[Token]) -> Span:
    return Span(tokens[0].start, tokens[-1].end, " ".join(token.text for token in tokens))
