"""The page as a text: what it weighs and what it lets in."""

import re
from base64 import b64decode, b64encode
from dataclasses import replace
from hashlib import sha256

import pytest

from maps.page import csp, page, render_map
from tests.maps.samples import SAMPLES


def test_a_hundred_events_weigh_less_than_250_kb(outline):
    events = [replace(SAMPLES[n % len(SAMPLES)], id=f"{n}") for n in range(100)]
    quotes = [
        replace(event, quote=replace(event.quote, text=sha256(event.id.encode()).hexdigest() * 3)) for event in events
    ]
    assert len(render_map(quotes, outline).encode()) < 250_000


def test_the_same_events_make_the_same_file(outline):
    assert render_map(SAMPLES, outline) == render_map(SAMPLES, outline)


@pytest.mark.parametrize(
    ("wanted", "tag", "direction"), [("AR", "ar", "rtl"), ("ru-RU", "ru", "ltr"), ("zz", "en", "ltr")]
)
def test_a_file_says_which_language_it_speaks(outline, wanted: str, tag: str, direction: str):
    assert f'<html lang="{tag}" dir="{direction}">' in render_map((), outline, language=wanted)


def test_a_file_runs_nothing_but_what_its_policy_names(outline):
    text = render_map(SAMPLES, outline)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)[1].replace("&#39;", "'")
    allowed = dict(part.split(" ", 1) for part in policy.split("; "))
    assert allowed["default-src"] == "'none'"
    assert "unsafe" not in policy
    assert "http" not in policy
    inline = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    assert len(inline) == 1
    for script in inline:
        assert b64encode(sha256(script.encode()).digest()).decode() in allowed["script-src"]
    assert all(len(b64decode(one)) == 32 for one in re.findall(r"'sha256-([^']+)'", policy))


def test_the_services_page_has_no_script_of_its_own():
    for text in (page(), page(embed=True)):
        assert re.findall(r"<script(?![^>]*(?:src=|application/json))", text) == []
        assert "<style" not in text
        assert " style=" not in text


@pytest.mark.parametrize(
    ("tile_url", "origin"),
    [
        ("https://tile.example.org/{z}/{x}/{y}.png", "https://tile.example.org"),
        ("https://{s}.tiles.example.org/{z}/{x}/{y}.png", "https://*.tiles.example.org"),
        ("", ""),
    ],
)
def test_only_the_configured_tile_server_is_let_in(tile_url: str, origin: str):
    policy = dict(part.split(" ", 1) for part in csp(tile_url).split("; "))
    assert policy["img-src"] == f"'self' data: {origin}".strip()
    assert policy["connect-src"] == policy["script-src"] == "'self'"


def test_an_empty_map_is_a_map(outline):
    assert "<h1" in render_map([], outline)
