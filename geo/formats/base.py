"""What a format is: GeoJSON Features in, the bytes of a file out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import orjson

# Bytes of a piece, about: each costs a service a change of thread and a client a chunk. Half of it is a third slower.
PIECE = 1 << 19

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

    def reader(self) -> Callable[[dict[str, Any]], list[Any]]:
        """From a Feature's properties, which it changes, to values in the order of `columns`; what is not there is None.
        Nested values are JSON text."""
        nested = [name for name, kind in self.columns.items() if kind == "json"]
        known = self.columns.keys() | {whole for whole, _ in self.parts.values()}

        def values(properties: dict[str, Any]) -> list[Any]:
            for name, (whole, key) in self.parts.items():
                listed = properties.get(whole)
                properties[name] = listed[0].get(key) if listed else None
            if EXTRA in self.columns and (own := properties.keys() - known):
                properties[EXTRA] = {name: properties[name] for name in sorted(own)}
            for name in nested:
                if (value := properties.get(name)) is not None:
                    properties[name] = orjson.dumps(value).decode()
            return list(map(properties.get, self.columns))

        return values


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
    values = table.reader()
    for text in features:
        feature = orjson.loads(text)
        yield Row(feature["id"], feature.get("time"), feature["geometry"], values(feature["properties"]))
