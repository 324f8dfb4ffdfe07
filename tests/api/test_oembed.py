"""oEmbed: the map for those who are given its address."""

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

ROOT = "http://testserver"


def asked(client: TestClient, url: str, **more: str):
    return client.get("/oembed", params={"url": url, **more})


def test_a_map_becomes_a_frame_and_a_picture(client: TestClient):
    answer = asked(client, f"{ROOT}/map?type=PROTEST&bbox=1,2,3,4&utm_source=x#map=5/40/45").json()
    assert (answer["version"], answer["type"]) == ("1.0", "rich")
    (src,) = re.findall(r'src="([^"]*)"', answer["html"])
    assert unescape(src) == f"{ROOT}/embed?type=PROTEST&bbox=1,2,3,4&utm_source=x#map=5/40/45"
    assert 'sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"' in answer["html"]
    assert answer["thumbnail_url"] == f"{ROOT}/map.png?type=PROTEST&bbox=1,2,3,4&width=1200&height=630"
    assert client.get(unescape(src)).status_code == 200
    picture = client.get(answer["thumbnail_url"])
    assert picture.headers["content-type"] == "image/png", picture.text


def test_it_is_no_larger_than_there_is_room_for(client: TestClient):
    answer = asked(client, f"{ROOT}/embed", maxwidth="500", maxheight="300", dnt="1").json()
    assert (answer["width"], answer["height"]) == (500, 300)
    assert answer["thumbnail_width"] <= 500
    assert answer["thumbnail_height"] <= 300
    assert "thumbnail_url" not in asked(client, f"{ROOT}/embed", maxwidth="150").json()


@pytest.mark.parametrize(
    "url",
    ["https://elsewhere.example/map", f"{ROOT}/docs", f"{ROOT}/map/../docs", "javascript:alert(1)", "http://[", "//"],
)
def test_only_maps_of_the_service_are_known(client: TestClient, url: str):
    assert asked(client, url).status_code == 404


def test_other_formats_are_not_there(client: TestClient):
    assert asked(client, f"{ROOT}/map", format="xml").status_code == 501
    assert client.get("/oembed").status_code == 400
    assert asked(client, f"{ROOT}/map", maxwidth="wide").json()["parameter"] == "maxwidth"


def test_a_hostile_address_stays_text(client: TestClient):
    html = asked(client, f'{ROOT}/map?q="><script>alert(1)</script>#"><script>alert(2)</script>').json()["html"]
    assert html.count("<") == 2
    assert len(re.findall(r'"', html)) == 2 * len(re.findall(r'="', html))


def test_the_map_says_where_to_ask(client: TestClient):
    text = client.get("/map?type=PROTEST").text
    (address,) = re.findall(r'<link rel="alternate" type="application/json\+oembed"[^>]* href="([^"]+)"', text)
    assert client.get(unescape(address)).json()["type"] == "rich"
    assert '<meta property="og:image"' in text
