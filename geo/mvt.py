"""Mapbox Vector Tiles 2.1 of points, written by NumPy: all features at once.

A tile is one layer. Each number of each feature is a row of a table, and the table is turned into varints as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

EXTENT = 4096

Integers = npt.NDArray[np.int64]
Values = Sequence[str] | Sequence[int]

# Keys of the protocol buffer (field << 3 | wire type): of a tile, a layer, a value and a feature.
_LAYER = b"\x1a"
_NAME, _FEATURE, _KEY, _VALUE, _EXTENT, _VERSION = b"\x0a", 0x12, b"\x1a", b"\x22", b"\x28", b"\x78"
_TEXT, _UNSIGNED = b"\x0a", b"\x28"
_TAGS, _KIND, _GEOMETRY = 0x12, 0x18, 0x22
_POINT, _MOVE_TO_ONE = 1, 9


def layer(name: str, x: Integers, y: Integers, properties: Mapping[str, Values]) -> bytes:
    """`x`, `y` in `EXTENT`ths from the north-western corner. Each property has a value for each point; "" and 0 say that
    the point has no such property. b"" without points: a tile without layers is an empty one."""
    if not len(x):
        return b""
    keys = list(properties)
    values: dict[str | int, int] = {}
    tags = np.array(
        [[values.setdefault(value, len(values)) if value else -1 for value in properties[key]] for key in keys],
        np.int64,
    ).reshape(len(keys), len(x))
    body = b"".join(
        (
            _NAME + _sized(name.encode()),
            _features(x, y, tags),
            *(_KEY + _sized(key.encode()) for key in keys),
            *(_VALUE + _sized(_value(value)) for value in values),
            _EXTENT + _varint(EXTENT),
            _VERSION + _varint(2),
        )
    )
    return _LAYER + _sized(body)


def _features(x: Integers, y: Integers, tags: Integers) -> bytes:
    """In groups of those that have the same properties, each a table of the same width."""
    pattern = (tags >= 0).T @ (1 << np.arange(len(tags)))
    parts = []
    for kind in np.unique(pattern):
        at = np.flatnonzero(pattern == kind)
        had = [key for key in range(len(tags)) if kind >> key & 1]
        pairs = [column for key in had for column in (np.full(len(at), key), tags[key, at])]
        parts.append(_table(x[at], y[at], pairs))
    return b"".join(parts)


def _table(x: Integers, y: Integers, pairs: Sequence[Integers]) -> bytes:
    moves = [np.full(len(x), _MOVE_TO_ONE), _zigzag(x), _zigzag(y)]
    tag_bytes, move_bytes = _lengths(pairs, len(x)), _lengths(moves, len(x))
    inner = [_TAGS, tag_bytes, *pairs, _KIND, _POINT, _GEOMETRY, move_bytes, *moves]
    columns = [np.broadcast_to(np.asarray(column, np.int64), x.shape) for column in inner]
    rows = [np.full(len(x), _FEATURE), _lengths(columns, len(x)), *columns]
    return _varints(np.stack(rows, axis=1).ravel())


def _zigzag(values: Integers) -> Integers:
    return (values << 1) ^ (values >> 63)


def _sizes(values: Integers) -> Integers:
    size = np.ones(values.shape, np.int64)
    for bits in range(7, 35, 7):
        size += values >= 1 << bits
    return size


def _lengths(columns: Sequence[Integers], rows: int) -> Integers:
    total = np.zeros(rows, np.int64)
    for column in columns:
        total += _sizes(column)
    return total


def _varints(values: Integers) -> bytes:
    sizes = _sizes(values)
    ends = np.cumsum(sizes)
    written = np.empty(int(ends[-1]), np.uint8)
    starts = ends - sizes
    for byte in range(int(sizes.max())):
        at = np.flatnonzero(sizes > byte)
        more = np.where(sizes[at] > byte + 1, 0x80, 0)
        written[starts[at] + byte] = values[at] >> 7 * byte & 0x7F | more
    return written.tobytes()


def _value(value: str | int) -> bytes:
    return _UNSIGNED + _varint(value) if isinstance(value, int) else _TEXT + _sized(value.encode())


def _sized(content: bytes) -> bytes:
    return _varint(len(content)) + content


def _varint(value: int) -> bytes:
    written = bytearray()
    while value > 0x7F:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    written.append(value)
    return bytes(written)
