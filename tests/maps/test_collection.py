"""Events in a notebook."""

import json
from pathlib import Path

import folium

from maps import EventCollection
from tests.maps.samples import SAMPLES, UNPLACED

NOTEBOOKS = sorted((Path(__file__).parents[2] / "docs" / "notebooks").glob("*.ipynb"))


def test_a_notebook_shows_it_as_a_map(outline):
    assert "srcdoc" in EventCollection.of(SAMPLES, outline)._repr_html_()


def test_it_becomes_a_table_with_shapes(outline):
    frame = EventCollection.of(iter(SAMPLES), outline).to_geodataframe()
    assert list(frame.index) == [event.id for event in SAMPLES]
    assert frame.crs == "OGC:CRS84"
    assert frame.geometry[UNPLACED.id] is None
    assert frame.geometry["k3"].geom_type == "Point"
    assert frame.start["k3"].date() == SAMPLES[7].start
    assert frame[frame.start >= "2025-01-01"]["type"].tolist() == ["HEALTH", "MOBILIZE"]


def test_none_is_a_table_too(outline):
    assert len(EventCollection.of([], outline).to_geodataframe()) == len(EventCollection.of([])) == 0


def test_the_example_notebooks_run(tmp_path, monkeypatch, gazetteer):
    """Their code, cell after cell; a full kernel would run it no other way."""
    monkeypatch.chdir(tmp_path)
    assert NOTEBOOKS
    for notebook in NOTEBOOKS:
        names: dict[str, object] = {}
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        for cell in cells:
            if cell["cell_type"] == "code":
                assert cell["outputs"] == []
                exec(compile("".join(cell["source"]), notebook.name, "exec"), names)  # noqa: S102
        assert isinstance(names["drawn"], folium.Map)
        assert len(names["events"]) >= 2
    assert (tmp_path / "map.html").exists()
