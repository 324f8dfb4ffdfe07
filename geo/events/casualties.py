"""Step 9: how many people were killed, injured, missing, displaced, arrested; how many gathered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from geo.events.clauses import attribution
from geo.events.groups import PERSON, groups
from geo.events.parts import Sentence, Token
from geo.model import Count, Figure, People, Span

_WORDS = {
    "fatalities": "killed killing kill kills dead died dying dies perished drowned slain slew slaughtered massacred "
    "executed beheaded murdered assassinated gunned death deaths fatalities fatality killings lives bodies",
    "injured": "injured wounded wounding injuring injure injures wound wounds hurt hurting maimed injuries hospitalized "
    "hospitalised",
    "missing": "missing unaccounted disappeared vanished",
    "displaced": "displaced displacing homeless fled flee fleeing evacuated evacuating uprooted displace displaces "
    "homes",
    "arrested": "arrested arresting arrest detained detaining arrests detain arrestees custody",
    "crowd": "gathered marched protested rallied demonstrated attended gather march protest rally turned crowd streets "
    "drew",
}
_CLASS = {word: kind for kind, words in _WORDS.items() for word in words.split()}
# What counts in a noun: "12 deaths", "the deaths of 12".
_NOUNS = frozenset(
    "deaths fatalities fatality killings killing injuries arrests arrest death murder custody lives shooting".split()
)
_ACTIVE = frozenset(
    "killing wounding injuring displacing detaining arresting evacuating wounds injures displaces slew drew".split()
)
# These take nobody as their object.
_INTRANSITIVE = frozenset(
    "dead died dying dies perished missing homeless fled flee fleeing unaccounted disappeared vanished gathered marched "
    "protested rallied demonstrated gather march protest rally deaths fatalities injuries arrests".split()
)
_BASE = frozenset("kill injure wound arrest detain displace flee gather march protest rally hurt".split())
_PASSIVE = frozenset("was were been being be is are got get gets left".split())
_MODALS = frozenset("could may might would will should can shall to must cannot".split())
_NOT_REAL = frozenset("feared believed presumed thought possibly may might could suspected".split())
_ARTICLES = frozenset("the of his her its their our these those".split())
_TOLLS = frozenset("toll tally".split())
_TOLL_TO = frozenset("to at of is was stood stands reached hit now topped passed exceeded surpassed climbed".split())
_OPEN_TOLL = frozenset("topped passed exceeded surpassed".split())
_NEW_TOTAL = frozenset("bringing brings brought raising raised raises taking takes took pushing pushed".split())
_STOPS = frozenset(";:—–")
# Which neighbours make an ambiguous word mean an outcome.
_SENSES = {
    "bodies": frozenset("found recovered pulled retrieved discovered recover find of".split()),
    "homes": frozenset("fled fleeing flee leave left abandoned abandon forced driven".split()),
    "turned": frozenset({"out"}),
    "custody": frozenset({"into", "in"}),
    "streets": frozenset({"the"}),
    "death": frozenset({"of", "to"}),
    "gunned": frozenset({"down"}),
    "lives": frozenset("claimed claiming cost costing lost took taken claim claims".split()),
}
_WIDE = frozenset(("lives", "bodies", "homes"))
_THINGS = frozenset("a the in of last this at for an".split())
_BETWEEN = frozenset("of up down dead".split())
# Of one person these are said without a number.
_SURE = frozenset(
    "killed injured wounded arrested detained murdered assassinated executed beheaded died slain dead".split()
)
_VERBAL = (frozenset(_CLASS) | _PASSIVE) - {"crowd"} | frozenset(
    "has have had said says escaped survived remained remain including who which that while when after as attacked "
    "stormed opened for".split()
)
_NEGATED = {"casualties": ("fatalities", "injured"), "casualty": ("fatalities", "injured"), "injuries": ("injured",),
            "deaths": ("fatalities",), "fatalities": ("fatalities",), "arrests": ("arrested",), "loss": ("fatalities",),
            "victims": ("fatalities", "injured"), "dead": ("fatalities",), "wounded": ("injured",)}  # fmt: skip
# A sentence without any of these counts nobody.
_TELLING = frozenset(_CLASS) | _TOLLS | frozenset(_NEGATED)


@dataclass(frozen=True, slots=True)
class Tally:
    """Tokens first..last-1 count people of one `kind`, as a `Count` does.

    `part`: they are among those counted before. `total`: a toll that this event's own victims are added to
    ("bringing the toll to 45").
    """

    kind: str
    first: int
    last: int
    low: int | None
    high: int | None
    part: bool = False
    total: bool = False


def find(tokens: Sequence[Token]) -> list[Tally]:
    """The counts of people in a sentence, in order; parts of a whole are marked, not added."""
    if _TELLING.isdisjoint(token.lower for token in tokens):
        return []
    return _Reader(tokens).tallies()


def standing(tallies: Sequence[Tally]) -> list[Tally]:
    """Those that count for the event itself: no parts, and a running total only where its kind has nothing else."""
    wholes = [tally for tally in tallies if not tally.part]
    own = {tally.kind for tally in wholes if not tally.total}
    return [tally for tally in wholes if not tally.total or tally.kind not in own]


def figures(sentence: Sentence, tallies: Sequence[Tally]) -> tuple[Figure, ...]:
    """What stands, each with its words and who gives it, so that numbers that contradict each other are told apart."""
    return tuple(_figure(sentence, tally) for tally in standing(tallies))


def _figure(sentence: Sentence, tally: Tally) -> Figure:
    start, end = sentence.tokens[tally.first].start, sentence.tokens[tally.last - 1].end
    span = Span(start, end, sentence.span.text[start - sentence.span.start : end - sentence.span.start])
    clause = next((c for c in sentence.clauses if c.first <= tally.first < c.last), None)
    return Figure(People(tally.kind), tally.low, tally.high, span, attribution(sentence, clause))


def count(told: Sequence[Tally] | Sequence[Figure], kind: str) -> Count | None:
    """One count of a kind, which differing numbers widen; None if there is none."""
    counts = [Count(one.low, one.high) for one in told if one.kind == kind]
    return widened(counts) if counts else None


def widened(counts: Sequence[Count]) -> Count:
    """The smallest count that holds them all: an open end stays open."""
    lows, highs = [c.low for c in counts], [c.high for c in counts]
    low = None if None in lows else min(n for n in lows if n is not None)
    high = None if None in highs else max(n for n in highs if n is not None)
    return Count(low, high)


class _Reader:
    """One sentence: its groups of people, and which of them each word for an outcome takes."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.words = [token.lower for token in tokens]
        self.groups = groups(tokens)
        self.kinds: dict[int, str] = {}
        # n: group n and the next are one list; unsure: "feared dead"; named: people without a number.
        self.links: set[int] = set()
        self.unsure: set[int] = set()
        self.extra: list[Tally] = []

    def tallies(self) -> list[Tally]:
        for i, word in enumerate(self.words):
            if word in _TOLLS or (word == "number" and self._word(i + 1) in ("of", "is", "was")):
                self._toll(i)
        for i, word in enumerate(self.words):
            if word in _CLASS and not self._nominal(i):
                self._outcome(i, _CLASS[word])
        self._join()
        self._parts()
        found = self._summed()
        nobody = [] if any(t.low == 0 for t in found) else list(self._nobody())
        return sorted(found + self.extra + nobody, key=lambda t: t.first)

    def _word(self, i: int) -> str:
        return self.words[i] if 0 <= i < len(self.words) else ""

    def _before(self, i: int, reach: int) -> set[str]:
        return set(self.words[max(0, i - reach) : i])

    def _nominal(self, i: int) -> bool:
        """Whether the word names people known already ("the dead") or something else than what happens to them."""
        word, before = self.words[i], self._word(i - 1)
        if word in _SENSES:
            return not _SENSES[word] & {
                before,
                self._word(i + 1),
                *(self.words[max(0, i - 6) : i + 4] if word in _WIDE else ()),
            }
        if word in ("march", "rally", "protest", "crowd"):
            return self._word(i + 1) != "of" and (before in _THINGS or self._left(i, 6) is None)
        return word not in _NOUNS and before in _ARTICLES and self._word(i + 1) != "of"

    def _outcome(self, i: int, kind: str) -> None:
        """Hands to a kind the group that the word takes: the object behind an active verb, else the subject before."""
        word = self.words[i]
        if word in _BASE and self._before(i, 3) & _MODALS and kind not in ("displaced", "crowd"):
            return
        alone = (
            word in _INTRANSITIVE
            and self._word(i + 1) != "of"
            and self._word(i - 1) not in ("shot", "shoot", "shoots")
        )
        right = None if alone or self._passive(i) else self._right(i)
        n = right if right is not None or word in _ACTIVE else self._subject(i)
        if n is None:
            self._named(i, kind)
        elif n not in self.kinds:
            self.kinds[n] = kind
            if self._before(i, 4) & _NOT_REAL:
                self.unsure.add(n)
            if {"not", "n't", "wasn't", "weren't"} & set(self.words[self.groups[n].last : i]):
                self.groups[n] = replace(self.groups[n], low=0, high=0)
        elif kind != self.kinds[n]:
            # "20 were killed or wounded": of each at most so many.
            self.unsure.add(n)
            self.extra.append(Tally(kind, self.groups[n].first, self.groups[n].last, None, self.groups[n].high))

    def _passive(self, i: int) -> bool:
        words = self._before(i, 3) if self.words[i] != "attended" else set()
        return (
            self.words[i] not in _ACTIVE
            and bool(_PASSIVE & words)
            and "," not in words
            and self._word(i - 1) != "and"
        )

    def _right(self, i: int) -> int | None:
        """The group that begins right behind: "killed and wounded at least 12", "killing 12", "the deaths of 12"."""
        at = i + 2 if (self.words[i], self._word(i + 1)) == ("attended", "by") else i + 1
        while self._word(at) in _BETWEEN or (self._word(at) in ("and", "or") and self._word(at + 1) in _CLASS):
            at += 1 if self._word(at) in _BETWEEN else 2
        return next((n for n, group in enumerate(self.groups) if group.first == at and not group.part), None)

    def _left(self, i: int, reach: int) -> int | None:
        return next((n for n, g in reversed(list(enumerate(self.groups))) if 0 <= i - g.last <= reach), None)

    def _subject(self, i: int) -> int | None:
        """The nearest group before that is no part of another, agrees with the verb in number and has no verb yet."""
        verb = next((w for w in reversed(self.words[max(0, i - 3) : i]) if w in ("was", "were")), "")
        for n, group in reversed(list(enumerate(self.groups))):
            if group.last > i:
                continue
            if any(self._breaks(j) for j in range(group.last, i)):
                return None
            if group.part or (n in self.kinds and self._word(i - 1) not in ("and", "or")):
                continue
            if verb == "was" and group.low not in (0, 1) and not group.whole:
                if group.governed or self._word(group.first - 1) == "of":
                    continue
                return None
            if verb == "were" and group.low == 1 and not (n and self._coordinated(n - 1)):
                continue
            return n
        return None

    def _breaks(self, j: int) -> bool:
        """Whether what was spoken of ends there: at the verb of another outcome, or a mark."""
        if self.words[j] in _STOPS:
            return True
        alone = self.words[j] in _CLASS and not self._nominal(j)
        return alone and self._word(j + 1) not in ("and", "or", ",") and self._word(j + 1) not in _CLASS

    def _named(self, i: int, kind: str) -> None:
        """One person without a number: "Ana Ruiz was killed", "he was arrested", "killed journalist Ana Ruiz"."""
        if kind not in ("fatalities", "injured", "arrested") or self.words[i] not in _SURE:
            return
        was = next((j for j in range(i - 1, max(-1, i - 4), -1) if self.words[j] == "was"), None)
        at = was - 1 if was is not None else i + 1
        if was is not None and self._word(at) == ",":
            # "Ana Ruiz, 34, was killed"
            at = next((j for j in range(at - 1, 0, -1) if self.words[j] == ","), 1) - 1
        if was is not None and {"not", "n't"} & set(self.words[was:i]):
            return
        person = self._word(at) in PERSON and self._word(at - 1) not in PERSON
        if was is None and (self._word(at - 2) == "was" or not self._word(at + 1) or not person):
            return
        if at >= 0 and (person or self._word(at) in ("he", "she") or self._name(at)):
            self.extra.append(Tally(kind, at, at + 1, 1, 1))

    def _name(self, i: int) -> bool:
        return i > 0 and self.tokens[i].text[0].isupper() and self.tokens[i - 1].text[0].isupper() and i > 0

    def _coordinated(self, n: int) -> bool:
        """Whether a group and the next are members of a list: "three soldiers, two policemen and a child"."""
        between = self.words[self.groups[n].noun_end : self.groups[n + 1].first]
        if between in (["and"], [","], [",", "and"], ["or"], ["as", "well", "as"]):
            return True
        return len(between) <= 5 and between[-1:] == ["and"] and not set(between[:-1]) & _VERBAL

    def _join(self) -> None:
        """The members of a list without a verb of their own have the kind of the one with it."""
        count = len(self.groups)
        for n in [*range(count - 1), *range(count - 2, -1, -1)]:
            a, b = self.groups[n], self.groups[n + 1]
            if a.part or b.part or not self._coordinated(n):
                continue
            own_verb = bool(set(self.words[b.noun_end : b.noun_end + 2]) & _VERBAL)
            if n in self.kinds and n + 1 not in self.kinds and not own_verb:
                self.kinds[n + 1] = self.kinds[n]
                self.links.add(n)
            elif n + 1 in self.kinds and n not in self.kinds and not a.governed:
                self.kinds[n] = self.kinds[n + 1]
                self.links.add(n)

    def _parts(self) -> None:
        """A part is of its whole's kind, and so are the members of its list."""
        for n, group in enumerate(self.groups):
            follows = n > 0 and self.groups[n - 1].part and self._coordinated(n - 1) and n not in self.kinds
            if not group.part and not follows:
                continue
            self.groups[n] = replace(group, part=True)
            wholes = [m for m in self.kinds if not self.groups[m].part]
            nearest = max((m for m in wholes if m < n), default=min(wholes, default=None))
            if n not in self.kinds and nearest is not None:
                self.kinds[n] = self.kinds[nearest]

    def _summed(self) -> list[Tally]:
        """The groups with a kind; the members of a list and "another two" added to what they come on top of."""
        found: list[Tally] = []
        for n, kind in sorted(self.kinds.items()):
            group = self.groups[n]
            tally = Tally(
                kind, group.first, group.last, None if n in self.unsure else group.low, group.high, group.part
            )
            if group.more and n - 1 not in self.links and any(t.total and t.kind == kind for t in self.extra):
                # "five more died, raising the toll to 71"
                tally = replace(tally, part=True)
            mate = next((t for t in reversed(found) if t.kind == kind and not t.part), None)
            if mate is None or tally.part or not (n - 1 in self.links or group.more):
                found.append(tally)
            elif not self._apposed(n, mate):
                low, high = _sum(mate.low, tally.low), _sum(mate.high, tally.high)
                found[found.index(mate)] = replace(mate, last=tally.last, low=low, high=high)
        return found

    def _apposed(self, n: int, whole: Tally) -> bool:
        """ "five people, two women and three men,": the list behind is the same five."""
        start = n
        while start - 1 in self.links and self.groups[start - 1].first != whole.first:
            start -= 1
        stop = n
        while stop in self.links:
            stop += 1
        rest = [self.groups[m].low or 0 for m in range(start, stop + 1)]
        closed = self._word(self.groups[stop].noun_end) in (",", "–", "—")
        return closed and len(rest) > 1 and sum(rest) == whole.low

    def _toll(self, i: int) -> None:
        """ "the death toll rose to 66", "bringing to 15 the number of people killed"."""
        if self.words[i] in _TOLLS:
            kind = "injured" if self._word(i - 1) in ("injury", "injured", "injuries") else "fatalities"
        else:
            told = (*self.words[i : i + 5], *reversed(self.words[:i]))
            kind = next((_CLASS[w] for w in told if w in _CLASS), "")
        for n, group in enumerate(self.groups if kind else ()):
            lead = self._word(group.first - 1)
            between = set(self.words[i : group.first])
            behind = i < group.first <= i + 12 and lead != "from" and {lead, self._word(group.first - 2)} & _TOLL_TO
            before = i - 2 <= group.last <= i and lead == "to"
            if (behind or before) and n not in self.kinds:
                high = None if _OPEN_TOLL & between else group.high
                running = bool(self._before(i, 6) & _NEW_TOTAL)
                self.groups[n] = replace(group, high=high, part=running)
                if running:
                    self.extra.append(Tally(kind, group.first, group.last, group.low, high, total=True))
                else:
                    self.kinds[n] = kind
                return

    def _nobody(self) -> Iterator[Tally]:
        """ "no casualties", "without injuries", "has not caused any deaths"."""
        for i, word in enumerate(self.words):
            negative = word in ("no", "without", "zero") or (
                word == "any" and bool({"not", "never"} & self._before(i, 6))
            )
            if not negative:
                continue
            words = self.words[i + 1 : i + 6]
            end = next((n for n, w in enumerate(words) if w in (",", ".", "but", ";", "in", "at")), len(words))
            kinds = {kind for w in words[:end] for kind in _NEGATED.get(w, ())}
            yield from (Tally(kind, i, i + 2, 0, 0) for kind in sorted(kinds))


def _sum(a: int | None, b: int | None) -> int | None:
    return None if a is None or b is None else a + b
