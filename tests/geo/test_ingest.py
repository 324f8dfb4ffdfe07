"""Files into a store: what is counted, what is told, what is left as it was."""

import pytest

from geo.corrections import Correction, Deleted, Moved, Restated
from geo.engine import serial
from geo.errors import ReadError
from geo.ingest import Counts, Ingestion, tables_in
from geo.model import Status
from geo.pipeline import Pipeline
from geo.query import EventQuery
from geo.readers.columns import Columns
from geo.stores import MemoryStore

ARTICLE = "---\ntitle: Crowds\npublished: 2024-05-15\n---\nThousands of people protested in Tbilisi on Tuesday."


@pytest.fixture
def told():
    return []


@pytest.fixture
def ingestion(gazetteer, told):
    return Ingestion(MemoryStore(), lambda: Pipeline(gazetteer), told.append)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "crowds.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "more.jsonl").write_text('{"id": "q", "text": "Nothing happened."}\n{"id": 7\n', encoding="utf-8")
    return tmp_path


def test_a_bad_line_is_told_and_the_rest_goes_on(ingestion, folder, told):
    counts = ingestion.articles([folder])
    assert counts == Counts(articles=2, kept=0, events=1, placed=1, failed=1)
    assert len(told) == 1
    assert "more.jsonl" in told[0]
    assert "line 2" in told[0]


def test_what_the_store_holds_is_not_parsed_again(ingestion, folder, gazetteer):
    ingestion.articles([folder])

    def not_needed():
        raise AssertionError("nothing is to be parsed")

    again = Ingestion(ingestion.store, not_needed, ingestion.trouble)
    assert again.articles([folder]).kept == 2
    assert ingestion.articles([folder], again=True).articles == 2
    assert ingestion.store.search(EventQuery()).matched == 1


def test_an_article_that_breaks_the_parser_is_a_failure_among_others(ingestion, folder, told):
    def brittle(function, items):
        def broken(document):
            if document.title == "Crowds":
                raise ValueError("too much")
            return function(document)

        return serial(broken, items)

    counts = Ingestion(ingestion.store, ingestion.pipeline, told.append, brittle).articles([folder])
    assert (counts.articles, counts.failed) == (1, 2)
    assert any("Crowds" in reason and "too much" in reason for reason in told)


def test_a_table_is_geocoded_and_shows_its_columns(ingestion, tmp_path, told):
    path = tmp_path / "events.csv"
    path.write_text(
        "city,date,kind\nKutaisi,2024-01-05,flood\nXqzwvburg,2024-01-05,flood\nBatumi,never,flood\n", encoding="utf-8"
    )
    shown = []
    counts = ingestion.table(path, Columns(place="city", type="kind"), show=shown.append)
    assert shown[0].place == "city"
    assert (counts.events, counts.placed, counts.unplaced) == (2, 1, 1)
    assert counts.failed == len(told) == 1
    assert ingestion.table(path, Columns(place="city", type="kind")).kept == 2


def test_articles_and_tables_read_later_honour_what_a_name_was_said_to_mean(ingestion, folder, gazetteer):
    ingestion.articles([folder])
    (event,) = ingestion.store.stream(EventQuery())
    batumi = gazetteer.lookup(["Batumi"])["Batumi"][0].place
    ingestion.store.correct([Correction.made(event, [Moved(batumi, "Tbilisi", everywhere=True)], by="ann")])
    later = folder / "later"
    later.mkdir()
    (later / "a.txt").write_text("A bomb killed three people in Tbilisi on 3 May 2024.", encoding="utf-8")
    table = folder / "events.csv"
    table.write_text("city,kind\nTbilisi,flood\n", encoding="utf-8")
    ingestion.articles([later])
    ingestion.table(table, Columns(place="city", type="kind"))
    events = list(ingestion.store.stream(EventQuery()))
    assert [place.place.name for event in events for place in event.located] == ["Batumi"] * 3


def test_reading_again_keeps_what_was_corrected(ingestion, folder):
    ingestion.articles([folder])
    (event,) = ingestion.store.stream(EventQuery())
    ingestion.store.correct([Correction.made(event, [Restated(Status.DENIED)], by="ann")])
    ingestion.articles([folder], again=True)
    assert ingestion.store.get(event.id).status is Status.DENIED
    ingestion.store.correct([Correction.made(event, [Deleted()], by="ann")])
    ingestion.articles([folder], again=True)
    assert ingestion.store.summary().events == 0


def test_errors_of_reading_name_their_file(ingestion, tmp_path):
    with pytest.raises(ReadError, match=r"nothing\.csv"):
        ingestion.table(tmp_path / "nothing.csv", Columns())


def test_tables_are_told_from_articles_by_their_suffix(tmp_path):
    for name in ("a.txt", "b.csv", "c/d.geojson", "c/e.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    prose, tables = tables_in([tmp_path, tmp_path / "b.csv"])
    assert prose == [tmp_path]
    assert tables == [tmp_path / "b.csv", tmp_path / "c" / "d.geojson"]
