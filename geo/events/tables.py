"""The tables of `data/events/`, read once."""

from __future__ import annotations

import csv
import re
import tomllib
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from geo.events.parts import Form
from geo.resources import data_path


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the lexicon. `needs`: one of them must be near; `blocks`: none of them may be."""

    type: str
    mode: str
    kind: str
    weight: int
    needs: tuple[str, ...]
    blocks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A phrase in one inflection: its words ("*" is a gap of up to three, "+" of one to three), and its row."""

    words: tuple[str, ...]
    lemma: str
    form: Form
    row: Row


@dataclass(frozen=True, slots=True)
class Phrases:
    """What begins with one word, longest first, and by its last word (where in `entries`): most phrases of a word end
    with one that a sentence does not have."""

    entries: tuple[Entry, ...]
    endings: frozenset[str]
    ending: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Phrases:
        ranked = tuple(sorted(entries, key=lambda entry: -len(entry.words)))
        ending: dict[str, tuple[int, ...]] = {}
        for n, entry in enumerate(ranked):
            ending[entry.words[-1]] = (*ending.get(entry.words[-1], ()), n)
        return cls(ranked, frozenset(ending), ending)

    def among(self, words: frozenset[str]) -> list[Entry]:
        """Those whose last word is one of these, longest first."""
        if self.endings.isdisjoint(words):
            return []
        return [self.entries[n] for n in sorted(n for word in self.endings & words for n in self.ending[word])]


@dataclass(frozen=True, slots=True)
class Known:
    """A body, group, seat or person of the actor table, known by that name between two days (None: open)."""

    name: str
    sector: str
    country: str
    since: date | None
    until: date | None

    def holds(self, on: date | None) -> bool:
        return on is None or ((self.since or date.min) <= on <= (self.until or date.max))


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name in its words, lower case; those at `capitals` are an abbreviation's: "WHO" is not "who".

    `surname`: it is somebody's last name alone, which others bear too.
    """

    words: tuple[str, ...]
    capitals: tuple[int, ...]
    surname: bool
    known: Known


def _rows(name: str) -> Iterator[dict[str, str]]:
    with data_path("events", name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def words_of(name: str) -> frozenset[str]:
    """The words of one class in `classes.csv`; KeyError names an unknown class."""
    return _classes()[name]


@cache
def _classes() -> dict[str, frozenset[str]]:
    return {row["class"]: frozenset(row["words"].split()) for row in _rows("classes.csv")}


@cache
def _irregular() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    table = _rows("inflections.csv")
    return {row["lemma"]: (tuple(row["past"].split()), tuple(row["participle"].split())) for row in table}


def inflect(lemma: str) -> list[tuple[str, Form]]:
    """Every form of a verb. Regular past and participle are the same word, given once as PAST."""
    if lemma == "be":
        forms = [("is", Form.PRESENT), ("are", Form.PRESENT), ("was", Form.PAST), ("were", Form.PAST)]
        return [("be", Form.BASE), *forms, ("been", Form.PARTICIPLE), ("being", Form.ING)]
    past, participle = _irregular().get(lemma, ((_suffixed(lemma, "ed"),), ()))
    forms = [(lemma, Form.BASE), (plural(lemma), Form.PRESENT), (_ing(lemma), Form.ING)]
    forms += [(word, Form.PAST) for word in past]
    return forms + [(word, Form.PARTICIPLE) for word in participle if word not in past]


def _ing(lemma: str) -> str:
    past = _irregular().get(lemma, ((), ()))[0]
    # A verb that doubles its last letter does so in both forms: "stabbed", "stabbing".
    if any(word == lemma + lemma[-1] + "ed" for word in past):
        return lemma + lemma[-1] + "ing"
    if lemma in _DOUBLED:
        return lemma + lemma[-1] + "ing"
    if lemma.endswith("ie"):
        return lemma[:-2] + "ying"
    return _suffixed(lemma, "ing")


# Irregular verbs that double their last letter before -ing.
_DOUBLED = frozenset("cut hit let put run overrun quit set shut sit win begin get".split())


def _suffixed(lemma: str, suffix: str) -> str:
    if suffix == "ed" and lemma.endswith("e"):
        return lemma + "d"
    if suffix == "ed" and lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        return lemma[:-1] + "ied"
    if suffix == "ing" and lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")):
        return lemma[:-1] + "ing"
    return lemma + suffix


def plural(word: str) -> str:
    """The -s form of a noun or a verb."""
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh", "go")) else "s")


@cache
def lexicon() -> dict[str, Phrases]:
    """Phrases by their first word."""
    found: dict[str, list[Entry]] = {}
    for line in _rows("lexicon.csv"):
        row = Row(
            line["type"],
            line["mode"],
            line["kind"],
            int(line["weight"]),
            tuple(line["needs"].split()),
            tuple(line["blocks"].split()),
        )
        for phrase in line["phrases"].split("|"):
            for words, form in _forms(phrase, row.kind):
                found.setdefault(words[0], []).append(Entry(words, phrase, form, row))
    return {word: Phrases.of(entries) for word, entries in found.items()}


def _forms(phrase: str, kind: str) -> Iterator[tuple[tuple[str, ...], Form]]:
    words = tuple(phrase.split())
    if kind == "verb":
        head = int(words[0] in _PREFIXES and words[1:2] not in ((), ("*",), ("+",)))
        for form, tag in inflect(words[head]):
            yield (*words[:head], form, *words[head + 1 :]), tag
    elif kind == "noun":
        head = (
            next((i for i, word in enumerate(words) if word in ("of", "on", "to", "for", "against")), len(words)) - 1
        )
        yield words, Form.NOUN
        yield (*words[:head], plural(words[head]), *words[head + 1 :]), Form.NOUN
    else:
        yield words, Form.FIXED


# Written with a hyphen, before the word that is inflected: "test-fired".
_PREFIXES = frozenset("test co carpet car gang".split())


@cache
def passives() -> dict[str, tuple[tuple[tuple[str, ...], Entry], ...]]:
    """ "impose * sanctions" as "sanctions were imposed": by the participle, the object's words with the entry."""
    found: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
    for phrases in lexicon().values():
        for entry in phrases.entries:
            if entry.row.kind != "verb" or entry.form not in (Form.PAST, Form.PARTICIPLE) or "*" not in entry.words:
                continue
            gap = entry.words.index("*")
            verb, object_ = entry.words[:gap], entry.words[gap + 1 :]
            if object_[0] in _NO_OBJECT or "*" in object_ or "+" in object_:
                continue
            passive = Entry(verb, entry.lemma, Form.PARTICIPLE, entry.row)
            for words in (object_, (*object_[:-1], plural(object_[-1]))):
                found.setdefault(verb[0], []).append((words, passive))
    return {word: tuple(rows) for word, rows in found.items()}


# What follows a gap without being what the verb is done to.
_NO_OBJECT = frozenset(
    "to as from at against for with in into on of out up home hostage prisoner responsible guilty".split()
)


@cache
def known_actors() -> dict[str, tuple[KnownName, ...]]:
    """The names of the actor table by their first word: longest first, those that still hold before others."""
    found: dict[str, list[KnownName]] = {}
    for row in _rows("actors.csv"):
        known = Known(row["name"], row["sector"], row["country"], first_day(row["since"]), last_day(row["until"]))
        for name in [row["name"], *filter(None, row["aliases"].split("|"))]:
            spelled = _words(name)
            capitals = tuple(i for i, word in enumerate(spelled) if len(word) > 1 and word.isupper())
            words = tuple(word.lower() for word in spelled)
            surname = 1 == len(words) < len(_words(row["name"])) and row["name"].lower().endswith(words[0])
            found.setdefault(words[0], []).append(KnownName(words, capitals, surname, known))
    return {
        word: tuple(sorted(names, key=lambda n: (-len(n.words), n.known.until is not None)))
        for word, names in found.items()
    }


def _words(name: str) -> list[str]:
    """As the tokeniser cuts it."""
    spaced = re.sub(r"(?<=\w)['’]s\b", " 's", name.replace("-", " "))
    return re.sub(r"(?<!\S)(\w)\.(?!\S)", r"\1 .", spaced).split()


def first_day(text: str) -> date | None:
    """Of a day, a month ("2012-05") or a year; None for ""."""
    year, month, day = ([int(part) for part in text.split("-")] + [1, 1])[:3] if text else (1, 1, 1)
    return date(year, month, day) if text else None


def last_day(text: str) -> date | None:
    if not text or len(text) == len("2012-05-01"):
        return first_day(text)
    year, month = ([int(part) for part in text.split("-")] + [12])[:2]
    return date(year, month, monthrange(year, month)[1])


@cache
def agents() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """What people are called by what they do, by the first word: (the words, their sector), longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in _rows("agents.csv"):
        for phrase in row["phrases"].split("|"):
            words = tuple(_words(phrase))
            found.setdefault(words[0], []).append((words, row["sector"]))
    return {word: tuple(sorted(phrases, key=lambda p: -len(p[0]))) for word, phrases in found.items()}


@dataclass(frozen=True, slots=True)
class Table:
    """A table of this stage, from `tables.toml`. `valid_until`: the last day it was checked for; None: it does not age."""

    name: str
    source: str
    licence: str
    valid_until: date | None

    def stale(self, today: date) -> bool:
        return self.valid_until is not None and self.valid_until < today


def tables() -> list[Table]:
    """In the manifest's order."""
    manifest = tomllib.loads(data_path("events", "tables.toml").read_text(encoding="utf-8"))
    return [
        Table(name, entry["source"], entry["licence"], entry.get("valid_until")) for name, entry in manifest.items()
    ]


@cache
def past_forms() -> frozenset[str]:
    """Words that are surely a past tense or participle, beyond those in -ed."""
    words = (word for past, participle in _irregular().values() for word in (*past, *participle))
    return frozenset(words) - frozenset("found set put cut hit left beat run shut quit shot lead".split()) | {"shot"}
