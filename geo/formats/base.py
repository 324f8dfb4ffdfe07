"""What a format is: GeoJSON Features in, the bytes of a file out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import orjson

# Bytes of a piece, about: each costs a service a change of thread and a client a chunk.
PIECE = 1 << 18

EXTRA = "extra"


@dataclass(frozen=True, slots=True)
class Table:
    """What flat formats make of a collection's Features: a column for each property, `id` and geometry beside them.

    `columns` have kinds as in `geo.rows`, or "json": any value, which flat formats have as JSON text.
    `label` is the column that names an item for people, "" if only its id does.
    `parts`: columns that are a key of the first object in a property that is a list of them, as (property, key).
    Properties that no column is for are the users' own; they go into the column `extra`, if there is one.
    """

    name: str
    columns: Mapping[str, str]
    label: str = ""
    parts: Mapping[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])

    def only(self, properties: Collection[str]) -> Table:
        """For Features that have no other properties."""
        kept = {
            name: kind for name, kind in self.columns.items() if self.parts.get(name, (name, ""))[0] in properties
        }
        return Table(self.name, kept, self.label, {name: part for name, part in self.parts.items() if name in kept})

    def values(self, properties: dict[str, Any]) -> list[Any]:
        """In the order of `columns`; what is not there is None. Nested values are JSON text."""
        for name, (whole, key) in self.parts.items():
            listed = properties.get(whole)
            properties[name] = listed[0].get(key) if listed else None
        if EXTRA in self.columns:
            own = properties.keys() - self.columns.keys() - {whole for whole, _ in self.parts.values()}
            properties[EXTRA] = {name: properties[name] for name in sorted(own)} if own else None
        return [
            _text(properties.get(name)) if kind == "json" else properties.get(name)
            for name, kind in self.columns.items()
        ]


def _text(value: Any) -> str | None:
    return None if value is None else orjson.dumps(value).decode()


@dataclass(frozen=True, slots=True)
class Row:
    """A Feature read: its GeoJSON geometry, its JSON-FG time, and `values` in the order of its table's columns."""

    id: str
    time: dict[str, Any] | None
    geometry: dict[str, Any] | None
    values: list[Any]


# Features as JSON text, each with id, geometry and properties, into the pieces of a file: none of them empty, each of
# about PIECE bytes, all of them made while the features come. Closed early, it leaves nothing behind.
Writer: TypeAlias = Callable[[Iterable[bytes], Table], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Format:
    """`suffix` with its dot."""

    name: str
    title: str
    media_type: str
    suffix: str
    write: Writer


def batches(texts: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Of about PIECE bytes; none is empty."""
    batch: list[bytes] = []
    size = 0
    for text in texts:
        batch.append(text)
        size += len(text)
        if size >= PIECE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def read(features: Iterable[bytes], table: Table) -> Iterator[Row]:
    for text in features:
        feature = orjson.loads(text)
        yield Row(feature["id"], feature.get("time"), feature["geometry"], table.values(feature["properties"]))
