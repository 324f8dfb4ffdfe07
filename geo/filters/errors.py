"""What is wrong with a filter is wrong with the parameter of that name, whichever part of it is read."""

from __future__ import annotations

from geo.errors import QueryError


def wrong(reason: str) -> QueryError:
    return QueryError("filter", reason)
