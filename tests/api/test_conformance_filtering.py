"""The abstract tests of OGC API - Features - Part 3: Filtering (OGC 19-079r2), Annex A, over every collection, in CQL2 text
and JSON. Each is named by the test of the class and the requirement it tests; the draft's annex counts them alike.
"""

import json

import pytest
from starlette.testclient import TestClient

from tests.api.test_conformance_core import CRS84, every_item, items_of, links
from tests.api.test_error_shape import problem

pytestmark = pytest.mark.usefixtures("few_boundaries")

PART_3 = "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf"
CQL2 = "http://www.opengis.net/spec/cql2/1.0/conf"
WORLD = "BBOX(-180,-90,180,90)"


@pytest.fixture
def collections(client: TestClient) -> list[dict]:
    return client.get("/collections").json()["collections"]


def queryables(client: TestClient, collection: dict) -> dict:
    return client.get(f"/collections/{collection['id']}/queryables").json()["properties"]


def refused(client: TestClient, collection: dict, **query) -> str:
    return problem(client.get(f"/collections/{collection['id']}/items", params=query), 400)["parameter"]


def found(client: TestClient, collection: dict, filter: str, **query) -> list[str]:
    return [item["id"] for item in every_item(client, collection, filter=filter, **query)]


def spatial(client: TestClient, collections: list[dict]) -> list[dict]:
    return [one for one in collections if "geometry" in queryables(client, one)]


def test_filter_1_get_conformance(client: TestClient):
    declared = client.get("/conformance").json()["conformsTo"]
    classes = ("queryables", "queryables-query-parameters", "filter", "features-filter")
    assert {f"{PART_3}/{name}" for name in classes} <= set(declared)
    assert {f"{CQL2}/{name}" for name in ("cql2-text", "cql2-json", "basic-cql2")} <= set(declared)


def test_filter_2_get_collections(collections: list[dict]):
    assert [one["id"] for one in collections] == ["events", "mentions", "articles", "boundaries"]


def test_filter_3_get_queryables(client: TestClient, collections: list[dict]):
    for collection in collections:
        answer = client.get(
            f"/collections/{collection['id']}/queryables", headers={"accept": "application/schema+json"}
        )
        assert answer.headers["content-type"] == "application/schema+json"
        schema = answer.json()
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert schema["$id"] == f"http://testserver/collections/{collection['id']}/queryables"
        assert schema["type"] == "object"
        assert schema["properties"]


def test_filter_4_get_collection(client: TestClient, collections: list[dict]):
    for collection in collections:
        (link,) = links(collection, "http://www.opengis.net/def/rel/ogc/1.0/queryables")
        assert client.get(link["href"]).status_code == 200


def test_filter_5_filter_param(client: TestClient, collections: list[dict]):
    for collection in collections:
        every = [item["id"] for item in every_item(client, collection)]
        for name in queryables(client, collection):
            none = found(client, collection, f'"{name}" IS NULL', **{"filter-lang": "cql2-text"})
            some = found(client, collection, f'"{name}" IS NOT NULL', **{"filter-lang": "cql2-text"})
            assert sorted(none + some) == sorted(every), (collection["id"], name)
        assert refused(client, collection, filter="THIS IS NOT A FILTER") == "filter"


def test_filter_5_filter_param_in_json(client: TestClient, collections: list[dict]):
    events = collections[0]
    asked = json.dumps({"op": "=", "args": [{"property": "type"}, "CONSULT"]})
    assert found(client, events, asked, **{"filter-lang": "cql2-json"}) == ["apia"]
    assert refused(client, events, filter="{", **{"filter-lang": "cql2-json"}) == "filter"


def test_filter_6_filter_lang_default(client: TestClient, collections: list[dict]):
    for collection in collections:
        assert found(client, collection, "id IS NULL") == []
        assert refused(client, collection, filter='{"op":"isNull","args":[{"property":"id"}]}') == "filter"
        assert refused(client, collection, **{"filter": "id IS NULL", "filter-lang": "sql"}) == "filter-lang"


def test_filter_7_expression_construction(client: TestClient, collections: list[dict]):
    for collection in collections:
        assert refused(client, collection, filter="this_is_not_a_queryable IS NULL") == "filter"


def test_filter_8_filter_crs_wgs84(client: TestClient, collections: list[dict]):
    for collection in spatial(client, collections):
        everywhere = found(client, collection, f"S_INTERSECTS(geometry,{WORLD})")
        assert everywhere == [item["id"] for item in every_item(client, collection) if item["geometry"]]
        assert refused(client, collection, filter="S_INTERSECTS(geometry,BBOX(1000000,1000000,2000000,2000000))")


def test_filter_9_filter_crs_param(client: TestClient, collections: list[dict]):
    for collection in spatial(client, collections):
        asked = f"S_INTERSECTS(geometry,{WORLD})"
        assert found(client, collection, asked, **{"filter-crs": CRS84}) == found(client, collection, asked)
        unknown = "http://www.opengis.net/def/crs/OGC/0/does_not_exist"
        assert refused(client, collection, **{"filter": asked, "filter-crs": unknown}) == "filter-crs"


def test_filter_10_mixing_expressions(client: TestClient, collections: list[dict]):
    for collection in spatial(client, collections):
        asked = f"S_INTERSECTS(geometry,{WORLD})"
        assert found(client, collection, asked, bbox="-180,-90,180,90") == found(client, collection, asked)
        assert found(client, collection, asked, bbox="0,0,0.1,0.1") == []
    events = collections[0]
    assert found(client, events, "status = 'planned'", type="CONSULT", place="Apia") == ["apia"]
    assert found(client, events, "status = 'planned'", type="PROTEST") == []


def test_features_filter_2_filter_on_items(client: TestClient, collections: list[dict]):
    events = collections[0]
    every = list(every_item(client, events))
    for asked, fits in (
        ("type IN ('ASSAULT','CONSULT')", lambda p: p["type"] in ("ASSAULT", "CONSULT")),
        ("confidence BETWEEN 0.6 AND 0.8", lambda p: 0.6 <= p["confidence"] <= 0.8),
        ("place LIKE 'S%'", lambda p: p["place"].startswith("S")),
        ("CASEI(place) = CASEI('yerevan')", lambda p: p["place"] == "Yerevan"),
        ("start >= DATE('2023-09-18') AND NOT status = 'planned'", lambda p: (p["start"] or "") >= "2023-09-18"),
    ):
        assert found(client, events, asked) == [item["id"] for item in every if fits(item["properties"])], asked


def test_queryables_query_parameters(client: TestClient, collections: list[dict]):
    """/req/queryables-query-parameters/parameters: each queryable by itself asks for equality."""
    for collection in collections:
        for item in items_of(client, collection, limit=5)["features"]:
            for name, value in item["properties"].items():
                if isinstance(value, (str, int, float)) and value != "" and name in queryables(client, collection):
                    text = str(value).lower() if isinstance(value, bool) else str(value)
                    same = {
                        other["id"]
                        for other in every_item(client, collection)
                        if other["properties"].get(name) == value
                    }
                    asked = {one["id"] for one in every_item(client, collection, **{name: text})}
                    assert asked == same, (collection["id"], name)
            break
    events = collections[0]
    for name, value in (("confidence", "high"), ("historical", "perhaps"), ("start", "soon")):
        assert refused(client, events, **{name: value}) == name


@pytest.mark.parametrize("sortby", ["-start", "+place,-id", "confidence,id", "-title"])
def test_sortby_orders_what_is_there(client: TestClient, collections: list[dict], sortby: str):
    events = collections[0]
    shown = [item["id"] for item in every_item(client, events, sortby=sortby, limit=7)]
    assert sorted(shown) == sorted(item["id"] for item in every_item(client, events))
    name = sortby.split(",", maxsplit=1)[0].lstrip("+-")
    values = [item["properties"][name] for item in every_item(client, events, sortby=sortby)]
    known = [value for value in values if value is not None]
    assert known == sorted(known, reverse=sortby.startswith("-"))
    assert values[len(known) :] == [None] * (len(values) - len(known))


def test_sortby_by_what_is_not_there(client: TestClient, collections: list[dict]):
    for collection in collections:
        assert refused(client, collection, sortby="colour") == "sortby"


def test_properties_leave_the_others_out(client: TestClient, collections: list[dict]):
    events = collections[0]
    for item in items_of(client, events, properties="type,status", limit=3)["features"]:
        assert list(item["properties"]) == ["type", "status"]
    assert refused(client, events, properties="colour") == "properties"
