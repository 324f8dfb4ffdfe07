import pytest

from geo.stories.publishers import independent, publisher


@pytest.mark.parametrize(
    ("named", "url", "who"),
    [
        ("", "https://www.riftherald.example/news/1", "riftherald.example"),
        ("", "http://edition.World.riftherald.example:8080/a?b=c", "riftherald.example"),
        ("", "https://news.herald.co.uk/x", "herald.co.uk"),
        ("", "https://herald.uk/x", "herald.uk"),
        ("", "https://1.2.3.4/x", "1.2.3.4"),
        ("The  Rift Herald", "https://archive.example/1", "the rift herald"),
        ("", "", ""),
        ("", "not an address", ""),
        ("", "https://[broken", ""),
    ],
)
def test_an_article_is_its_publishers_by_name_or_by_domain(named: str, url: str, who: str) -> None:
    assert publisher(named, url) == who


def test_copies_and_one_publishers_articles_count_once_and_unknown_ones_each() -> None:
    by = {"a": "herald", "b": "herald", "c": "post", "d": "", "e": "", "f": "echo"}
    assert independent(by, []) == 5
    assert independent(by, [("a", "c"), ("c", "a"), ("d", "e"), ("f", "elsewhere")]) == 3
    assert independent({}, []) == 0


def test_copies_of_copies_are_one_text() -> None:
    assert independent({"a": "1", "b": "2", "c": "3"}, [("a", "b"), ("b", "c")]) == 1
