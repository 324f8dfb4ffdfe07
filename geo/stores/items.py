"""Mentions and articles in a GeoPackage, as the collections that readers ask for.

Every function works inside the caller's transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import orjson

from geo.errors import ItemNotFound
from geo.filters import Columns, Days, Positions, ordinal, to_sql
from geo.items import ARTICLE_COLUMNS, MENTION_COLUMNS, Item, item_feature
from geo.model import Document
from geo.query import ItemQuery, finds
from geo.shapes import Outline, event_shape
from geo.stores.base import FeaturePage
from geo.stores.selection import Statement, order_by
from geo.stores.shapes import enter as enter_shape
from geo.text import search_words


@dataclass(frozen=True, slots=True)
class Collection:
    """`what` selects the columns that `read` makes a feature of; `words` is SQL for what a text search looks into."""

    name: str
    what: str
    words: str
    inside: str
    positions: str
    columns: Mapping[str, str]
    read: Callable[..., bytes]


# A document but for its id, as it stands in the table of articles.
_DOCUMENT = "title, url, published, language, text, publisher"


def _document(document: Document) -> tuple[object, ...]:
    published = document.published and document.published.isoformat()
    return document.title, document.url, published, document.language, document.text, document.publisher


def holds(database: sqlite3.Connection, document: Document) -> bool:
    """Whether that very article is there."""
    known = database.execute(f"SELECT {_DOCUMENT} FROM articles WHERE id = ?", (document.id,)).fetchone()
    return bool(known == _document(document))


def digests(database: sqlite3.Connection, articles: Sequence[str]) -> dict[str, str]:
    """Of those of these articles that are there."""
    # Bound one by one: a NUL, which an id may have, would end a text of JSON there.
    statement = f"SELECT id, digest FROM articles WHERE id IN ({', '.join('?' * len(articles))})"
    return dict(database.execute(statement, articles))


def enter_articles(database: sqlite3.Connection, documents: Iterable[tuple[Document, str]]) -> None:
    """Each with its digest, in place of what was known of it."""
    database.executemany(
        f"INSERT OR REPLACE INTO articles (id, digest, characters, {_DOCUMENT}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(each.id, digest, len(each.text), *_document(each)) for each, digest in documents],
    )


def enter_mentions(
    database: sqlite3.Connection, mentions: Iterable[tuple[str, Iterable[Item]]], outline: Outline
) -> None:
    """Of articles, by their ids."""
    database.executemany(
        """INSERT OR REPLACE INTO mentions (id, article, day, lon, lat, words, geometry, shape, properties)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [_mention_row(database, article, item, outline) for article, items in mentions for item in items],
    )


def _mention_row(database: sqlite3.Connection, article: str, item: Item, outline: Outline) -> tuple[object, ...]:
    drawn = enter_shape(database, event_shape([item.place], outline) if item.place else None)
    lon, lat = item.positions[0] if item.positions else (None, None)
    properties = orjson.dumps(dict(item.properties)).decode()
    day = item.newest_first[0]
    return item.id, article, day, lon, lat, item.words, drawn.inline, drawn.key, properties


def page(database: sqlite3.Connection, collection: Collection, query: ItemQuery) -> FeaturePage:
    where, values = _where(collection, query)
    (matched,) = database.execute(f"SELECT count(*) FROM {collection.name} WHERE {where}", values).fetchone()
    statement, values = ordered(collection, query, query.limit, query.offset)
    found = tuple(collection.read(*row) for row in database.execute(statement, values))
    reached = query.offset + len(found)
    return FeaturePage(found, matched, reached if found and reached < matched else None)


def stream(database: sqlite3.Connection, collection: Collection, query: ItemQuery) -> Iterator[bytes]:
    return (collection.read(*row) for row in database.execute(*ordered(collection, query, -1, 0)))


def one(database: sqlite3.Connection, collection: Collection, item_id: str) -> bytes:
    row = database.execute(f"SELECT {collection.what} WHERE {collection.name}.id = ?", (item_id,)).fetchone()
    if row is None:
        raise ItemNotFound(collection.name.rstrip("s"), item_id)
    return collection.read(*row)


def read(database: sqlite3.Connection, article: str) -> tuple[Document, tuple[bytes, ...]]:
    """An article and the mentions in it, in the order of its text. ItemNotFound if there is no such article."""
    row = database.execute(f"SELECT {_DOCUMENT} FROM articles WHERE id = ?", (article,)).fetchone()
    if row is None:
        raise ItemNotFound("article", article)
    title, url, published, language, text, publisher = row
    day = date.fromisoformat(published) if published else None
    statement = f"SELECT {MENTIONS.what} WHERE article = ? ORDER BY id"
    mentions = tuple(MENTIONS.read(*found) for found in database.execute(statement, (article,)))
    return Document(article, text, title, url, day, language, publisher=publisher), mentions


def ordered(collection: Collection, query: ItemQuery, limit: int, offset: int) -> Statement:
    where, values = _where(collection, query)
    order = ", ".join([*order_by(query.order, _queryables(collection)), "day", "id"])
    return f"SELECT {collection.what} WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?", [*values, limit, offset]


def _where(collection: Collection, query: ItemQuery) -> Statement:
    conditions, values = ["1"], list[object]()
    if query.ids:
        conditions.append(f"id IN ({', '.join('?' * len(query.ids))})")
        values += query.ids
    if query.interval and query.interval.end:
        conditions.append("day BETWEEN ? AND 0")
        values.append(-query.interval.end.toordinal())
    if query.interval and query.interval.start:
        conditions.append("day <= ?")
        values.append(-query.interval.start.toordinal())
    if words := search_words(query.text):
        conditions.append(f"begin_words(?, {collection.words})")
        values.append(" ".join(words))
    if query.filter is not None:
        condition, more = to_sql(query.filter, _queryables(collection))
        conditions.append(condition)
        values += more
    if query.bbox:
        boxes = query.bbox.parts()
        conditions.append(f"({' OR '.join([collection.inside] * len(boxes))})")
        values += [side for box in boxes for side in (box.west, box.east, box.south, box.north)]
    return " AND ".join(conditions), values


def _queryables(collection: Collection) -> Columns:
    days = "nullif(-day, -1)"
    plain = {name: ordinal(name) if kind == "date" else f'"{name}"' for name, kind in collection.columns.items()}
    return {**plain, "id": "id", "time": Days(days, days), "geometry": Positions(collection.positions)}


def add_functions(connection: sqlite3.Connection) -> None:
    connection.create_function("begin_words", 2, finds, deterministic=True)


def _mention(id_: str, day: int, geometry: str, properties: str) -> bytes:
    time = f'{{"date":{properties[properties.rindex(":") + 1 : -1]}}}' if day < 1 else "null"
    head = f'{{"type":"Feature","id":{orjson.dumps(id_).decode()},"time":{time},"geometry":{geometry}'
    return f'{head},"properties":{properties}}}'.encode()


def _article(id_: str, *values: object) -> bytes:
    properties = dict(zip(ARTICLE_COLUMNS, values, strict=True))
    published = properties["published"]
    day = date.fromisoformat(str(published)) if published else None
    return orjson.dumps(item_feature(Item(id_, day, properties), partial(_none)))


def _none(_boundary: str) -> None:
    return None


MENTIONS = Collection(
    "mentions",
    "id, day, ifnull(geometry, geojson), properties FROM mentions LEFT JOIN shapes ON key = shape",
    "words",
    "lon BETWEEN ? AND ? AND lat BETWEEN ? AND ?",
    "(SELECT lon, lat WHERE lon NOTNULL)",
    MENTION_COLUMNS,
    _mention,
)
ARTICLES = Collection(
    "articles",
    f"id, {', '.join(ARTICLE_COLUMNS)} FROM articles",
    "title",
    "? + ? + ? + ? ISNULL",
    "(SELECT NULL AS lon, NULL AS lat WHERE 0)",
    ARTICLE_COLUMNS,
    _article,
)
