from datetime import date

from geo.errors import ReadError
from geo.readers import read_paths


def test_a_folder_is_walked_in_order_of_names(tmp_path):
    (tmp_path / "deep").mkdir()
    for name in ("b.txt", "a.txt", "deep/c.TXT", "README.txt", "notes.md", ".hidden.txt", "gold.json"):
        (tmp_path / name).write_text(f"Text of {name}.")
    (tmp_path / "d.jsonl").write_text('{"text": "line"}\n')
    texts = [document.text for document in read_paths([tmp_path])]
    assert texts == ["Text of a.txt.", "Text of b.txt.", "line", "Text of deep/c.TXT."]


def test_the_order_given_is_kept_and_a_bad_file_stops_nothing(tmp_path):
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text("Fine.")
    bad.write_bytes(b"\xff\xff")
    kinds = [type(found) for found in read_paths([bad, tmp_path / "none.txt", good])]
    assert kinds == [ReadError, ReadError, type(next(read_paths([good])))]


def test_a_missing_file_is_named(tmp_path):
    (error,) = read_paths([tmp_path / "none.txt"])
    assert str(error) == f"{tmp_path / 'none.txt'}: No such file or directory"


def test_what_is_given_goes_to_every_article(tmp_path):
    (tmp_path / "a.txt").write_text("Text.")
    (document,) = read_paths([tmp_path], published=date(2023, 9, 20), title="T")
    assert (document.published, document.title) == (date(2023, 9, 20), "T")


def test_files_whose_names_do_not_say_are_told_by_their_beginning(tmp_path):
    feed = '<?xml version="1.0"?><rss version="2.0"><channel><item><title>Feed</title></item></channel></rss>'
    words = "enough words to look like an article " * 8
    contents = {
        "feed": feed,
        "page": f"<!DOCTYPE html><html><body><article><p>Page {words}</p></article></body></html>",
        "lines": '{"text": "one"}\n{"text": "two"}\n',
        "list.json": '[{"text": "three"},\n {"id": "no text"}]',
        "object.json": '{\n"text": "four"\n}',
        "words": "Plain.",
    }
    for name, content in contents.items():
        (tmp_path / name).write_text(content)
    found = [
        str(d) if isinstance(d, ReadError) else d.text[:5].strip() for d in read_paths(tmp_path / n for n in contents)
    ]
    assert found == [
        "Feed",
        "Page",
        "one",
        "two",
        "three",
        f'{tmp_path / "list.json"}: document 2: no "text"',
        "four",
        "Plain",
    ]
