"""CQL2 as text or JSON, from anybody, into a filter. Every error is a QueryError of the parameter "filter"."""

from __future__ import annotations

import re

import cql2
import orjson

from geo.filters.building import Builder
from geo.filters.errors import wrong
from geo.filters.nodes import Filter, Queryables

LONGEST = 100_000  # characters
# The parser recurses, and what it can't read behind n open parentheses it tries 2 ** n times: so the product of both
# is bounded. That is about a third of a second.
_DEEPEST = 64
_MOST_EFFORT = 400_000

_TOKEN = re.compile(
    r"""(?P<quoted>'(?:[^']|'')*'|"(?:[^"]|"")*")|(?P<open>\()|(?P<close>\))|(?P<end>,|\b(?:and|or)\b)"""
    r"|(?P<nesting>\bnot\b|[-+*/%^=<>!]+)|\w+|\s+|.",
    re.IGNORECASE | re.DOTALL,
)
_GROUPING_WORDS = frozenset(("in", "and", "or", "not", "between", "like"))
_WHERE = re.compile(r"--> \d+:(\d+)")


def parse_text(text: str, queryables: Queryables) -> Filter:
    _check_size(text)
    _check_effort(text)
    try:
        tree = cql2.parse_text(text).to_json()
    except Exception as error:
        raise wrong(_said(text, str(error))) from None
    return Builder(queryables).filter(tree)


def parse_json(text: str | bytes, queryables: Queryables) -> Filter:
    text = text.decode(errors="replace") if isinstance(text, bytes) else text
    _check_size(text)
    try:
        orjson.loads(text)
        tree = cql2.parse_json(text).to_json()
    except orjson.JSONDecodeError as error:
        raise wrong(f"this is not JSON: {error}") from None
    except Exception as error:
        raise wrong(f"this is JSON but not CQL2, which looks like {_EXAMPLE}: {error}") from None
    return Builder(queryables).filter(tree)


_EXAMPLE = '{"op": "=", "args": [{"property": "type"}, "PROTEST"]}'


def _check_size(text: str) -> None:
    if not text.strip():
        raise wrong("it is empty; write a condition such as type = 'PROTEST', or leave the filter out")
    if len(text) > LONGEST:
        raise wrong(f"it has {len(text)} characters; at most {LONGEST} are read")


def _check_effort(text: str) -> None:
    """Before the parser sees it, which would neither come back nor survive."""
    effort, nested, depths, last = 0, 0, [0], ""
    for token in _TOKEN.finditer(text):
        word = token.group()
        match token.lastgroup:
            case "open":
                # A function's own parenthesis is tried once.
                depths.append(depths[-1] + (not re.fullmatch(r"\w+", last) or last.lower() in _GROUPING_WORDS))
                nested = 0
            case "close":
                if len(depths) == 1:
                    raise wrong(f"the parenthesis closed at character {token.start() + 1} was not opened")
                depths.pop()
                nested = 0
            case "end":
                nested = 0
            case "nesting":
                nested += len(word)
        effort += len(word) << min(depths[-1], 40) if token.lastgroup != "quoted" else 1 << min(depths[-1], 40)
        if len(depths) + nested > _DEEPEST or effort > _MOST_EFFORT:
            raise wrong(
                f"it is too deeply nested or too long at character {token.start() + 1}; use fewer parentheses "
                "(IN instead of many ORs), or send it as CQL2 JSON, which may be longer",
            )
        last = word if not word.isspace() else last
    if len(depths) > 1:
        raise wrong(f"{len(depths) - 1} parentheses are opened and not closed")


def _said(text: str, error: str) -> str:
    """The parser's own words name its grammar's rules, which tell a user little."""
    if place := _WHERE.search(error):
        at = int(place.group(1)) - 1
        near = text[at : at + 20].strip()
        found = f"what stands at character {at + 1}, {near!r}, does not fit" if near else "it ends too early"
        return f"this is not CQL2: {found}; a filter looks like type = 'PROTEST' AND start >= DATE('2023-09-20')"
    return f"this is not CQL2: {error}"
