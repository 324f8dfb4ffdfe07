"""The collections the service offers, each in a module of its own."""

from __future__ import annotations

from api.collections import articles, boundaries, events
from api.collections.base import Collection


def all_collections() -> tuple[Collection, ...]:
    """In the order in which the service lists them."""
    return (events.collection(), articles.mentions(), articles.articles(), boundaries.collection())
