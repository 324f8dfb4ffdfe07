"""The articles and the place names in them, as collections: both ask their store alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import TypeAlias

from api import filtering, params
from api.collections.base import Collection
from api.filtering import SCHEMA_OF_KIND
from api.params import Parameter, Values
from api.service import Service
from geo.filters import Queryables
from geo.formats import Table, tables
from geo.items import ARTICLE_QUERYABLES, MENTION_QUERYABLES
from geo.query import Interval, ItemQuery
from geo.stores.base import EventStore, FeaturePage

# What a store answers of one of them: a page, all, one by its id.
_Search: TypeAlias = Callable[[ItemQuery], FeaturePage]
_Stream: TypeAlias = Callable[[ItemQuery], Iterator[bytes]]
_Get: TypeAlias = Callable[[str], bytes]

_PUBLISHED = Parameter(
    "datetime",
    "Only those published then: an instant or an interval.",
    {"type": "string", "example": "2023-09-19/2023-09-21"},
    Interval.parse,
)
_COMMON = (params.BBOX, _PUBLISHED)
_NAME = params.text("q", "Only mentions with a word that begins like each of these in the name.", most=200)
_TITLE = params.text("q", "Only articles with a word that begins like each of these in the title.", most=200)


def mentions() -> Collection:
    return _collection(
        "mentions",
        "mention",
        "Names of places as they stand in the articles, each with the place that it was taken for; null where none fits.",
        tables.MENTIONS,
        MENTION_QUERYABLES,
        _NAME,
        attrgetter("mentions", "stream_mentions", "mention"),
    )


def articles() -> Collection:
    # An article has no place of its own, so there is nothing of one to ask for.
    queryables = {name: kind for name, kind in ARTICLE_QUERYABLES.items() if kind != "geometry"}
    return _collection(
        "articles",
        "article",
        "The articles that the events come from. Their texts are on pages of their own, `/articles/{id}`.",
        tables.ARTICLES,
        queryables,
        _TITLE,
        attrgetter("articles", "stream_articles", "article"),
    )


def _collection(
    id: str,
    item: str,
    description: str,
    table: Table,
    queryables: Queryables,
    words: Parameter,
    asked: Callable[[EventStore], tuple[_Search, _Stream, _Get]],
) -> Collection:
    own = (*_COMMON, words)

    def query(values: Values) -> ItemQuery:
        return ItemQuery(
            bbox=values.get("bbox"),
            interval=values.get("datetime"),
            text=values.get("q", ""),
            filter=filtering.expression(values, queryables, own),
            order=values.get("sortby", ()),
            limit=values.get("limit", params.DEFAULT_LIMIT),
            offset=values.get("offset", 0),
        )

    def found(service: Service, values: Values) -> FeaturePage:
        search, _, _ = asked(service.store())
        return search(query(values))

    def every(service: Service, values: Values) -> Iterator[bytes]:
        _, stream, _ = asked(service.store())
        return stream(query(values))

    def one(service: Service, item_id: str) -> bytes:
        _, _, get = asked(service.store())
        return get(item_id)

    return Collection(
        id=id,
        title=id.capitalize(),
        description=description,
        item=item,
        properties={name: SCHEMA_OF_KIND[kind] for name, kind in table.columns.items()},
        table=table,
        queryables=queryables,
        filters=(*own, *filtering.parameters(queryables, own)),
        paging=(params.LIMIT, params.OFFSET, filtering.sortby(queryables)),
        search=found,
        stream=every,
        get=one,
    )
