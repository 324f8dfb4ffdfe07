"""The command line as a user meets it."""

import csv
import json
import os
import signal
import subprocess
import sys
from datetime import date

import geopandas
import pytest
from click.testing import CliRunner

from dateline import cli
from geo.jobs import JobFile, Lease
from tests.feeds import item, rss
from tests.web import serving

ARTICLE = "Crowds fill a square\n\nThousands of people protested in Tbilisi on Tuesday."


@pytest.fixture
def run():
    def run(*words, text=None):
        return CliRunner().invoke(cli, [str(word) for word in words], input=text)

    return run


@pytest.fixture
def store(run, tmp_path):
    article = tmp_path / "article.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    assert run("ingest", article, "--published", "2024-05-15", "--store", tmp_path / "news.gpkg").exit_code == 0
    return tmp_path / "news.gpkg"


def lines(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_geoparse_keeps_the_order_and_reports_the_bad_line_by_its_number(run):
    text = '{"id": "a", "text": "Rain fell in Kutaisi."}\n{nonsense\n{"id": "b", "text": "Nothing."}\n'
    result = run("geoparse", "-", text=text)
    assert [line["id"] for line in lines(result)] == ["a", "b"]
    assert "line 2" in result.stderr
    assert result.exit_code == 1


@pytest.mark.parametrize("engine", ["serial", "processes"])
def test_both_engines_give_the_same_bytes(run, engine):
    text = "".join(json.dumps({"id": str(n), "text": ARTICLE, "published": "2024-05-15"}) + "\n" for n in range(5))
    (one,) = {
        json.dumps({**line, "id": "", "events": len(line["events"])}) for line in lines(run("geoparse", text=text))
    }
    result = run("geoparse", "--engine", engine, text=text)
    assert result.stdout == run("geoparse", text=text).stdout
    assert "Tbilisi" in one


def test_given_mentions_are_resolved_and_no_others(run):
    mention = {"start": 13, "end": 20, "text": "Kutaisi"}
    document = {"id": "a", "text": "Rain fell in Kutaisi and Batumi.", "mentions": [mention]}
    (line,) = lines(run("geoparse", "--given-mentions", text=json.dumps(document)))
    assert [m["text"] for m in line["mentions"]] == ["Kutaisi"]
    assert line["mentions"][0]["place"]["country"] == "GE"


def test_an_event_becomes_a_feature_a_map_and_a_row(run, store, tmp_path):
    assert run("export", "--store", store, "--format", "geojson", "-o", tmp_path / "e.geojson").exit_code == 0
    frame = geopandas.read_file(tmp_path / "e.geojson")
    assert frame["type"].tolist() == ["PROTEST"]
    assert frame["start"].astype(str).str[:10].tolist() == ["2024-05-14"]
    assert run("map", "--store", store, "-o", tmp_path / "map.html").exit_code == 0
    assert (tmp_path / "map.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert run("export", "--store", store, "--format", "csv", "--type", "AID").stdout.count("\n") == 1


def test_a_map_speaks_the_language_that_is_asked_for(run, store, tmp_path):
    assert run("map", "--store", store, "--lang", "ru", "-o", tmp_path / "map.html").exit_code == 0
    page = (tmp_path / "map.html").read_text(encoding="utf-8")
    assert '<html lang="ru"' in page
    assert "Список и фильтр" in page


def test_a_map_speaks_no_language_that_we_lack(run, store, tmp_path):
    result = run("map", "--store", store, "--lang", "zz", "-o", tmp_path / "map.html")
    assert result.exit_code == 2
    assert "'zz' is not one of 'en', 'ar'" in result.stderr
    assert not (tmp_path / "map.html").exists()
    assert run("map", "--store", store, "--lang", "AR", "-o", tmp_path / "map.html").exit_code == 0
    assert '<html lang="ar" dir="rtl">' in (tmp_path / "map.html").read_text(encoding="utf-8")


def test_a_picture_is_the_same_file_whenever_the_same_is_drawn(run, store, tmp_path):
    small = ("--store", store, "--width", 500, "--height", 400, "--dpi", 100)
    for form, begin in (("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")):
        one, other = tmp_path / f"one.{form}", tmp_path / f"other.{form}"
        result = run("picture", *small, "-o", one)
        assert (result.exit_code, result.stderr) == (0, f"{one}: events 1, shown 1, not shown 0\n")
        assert run("picture", *small, "-o", other).exit_code == 0
        assert one.read_bytes().startswith(begin)
        assert one.read_bytes() == other.read_bytes()


def test_a_picture_is_a_png_an_svg_or_a_pdf(run, store, tmp_path):
    result = run("picture", "--store", store, "-o", tmp_path / "map.gif")
    assert result.exit_code == 2
    assert "--output: 'map.gif' should end in .png, .svg, .pdf" in result.stderr
    assert not (tmp_path / "map.gif").exists()


def test_a_story_is_told_with_all_its_reports(run, store, tmp_path):
    again = tmp_path / "again.txt"
    again.write_text((tmp_path / "article.txt").read_text(encoding="utf-8") + " It went on.", encoding="utf-8")
    run("ingest", again, "--published", "2024-05-16", "--store", store)
    rows = list(csv.DictReader(run("export", "--store", store, "--format", "csv").stdout.splitlines()))
    assert {(row["reports"], row["publishers"]) for row in rows} == {("2", "2")}
    told = run("story", rows[0]["id"], "--store", store)
    assert told.exit_code == 0
    about, *reports = told.stdout.splitlines()
    assert about.startswith(rows[0]["story"])
    assert about.endswith("reports 2, independent publishers 2")
    assert [line.split("\t")[0] for line in reports] == ["2024-05-15", "2024-05-16"]
    same = run("export", "--store", store, "--story", rows[0]["story"], "--format", "csv")
    assert len(same.stdout.splitlines()) == 3
    assert "nowhere" in str(run("story", "nowhere", "--store", store).exception)


def test_the_same_article_twice_is_one(run, store, tmp_path):
    again = run("ingest", tmp_path / "article.txt", "--published", "2024-05-15", "--store", store)
    assert "articles 0, unchanged 1, events 0" in again.stderr
    assert "; stories in the store " in again.stderr


def test_a_table_of_events_is_geocoded_and_bad_rows_are_told(run, tmp_path):
    table = tmp_path / "events.csv"
    table.write_text("city,country,date,kind\nKutaisi,Georgia,2024-01-05,flood\nBatumi,Georgia,never,flood\n")
    result = run("ingest", table, "--store", tmp_path / "t.gpkg", "--columns", "place=city,type=kind")
    assert "events 1, placed 1, unplaced 0, failed 1" in result.stderr
    assert "line 3" in result.stderr
    assert result.exit_code == 1


def test_json_lines_are_a_table_if_its_columns_are_named(run, tmp_path):
    table = tmp_path / "events.jsonl"
    table.write_text(
        '{"city": "Kutaisi", "land": "Georgia"}\n{"city": "Batumi", "land": "Georgia"}\n', encoding="utf-8"
    )
    result = run("ingest", table, "--store", tmp_path / "t.gpkg", "--columns", "place=city,country=land")
    assert "events 2, placed 2, unplaced 0" in result.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["export", "--store", "nowhere.gpkg"], "there is no store nowhere.gpkg"),
        (["geocode"], "give a NAME or --reverse"),
        (["geocode", "--reverse", "here"], "is not LON,LAT"),
        (["geocode", "--reverse", "10,95"], "outside the world"),
        (["ingest", "missing.txt"], "does not exist"),
        (["geoparse", "--published", "soon"], "is not a day such as"),
    ],
)
def test_wrong_use_is_told_in_words(run, words, said):
    result = run(*words)
    assert result.exit_code in (1, 2)
    assert said in result.stderr


def test_a_wrong_filter_names_its_option(run, store):
    assert "--bbox" in run("export", "--store", store, "--bbox", "1,2,3").stderr
    assert "--filter" in run("export", "--store", store, "--filter", "type =").stderr
    assert "typ" in run("map", "--store", store, "--filter", "typ = 'PROTEST'").stderr


def test_a_filter_in_cql2_chooses_what_is_written(run, store):
    for expression, rows in (("type = 'PROTEST'", 1), ("start > DATE('2024-05-14')", 0)):
        written = run("export", "--store", store, "--format", "csv", "--filter", expression).stdout
        assert len(written.splitlines()) == 1 + rows
    assert "--status" in run("export", "--store", store, "--status", "rumoured").stderr


def test_geocode_knows_names_in_any_script_and_positions(run):
    assert run("geocode", "Երևան").stdout.split("\t")[1] == "Yerevan, AM"
    assert "Yevlakh, AZ" in run("geocode", "--reverse", "47.15,40.62", "--limit", "1").stdout
    assert "Paris, Texas, US" in run("geocode", "Paris, Texas", "--limit", "1").stdout


def test_explain_says_what_decided(run, tmp_path):
    article = tmp_path / "a.txt"
    article.write_text("Storm\n\nA storm hit Paris, Texas, and roads in Dallas were closed.", encoding="utf-8")
    told = run("explain", article).stdout
    assert "Paris, Texas, US" in told
    assert "of the lead" in told


@pytest.fixture
def event(run, store):
    (feature,) = json.loads(run("export", "--store", store).stdout)["features"]
    return feature["id"]


def exported(run, store):
    (feature,) = json.loads(run("export", "--store", store).stdout)["features"]
    return feature["properties"]


def test_what_a_loaded_file_says_is_no_order_to_the_terminal(run, store, event, tmp_path):
    run("correct", "--store", store, event, "--status", "denied", "--note", "NOTE", "--by", "ann")
    log = tmp_path / "log.jsonl"
    run("correct", "--store", store, "--save", log)
    hostile = log.read_text().replace('"id":"', '"id":"other', 1).replace("NOTE", r"red\u001b[31m\nline")
    log.write_text(hostile, encoding="utf-8")
    assert run("correct", "--store", store, "--load", log).exit_code == 0
    listed = run("correct", "--store", store, "--list").stdout
    assert len(listed.splitlines()) == 2
    assert "red" in listed
    assert "\x1b" not in listed


def test_codebooks_are_written_and_what_they_lack_is_told(run, store):
    acled = run("export", "--store", store, "--format", "acled")
    (row,) = csv.DictReader(acled.stdout.splitlines())
    assert (row["event_type"], row["location"], row["country"]) == ("Protests", "Tbilisi", "Georgia")
    assert acled.stderr == ""
    ged = run("export", "--store", store, "--format", "ged")
    assert ged.stdout.count("\n") == 1
    assert ged.stderr == "left out of ged: 1 no use of armed force, the only type of GED\n"


def test_a_correction_is_shown_listed_and_exported(run, store, event):
    told = run(
        "correct", "--store", store, event, "--place", "Batumi", "--type", "crime", "--by", "ann", "--note", "why"
    )
    assert told.exit_code == 0, told.stderr
    assert "type: PROTEST -> CRIME" in told.stdout
    assert "places: Tbilisi" in told.stdout
    assert "'Tbilisi' means Batumi" in told.stderr
    after = exported(run, store)
    assert (after["place"], after["type"], after["corrected_by"]) == ("Batumi", "CRIME", "ann")
    assert "corrected_by: ann" in run("correct", "--store", store, event).stdout
    listed = run("correct", "--store", store, "--list").stdout
    assert ": why" in listed
    assert "'Tbilisi' means Batumi" in listed


def test_two_events_said_to_be_one_are_reports_of_one_story(run, store, event, tmp_path):
    article = tmp_path / "later.txt"
    article.write_text("Rain\n\nFloods killed three people in Kutaisi on 3 March 2021.", encoding="utf-8")
    run("ingest", article, "--store", store)
    features = json.loads(run("export", "--store", store).stdout)["features"]
    (other,) = {feature["id"] for feature in features} - {event}
    told = run("correct", "--store", store, event, "--same-as", other).stdout
    assert f"same as {other}" in told
    assert "reports: 1 -> 2" in told
    assert "reports: 2 -> 1" in run("correct", "--store", store, other, "--not-same-as", event).stdout


def test_articles_read_later_honour_a_correction(run, store, event, tmp_path):
    assert run("correct", "--store", store, event, "--place", "Batumi").exit_code == 0
    article = tmp_path / "later.txt"
    article.write_text("Tbilisi\n\nA bomb killed three people in Tbilisi on 3 May 2024.", encoding="utf-8")
    assert "ruled by a correction of 20" in run("explain", article, "--store", store).stdout
    assert "ruled" not in run("explain", article).stdout
    assert run("ingest", article, "--store", store).exit_code == 0
    features = json.loads(run("export", "--store", store).stdout)["features"]
    assert [one["properties"]["place"] for one in features] == ["Batumi", "Batumi"]


def test_a_deleted_event_comes_back(run, store, event):
    assert "event: " in run("correct", "--store", store, event, "--delete").stdout
    assert json.loads(run("export", "--store", store).stdout)["features"] == []
    assert run("correct", "--store", store, event, "--status", "denied").exit_code == 1
    assert run("correct", "--store", store, event, "--undo").exit_code == 0
    assert exported(run, store)["corrected_by"] == ""


def test_corrections_travel_in_a_file_and_wait_for_their_events(run, store, event, tmp_path):
    run("correct", "--store", store, event, "--lon", 45, "--lat", 42, "--start", "2024-05-13", "--people", "crowd=5-")
    log, other = tmp_path / "log.jsonl", tmp_path / "other.gpkg"
    assert run("correct", "--store", store, "--save", log).exit_code == 0
    log.write_bytes(log.read_bytes() + b"{nonsense\n")
    empty = tmp_path / "empty.txt"
    empty.write_text("Nothing happened.", encoding="utf-8")
    run("ingest", empty, "--store", other)
    loaded = run("correct", "--store", other, "--load", log)
    assert loaded.exit_code == 1
    assert "line 2" in loaded.stderr
    assert "new 1, failed 1" in loaded.stderr
    assert "1 correction waits for its event" in loaded.stderr
    assert "(waits for its event)" in run("correct", "--store", other, "--list").stdout
    assert (
        "waits" not in run("ingest", tmp_path / "article.txt", "--published", "2024-05-15", "--store", other).stderr
    )
    assert exported(run, other)["start"] == "2024-05-13"
    assert exported(run, other) == exported(run, store)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--list", "--undo"], "give an EVENT"),
        (["--delete"], "give an EVENT"),
        ([], "give an EVENT"),
        (["EVENT", "--list"], "give an EVENT"),
        (["EVENT", "--delete", "--undo"], "give an EVENT"),
        (["EVENT", "--lon", "1"], "go together"),
        (["EVENT", "--lon", "1", "--lat", "1", "--place", "Batumi"], "not both"),
        (["EVENT", "--people", "injured=many"], "injured=2-5"),
        (["EVENT", "--people", "dogs=2"], "no such field"),
        (["EVENT", "--status", "maybe"], "--status: 'maybe'"),
        (["EVENT", "--not-same-as", "x"], "--not-same-as: no event has the id 'x'"),
    ],
)
def test_a_wrong_correction_is_told(run, store, event, words, reason):
    result = run("correct", "--store", store, *(event if word == "EVENT" else word for word in words))
    assert result.exit_code == 2
    assert reason in result.stderr
    assert run("correct", "--store", store, "--list").stdout == ""


def test_the_vocabulary_is_a_table(run):
    rows = list(csv.DictReader(run("vocabulary").stdout.splitlines(), delimiter="\t"))
    assert [(row["cameo"], row["label"]) for row in rows if row["mode"] == "strike"] == [("143", "Strike")]


@pytest.mark.parametrize(("today", "warned"), [(date(2025, 6, 30), False), (date(2025, 7, 1), True)])
def test_a_table_past_its_day_is_warned_of(run, monkeypatch, today, warned):
    monkeypatch.setattr("dateline.vocabulary.today", lambda: today)
    result = run("tables")
    assert "actors.csv\tvalid until 2025-06-30" in result.stdout
    assert ("actors.csv was last checked for 2025-06-30" in result.stderr) == warned
    assert result.exit_code == 0


def test_feeds_are_watched_and_a_bad_one_stops_no_other(run, tmp_path, monkeypatch):
    monkeypatch.setenv("DATELINE_OWN_NETWORKS", "127.0.0.0/8")
    with serving() as web:
        good, bad = web.put("/good", rss(item(1, ARTICLE))), web.put("/bad", status=500)
        (tmp_path / "feeds.txt").write_text(f"{bad}\n{good}\n", encoding="utf-8")
        words = ("watch", tmp_path / "feeds.txt", "--once", "--store", tmp_path / "news.gpkg")
        first = run(*words)
        assert first.exit_code == 1
        assert f"{bad}: answered 500" in first.stderr
        assert f"{good}: articles 1, unchanged 0, events 1" in first.stderr
        again = run(*words)
        assert "round: feeds 0 of 2" in again.stderr
        assert again.exit_code == 0
        assert web.paths() == ["/bad", "/good"]


def test_two_watch_no_store_at_once(run, tmp_path):
    file = JobFile.beside(tmp_path / "news.gpkg")
    assert Lease(file, "watch").take()
    result = run("watch", "http://127.0.0.1:9/", "--once", "--store", tmp_path / "news.gpkg")
    file.close()
    assert result.exit_code == 1
    assert "another dateline watch" in result.stderr


@pytest.mark.parametrize("every", ["soon", "5s", "40d", "-1m", "15"])
def test_a_wrong_duration_is_told(run, every):
    result = run("watch", "http://127.0.0.1:9/", "--every", every)
    assert result.exit_code == 2
    assert "such as 15m, 2h or 1d" in result.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_watching_well(tmp_path, number):
    with serving() as web:
        feed = web.put("/feed", rss())
        words = [sys.executable, "-m", "dateline", "watch", feed, "--store", str(tmp_path / "news.gpkg")]
        environment = os.environ | {"DATELINE_OWN_NETWORKS": "127.0.0.0/8"}
        with subprocess.Popen(words, stderr=subprocess.PIPE, text=True, env=environment) as process:
            for line in process.stderr:
                if line.startswith("round"):
                    break
            process.send_signal(number)
            assert process.wait(20) == 0
