"""GeoJSON (RFC 7946), a feature a line, and GeoJSON text sequences (RFC 8142)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from geo.formats.base import Table, batches


def collection(features: Iterable[bytes], _: Table) -> Iterator[bytes]:
    before = b'{"type":"FeatureCollection","features":[\n'
    for batch in batches(features):
        yield before + b",\n".join(batch)
        before = b",\n"
    yield (b"" if before == b",\n" else before) + b"\n]}\n"


def sequence(features: Iterable[bytes], _: Table) -> Iterator[bytes]:
    """A record separator before each feature, a line feed behind it."""
    for batch in batches(features):
        batch[0] = b"\x1e" + batch[0]  # so that all is copied once
        batch[-1] += b"\n"
        yield b"\n\x1e".join(batch)
