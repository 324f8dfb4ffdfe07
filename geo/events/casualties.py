"""Step 9: how many people were killed, injured, missing, displaced, arrested; how many gathered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from geo.events.numbers import Quantity, quantities
from geo.events.parts import Token
from geo.model import Count

_VERBS = {
    "killed": "killed killing dead died dying kill kills slain slew slaughtered massacred perished drowned executed "
    "beheaded deaths fatalities death murdered assassinated",
    "injured": "injured wounded wounding injuring hurt injures wounds hurting maimed injuries hospitalized hospitalised",
    "missing": "missing unaccounted",
    "displaced": "displaced homeless displacing fled evacuated uprooted",
    "arrested": "arrested detained detaining arresting",
    "crowd": "gathered marched protested rallied demonstrated attended",
}
_CLASS = {word: kind for kind, words in _VERBS.items() for word in words.split()}
_ACTIVE = frozenset(
    "killing kills kill wounding injuring injures left leaving claimed claiming displacing detaining".split()
)
_TOLL = frozenset("toll tally".split())
# After a number these make it something else than people.
_UNITS = frozenset(
    "hour hours day days week weeks month months year years minute minutes second seconds km kilometer kilometers "
    "kilometre kilometres mile miles meter meters metre metres foot feet percent per % dollar dollars euro euros pound "
    "pounds yen million billion ton tons tonnes acre acres hectares p.m a.m am pm times attacks strikes incidents bombs "
    "missiles rockets drones cars vehicles houses homes buildings wars war others' villages towns cities countries "
    "weapons tanks shots rounds bodies' degrees points magnitude strong member members peacekeeping th st nd rd years' "
    "provinces districts occasions blasts explosions locations places sites cattle sheep goats animals".split()
)
_MONEY = frozenset("$€£¥")
_NAMES_OF_DATE = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug "
    "sep sept oct nov dec aged age no number route highway flight".split()
)
_PARTS = frozenset("including among include included".split())
_BARRIERS = frozenset(", ; . : — – that which who when after as before while where".split())


@dataclass(frozen=True, slots=True)
class Tally:
    """Tokens first..last-1 count people of one `kind`; `part`: they are among those counted before."""

    kind: str
    first: int
    last: int
    low: int | None
    high: int | None
    part: bool = False


def find(tokens: Sequence[Token]) -> list[Tally]:
    """The counts of people in a sentence, in order; parts of a whole are marked, not added."""
    if not any(token.lower in _CLASS or token.lower in _TOLL or token.lower == "casualties" for token in tokens):
        return []
    found: list[Tally] = []
    numbers = [q for q in quantities(tokens) if _counts_people(tokens, q)]
    for n, quantity in enumerate(numbers):
        nexts = numbers[n + 1].first if n + 1 < len(numbers) else len(tokens)
        if kind := _kind(tokens, quantity, nexts):
            part = any(token.lower in _PARTS for token in tokens[max(0, quantity.first - 2) : quantity.first])
            found.append(Tally(kind, quantity.first, quantity.last, quantity.low, quantity.high, part))
    return _coordinated(tokens, found) + _none(tokens) + ([] if found else _single(tokens))


def count(tallies: Sequence[Tally], kind: str) -> Count | None:
    """One count of what a sentence says of a kind: parts left out, differing numbers widen it; None if it says nothing."""
    wholes = [tally for tally in tallies if tally.kind == kind and not tally.part]
    if not wholes:
        return None
    return widened([Count(tally.low, tally.high) for tally in wholes])


def widened(counts: Sequence[Count]) -> Count:
    """The smallest count that holds them all: an open end stays open."""
    lows, highs = [c.low for c in counts], [c.high for c in counts]
    low = None if None in lows else min(n for n in lows if n is not None)
    high = None if None in highs else max(n for n in highs if n is not None)
    return Count(low, high)


def _counts_people(tokens: Sequence[Token], quantity: Quantity) -> bool:
    after = [token.lower for token in tokens[quantity.last : quantity.last + 2]]
    before = tokens[quantity.first - 1].lower if quantity.first else ""
    if before in _MONEY or before in _NAMES_OF_DATE or before == "#":
        return False
    if after[:1] and after[0] in _UNITS:
        return False
    if quantity.low is not None and quantity.low == quantity.high and 1900 <= quantity.low <= 2100:
        return before not in ("in", "since", "of", "by", "until", ",")
    return True


def _kind(tokens: Sequence[Token], quantity: Quantity, nexts: int) -> str:
    """What happened to them, from the words around: the verb behind them first, then an active verb before them."""
    left = [token.lower for token in tokens[max(0, quantity.first - 6) : quantity.first]]
    if any(word in _TOLL for word in left) and {"to", "at", "of", "stood", "reached", "is", "was", "hit"} & set(left):
        return "injured" if "injury" in left or "injured" in left else "killed"
    near = left[-2:]
    active = next((_CLASS[w] for w in reversed(near) if w in _CLASS and _transitive(left, w)), "")
    behind = _behind(tokens, quantity.last, min(nexts, quantity.last + 9))
    if {"left", "leaving", "claimed"} & set(near):
        return behind or "killed"
    if active and not (behind and tokens[quantity.last].lower in _CLASS if quantity.last < len(tokens) else False):
        return active
    return behind


def _transitive(left: Sequence[str], word: str) -> bool:
    """ "killing 3", "killed at least 3": but not "were killed, 3 ..."."""
    if word in _ACTIVE:
        return True
    at = len(left) - 1 - list(reversed(left)).index(word)
    return word not in ("dead", "died", "deaths", "death") and not {"was", "were", "been", "being", "be"} & set(
        left[max(0, at - 2) : at]
    )


def _behind(tokens: Sequence[Token], first: int, last: int) -> str:
    for i in range(first, min(last, len(tokens))):
        word = tokens[i].lower
        if word in _CLASS and not (word in _ACTIVE and i > first + 1):
            return _CLASS[word]
        if word in _BARRIERS:
            return ""
    return ""


def _coordinated(tokens: Sequence[Token], found: list[Tally]) -> list[Tally]:
    """ "three soldiers and two civilians were killed": one count; the verb-less first number takes the second's verb."""
    merged: list[Tally] = []
    for tally in found:
        previous = merged[-1] if merged else None
        between = [token.lower for token in tokens[previous.last : tally.first]] if previous else []
        joined = bool(between) and "and" in between[-1:] and len(between) <= 5
        verbless = not any(word in _CLASS for word in between)
        if previous and joined and verbless and previous.kind == tally.kind and not tally.part and not previous.part:
            merged[-1] = replace(
                previous, last=tally.last, low=_sum(previous.low, tally.low), high=_sum(previous.high, tally.high)
            )
        else:
            merged.append(tally)
    return merged


def _sum(a: int | None, b: int | None) -> int | None:
    return None if a is None or b is None else a + b


_NOBODY = {
    ("no", "casualties"): ("killed", "injured"),
    ("no", "injuries"): ("injured",),
    ("no", "deaths"): ("killed",),
    ("no", "fatalities"): ("killed",),
    ("nobody", "was"): (),
    ("without", "casualties"): ("killed", "injured"),
}


def _none(tokens: Sequence[Token]) -> list[Tally]:
    found: list[Tally] = []
    for i in range(len(tokens) - 1):
        word = tokens[i].lower
        kinds = _NOBODY.get((word, tokens[i + 1].lower), ())
        if word in ("nobody", "none") or (word == "no" and tokens[i + 1].lower == "one"):
            kinds = tuple(
                _CLASS[t.lower] for t in tokens[i + 1 : i + 5] if t.lower in ("killed", "injured", "hurt", "wounded")
            )
        found += [Tally(kind, i, i + 2, 0, 0) for kind in kinds]
    return found


_ONE = frozenset(
    "man woman boy girl child soldier policeman civilian officer driver pilot worker journalist student teacher "
    "passenger resident villager farmer guard protester person fighter militant gunman peacekeeper firefighter teenager "
    "motorist".split()
)


def _single(tokens: Sequence[Token]) -> list[Tally]:
    """ "a policeman was killed": one."""
    for i in range(1, len(tokens)):
        if tokens[i].lower not in _ONE:
            continue
        if not {"a", "an", "another"} & {token.lower for token in tokens[max(0, i - 3) : i]}:
            continue
        for j in range(i + 1, min(i + 8, len(tokens))):
            word = tokens[j].lower
            passive = tokens[j - 1].lower in ("was", "were", "been") or word in ("died", "dead")
            if _CLASS.get(word) in ("killed", "injured") and passive:
                return [Tally(_CLASS[word], i, i + 1, 1, 1)]
    return []
