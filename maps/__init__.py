"""The pictures: events as pages, files and folium maps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from maps.collection import EventCollection

if TYPE_CHECKING:
    from maps.folium_map import to_folium as to_folium

__all__ = ["EventCollection", "to_folium"]


def __getattr__(name: str) -> Any:
    # folium takes half a second to import, which a page or the service need not pay.
    if name == "to_folium":
        from maps.folium_map import to_folium

        return to_folium
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
