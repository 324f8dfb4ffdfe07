from datetime import date
from io import BytesIO

from geo.errors import ReadError
from geo.readers.base import Given
from geo.readers.html import read_html

PAGE = """<!doctype html><html lang="fr-FR"><head><meta charset="iso-8859-1"><title>Séisme à Agadir | Journal</title>
<link rel="canonical" href="https://example.org/seisme">
<meta property="article:published_time" content="2023-09-09T08:00:00+01:00"></head>
<body><nav><a href="/">Accueil</a></nav><article><h1>Séisme à Agadir</h1>
<p>Un séisme a frappé la ville d'Agadir dans la nuit et des maisons se sont effondrées dans les quartiers anciens.</p>
<p>Les secours sont arrivés au matin, ont dit les autorités de la province.</p></article></body></html>"""


def read(data, **facts):
    (found,) = read_html(BytesIO(data), "a.html", Given(**facts))
    return found


def test_an_article_in_its_own_encoding():
    document = read(PAGE.encode("latin-1"))
    assert document.title == "Séisme à Agadir"
    assert document.url == "https://example.org/seisme"
    assert document.published == date(2023, 9, 9)
    assert document.language == "fr"
    assert "Un séisme a frappé la ville d'Agadir" in document.text
    assert "Accueil" not in document.text
    assert "<" not in document.text


def test_no_date_is_guessed_from_the_text():
    page = PAGE.replace('content="2023-09-09T08:00:00+01:00"', "").replace("dans la nuit", "le 8 septembre 2023")
    assert read(page.encode("latin-1")).published is None
    assert read(page.encode("latin-1"), published=date(2023, 9, 10)).published == date(2023, 9, 10)


def test_pages_without_an_article():
    for data in (b"", b"<html><body></body></html>", b"\x00\xff"):
        error = read(data)
        assert isinstance(error, ReadError)
        assert str(error) == "a.html: no article text found in the page"
