"""Step 10: one event told in several sentences of an article becomes one record. Numbers are never summed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geo.events.casualties import count
from geo.events.parts import BlockRole, Draft, When
from geo.events.triggers import GROUPS, rank
from geo.model import Actor, EventPlace, People, Place, Status

# Sentences that only count the victims of what was told before.
_TOLL = frozenset("kill die injure wound hurt death fatality casualty claim".split())
_HARMFUL = frozenset("ASSAULT DISASTER ACCIDENT CRIME HEALTH".split())
# What is said is said by somebody: further apart, words of nobody in common are others' words.
_WORDS_LAST = 2
_HAZARDS = frozenset("DISASTER ACCIDENT HEALTH".split())
# So many sentences later the same words are taken to tell of something else, unless the places agree.
_MEMORY = 12


def merged(drafts: Sequence[Draft]) -> list[tuple[Draft, list[Draft]]]:
    """(the record, the drafts that tell of it), in the order of the text."""
    groups: list[list[Draft]] = []
    for draft in drafts:
        home = next((group for group in reversed(groups) if _tells_of(draft, group)), None)
        if home is None:
            groups.append([draft])
        else:
            home.append(draft)
    groups = _of_hazards(groups)
    bodies = {d.trigger.type for group in groups for d in group if d.trigger.sentence.role is BlockRole.BODY}
    kept = [group for group in groups if _in_body(group) or group[0].trigger.type not in bodies]
    return [(_record(group), group) for group in kept]


def _of_hazards(groups: Sequence[list[Draft]]) -> list[list[Draft]]:
    """With deaths that nothing but a hazard told before can have caused counted as that hazard's."""
    found: list[list[Draft]] = []
    for group in groups:
        cause = next((g for g in reversed(found) if g[0].trigger.type in _HARMFUL), None)
        tolls = all(is_toll(draft) for draft in group)
        if cause and cause[0].trigger.type in _HAZARDS and tolls and _same_disaster(group[0], cause):
            found.append([_caused(draft, cause[0]) for draft in group])
        else:
            found.append(group)
    return found


def _caused(toll: Draft, cause: Draft) -> Draft:
    return replace(toll, trigger=replace(toll.trigger, type=cause.trigger.type, mode=cause.trigger.mode))


def _in_body(group: Sequence[Draft]) -> bool:
    return any(draft.trigger.sentence.role is BlockRole.BODY for draft in group)


def _tells_of(draft: Draft, group: Sequence[Draft]) -> bool:
    """Whether a sentence speaks of the event that the others do."""
    last = group[-1]
    apart = draft.trigger.sentence.number - last.trigger.sentence.number
    if is_toll(draft) and any(d.trigger.type in _HARMFUL for d in group):
        near = apart <= _MEMORY and draft.historical == last.historical
        return near and _same_disaster(draft, group) and not _counts_apart(draft, group)
    if all(d.status is Status.CLAIMED and is_toll(d) for d in group):
        # A claimed toll stands for itself.
        return False
    if draft.trigger.type != group[0].trigger.type and GROUPS[draft.trigger.type] != GROUPS[group[0].trigger.type]:
        return False
    if draft.trigger.type != group[0].trigger.type and draft.trigger.type not in ("ASSAULT", "CRIME"):
        return False
    if draft.historical != last.historical or (draft.status is Status.PLANNED) != (group[0].status is Status.PLANNED):
        return False
    if (draft.status is Status.DENIED) != (group[0].status is Status.DENIED):
        return False
    if (
        GROUPS[draft.trigger.type] in ("words", "diplomacy")
        and apart > _WORDS_LAST
        and not _same_people(draft, group)
    ):
        return False
    if not _modes_agree(draft, group) or not _days_agree(draft.when, [d.when for d in group]):
        return False
    if not _actors_agree(draft, group) or _counts_apart(draft, group):
        return False
    return _places_agree(draft, group) and (apart <= _MEMORY or _same_place(draft, group))


def _same_disaster(toll: Draft, group: Sequence[Draft]) -> bool:
    """Whether deaths are those of what was told: places agree, or it has none and was told just before."""
    apart = toll.trigger.sentence.number - group[-1].trigger.sentence.number
    return _places_agree(toll, group) and (bool(_explicit(group)) or not _explicit([toll]) or apart <= _WORDS_LAST)


def is_toll(draft: Draft) -> bool:
    return draft.trigger.type == "ASSAULT" and draft.trigger.weight == 1 and draft.trigger.lemma.split()[0] in _TOLL


def _conquest(draft: Draft) -> bool:
    """Whether it is one side's word that it won, which is not the fighting itself."""
    return draft.trigger.mode == "territory" and draft.status is Status.CLAIMED


def _modes_agree(draft: Draft, group: Sequence[Draft]) -> bool:
    modes = {d.trigger.mode for d in group} - {""}
    if "phone" in (draft.trigger.mode, group[0].trigger.mode):
        return draft.trigger.mode == group[0].trigger.mode
    if draft.trigger.type == "ASSAULT" and _conquest(draft) != _conquest(group[0]):
        return False
    # Fighting is told with all its weapons; of other types each mode is a thing of its own.
    return draft.trigger.type == "ASSAULT" or not draft.trigger.mode or not modes or draft.trigger.mode in modes


def _days_agree(when: When, others: Sequence[When]) -> bool:
    """Whether no two days that the text gives contradict each other by more than one day."""
    if not when.explicit or when.start is None:
        return True
    return all(
        other.start is None
        or not other.explicit
        or (when.start.toordinal() <= (other.end or other.start).toordinal() + 1
            and other.start.toordinal() <= (when.end or when.start).toordinal() + 1)
        for other in others
    )  # fmt: skip


def _actors_agree(draft: Draft, group: Sequence[Draft]) -> bool:
    """Whether they may be the same doers: nobody named on one side, or a country in common."""
    mine = {a.country for a in draft.actors if a.role == "actor" and a.country}
    theirs = {a.country for d in group for a in d.actors if a.role == "actor" and a.country}
    return not mine or not theirs or bool(mine & theirs)


def _same_people(draft: Draft, group: Sequence[Draft]) -> bool:
    """Whether anybody named has a part in both."""
    mine = {a.country or a.name for a in draft.actors}
    return bool(mine & {a.country or a.name for d in group for a in d.actors})


def _counts_apart(draft: Draft, group: Sequence[Draft]) -> bool:
    """Whether victims that one side speaks of would be mixed with what others tell: a claim stays its own record."""
    mine = count(draft.figures, People.FATALITIES)
    if mine is None and count(draft.figures, People.INJURED) is None:
        return False
    if any(d.status is not draft.status for d in group):
        return True
    claims = (count(d.figures, People.FATALITIES) for d in group if d.status is Status.CLAIMED)
    return any(claim and claim != mine for claim in claims)


def _explicit(drafts: Sequence[Draft]) -> list[Place]:
    return [p.place for d in drafts for p in d.places if p.explicit and p.place]


def _same_place(draft: Draft, group: Sequence[Draft]) -> bool:
    return bool({p.id for p in _explicit([draft])} & {p.id for p in _explicit(group)})


def _places_agree(draft: Draft, group: Sequence[Draft]) -> bool:
    mine, theirs = _explicit([draft]), _explicit(group)
    return not mine or not theirs or any(_related(a, b) for a in mine for b in theirs)


def _related(a: Place, b: Place) -> bool:
    if a.id == b.id:
        return True
    if a.is_country or b.is_country:
        return a.country == b.country
    return (
        bool(a.admin1)
        and (a.country, a.admin1) == (b.country, b.admin1)
        and "ADM1" in (a.feature_code, b.feature_code)
    )


def _record(group: Sequence[Draft]) -> Draft:
    """The draft that tells most, with what the others add."""
    lead = max(group, key=_telling)
    mode = lead.trigger.mode or next((d.trigger.mode for d in group if d.trigger.mode), "")
    when = next((d.when for d in [lead, *group] if d.when.explicit and d.when.start), lead.when)
    return replace(
        lead,
        trigger=replace(lead.trigger, mode=mode if lead.trigger.type == group[0].trigger.type else lead.trigger.mode),
        when=when,
        places=_places(lead, group),
        actors=_actors(lead, group),
        figures=tuple(dict.fromkeys(figure for d in group for figure in d.figures)),
        margin=max(d.margin for d in group),
    )


def _telling(draft: Draft) -> tuple[bool, bool, bool, float, int]:
    return (
        not is_toll(draft),
        draft.trigger.sentence.role is BlockRole.BODY,
        any(place.explicit for place in draft.places),
        rank(draft.trigger) + draft.when.explicit,
        -draft.trigger.sentence.number,
    )


def _places(lead: Draft, group: Sequence[Draft]) -> tuple[EventPlace, ...]:
    """The lead's, with finer ones of the others in their stead; inherited ones only where there is nothing else."""
    found: dict[str, EventPlace] = {}
    for draft in [lead, *group]:
        for place in draft.places:
            if place.explicit and place.role is (lead.places or draft.places)[0].role:
                found.setdefault(
                    place.place.id if place.place else place.mention.text if place.mention else "", place
                )
    chosen = list(found.values())
    finest = [p for p in chosen if not any(_coarser(p, q) for q in chosen)]
    return tuple(finest) or next((d.places for d in [lead, *group] if d.places), ())


def _coarser(a: EventPlace, b: EventPlace) -> bool:
    return (
        a.place is not None
        and b.place is not None
        and a.place.precision > b.place.precision
        and _related(a.place, b.place)
    )


def _actors(lead: Draft, group: Sequence[Draft]) -> tuple[Actor, ...]:
    """The lead's; for a role it leaves open, those of the first draft that fills it."""
    found = list(lead.actors)
    for draft in group:
        open_roles = {a.role for a in draft.actors} - {a.role for a in found}
        found += [a for a in draft.actors if a.role in open_roles]
    return tuple(found)
