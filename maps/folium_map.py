"""The events as a `folium.Map`, for notebooks and for analysts who add layers of their own.

The marks are drawn by the same scripts as those of the pages, from one piece of JSON: one Python object for all
events, not one each, and no news text in folium's own templates, which put it into the page as HTML.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from branca.element import Element, Figure, MacroElement
from folium import Map
from folium.template import Template

from geo.boundaries import Boundaries
from geo.model import Event
from geo.query import positions
from geo.shapes import Outline
from maps.assets import bundle, leaflet_css, leaflet_js, static_text
from maps.basemap import land
from maps.columns import inline
from maps.layers import legend, script_json
from maps.words import DEFAULT, words


def to_folium(
    events: Sequence[Event], outline: Outline | None = None, *, title: str = "News events", **options: Any
) -> Map:
    """A map that draws without the internet. `outline` None: the shipped boundaries. `options` are folium.Map's own,
    such as `height` or `tiles`; with tiles, which come from the net, the shipped ground is left out.
    """
    ground = None if options.get("tiles") else land([p for event in events for p in positions(event)])
    carried = inline(events, outline or Boundaries().outline)
    data = {
        "language": DEFAULT,
        "words": words(),
        "legend": legend(events),
        "land": ground,
        "data": {"tables": carried.tables, "columns": carried.columns},
    }
    drawn: Map = OfflineMap(title=title, **{"tiles": None, "max_zoom": 18, "prefer_canvas": True, **options})
    EventMarks(data).add_to(drawn)
    return drawn


class OfflineFigure(Figure):
    """The page around the map, with what folium's lacks: a language, a landmark, a heading, a way to zoom in."""

    _template = Template("""<!DOCTYPE html>
<html lang="en">
<head>
<title>{{ this.title | e }}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
{{ this.header.render(**kwargs) }}
</head>
<body>
<main>
<h1 class="visually-hidden">{{ this.title | e }}</h1>
{{ this.html.render(**kwargs) }}
</main>
<script>
{{ this.script.render(**kwargs) }}
</script>
</body>
</html>
""")


class OfflineMap(Map):
    """folium's map with Leaflet inside the page; the lists of addresses are its own, not those all maps share."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - folium looks for plain lists
    default_css: list[tuple[str, str]] = []  # noqa: RUF012

    _template = Template("""
{% macro header(this, kwargs) %}
<style>{{ this.styles }}</style>
<style>
html, body, main { width: 100%; height: 100%; margin: 0; }
#{{ this.get_name() }} {
  position: {{ this.position }}; left: {{ this.left[0] }}{{ this.left[1] }}; top: {{ this.top[0] }}{{ this.top[1] }};
  width: {{ this.width[0] }}{{ this.width[1] }}; height: {{ this.height[0] }}{{ this.height[1] }};
}
</style>
<script>{{ this.scripts }}</script>
{% endmacro %}
{% macro html(this, kwargs) %}
<div class="folium-map" id={{ this.get_name() | tojson }} role="region" aria-label="Map of the events"></div>
{% endmacro %}
{% macro script(this, kwargs) %}
var {{ this.get_name() }} = L.map({{ this.get_name() | tojson }}, {
  center: {{ this.location | tojson }}, crs: L.CRS.{{ this.crs }}, worldCopyJump: true, zoomSnap: 0.5,
  ...{{ this.options | tojavascript }}
});
{% if this.control_scale %}L.control.scale().addTo({{ this.get_name() }});{% endif %}
{% endmacro %}
""")

    def __init__(self, *, title: str, **options: Any) -> None:
        if options.get("max_zoom"):
            # folium hands its own `max_zoom` to the tile layer alone; without tiles the map would have no end.
            options["maxZoom"] = options["max_zoom"]
        super().__init__(**options)
        OfflineFigure(title=title).add_child(self)

    @property
    def styles(self) -> str:
        return leaflet_css() + static_text("map.css")

    @property
    def scripts(self) -> str:
        return f"{leaflet_js()}\nconst dateline = (() => {{\n{bundle('notebook')}return $notebook;\n}})();\n"


class EventMarks(MacroElement):
    """All events in one layer; `data` as in `page.render_map`."""

    def __init__(self, data: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "EventMarks"
        self.data = script_json(data)

    def render(self, **_: Any) -> str:
        script = f"dateline.showIn({cast(Element, self._parent).get_name()}, {self.data});"
        cast(Figure, self.get_root()).script.add_child(Verbatim(script), name=self.get_name())
        return ""


class Verbatim(Element):
    """Text that is no template, which branca makes of all else: news text must not get to write one."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def render(self, **_: Any) -> str:
        return self.text
