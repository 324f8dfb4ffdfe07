"""What the collections of a store are in flat formats: columns for all that their Features say."""

from __future__ import annotations

from geo.formats.base import EXTRA, Table
from geo.items import ARTICLE_COLUMNS, MENTION_COLUMNS
from geo.rows import COLUMNS

EVENTS = Table(
    "events",
    COLUMNS | {"placed": "boolean", "places": "json", "figures": "json", "confidence_reasons": "json", EXTRA: "json"},
    label="title",
    parts={f"source_{key}": ("sources", key) for key in ("title", "url", "published")},
)
MENTIONS = Table("mentions", MENTION_COLUMNS, label="text")
ARTICLES = Table("articles", ARTICLE_COLUMNS, label="title")
