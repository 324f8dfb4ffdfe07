"""A small dump with all the oddities of the real one."""

import zipfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from geo.errors import GazetteerError, ReadError
from geo.gazetteers import dump as dumps
from geo.gazetteers.dump import Dump, Report, batches
from geo.gazetteers.entries import Entry, Name
from geo.gazetteers.geonames import Broken, LeftOut, read_names, read_place
from geo.gazetteers.index import IndexGazetteer
from geo.gazetteers.opening import build_full, open_gazetteer
from geo.gazetteers.units import Ours, Units
from geo.gazetteers.writing import write_index
from geo.model import Match, Place
from tests.geo.gazetteers import places as p
from tests.geo.gazetteers.suite import found

CASPIAN = Place("dateline:caspian-sea", "Caspian Sea", 50.5, 42.0, "H", "SEA", radius_m=350_000)
ENTRIES = [*p.ENTRIES, Entry(CASPIAN, [Name("Caspian Sea", Match.EXACT)])]


def row(number: object, name: str, kind: str = "P.PPL", **other: object) -> str:
    letter, _, code = kind.partition(".")
    lat, lon = other.get("lat", "48.5"), other.get("lon", "2.5")
    fields = [number, name, other.get("plain", name), other.get("names", ""), lat, lon, letter, code]
    fields += [other.get("country", "FR"), "", other.get("unit", ""), "", "", "", other.get("people", "0")]
    return "\t".join(map(str, [*fields, "", "100", "Europe/Paris", "2024-01-01"]))


def name(owner: int, language: str, text: str, flags: str = "", start: str = "", end: str = "") -> str:
    """`flags`: p preferred, s short, c colloquial, h historic."""
    return "\t".join(["1", str(owner), language, text, *("1" if f in flags else "" for f in "psch"), start, end])


PLACES = [
    row(1, "Goldbach", people=7_000, unit="11", names="Gouldbach,GOL,ye li wen"),
    row(2, "Zum Adler", "S.HTL"),
    row(3, "Ōsaka Kō", "H.HBR", plain="Osaka Ko"),
    row(4, "Ham", people="", unit="99"),
    row(5, "Nowhere Land", ".", country=""),
    row(6, "Lac Bleu", "H.LK", names="Blue Lake,Blauer See,Lago Azzurro,Lago Azul"),
    row(7, "Caspian Sea", "H.SEA", lat="41.5", lon="50.0", country=""),
    row(8, "Alt", people=9_000),
    row(1, "Goldbach again", people=8),
    row(p.YEVLAKH.geonameid, "Yevlax", people=5, country="AZ"),
    row(p.TEXAS.geonameid, "State of Texas", "A.ADM1", country="US"),
    row(9, "Old Empire", "A.PCLH", country=""),
    "",
]
NAMES = [
    name(1, "de", "Goldbach am Main"),
    name(1, "en", "Golden Brook", "p"),
    name(1, "", "Guldenbach", "h"),
    name(1, "de", "Neu-Goldbach", "h", "1949", "1990-03"),
    name(1, "de", "The Town", "c"),
    name(1, "abbr", "GB"),
    name(1, "en", "G.B.M.", "s"),
    name(1, "link", "https://ru.wikipedia.org/wiki/Goldbach"),
    *(name(1, code, "63773") for code in "post wkdt iata icao faac tcid unlc phon".split()),
    name(1, "piny", "Gē ěr dé bā hè"),
    name(1, "fr_1793", "Mont-Libre"),
    name(1, "ru", "Гольдбах"),
    name(2, "de", "Adlerhof"),
    name(2, "link", "https://en.wikipedia.org/wiki/Zum_Adler"),
    name(4, "link", "https://en.wikipedia.org/wiki/Ham"),
    name(7, "de", "Kaspisches Meer"),
    name(12_345_678, "en", "Somewhere Else"),
    name(8, "de", "Alt am See", "", "since long", "?"),
    name(8, "de", "Kehrum", "", "1990", "1980"),
]
BROKEN_PLACES = {
    14: ("19 fields expected: '3 found'", "1\tToo\tShort"),
    15: ("no GeoNames number: 'x1'", row("x1", "A")),
    16: ("no name", row(20, "")),
    17: ("latitude: '91'", row(20, "A", lat="91")),
    18: ("longitude: 'nan'", row(20, "A", lon="nan")),
    19: ("latitude: 'nothing'", row(20, "A", lat="")),
    20: ("population: 'many'", row(20, "A", people="many")),
}


@pytest.fixture
def dump(tmp_path: Path) -> Dump:
    places, names = tmp_path / "FR.txt", tmp_path / "alternateNamesV2.txt"
    broken = "\n".join(line for _, line in BROKEN_PLACES.values()).encode()
    places.write_bytes("\r\n".join(PLACES).encode() + b"\n" + broken + b"\n" + row(21, "B").encode() + b"\xff\n")
    names.write_text("\n".join([*NAMES, "1\t1\ten", name(0, "en", "A"), name(1, "en", " ")]), encoding="utf-8")
    return Dump((places,), names)


def indexed(dump: Dump, folder: Path, units: Units | None = None) -> tuple[IndexGazetteer, Report, list[ReadError]]:
    folder.mkdir()
    errors: list[ReadError] = []
    report = Report(tell=errors.append)
    units = units or Units({("FR", "11"): "Île-de-France"}, {p.TEXAS.geonameid or 0: "Texas"}, folder / "no.fgb")
    more = batches(dump, units, Ours(ENTRIES), report, map, folder.parent)
    write_index(folder, ENTRIES, {}, more=more)
    return IndexGazetteer(folder), report, errors


@pytest.fixture
def made(dump: Dump, tmp_path: Path) -> IndexGazetteer:
    return indexed(dump, tmp_path / "index")[0]


def test_every_place_is_found_with_what_its_line_says(made: IndexGazetteer) -> None:
    place = made.place("geonames:1")
    assert place is not None
    assert (place.name, place.lon, place.lat, place.country) == ("Goldbach", 2.5, 48.5, "FR")
    assert (place.admin1, place.population, place.feature_code) == ("Île-de-France", 7_000, "PPL")
    for number, text in ((2, "Zum Adler"), (3, "Osaka Ko"), (4, "Ham"), (5, "Nowhere Land"), (6, "Lac Bleu")):
        assert f"geonames:{number}" in dict(found(made, text))
    assert found(made, "Old Empire") == []


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("Goldbach", Match.EXACT),
        ("Goldbach am Main", Match.ALTERNATE),
        ("Golden Brook", Match.EXACT),
        ("Guldenbach", Match.HISTORICAL),
        ("Mont-Libre", Match.HISTORICAL),
        ("The Town", Match.ALTERNATE),
        ("GB", Match.ABBREVIATION),
        ("GBM", Match.ABBREVIATION),
        ("Гольдбах", Match.ALTERNATE),
        ("Gē ěr dé bā hè", Match.ALTERNATE),
        ("gb", None),
        ("63773", None),
    ],
)
def test_a_name_is_matched_as_its_flags_say(made: IndexGazetteer, text: str, match: Match | None) -> None:
    assert dict(found(made, text)).get("geonames:1") is match


@pytest.mark.parametrize(
    ("on", "match"),
    [
        (date(1948, 12, 31), Match.HISTORICAL),
        (date(1949, 1, 1), Match.ALTERNATE),
        (date(1990, 3, 31), Match.ALTERNATE),
        (date(1990, 4, 1), Match.HISTORICAL),
    ],
)
def test_a_name_with_dates_is_current_from_the_first_day_to_the_last(
    made: IndexGazetteer, on: date, match: Match
) -> None:
    assert found(made, "Neu-Goldbach", on) == [("geonames:1", match)]


def test_dates_that_say_nothing_limit_nothing(made: IndexGazetteer) -> None:
    assert found(made, "Alt am See") == found(made, "Kehrum") == [("geonames:8", Match.ALTERNATE)]


def test_texts_are_searched_for_towns_lakes_and_villages_that_are_written_about(made: IndexGazetteer) -> None:
    searched = [
        text for text in ("Goldbach", "Гольдбах", "Lac Bleu", "Ham", "Caspian Sea") if made.spot(text.split())
    ]
    assert searched == ["Goldbach", "Гольдбах", "Lac Bleu", "Ham", "Caspian Sea"]
    for text in ("Zum Adler", "Adlerhof", "The Town", "Osaka Ko", "Nowhere Land"):
        assert made.lookup([text])[text]
        assert made.spot(text.split()) == []


def test_what_we_know_ourselves_stays_as_it_is_and_gains_names(made: IndexGazetteer) -> None:
    assert made.place(p.YEVLAKH.id) == p.YEVLAKH
    assert made.place(p.TEXAS.id) == p.TEXAS
    assert found(made, "State of Texas")[0] == (p.TEXAS.id, Match.EXACT)
    assert found(made, "Kaspisches Meer") == [(CASPIAN.id, Match.ALTERNATE)]
    assert found(made, "Caspian Sea") == [(CASPIAN.id, Match.EXACT)]


def test_broken_lines_are_told_with_their_numbers_and_counted(dump: Dump, tmp_path: Path) -> None:
    _, report, errors = indexed(dump, tmp_path / "index")
    told = {(error.source, error.line): error.reason for error in errors}
    places, names = str(dump.places[0]), str(dump.alternates)
    wanted = {(places, line): reason for line, (reason, _) in BROKEN_PLACES.items()} | {(places, 21): "not UTF-8"}
    assert {where: told.get(where) for where in wanted} == wanted
    last = len(NAMES) + 1
    assert [told.get((names, last + at)) for at in range(3)] == [
        "10 fields expected: '3 found'",
        "no GeoNames number: '0'",
        "no name",
    ]
    assert len(errors) == report.broken.total() == len(wanted) + 3
    assert report.broken["latitude"] == 2
    assert (report.places, report.names) == (11, 14)
    assert report.left_out == {
        "states that are no more": 1,
        "places that come twice": 1,
        "codes and links": 8,
        "names of places that are not in the dump": 1,
    }


@pytest.mark.parametrize("size", [1, 7, 100, 1_000])
def test_it_does_not_matter_where_a_block_ends(
    dump: Dump, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    whole, report, errors = indexed(dump, tmp_path / "whole")
    monkeypatch.setattr(dumps, "_BLOCK", size)
    parts, again, others = indexed(dump, tmp_path / "parts")
    assert (report.broken, report.left_out) == (again.broken, again.left_out)
    assert [(e.line, e.reason) for e in errors] == [(e.line, e.reason) for e in others]
    asked = [line.split("\t")[3] for line in NAMES]
    assert whole.lookup(asked) == parts.lookup(asked)


def test_without_the_file_of_names_those_on_the_places_lines_are_taken(dump: Dump, tmp_path: Path) -> None:
    made, _, _ = indexed(Dump(dump.places), tmp_path / "index")
    assert found(made, "Gouldbach") == [("geonames:1", Match.ALTERNATE)]
    assert found(made, "Blue Lake") == [("geonames:6", Match.ALTERNATE)]
    assert found(made, "GOL") == found(made, "ye li wen") == []


def test_zip_files_are_read_as_they_come(dump: Dump, tmp_path: Path) -> None:
    for path in dump.paths():
        with zipfile.ZipFile(path.with_suffix(".zip"), "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("readme.txt", "not this one")
            archive.write(path, path.name)
    zipped = Dump((dump.places[0].with_suffix(".zip"),), tmp_path / "alternateNamesV2.zip")
    assert indexed(zipped, tmp_path / "index")[0].place("geonames:1") is not None


def test_a_damaged_zip_file_is_told(dump: Dump, tmp_path: Path) -> None:
    path = tmp_path / "FR.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(dump.places[0], "FR.txt")
    data = bytearray(path.read_bytes())
    data[200] ^= 1
    path.write_bytes(data)
    with pytest.raises(GazetteerError, match=r"FR\.zip is damaged"):
        indexed(Dump((path,)), tmp_path / "index")
    path.write_bytes(b"<html>")
    with pytest.raises(GazetteerError, match=r"FR\.zip can't be read"):
        indexed(Dump((path,)), tmp_path / "other")


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text("name,lat,lon\nGoldbach,1,2\n")
    with pytest.raises(GazetteerError, match=r"places\.csv holds no place"):
        indexed(Dump((path,)), tmp_path / "index")


def test_the_hierarchy_tells_the_unit_where_a_code_does_not(dump: Dump, tmp_path: Path) -> None:
    path = tmp_path / "hierarchy.txt"
    path.write_text(f"{p.TEXAS.geonameid}\t50\tADM\n50\t4\t\n50\t3\tADM\nx\ty\n3\t50\t\n")
    made, _, _ = indexed(Dump(dump.places, hierarchy=path), tmp_path / "index")
    places = [made.place(f"geonames:{number}") for number in (1, 3, 4, 8)]
    assert [place.admin1 for place in places if place] == ["Île-de-France", "Texas", "Texas", ""]


@pytest.mark.parametrize(
    "line", ["", "\t" * 18, "\t" * 9, "1\t" * 10, row(1, "A", lat="1e999"), name(1, "en", "\x00")]
)
def test_a_strange_line_is_broken_or_read_and_never_fails_otherwise(line: str) -> None:
    for read in (lambda: read_place(line, alternates=True), lambda: list(read_names(line))):
        with suppress(Broken, LeftOut):
            assert read()


def test_it_is_built_by_several_processes_and_in_use_from_then_on(
    dump: Dump, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geo.gazetteers.build.read_entries", lambda progress: list(ENTRIES))
    report, cache = Report(), tmp_path / "cache"
    made = build_full(dump, report, cache)
    assert report.places == 11
    assert open_gazetteer(cache).folder == made.folder
    assert made.place("geonames:2") is not None
    assert sorted(path.name for path in cache.iterdir()) == [
        "gazetteer-in-use.txt",
        made.folder.name,
        "geonames.lock",
    ]
    again = Report()
    assert build_full(dump, again, cache).folder == made.folder
    assert again.places == 0
