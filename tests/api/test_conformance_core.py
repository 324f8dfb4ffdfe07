"""The abstract tests of OGC API - Features - Part 1: Core (OGC 17-069r3), Annex A, over every collection.

Tests 1 to 29 are those of the class Core, numbered as in that annex and in the executable test suite of the OGC; what
the corrigendum tells apart (links, items and extent of the collections) is in test 10. Those of the classes GeoJSON,
HTML and OpenAPI 3.0 follow. Each is named by its number and the requirement it tests.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx2 as httpx
import pytest
from shapely.geometry import box, shape
from starlette.testclient import TestClient

from tests.api.conftest import serving
from tests.api.test_error_shape import problem

pytestmark = pytest.mark.usefixtures("few_boundaries")

PROBLEM = "application/problem+json"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
CORE = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core"


@pytest.fixture
def api(client: TestClient) -> dict:
    (link,) = links(client.get("/").json(), "service-desc")
    return client.get(link["href"]).json()


@pytest.fixture
def collections(client: TestClient) -> list[dict]:
    return client.get("/collections").json()["collections"]


def links(document: dict, rel: str) -> list[dict]:
    return [link for link in document["links"] if link["rel"] == rel]


def items_of(client: TestClient, collection: dict, **query) -> dict:
    answer = client.get(f"/collections/{collection['id']}/items", params=query)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/geo+json"
    return answer.json()


def every_item(client: TestClient, collection: dict, **query) -> Iterator[dict]:
    page = items_of(client, collection, **{"limit": 5000, **query})
    while page:
        yield from page["features"]
        following = links(page, "next")
        page = client.get(following[0]["href"]).json() if following else None


def parameter(api: dict, collection: dict, name: str) -> dict:
    operation = api["paths"][f"/collections/{collection['id']}/items"]["get"]
    (found,) = [one for one in operation["parameters"] if one["name"] == name]
    assert (found["in"], found["required"], found["style"], found["explode"]) == ("query", False, "form", False)
    return found["schema"]


def test_a1_http(app):
    with serving(app) as address:
        answer = httpx.get(f"{address}/", timeout=60)
        assert (answer.http_version, answer.status_code) == ("HTTP/1.1", 200)
        assert httpx.put(f"{address}/", timeout=60).status_code == 405


def test_a2_crs84(client: TestClient, collections: list[dict]):
    for collection in collections:
        answer = client.get(f"/collections/{collection['id']}/items", params={"limit": 500})
        assert answer.headers["content-crs"] == f"<{CRS84}>"
        for item in answer.json()["features"]:
            if item["geometry"]:
                assert box(-180, -90, 180, 90).covers(shape(item["geometry"]))


def test_a3_landing_page_operation(client: TestClient):
    assert client.get("/").status_code == 200


def test_a4_landing_page_success(client: TestClient):
    landing = client.get("/").json()
    assert links(landing, "service-desc") or links(landing, "service-doc")
    assert len(links(landing, "conformance")) == len(links(landing, "data")) == 1


def test_a5_api_definition_operation(client: TestClient):
    for rel in ("service-desc", "service-doc"):
        for link in links(client.get("/").json(), rel):
            assert client.get(link["href"]).status_code == 200


def test_a6_api_definition_success(client: TestClient):
    for rel in ("service-desc", "service-doc"):
        for link in links(client.get("/").json(), rel):
            answer = client.get(link["href"], headers={"accept": link["type"]})
            assert answer.headers["content-type"].removesuffix("; charset=utf-8") == link["type"]


def test_a7_conformance_operation(client: TestClient):
    assert client.get("/conformance").status_code == 200


def test_a8_conformance_success(client: TestClient):
    declared = client.get("/conformance").json()["conformsTo"]
    assert CORE in declared
    assert len(declared) == len(set(declared))
    assert all(uri.startswith("http://www.opengis.net/spec/") for uri in declared)


def test_a9_collections_operation(client: TestClient):
    assert client.get("/collections").status_code == 200


def test_a10_collections_success(client: TestClient):
    document = client.get("/collections").json()
    assert len(links(document, "self")) == 1
    assert {link["type"] for link in links(document, "alternate")} == {"text/html"}
    for collection in document["collections"]:
        assert collection["id"]
        assert collection["title"]
        offered = links(collection, "items")
        assert "application/geo+json" in {link["type"] for link in offered}
        assert all(link["rel"] and link["type"] for link in collection["links"])
        assert len({link["type"] for link in offered}) == len(offered)
        extent = collection["extent"]
        assert [len(bounds) for bounds in extent["spatial"]["bbox"]] == [4]
        assert [len(interval) for interval in extent["temporal"]["interval"]] == [2]


def test_a10_the_extent_covers_all_items(client: TestClient, collections: list[dict]):
    for collection in collections:
        (bounds,) = collection["extent"]["spatial"]["bbox"]
        for item in every_item(client, collection):
            assert not item["geometry"] or box(*bounds).buffer(1e-9).covers(shape(item["geometry"])), item["id"]


def test_a11_collection_operation(client: TestClient, collections: list[dict]):
    for collection in collections:
        assert client.get(f"/collections/{collection['id']}").status_code == 200
    problem(client.get("/collections/no-such-collection"), 404)


def test_a12_collection_success(client: TestClient, collections: list[dict]):
    for collection in collections:
        (own,) = links(collection, "self")
        assert client.get(own["href"]).json() == collection


def test_a13_features_operation(client: TestClient, collections: list[dict]):
    for collection in collections:
        for link in links(collection, "items"):
            assert client.get(link["href"]).status_code == 200
    problem(client.get("/collections/no-such-collection/items"), 404)


def test_a14_bbox_definition(api: dict, collections: list[dict]):
    for collection in collections:
        schema = parameter(api, collection, "bbox")
        assert (schema["type"], schema["items"]) == ("array", {"type": "number"})
        assert (schema["minItems"], schema["maxItems"]) == (4, 6)


BOXES = ("-180,-90,180,90", "44,39,47,41", "44,39,-100,47,41,9000", "170,-30,-170,0", "1,1,1,1")


@pytest.mark.parametrize("bbox", BOXES)
def test_a15_bbox_response(client: TestClient, collections: list[dict], bbox: str):
    numbers = [float(number) for number in bbox.split(",")]
    west, south, east, north = numbers if len(numbers) == 4 else (*numbers[:2], *numbers[3:5])
    parts = [(west, east)] if west <= east else [(west, 180), (-180, east)]
    areas = [box(left, south, right, north) for left, right in parts]
    for collection in collections:
        found = {item["id"] for item in every_item(client, collection, bbox=bbox)}
        for item in every_item(client, collection):
            meets = item["geometry"] and any(shape(item["geometry"]).intersects(area) for area in areas)
            if item["id"] in found:
                assert meets, item["id"]
            elif meets:
                # An event of a region counts by the region's point, which lies elsewhere in it.
                assert collection["id"] != "boundaries"
                assert item["geometry"]["type"] != "Point"


@pytest.mark.parametrize("bbox", ["1,2,3", "1,2,3,4,5", "a,b,c,d", "0,10,1,5", "181,0,182,1"])
def test_a15_a_wrong_bbox(client: TestClient, collections: list[dict], bbox: str):
    for collection in collections:
        wrong = problem(client.get(f"/collections/{collection['id']}/items", params={"bbox": bbox}), 400)
        assert wrong["parameter"] == "bbox"


def test_a16_limit_definition(api: dict, collections: list[dict]):
    for collection in collections:
        schema = parameter(api, collection, "limit")
        assert schema["type"] == "integer"
        assert 1 <= schema["minimum"] <= schema["default"] <= schema["maximum"]


def test_a17_limit_response(client: TestClient, api: dict, collections: list[dict]):
    for collection in collections:
        schema = parameter(api, collection, "limit")
        for limit in (schema["minimum"], 3, schema["maximum"] + 1):
            assert len(items_of(client, collection, limit=limit)["features"]) <= min(limit, schema["maximum"])
        assert len(items_of(client, collection)["features"]) <= schema["default"]
        assert problem(client.get(f"/collections/{collection['id']}/items?limit=0"), 400)["parameter"] == "limit"


def test_a18_datetime_definition(api: dict, collections: list[dict]):
    for collection in collections:
        assert parameter(api, collection, "datetime")["type"] == "string"


@pytest.mark.parametrize(
    ("datetime", "start", "end"),
    [
        ("2023-09-18", "2023-09-18", "2023-09-18"),
        ("2023-09-18T12:30:00Z", "2023-09-18", "2023-09-18"),
        ("2023-09-18/2023-09-19", "2023-09-18", "2023-09-19"),
        ("2023-09-18T00:00:00Z/2023-09-19T00:00:00Z", "2023-09-18", "2023-09-19"),
        ("../2022-01-03", "0000", "2022-01-03"),
        ("/2022-01-03", "0000", "2022-01-03"),
        ("2023-09-18/..", "2023-09-18", "9999"),
        ("2023-09-18/", "2023-09-18", "9999"),
    ],
)
def test_a19_datetime_response(client: TestClient, collections: list[dict], datetime: str, start: str, end: str):
    events = next(one for one in collections if one["id"] == "events")
    found = {item["id"] for item in every_item(client, events, datetime=datetime)}
    assert found
    for item in every_item(client, events):
        days = item["properties"]
        assert (item["id"] in found) == bool(days["start"] and days["start"] <= end and days["end"] >= start)


@pytest.mark.parametrize("datetime", ["yesterday", "2023-13-01", "2023-09-20/2023-09-19", "a/b/c", "2023"])
def test_a19_a_wrong_datetime(client: TestClient, collections: list[dict], datetime: str):
    for collection in collections:
        wrong = problem(client.get(f"/collections/{collection['id']}/items", params={"datetime": datetime}), 400)
        assert wrong["parameter"] == "datetime"


def test_a20_query_param_invalid(client: TestClient, api: dict, collections: list[dict]):
    for collection in collections:
        for name, value in (("offset", "-1"), ("f", "nonsense"), ("crs", "EPSG:3857"), ("bbox-crs", "EPSG:4326")):
            wrong = problem(client.get(f"/collections/{collection['id']}/items", params={name: value}), 400)
            assert wrong["parameter"] == name


def test_a21_query_param_unknown(client: TestClient, collections: list[dict]):
    for collection in collections:
        for address in ("", "/items", "/queryables", "/schema"):
            wrong = problem(client.get(f"/collections/{collection['id']}{address}?unknownParam=1"), 400)
            assert wrong["parameter"] == "unknownParam"


def test_a22_features_response(client: TestClient, collections: list[dict]):
    for collection in collections:
        page = items_of(client, collection)
        assert page["type"] == "FeatureCollection"
        for feature in page["features"]:
            assert feature["type"] == "Feature"
            assert isinstance(feature["id"], str)
            assert {"geometry", "properties"} <= feature.keys()


def test_a23_features_links(client: TestClient, collections: list[dict]):
    for collection in collections:
        page = items_of(client, collection, limit=2, bbox="-180,-90,180,90")
        assert len(links(page, "self")) == 1
        offered = {link["type"] for link in links(collection, "items")}
        assert {link["type"] for link in links(page, "alternate")} == offered - {"application/geo+json"}
        for link in page["links"]:
            assert link["rel"]
            assert link["type"]
            if link["rel"] != "collection":
                asked = parse_qs(urlsplit(link["href"]).query)
                assert asked.items() >= {"limit": ["2"], "bbox": ["-180,-90,180,90"]}.items()


def test_a23_the_next_links_lead_through_all_items_once(client: TestClient, collections: list[dict]):
    for collection in collections:
        seen = [
            item["id"]
            for item in every_item(client, collection, limit=1000 if collection["id"] == "boundaries" else 5)
        ]
        assert len(seen) == len(set(seen)) == items_of(client, collection)["numberMatched"]


def test_a24_time_stamp(client: TestClient, collections: list[dict]):
    for collection in collections:
        before = datetime.now(UTC).replace(microsecond=0)
        stamp = datetime.fromisoformat(items_of(client, collection)["timeStamp"])
        assert before <= stamp <= datetime.now(UTC)


def test_a25_number_matched(client: TestClient, collections: list[dict]):
    for collection in collections:
        for query in ({}, {"bbox": "40,30,50,45"}, {"datetime": "2023-09-18/.."}):
            matched = items_of(client, collection, limit=2, **query)["numberMatched"]
            assert matched == len(list(every_item(client, collection, **query)))


def test_a26_number_returned(client: TestClient, collections: list[dict]):
    for collection in collections:
        for limit in (1, 7):
            page = items_of(client, collection, limit=limit)
            assert page["numberReturned"] == len(page["features"])


def test_a27_feature_operation(client: TestClient, collections: list[dict]):
    for collection in collections:
        for item in items_of(client, collection, limit=7)["features"]:
            assert client.get(f"/collections/{collection['id']}/items/{item['id']}").status_code == 200
        problem(client.get(f"/collections/{collection['id']}/items/no-such-item"), 404)


def test_a28_feature_success(client: TestClient, collections: list[dict]):
    for collection in collections:
        for item in items_of(client, collection, limit=7)["features"]:
            answer = client.get(f"/collections/{collection['id']}/items/{item['id']}")
            assert answer.headers["content-type"] == "application/geo+json"
            alone = answer.json()
            assert {name: alone[name] for name in item} == item


def test_a29_feature_links(client: TestClient, collections: list[dict]):
    for collection in collections:
        for item in items_of(client, collection, limit=7)["features"]:
            alone = client.get(f"/collections/{collection['id']}/items/{item['id']}").json()
            (own,) = links(alone, "self")
            (up,) = links(alone, "collection")
            assert client.get(own["href"]).json() == alone
            assert client.get(up["href"]).json()["id"] == collection["id"]
            for link in links(alone, "alternate"):
                answer = client.get(link["href"])
                assert answer.headers["content-type"].removesuffix("; charset=utf-8") == link["type"]
            assert all(link["type"] for link in alone["links"])


def test_geojson_definition_and_content(client: TestClient, collections: list[dict]):
    for collection in collections:
        page = items_of(client, collection, limit=20)
        assert {"type", "features", "links", "timeStamp", "numberMatched", "numberReturned"} == page.keys()
        for item in page["features"]:
            assert item["geometry"] is None or shape(item["geometry"]).is_valid


def test_html_definition_and_content(client: TestClient, collections: list[dict]):
    addresses = ["/", "/collections", "/conformance"]
    addresses += [f"/collections/{one['id']}{path}" for one in collections for path in ("", "/items")]
    for address in addresses:
        answer = client.get(address, headers={"accept": "text/html"})
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert answer.text.startswith("<!doctype html>")


def test_oas30_completeness(client: TestClient, api: dict, collections: list[dict]):
    paths = api["paths"]
    wanted = {"/", "/conformance", "/collections"}
    wanted |= {
        f"/collections/{one['id']}{path}" for one in collections for path in ("", "/items", "/items/{item_id}")
    }
    assert wanted <= paths.keys()


def test_oas30_exception_codes(api: dict):
    for methods in api["paths"].values():
        for operation in methods.values():
            assert PROBLEM in operation["responses"]["default"]["content"]


def test_oas30_definition(client: TestClient):
    (link,) = links(client.get("/").json(), "service-desc")
    assert link["type"] == "application/vnd.oai.openapi+json;version=3.0"
    assert client.get(link["href"]).json()["openapi"].startswith("3.0.")


def test_oas30_implementation(client: TestClient, api: dict, collections: list[dict]):
    """Each parameter of an operation is taken, with its default or its example for a value."""
    for collection in collections:
        path = f"/collections/{collection['id']}/items"
        for one in api["paths"][path]["get"]["parameters"]:
            value = one["schema"].get("default", one["schema"].get("example"))
            if value is not None:
                value = ",".join(value) if isinstance(value, list) else value
                assert client.get(f"{path}?{urlencode({one['name']: value})}").status_code == 200, one["name"]


def test_oas30_security(api: dict):
    schemes = api["components"]["securitySchemes"]
    for path, methods in api["paths"].items():
        for method, operation in methods.items():
            assert all(name in schemes for need in operation.get("security", ()) for name in need)
            assert (method, path.startswith("/collections")) != ("get", True) or "security" not in operation
