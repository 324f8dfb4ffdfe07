"""Where events are kept: a GeoPackage file that GIS programs open as it is, or memory."""

from pathlib import Path

from geo.errors import StoreError
from geo.shapes import Outline
from geo.stores.base import Changes, EventStore, FeaturePage, Reading, Summary, said_pairs, waiting
from geo.stores.geopackage import GeoPackageStore
from geo.stores.memory import MemoryStore

__all__ = [
    "Changes",
    "EventStore",
    "FeaturePage",
    "GeoPackageStore",
    "MemoryStore",
    "Reading",
    "Summary",
    "open_store",
    "said_pairs",
    "waiting",
]


def open_store(path: str | Path, *, outline: Outline) -> EventStore:
    """The store in a file, made if there is none. `outline` gives regions their shapes in the file's layers."""
    if "://" in str(path):
        scheme = str(path).partition("://")[0]
        raise StoreError(f"{scheme}:// is no kind of store; name a GeoPackage file, such as dateline.gpkg")
    return GeoPackageStore(Path(path), outline=outline)
