from datetime import date
from io import BytesIO

import pytest

from geo.errors import ReadError
from geo.readers.base import Given
from geo.readers.feeds import read_entries, read_feed

RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>News</title><language>en-gb</language>
<item><title>Talks &amp;amp; tea</title><link>https://example.org/1</link>
<pubDate>Wed, 20 Sep 2023 23:30:00 -0500</pubDate>
<description>Short.</description>
<content:encoded>&lt;p&gt;They met in &lt;b&gt;Yevlakh&lt;/b&gt;.&lt;/p&gt;
&lt;p&gt;Then left.&lt;/p&gt;</content:encoded></item>
<item><link>https://example.org/2</link></item>
<item><title>Only a headline</title></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>N</title>
<entry><title>One</title><link href="https://example.org/a"/><updated>2023-09-20T23:30:00-05:00</updated>
<content type="html">&lt;p&gt;Flood in Porto Alegre&lt;/p&gt;</content></entry></feed>"""


def read(text, **facts):
    return list(read_feed(BytesIO(text.encode()), "a.xml", Given(**facts)))


def test_rss_entries_with_their_longest_text():
    first, broken, last = read(RSS)
    assert first.text == "They met in Yevlakh.\nThen left."
    assert (first.title, first.url, first.language) == ("Talks & tea", "https://example.org/1", "en")
    assert str(broken) == "a.xml: entry 2 has no text"
    assert last.text == last.title == "Only a headline"


def test_the_day_is_the_publishers_own():
    assert read(RSS)[0].published == date(2023, 9, 20)
    assert read(ATOM)[0].published == date(2023, 9, 20)


def test_atom():
    (document,) = read(ATOM)
    assert (document.text, document.url) == ("Flood in Porto Alegre", "https://example.org/a")


def test_a_broken_feed_gives_what_can_be_read_and_says_where_it_broke():
    *documents, error = read(RSS.replace("</item>\n</channel></rss>", "& </item>"))
    assert documents[0].text.startswith("They met")
    assert isinstance(error, ReadError)
    assert error.line
    assert "not well-formed XML" in str(error)


@pytest.mark.parametrize(
    "text", ["", "<html><body>x</body></html>", "just words", "http://127.0.0.1:9/feed", "/etc/hosts"]
)
def test_no_feed_and_nothing_is_opened_or_fetched(text):
    (error,) = read(text)
    assert str(error) == "a.xml: neither RSS nor Atom"


def test_a_guid_is_a_link_only_if_it_is_one():
    feed = '<rss version="2.0"><channel><item><guid>{}</guid><description>Rain.</description></item></channel></rss>'
    for guid, url in (("17", ""), ("https://example.org/17", "https://example.org/17")):
        (entry,) = read_entries(feed.format(guid).encode(), "https://example.org/feed")
        assert entry.document.url == url


def test_an_entry_is_known_again_whatever_it_says_and_links_may_be_relative():
    feed = '<rss version="2.0"><channel><item><link>/1</link><description>{}</description></item></channel></rss>'
    first, second = (
        next(read_entries(feed.format(text).encode(), "https://e.org/feed")) for text in ("Rain.", "Hail.")
    )
    assert first.document.id == second.document.id
    assert first.document.url == "https://e.org/1"
    (other,) = read_entries(feed.format("Rain.").encode(), "https://other.org/feed")
    assert other.document.id != first.document.id
    assert next(read_entries(feed.format("Long. " * 400).encode(), "https://e.org/feed")).whole
