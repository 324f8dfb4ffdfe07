"""What the standard promises its clients."""

import json
from datetime import date
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import httpx2 as httpx
import pytest
from starlette.testclient import TestClient

from api import params
from api.app import create_app
from geo.model import Document
from geo.settings import Settings
from tests.api.conftest import EVENTS, HOSTILE, make_event, outline, serving


def ids(collection: dict) -> list[str]:
    return [item["id"] for item in collection["features"]]


def linked(document: dict, rel: str) -> list[dict]:
    return [link for link in document["links"] if link["rel"] == rel]


def path_of(document: dict, rel: str) -> str:
    (found,) = linked(document, rel)
    parts = urlsplit(found["href"])
    assert parts.scheme == "http"
    assert parts.netloc == "testserver"
    return f"{parts.path}?{parts.query}"


def test_the_landing_page_leads_to_everything(client: TestClient):
    landing = client.get("/").json()
    description = client.get(path_of(landing, "service-desc"))
    assert description.headers["content-type"] == "application/vnd.oai.openapi+json;version=3.0"
    assert client.get(path_of(landing, "service-doc")).headers["content-type"].startswith("text/html")
    assert any(
        name.endswith("/conf/oas30") for name in client.get(path_of(landing, "conformance")).json()["conformsTo"]
    )
    collections = client.get(path_of(landing, "data")).json()["collections"]
    assert [one["id"] for one in collections] == ["events", "mentions", "articles", "boundaries"]
    for link in (link for one in collections for link in one["links"]):
        answer = client.get(link["href"])
        assert answer.status_code == 200
        assert answer.headers["content-type"].removesuffix("; charset=utf-8") == link["type"]


def test_a_browser_gets_a_page_and_a_program_json(client: TestClient):
    browser = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    assert client.get("/", headers=browser).headers["content-type"].startswith("text/html")
    assert client.get("/?f=html").headers["content-type"].startswith("text/html")
    assert client.get("/?f=json", headers=browser).headers["content-type"] == "application/json"
    assert client.get("/", headers={"accept": "application/json"}).headers["content-type"] == "application/json"


def test_a_page_of_items_says_how_many_there_are(client: TestClient):
    answer = client.get("/collections/events/items?limit=4")
    assert answer.headers["content-type"] == "application/geo+json"
    assert answer.headers["content-crs"] == f"<{params.CRS84}>"
    page = answer.json()
    assert page["type"] == "FeatureCollection"
    assert (page["numberMatched"], page["numberReturned"]) == (len(EVENTS), 4)
    assert page["timeStamp"].endswith("Z")
    assert ids(page) == ["yerevan", "karabakh", "suva", "apia"]


def test_regions_are_areas_and_the_unplaced_have_no_geometry(items):
    found = {item["id"]: item["geometry"] for item in items()["features"]}
    assert found["yerevan"] == {"type": "Point", "coordinates": [44.51, 40.18]}
    assert found["karabakh"]["type"] == "Polygon"
    assert found["nowhere"] is None


@pytest.mark.parametrize("limit", [1, 7, 10, 36, 500])
@pytest.mark.parametrize("way", ["", "&offset=0", "&sortby=-start,id"])
def test_the_next_links_walk_through_all_and_back(client: TestClient, limit: int, way: str):
    path, seen, pages = f"/collections/events/items?limit={limit}{way}", [], []
    while path:
        page = client.get(path).json()
        seen += ids(page)
        pages.append(page)
        path = path_of(page, "next") if linked(page, "next") else None
    assert seen == [event.id for event in sorted(EVENTS, key=lambda e: (-(e.start or date.min).toordinal(), e.id))]
    assert not linked(pages[0], "prev")
    for before, page in pairwise(pages if way else ()):
        assert ids(client.get(path_of(page, "prev")).json()) == ids(before)


def test_links_keep_every_parameter(client: TestClient):
    filters = "bbox=-180,-90,180,90&datetime=2020-01-01/..&type=protest&status=reported,planned&q=main%20road"
    query = f"{filters}&limit=3&offset=3&f=json"
    page = client.get(f"/collections/events/items?{query}").json()
    given = parse_qs(query)
    for rel, offset in (("self", "3"), ("next", "6"), ("prev", "0")):
        assert parse_qs(urlsplit(path_of(page, rel)).query) == given | {"offset": [offset]}


def test_a_page_begins_behind_another_though_more_came_before_it(client: TestClient, store):
    page = client.get("/collections/events/items?limit=3&type=protest&filter=confidence%3E0.1").json()
    path = path_of(page, "next")
    asked = parse_qs(urlsplit(path).query)
    assert asked.keys() == {"limit", "type", "filter", "after"}
    store.add(Document("d9", "Newer."), [make_event("newer", day=date(2024, 1, 1))])
    following = client.get(path).json()
    assert ids(following)[0] not in ids(page)
    assert following["numberMatched"] == page["numberMatched"] + 1


def test_links_start_with_the_configured_address(store):
    settings = Settings(base_url="https://maps.example.org/dateline/")
    client = TestClient(create_app(settings, store=store, outline=outline))
    page = client.get("/collections/events/items?limit=1").json()
    assert all(link["href"].startswith("https://maps.example.org/dateline/collections/") for link in page["links"])
    assert client.get("/api").json()["servers"] == [{"url": "https://maps.example.org/dateline"}]


def test_links_hold_below_a_prefix(app):
    client = TestClient(app, root_path="/news")
    (link,) = linked(client.get("/collections/events/items?limit=1").json(), "next")
    assert link["href"].startswith("http://testserver/news/collections/events/items?")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"bbox": "44,40,45,41", "datetime": "2023-01-01/.."}, ["yerevan"]),
        ({"bbox": "170,-30,-170,0"}, ["suva", "apia"]),
        ({"bbox": "170,-30,0,-170,0,100"}, ["suva", "apia"]),
        ({"bbox": "-180,-30,-170,0"}, ["apia"]),
        ({"datetime": "2023-09-18/2023-09-19"}, ["karabakh", "suva"]),
        ({"datetime": "2023-09-19T12:00:00Z/.."}, ["yerevan", "karabakh"]),
        ({"datetime": "../2022-01-01"}, ["n00"]),
        ({"type": "assault,Consult"}, ["karabakh", "apia"]),
        ({"type": ["ASSAULT", "CONSULT"]}, ["karabakh", "apia"]),
        ({"type": "picnic"}, ["nowhere"]),
        ({"status": "PLANNED"}, ["apia"]),
        ({"q": "suva ROAD"}, ["suva"]),
        ({"q": "100% '; DROP"}, []),
        ({"bbox": "170,-30,179,0", "bbox-crs": params.CRS84, "crs": params.CRS84}, ["suva"]),
        ({"offset": 1000}, []),
    ],
)  # fmt: skip
def test_filters_have_an_effect(items, query: dict, found: list[str]):
    assert ids(items(**query)) == found


def test_a_limit_above_the_maximum_means_the_maximum(items):
    assert items(limit=10**9)["numberReturned"] == len(EVENTS)


def test_one_event(client: TestClient):
    answer = client.get("/collections/events/items/suva")
    assert answer.headers["content-type"] == "application/geo+json"
    item = answer.json()
    assert item["id"] == "suva"
    assert client.get(path_of(item, "self")).json() == item
    assert client.get(path_of(item, "collection")).json()["id"] == "events"


def test_hostile_text_travels_as_data(client: TestClient):
    answer = client.get("/collections/events/items/suva")
    assert answer.json()["properties"]["sources"][0]["title"] == HOSTILE
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_the_schema_names_exactly_the_properties(client: TestClient, items):
    schema = client.get("/collections/events/schema").json()["properties"]
    assert schema.pop("geometry")["format"] == "geometry-any"
    assert list(items()["features"][0]["properties"]) == list(schema)


def test_no_date_among_the_properties_is_the_publication_day(client: TestClient):
    # GDAL sends a filter on any date-time property as `datetime`, which is the event's own time.
    schema = client.get("/collections/events/schema").json()["properties"]
    assert {name for name, kind in schema.items() if kind.get("format", "").startswith("date")} == {"start", "end"}


def test_every_queryable_is_a_parameter(client: TestClient):
    queryables = client.get("/collections/events/queryables").json()["properties"]
    operation = client.get("/api").json()["paths"]["/collections/events/items"]["get"]
    # `bbox` and `datetime` ask for these two.
    assert queryables.keys() - {"geometry", "time"} <= {parameter["name"] for parameter in operation["parameters"]}
    assert queryables["status"]["enum"] == ["reported", "claimed", "planned", "denied"]


def test_another_site_may_read(client: TestClient):
    answer = client.get("/collections/events/items?limit=1", headers={"origin": "https://example.org"})
    assert answer.headers["access-control-allow-origin"] == "*"


def test_head_is_get_without_the_body(client: TestClient):
    for path in ("/", "/collections/events/items", "/static/pages.css"):
        head, get = client.head(path), client.get(path)
        assert head.content == b""
        assert head.status_code == get.status_code == 200
        assert head.headers["content-length"] == get.headers["content-length"]


def test_a_copy_that_is_still_right_is_not_sent_again(client: TestClient, store):
    first = client.get("/collections/events/items")
    held = {"if-none-match": f'"other", {first.headers["etag"]}'}
    again = client.get("/collections/events/items", headers=held)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["cache-control"] == "no-cache"
    assert client.head("/collections/events/items", headers=held).status_code == 304
    assert client.get("/collections/events/items", headers={"if-none-match": '"other"'}).status_code == 200
    store.add(Document("d3", "More.", "More"), [make_event("more")])
    changed = client.get("/collections/events/items", headers=held)
    assert changed.status_code == 200
    assert "more" in ids(changed.json())


def test_answers_travel_compressed_to_whom_that_suits(client: TestClient):
    plain = client.get("/collections/events/items", headers={"accept-encoding": "identity"})
    small = client.get("/collections/events/items", headers={"accept-encoding": "gzip"})
    assert small.headers["content-encoding"] == "gzip"
    assert int(small.headers["content-length"]) * 3 < int(plain.headers["content-length"])
    assert "content-encoding" not in plain.headers
    assert ids(small.json()) == ids(plain.json())
    assert small.headers["etag"] == plain.headers["etag"]


def sequence(answer) -> list[str]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/geo+json-seq"
    head, *records = answer.text.split("\x1e")
    assert head == ""
    assert all(record.endswith("\n") for record in records)
    return [json.loads(record)["id"] for record in records]


@pytest.mark.parametrize("query", ["", "limit=3", "limit=3&offset=2", "offset=30", "type=assault", "q=unheard"])
def test_a_sequence_holds_what_the_pages_do(client: TestClient, query: str):
    page = client.get(f"/collections/events/items?{query}").json()
    assert sequence(client.get(f"/collections/events/items?f=geojsonseq&{query}")) == ids(page)


def test_a_sequence_has_no_end_but_the_last_event(client: TestClient, store):
    store.add(Document("d4", "Many."), [make_event(f"m{number:04}") for number in range(1500)])
    assert len(sequence(client.get("/collections/events/items?f=geojsonseq"))) == len(EVENTS) + 1500


def test_a_sequence_that_breaks_off_is_no_whole_answer(app, store):
    def breaking(_):
        yield from EVENTS * 20
        raise ZeroDivisionError

    store.stream = breaking
    with serving(app) as address, pytest.raises(httpx.RemoteProtocolError):
        httpx.get(f"{address}/collections/events/items?f=geojsonseq")


def test_a_wrong_question_for_a_sequence_is_answered_before_it_begins(client: TestClient):
    assert client.get("/collections/events/items?f=geojsonseq&type=nonsense").json()["parameter"] == "type"
