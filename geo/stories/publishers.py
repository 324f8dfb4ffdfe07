"""Who published an article, and how many did so on their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

# Second-level labels under which a country registers names: bbc.co.uk, abc.net.au.
_REGISTRIES = frozenset("ac co com edu go gob gov gub mil ne net nom or org".split())


def publisher(named: str, url: str) -> str:
    """The name an article gives, in lower case, or the domain of its address; "" where neither is known."""
    if named.strip():
        return " ".join(named.casefold().split())
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:  # no address at all
        return ""
    labels = host.rstrip(".").split(".")
    if host.replace(".", "").isdigit() or ":" in host:
        return host
    registry = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _REGISTRIES
    return ".".join(labels[-3 if registry else -2 :])


def independent(publishers: Mapping[str, str], copies: Iterable[tuple[str, str]]) -> int:
    """How many published on their own: articles (id -> publisher) of one publisher, and copies, count once.

    An article whose publisher is not known counts by itself. Copies of other articles than these count for nothing.
    """
    heads = {article: article for article in publishers}

    def head(article: str) -> str:
        while heads[article] != article:
            article = heads[article]
        return article

    first: dict[str, str] = {}
    same = [(article, first.setdefault(name, article)) for article, name in publishers.items() if name]
    for one, other in [*same, *copies]:
        if one in heads and other in heads:
            heads[head(one)] = head(other)
    return sum(head(article) == article for article in heads)
