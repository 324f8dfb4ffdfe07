"""Step 6: who does what to whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from geo.events.parts import Form, Sentence, Token, Trigger
from geo.events.tables import KnownName, agents, known_actors, words_of
from geo.model import Actor, MentionKind, Resolution

# Both sides of these do the same.
_MUTUAL = frozenset("CONSULT AGREE COOPERATE".split())
_PLACING = frozenset("in at near inside outside around across through into from of to off".split())
_PASSIVE = frozenset("was were is are been being be".split())
_MEDIATING = frozenset("brokered mediated facilitated".split())
_ENDING = _PLACING | frozenset("by with and or for against that who which as".split())
# Words between a demonym and the noun of its people: "ethnic Armenian separatist forces".
_LONGEST_PHRASE = 4


class Party(NamedTuple):
    """Tokens first..last-1 that name somebody who may act."""

    first: int
    last: int
    name: str
    country: str
    sector: str = ""


def parties(sentence: Sentence, resolutions: Sequence[Resolution], published: date | None) -> list[Party]:
    """Everybody named in a sentence, in order, none inside another."""
    found: dict[int, Party] = {}
    taken: set[int] = set()
    persons = list(known(sentence.tokens, published))
    for party in (
        *persons,
        *_by_country(sentence.tokens, resolutions),
        *_by_kind(sentence.tokens),
    ):
        if taken.isdisjoint(range(party.first, party.last)):
            found[party.first] = party
            taken.update(range(party.first, party.last))
    # The "President" and the "France's president" of "President Macron" are he.
    return [found[first] for first in sorted(found) if found[first] in persons or not _titles(found, first)]


def _titles(found: Mapping[int, Party], first: int) -> bool:
    """Whether the words before somebody only say who he is."""
    behind = found.get(found[first].last)
    return (
        behind is not None and found[first].sector == behind.sector and found[first].country in ("", behind.country)
    )


def known(tokens: Sequence[Token], published: date | None) -> Iterator[Party]:
    """Those of the actor table, by the names they go by on that day."""
    table = known_actors()
    for i, token in enumerate(tokens):
        for name in table.get(token.lower, ()):
            last = i + len(name.words)
            if _spells(tokens, i, name) and name.known.holds(published):
                yield Party(i, last, name.known.name, name.known.country, name.known.sector)
                break


def _spells(tokens: Sequence[Token], i: int, name: KnownName) -> bool:
    """Whether the name stands there as a name: with its capitals, a last name with nobody else's first name before."""
    spoken = tokens[i : i + len(name.words)]
    if tuple(token.lower for token in spoken) != name.words:
        return False
    if not any(token.text[0].isupper() for token in spoken) or not all(
        spoken[n].text.isupper() for n in name.capitals
    ):
        return False
    return not (name.surname and i > 1 and _first_name(tokens[i - 1]))


def _first_name(token: Token) -> bool:
    titled = token.lower in words_of("title") or token.lower in words_of("leader")
    return token.text[0].isupper() and not token.text.isupper() and not titled


def _by_country(tokens: Sequence[Token], resolutions: Sequence[Resolution]) -> Iterator[Party]:
    """Countries, capitals for their governments, and demonyms with the people they go with."""
    for resolution in resolutions:
        place, toponym = resolution.place, resolution.toponym
        if place is None or not (place.is_country or place.feature_code == "PPLC" or place.feature_class == "L"):
            continue
        inside = [i for i, token in enumerate(tokens) if token.start < toponym.end and toponym.start < token.end]
        if not inside:
            continue
        first, last = inside[0], inside[-1] + 1
        if toponym.kind is MentionKind.DEMONYM or (last < len(tokens) and tokens[last].lower == "'s"):
            last = _phrase_end(tokens, last)
        if place.feature_code == "PPLC" and _placed(tokens, first):
            continue
        if first and tokens[first - 1].lower == "ethnic":
            first -= 1
        sector = _sector(tokens, inside[-1] + 1, last)
        if not sector and toponym.kind is not MentionKind.DEMONYM and place.feature_class != "L":
            sector = "GOV"
        yield Party(first, last, _text(tokens, first, last), place.country, sector)


def _phrase_end(tokens: Sequence[Token], last: int) -> int:
    """Behind the last noun of people within reach, else where it was."""
    people = words_of("forces") | words_of("people") | words_of("leader") | words_of("force_noun")
    end = last
    for i in range(last, min(last + _LONGEST_PHRASE, len(tokens))):
        if tokens[i].lower in _ENDING:
            break
        if tokens[i].lower in people or _agents(tokens, i):
            end = i + 1
        elif not tokens[i].text[0].isalpha() and tokens[i].lower != "'s":
            break
    return end


def _sector(tokens: Sequence[Token], first: int, last: int) -> str:
    """Of the last of the words first..last-1 that names people; "" where none does."""
    found = [agents for i in range(first, last) if (agents := _agents(tokens, i)) and agents[0] <= last]
    return max(found, default=(0, ""))[1]


def _agents(tokens: Sequence[Token], i: int) -> tuple[int, str] | None:
    """(where they end, their sector) if the words from there on say what people are: "riot police", "aid workers"."""
    for words, sector in agents().get(tokens[i].lower, ()):
        if tuple(token.lower for token in tokens[i : i + len(words)]) == words:
            return i + len(words), sector
    return None


def _by_kind(tokens: Sequence[Token]) -> Iterator[Party]:
    """ "Protesters", "riot police": people named by what they are."""
    i = 0
    while i < len(tokens):
        found = _agents(tokens, i)
        if found is None:
            i += 1
            continue
        last, sector = found
        first = i - 1 if i and tokens[i - 1].lower in ("riot", "armed", "ethnic", "rescue", "aid") else i
        yield Party(first, last, _text(tokens, first, last), "", sector)
        i = last


def _text(tokens: Sequence[Token], first: int, last: int) -> str:
    return " ".join(token.text for token in tokens[first:last]).replace(" 's", "'s").replace(" ’s", "’s")


def _placed(tokens: Sequence[Token], first: int) -> bool:
    """Whether a preposition makes the name a place: "in Moscow"."""
    return any(token.lower in _PLACING for token in tokens[max(0, first - 2) : first])


def roles(trigger: Trigger, named: Sequence[Party], places: Sequence[tuple[int, int]]) -> tuple[Actor, ...]:
    """Who of a sentence's parties does it, and to whom; `places` are offsets of the names that only say where."""
    tokens = trigger.sentence.tokens
    speaker = trigger.clause.speaker
    able = [p for p in named if not _is_place(tokens, p, places) and not _speaks(tokens, p, trigger)]
    own = [p for p in able if trigger.clause.first <= p.first < trigger.clause.last]
    before = [p for p in own if p.last <= trigger.first and not _placed(tokens, p.first)]
    after = [p for p in own if p.first >= trigger.last]
    agents = [p for p in after if _word(tokens, p.first - 1) == "by" or _word(tokens, p.first - 2) == "by"]
    mediators = [p for p in agents if any(_word(tokens, p.first - n) in _MEDIATING for n in (2, 3))]
    agents = [p for p in agents if p not in mediators]
    others = [p for p in after if p not in agents and p not in mediators and not _placed(tokens, p.first)]
    found: list[tuple[Party, str]] = [(p, "mediator") for p in mediators]
    if trigger.type in _MUTUAL:
        found += [(p, "actor") for p in (*before[-2:], *others[:2])]
    elif agents or _passive(trigger):
        found += [(p, "actor") for p in agents[:1]] + [(p, "recipient") for p in before[-1:]]
    elif trigger.form is Form.NOUN:
        found += [(p, "actor") for p in before[-1:]] + [(p, "recipient") for p in others[:1]]
    else:
        found += [(p, "actor") for p in before[-1:]] + [(p, "recipient") for p in others[:1]]
    if speaker:
        spoken = [p for p in named if speaker.span.start <= tokens[p.first].start < speaker.span.end]
        found += [(p, "source") for p in spoken[:1]]
        if trigger.type in ("THREATEN", "ACCUSE", "REJECT", "REQUEST", "SUPPORT", "AGREE") and not before:
            found += [(p, "actor") for p in spoken[:1]]
    return tuple(dict.fromkeys(Actor(p.name, role, p.country, p.sector) for p, role in found))


def _is_place(tokens: Sequence[Token], party: Party, places: Sequence[tuple[int, int]]) -> bool:
    start, end = tokens[party.first].start, tokens[party.last - 1].end
    return any(start < place[1] and place[0] < end for place in places)


def _speaks(tokens: Sequence[Token], party: Party, trigger: Trigger) -> bool:
    speaker = trigger.clause.speaker
    return speaker is not None and speaker.span.start <= tokens[party.first].start < speaker.span.end


def _passive(trigger: Trigger) -> bool:
    tokens = trigger.sentence.tokens
    near = {token.lower for token in tokens[max(trigger.clause.first, trigger.first - 3) : trigger.first]}
    return trigger.form in (Form.PAST, Form.PARTICIPLE) and bool(near & _PASSIVE)


def _word(tokens: Sequence[Token], i: int) -> str:
    return tokens[i].lower if 0 <= i < len(tokens) else ""


def speaker_country(trigger: Trigger, named: Sequence[Party]) -> str:
    """The country of who says what the trigger's clause says; "" where nobody does or none is known."""
    speaker = trigger.clause.speaker
    if speaker is None:
        return ""
    tokens = trigger.sentence.tokens
    inside = (p for p in named if speaker.span.start <= tokens[p.first].start < speaker.span.end)
    return next((p.country for p in inside if p.country), "")
