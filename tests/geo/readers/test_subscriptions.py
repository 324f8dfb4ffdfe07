import pytest

from geo.errors import ReadError
from geo.readers.subscriptions import feeds_of

OPML = """<?xml version="1.0"?><!DOCTYPE opml [<!ENTITY a "b">]><opml version="2.0"><head><title>My feeds</title></head>
<body><outline text="News"><outline type="rss" text="A &amp; B" xmlUrl="https://a.example/f?x=1&amp;y=2"/>
<outline type="rss" xmlUrl="https://b.example/rss"></outline><outline xmlUrl="https://b.example/rss"/></outline></body></opml>"""


def write(tmp_path, text):
    path = tmp_path / "feeds"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_an_address_is_a_feed():
    assert feeds_of("https://a.example/f") == ("https://a.example/f",)


def test_opml_with_its_folders(tmp_path):
    assert feeds_of(write(tmp_path, OPML)) == ("https://a.example/f?x=1&y=2", "https://b.example/rss")


def test_a_list_of_addresses(tmp_path):
    assert feeds_of(write(tmp_path, "# mine\n\nhttps://a.example/f \nhttps://b.example/rss\n")) == (
        "https://a.example/f",
        "https://b.example/rss",
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [("https://a.example/f\nfile:///etc/passwd\n", "line 2"), ("", "no feeds"), ("<opml></opml>", "no feeds"),
     (OPML.replace("https://b.example/rss", "javascript:1"), "'javascript:1' is not an address")],
)  # fmt: skip
def test_what_is_no_feed_is_told(tmp_path, text, said):
    with pytest.raises(ReadError, match=said):
        feeds_of(write(tmp_path, text))


def test_a_file_that_is_not_there_is_told():
    with pytest.raises(ReadError, match="No such file"):
        feeds_of("missing.opml")
