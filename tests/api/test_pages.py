"""Pages: nothing from outside, nothing that runs but our own files, whatever the news says."""

import re

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from geo.record_schema import event_schema
from geo.settings import Settings
from tests.api.conftest import outline

PAGES = ("/?f=html", "/docs", "/map", "/embed")


def policy(answer) -> dict[str, str]:
    directives = answer.headers["content-security-policy"].split("; ")
    return dict(directive.partition(" ")[::2] for directive in directives)


@pytest.mark.parametrize("path", PAGES)
def test_pages_run_only_files_of_the_service(client: TestClient, path: str):
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert policy(answer)["default-src"] == "'none'"
    assert policy(answer).get("script-src", "'self'") == "'self'"
    assert "'unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "referrer-policy" in answer.headers


@pytest.mark.parametrize("path", PAGES)
def test_whatever_a_page_loads_is_there(client: TestClient, path: str):
    text = re.sub(r'<link rel="alternate" type="application/json\+oembed"[^>]*>', "", client.get(path).text)
    loaded = re.findall(r'<(?:script|img)[^>]* src="([^"]+)"|<link[^>]* href="([^"]+)"', text)
    addresses = [one or other for one, other in loaded]
    assert addresses
    for address in addresses:
        assert not address.startswith(("http", "//", "/")), "an address that ignores where the service is mounted"
        assert address.startswith("data:") or client.get(f"/{address}").status_code == 200, address


def test_only_the_embed_may_stand_in_a_strangers_frame(client: TestClient):
    assert policy(client.get("/embed"))["frame-ancestors"] == "*"
    for path in ("/map", "/docs", "/"):
        assert policy(client.get(path))["frame-ancestors"] in ("'self'", "'none'")


def test_the_maps_ground_is_served(client: TestClient):
    answer = client.get("/land.json")
    assert answer.json().keys() >= {"land", "borders"}
    assert "max-age" in answer.headers["cache-control"]


def test_a_tile_server_is_let_in_only_when_configured(store):
    settings = Settings(tile_url="https://{s}.tile.example.org/{z}/{x}/{y}.png")
    client = TestClient(create_app(settings, store=store, outline=outline))
    assert "https://*.tile.example.org" in policy(client.get("/map"))["img-src"]


@pytest.mark.parametrize("path", PAGES)
def test_a_shared_address_with_additions_still_works(client: TestClient, path: str):
    assert client.get(path + ("&" if "?" in path else "?") + "fbclid=x").status_code == 200


def test_a_link_to_the_map_is_previewed_by_its_picture(client: TestClient):
    text = client.get("/map?type=PROTEST&fbclid=x&q=<b>&title=Anything").text
    image = re.search(r'og:image" content="([^"]+)"', text)[1].replace("&amp;", "&")
    assert image == "http://testserver/map.png?type=PROTEST&q=%3Cb%3E&width=1200&height=630"
    assert client.get(image.replace("width=1200&height=630", "width=600&height=400")).status_code == 200


def test_an_address_with_markup_in_it_is_shown_as_text(client: TestClient):
    hostile = '<script>alert(1)</script>"'
    for path in PAGES:
        text = client.get(
            path + ("&" if "?" in path else "?") + f"q={hostile}", headers={"host": "a<b>.example"}
        ).text
        assert "<script>alert" not in text
        assert "<b>" not in text


def test_the_docs_describe_every_operation_and_parameter(client: TestClient):
    text, document = client.get("/docs").text, client.get("/api").json()
    for path, methods in document["paths"].items():
        assert path in text
        for operation in methods.values():
            for parameter in operation.get("parameters", ()):
                assert f"<code>{parameter['name']}</code>" in text


def test_the_contents_of_the_docs_lead_to_each_operation(client: TestClient):
    text = client.get("/docs").text
    targets = re.findall(r'href="#([^"]+)"', text)
    assert len(targets) == sum(len(methods) for methods in client.get("/api").json()["paths"].values())
    assert sorted(targets) == sorted(set(re.findall(r'<section id="([^"]+)"', text)))


def test_the_schema_of_the_record_is_served_under_its_own_address(client: TestClient):
    answer = client.get("/schemas/event.json")
    assert answer.headers["content-type"] == "application/schema+json"
    assert answer.json() == event_schema("http://testserver/schemas/event.json")


@pytest.mark.parametrize(
    "path",
    [
        "/collections",
        "/conformance",
        "/collections/events",
        "/collections/events/items",
        "/collections/events/items/suva",
    ],
)
def test_a_browser_reads_the_collections_as_pages(client: TestClient, path: str):
    answer = client.get(path, headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert policy(answer)["default-src"] == "'none'"
    assert answer.headers["vary"].startswith("Accept")
    assert "<img src=x" not in answer.text
    assert client.get(path, params={"f": "html"}).text == answer.text or "items" in path
    assert client.get(path, headers={"accept": "application/json"}).headers["content-type"].endswith("json")
    sheet = re.search(r'rel="stylesheet" href="([^"]+)"', answer.text)[1]
    assert client.get(f"{path.rpartition('/')[0]}/{sheet}").status_code == 200


def test_the_page_of_items_walks_through_all(client: TestClient):
    text = client.get("/collections/events/items?f=html&limit=30").text
    assert "yerevan" in text
    following = re.search(r'rel="next" href="([^"]+)"', text)[1].replace("&amp;", "&")
    assert 'rel="next"' not in client.get(following).text
