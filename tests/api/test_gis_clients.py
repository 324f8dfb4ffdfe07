"""GDAL, as it comes with Debian and with geopandas, against a real server."""

import json
import re
import shutil
import subprocess
import sys

import pytest

from tests.api.conftest import EVENTS, serving

IDS = {event.id for event in EVENTS}
needs_ogrinfo = pytest.mark.skipif(not shutil.which("ogrinfo"), reason="ogrinfo is not on the path")


@pytest.fixture
def store(either_store):
    return either_store


@pytest.fixture
def address(app):
    with serving(app) as found:
        yield found


def gdal(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    # GDAL 3.6 says so of each undated event where it compares days itself; the rows are right.
    assert not set(done.stderr.splitlines()) - {"ERROR 1: Failed to parse date '' evaluating OGR WHERE expression"}
    return done.stdout


@needs_ogrinfo
def test_ogrinfo_lists_the_collection_and_its_fields(address: str):
    assert "events" in gdal("ogrinfo", f"OAPIF:{address}")
    summary = gdal("ogrinfo", "-so", f"OAPIF:{address}", "events")
    assert f"Feature Count: {len(EVENTS)}" in summary
    assert "start: Date" in summary
    assert "confidence: Real" in summary


@needs_ogrinfo
@pytest.mark.parametrize(
    ("options", "found"),
    [
        ((), IDS),
        (("-spat", "178", "-19", "179", "-18"), {"suva"}),
        (("-where", "type = 'CONSULT'"), {"apia"}),
        (("-where", "start = '2023-09-18'"), {"suva"}),
        (("-where", "start >= '2023-09-18' AND start <= '2023-09-19'"), {"suva", "karabakh"}),
        (("-where", "type = 'DISASTER'"), set()),
    ],
)
def test_ogrinfo_prints_what_matches(address: str, options: tuple[str, ...], found: set[str]):
    printed = gdal("ogrinfo", "-ro", "-geom=SUMMARY", *options, f"OAPIF:{address}", "events")
    assert set(re.findall(r"^  id \(String\) = (\S+)$", printed, re.MULTILINE)) == found
    assert f"Feature Count: {len(found)}" in printed


@needs_ogrinfo
@pytest.mark.parametrize(
    ("options", "found"),
    [
        ((), IDS),
        (("-oo", "PAGE_SIZE=1000"), IDS),
        (("-spat", "45", "38", "48", "41", "-where", "type = 'ASSAULT'"), {"karabakh"}),
        (("-where", "status = 'planned'"), {"apia"}),
        (("-where", "type IN ('ASSAULT', 'CONSULT')"), {"karabakh", "apia"}),
    ],
)
def test_ogr2ogr_copies_what_matches(address: str, tmp_path, options: tuple[str, ...], found: set[str]):
    copy = tmp_path / "copy.geojson"
    gdal("ogr2ogr", *options, "-f", "GeoJSON", str(copy), f"OAPIF:{address}", "events")
    features = json.loads(copy.read_text())["features"]
    assert {feature.get("id") or feature["properties"]["id"] for feature in features} == found


# In a process of its own: GDAL keeps Python's lock while it waits for the server, which is a thread of this one.
GEOPANDAS = """
import sys, warnings, geopandas
warnings.simplefilter("error")
source = "OAPIF:" + sys.argv[1]
def ids(**filters): return sorted(geopandas.read_file(source, layer="events", **filters)["id"])
frame = geopandas.read_file(source, layer="events").set_index("id")
assert frame.crs.to_authority() == ("OGC", "CRS84")
assert (frame.geometry["yerevan"].x, frame.geometry["yerevan"].y) == (44.51, 40.18)
assert frame.geometry["karabakh"].geom_type == "Polygon"
assert frame.geometry["nowhere"] is None
print(*sorted(frame.index))
print(*ids(bbox=(178, -19, 179, -18)))
print(*ids(where="type = 'CONSULT'"))
print(*ids(where="start = '2023-09-18'"))
"""


def test_geopandas_reads_the_same_events_and_filters(address: str):
    everything, *filtered = gdal(sys.executable, "-c", GEOPANDAS, address).splitlines()
    assert set(everything.split()) == IDS
    assert filtered == ["suva", "apia", "suva"]
