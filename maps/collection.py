"""Events to look at and to go on working with in a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo.boundaries import Boundaries
from geo.model import Event
from geo.rows import COLUMNS, row
from geo.shapes import Outline, event_shape

if TYPE_CHECKING:
    from folium import Map
    from geopandas import GeoDataFrame


@dataclass(frozen=True, slots=True, eq=False)
class EventCollection:
    """Any number of events; `outline` None: the shipped boundaries. A notebook shows it as a map."""

    events: tuple[Event, ...]
    outline: Outline | None = None

    @classmethod
    def of(cls, events: Iterable[Event], outline: Outline | None = None) -> EventCollection:
        return cls(tuple(events), outline)

    def __len__(self) -> int:
        return len(self.events)

    def __iter__(self) -> Iterator[Event]:
        return iter(self.events)

    def to_folium(self, **options: Any) -> Map:
        """As `maps.to_folium`."""
        # folium takes half a second to import.
        from maps.folium_map import to_folium

        return to_folium(self.events, self.outline, **options)

    def to_geodataframe(self) -> GeoDataFrame:
        """An event a row, its id the index, with the columns of `geo.rows`; days as datetimes. The geometry is that of the
        event's GeoJSON, None where nothing honest can be drawn. (lon, lat), WGS 84.
        """
        import geopandas
        import pandas

        outline = self.outline or Boundaries().outline
        frame = geopandas.GeoDataFrame(
            pandas.DataFrame([row(event) for event in self.events], columns=list(COLUMNS)),
            geometry=[event_shape(event.located, outline) for event in self.events],
            crs="OGC:CRS84",
        )
        for name in (name for name, kind in COLUMNS.items() if kind == "date"):
            frame[name] = pandas.to_datetime(frame[name], format="%Y-%m-%d")
        return frame.set_index(pandas.Index([event.id for event in self.events], name="id"))

    def _repr_html_(self) -> str:
        html: str = self.to_folium(height=480)._repr_html_()
        return html
