"""Groups of people that a sentence counts: "at least 12 soldiers", "a policeman", "no one", "three others"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geo.events.numbers import Quantity, quantities
from geo.events.parts import Token
from geo.events.tables import plural

PERSON = frozenset(
    "man woman boy girl child baby infant toddler teenager teen person civilian resident villager pedestrian bystander "
    "passenger motorist driver pilot cyclist biker motorcyclist worker miner farmer fisherman shepherd soldier policeman "
    "policewoman officer guard peacekeeper firefighter paramedic medic doctor nurse teacher student pupil journalist "
    "reporter cameraman photographer editor lawyer judge prosecutor official minister lawmaker politician candidate "
    "governor mayor senator councillor president leader commander general colonel captain lieutenant sergeant corporal "
    "activist protester demonstrator dissident blogger fighter militant rebel gunman attacker bomber assailant suspect "
    "terrorist insurgent guerrilla hostage prisoner inmate detainee migrant refugee tourist climber hiker swimmer skier "
    "sailor fan supporter spectator shopper victim survivor mother father son daughter wife husband brother sister uncle "
    "aunt nephew niece cousin grandmother grandfather parent sibling relative colleague friend bodyguard priest imam monk "
    "nun pastor bishop rabbi cleric diplomat ambassador envoy businessman banker singer actor author writer scientist "
    "engineer technician contractor volunteer trader vendor merchant butcher smuggler trafficker thief robber dealer "
    "marine trooper airman paratrooper conscript reservist veteran settler worshipper worshiper Palestinian Israeli "
    "American Russian Ukrainian Turk Kurd Iraqi Syrian Afghan Pakistani Indian Briton Frenchman German Armenian Azeri "
    "Azerbaijani Georgian Serb Croat Bosnian Chechen Somali Nigerian Kenyan Ethiopian Sudanese Mexican Colombian "
    "Brazilian Chinese Japanese Korean Filipino Indonesian national citizen foreigner local other".lower().split()
)
_IRREGULAR = {"man": "men", "woman": "women", "person": "people", "child": "children", "thief": "thieves"}
_COMPOUND = ("man", "woman")


def _many(word: str) -> str:
    return next(
        (word[: -len(s)] + _IRREGULAR[s] for s in _COMPOUND if word.endswith(s)), _IRREGULAR.get(word, plural(word))
    )


PEOPLE = frozenset(map(_many, PERSON)) | frozenset(
    "people persons individuals troops police wives casualties bodies members personnel staff adults youths youngsters "
    "elderly servicemen others more dead injured wounded missing homeless".split()
)
# After a number these make it something else than people.
_UNITS = frozenset(
    "hour hours day days week weeks month months year years minute minutes second seconds decade decades km kilometer "
    "kilometers kilometre kilometres mile miles meter meters metre metres foot feet percent % dollar dollars euro euros "
    "pound pounds yen ton tons tonnes acre acres hectares p.m a.m a.m. p.m. am pm gmt times attacks strikes incidents "
    "bombs bombings missiles rockets drones cars vehicles houses homes buildings wars war villages towns cities countries "
    "weapons tanks shots rounds degrees points point magnitude strong provinces districts occasions blasts explosions "
    "locations places sites cattle sheep goats animals trucks buses boats planes aircraft trains families households "
    "schools shops apartments states hospitals flights goals games seats votes charges counts airstrikes shells time "
    "storeys stories floors bullets th st nd rd provinces' old way side car bus truck house village raid raids attack "
    "strike mosques churches separate birds dogs horses cases camps bodyguards' helicopters jets ships trees".split()
)
_MONEY = frozenset("$€£¥")
_MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug "
    "sep sept oct nov dec".split()
)
_LABELS = frozenset("aged age ages no number route highway flight article room chapter grade channel section".split())
_PREPOSITIONS = frozenset("with of by in against from between for at near on into over after before to under".split())
_PART_BEFORE = frozenset("including include includes included among".split())
_PART_BEHIND = frozenset("them whom those these which".split())
_NP_STOP = frozenset(
    'and or but , . ; : ( ) — – ” “ " was were is are be been being has have had of in on at by for with from to into '
    "after before when while who which that as during near including among killed injured wounded dead died missing "
    "arrested detained hurt fled displaced homeless gathered marched protested rallied remain remained still".split()
)
_SINGULAR = frozenset("a an another the his her their its this that one".split())
_ORDINALS = frozenset("second third fourth fifth".split())
_MORE = frozenset("more others other additional further".split())
_BODIES = frozenset("family crew group total couple convoy".split())


@dataclass(frozen=True, slots=True)
class Group:
    """Tokens first..last-1 count at least `low`, at most `high` people (None: open); their noun ends before `noun_end`.

    `part`: they are among others counted. `more`: they come on top of others. `governed`: a preposition stands before,
    so that no verb behind speaks of them. `whole`: one body of so many ("a family of four"), whose verb is singular.
    """

    first: int
    last: int
    low: int | None
    high: int | None
    noun_end: int
    part: bool = False
    more: bool = False
    governed: bool = False
    whole: bool = False


def groups(tokens: Sequence[Token]) -> list[Group]:
    """In the order of the text, none overlapping."""
    words = [token.lower for token in tokens]
    counted = [q for q in quantities(tokens) if _people(tokens, words, q)]
    taken = {i for q in counted for i in range(q.first, q.last)}
    singles = [s for s in _singles(words) if not taken & set(range(s[0], s[1]))]
    found = [*((q.first, q.last, q.low, q.high) for q in counted), *singles]
    return [_group(words, *each) for each in sorted(found)]


def _group(words: Sequence[str], first: int, last: int, low: int | None, high: int | None) -> Group:
    end = last
    while end < len(words) and end - last < 4 and words[end] not in _NP_STOP and words[end][0].isalnum():
        end += 1
    before = words[first - 1] if first else ""
    lead, behind = set(words[max(0, first - 3) : first]), words[last : last + 2]
    part = bool(_PART_BEFORE & set(words[max(0, first - 2) : first]))
    part = part or (behind[:1] == ["of"] and bool(_PART_BEHIND & set(behind)))
    part = part or ("among" in words[max(0, first - 6) : first] and before in ("were", "was"))
    more = before in ("further", "other") or words[first] == "another" or bool(_MORE & set(words[last:end]))
    more = more or (words[first] == "a" and words[first + 1] in (*_ORDINALS, "further"))
    whole = before == "of" and bool(_BODIES & lead)
    return Group(first, last, low, high, end, part, more, before in _PREPOSITIONS and not whole, whole)


def _people(tokens: Sequence[Token], words: Sequence[str], quantity: Quantity) -> bool:
    """Whether a number counts people: not money, ages, dates, years, measures, flight numbers."""
    before = words[quantity.first - 1] if quantity.first else ""
    after = words[quantity.last : quantity.last + 3]
    if after[:1] and after[0] in PEOPLE:
        return before not in _MONEY
    if (
        before in _MONEY
        or before in _MONTHS
        or before in _LABELS
        or before == "#"
        or (after[:1] == ["of"] and before == "one")
    ):
        return False
    if after[:1] and (after[0] in _MONTHS or after[0].startswith("'")):
        return False
    if before == "and" and quantity.first > 1 and words[quantity.first - 3] in _LABELS:
        return False
    if before == "," and after[:1] and after[0] in (",", ".") and quantity.low == quantity.high:
        # "a boy, 12, was killed"
        return False
    digits = tokens[quantity.last - 1].text
    if digits.isdigit() and len(digits) == 4 and 1900 <= int(digits) <= 2100:
        return False
    for word in after:
        if word in _UNITS:
            return False
        if word in _NP_STOP or word in PEOPLE or not word[0].isalpha():
            return True
    return True


def _singles(words: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """One person ("a young soldier", "another", "a third"), two ("both") or nobody ("no one", "no civilians")."""
    i = 0
    while i < len(words):
        found = _single(words, i)
        if found:
            yield found
            i = found[1]
        else:
            i += 1


def _single(words: Sequence[str], i: int) -> tuple[int, int, int, int] | None:
    word, following = words[i], words[i + 1] if i + 1 < len(words) else ""
    if word in ("nobody", "none"):
        return i, i + 1, 0, 0
    if (
        word == "no"
        and (following == "one" or any(w in PEOPLE for w in words[i + 1 : i + 3]))
        and following != "more"
    ):
        return i, i + 2, 0, 0
    if word == "not" and words[i + 1 : i + 3] == ["a", "single"]:
        return i, i + 3, 0, 0
    if word == "both":
        return i, i + 1, 2, 2
    if word not in _SINGULAR:
        return None
    end = i + 1
    while end < len(words) and end - i < 6 and words[end] not in PERSON:
        if words[end] in _NP_STOP or not words[end][0].isalnum() or words[end] in PEOPLE:
            break
        end += 1
    if end < len(words) and end - i < 6 and words[end] in PERSON:
        while end + 1 < len(words) and words[end + 1] in PERSON:
            end += 1
        return (i, end + 1, 1, 1) if words[end - 1 : end] != ["other"] or word != "the" else None
    if words[end : end + 1] and words[end - 2 : end] == ["year", "old"] and words[end] in _NP_STOP:
        return i, end, 1, 1
    bare = word == "another" or (word == "a" and following in _ORDINALS)
    return (i, i + 1 if word == "another" else i + 2, 1, 1) if bare else None
