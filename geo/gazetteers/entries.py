"""What the sources hand to the builder: places with the names they bear."""

from __future__ import annotations

from typing import NamedTuple

from geo.gazetteers.names import NO_TERMS, Terms
from geo.model import Match, Place


class Name(NamedTuple):
    """`ruled`: by our own tables, which know better than a source that gives the same name to the same place.

    `minor`: the name is answered when asked for, but no text is searched for it, and no slip of the pen leads to it.
    """

    text: str
    match: Match
    terms: Terms = NO_TERMS
    ruled: bool = False
    minor: bool = False


class Entry(NamedTuple):
    """`refs`: the ways the tables point at it: its id, "country:AZ", "admin1:US-CA", "region:sahel".

    `minor`: all its names are; its well-known namesakes come before it, however it is matched.
    """

    place: Place
    names: list[Name]
    refs: tuple[str, ...] = ()
    minor: bool = False


def named(main: str, others: list[str]) -> list[Name]:
    """The main name as EXACT, the others as ALTERNATE."""
    return [Name(main, Match.EXACT), *(Name(other, Match.ALTERNATE) for other in others if other != main)]
