"""folium's map of the events, without a browser."""

import folium

from maps import to_folium
from tests.maps.samples import SAMPLES


def test_it_is_a_folium_map_that_takes_more_layers(outline):
    drawn = to_folium(SAMPLES, outline)
    folium.Marker([40.18, 44.51], tooltip="Here").add_to(drawn)
    assert isinstance(drawn, folium.Map)
    assert "Here" in drawn.get_root().render()


def test_nothing_in_it_comes_from_elsewhere(outline):
    text = to_folium(SAMPLES, outline).get_root().render()
    assert "src=" not in text.replace("src={", "").split("<script>")[0]
    assert "cdn" not in text
    assert text.count("<link") == 0


def test_other_maps_of_folium_stay_as_they_are(outline):
    to_folium([], outline)
    assert folium.Map.default_js
    assert "leaflet" in folium.Map(tiles=None).get_root().render()


def test_a_notebook_shows_it_in_a_frame(outline):
    assert "srcdoc" in to_folium(SAMPLES, outline, height=400)._repr_html_()
