"""The abstract tests of OGC API - Features - Part 3: Filtering (OGC 19-079r2), Annex A, over every collection, in CQL2 text
and JSON. Each is named by its number in the annex, from 1 to 14, and by what it is called there; those of `sortby` and
`properties`, which are of no part of the standard yet, follow.
"""

import json

import jsonschema
import pytest
from starlette.testclient import TestClient

from tests.api.test_conformance_core import CRS84, every_item, items_of, links
from tests.api.test_error_shape import problem

pytestmark = pytest.mark.usefixtures("few_boundaries")

QUERYABLES = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
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


@pytest.mark.parametrize(
    "declared",
    [
        pytest.param(f"{PART_3}/queryables", id="1"),
        pytest.param(f"{PART_3}/queryables-query-parameters", id="4"),
        pytest.param(f"{PART_3}/filter", id="6"),
        pytest.param(f"{PART_3}/features-filter", id="13"),
        *(f"{CQL2}/{name}" for name in ("cql2-text", "cql2-json", "basic-cql2")),
    ],
)
def test_1_4_6_13_get_conformance(client: TestClient, declared: str):
    answer = client.get("/conformance", headers={"accept": "application/json"})
    assert answer.headers["content-type"] == "application/json"
    assert declared in answer.json()["conformsTo"]


@pytest.mark.parametrize("method", ["HEAD", "GET"])
def test_2_get_queryables_uris(client: TestClient, collections: list[dict], method: str):
    for collection in collections:
        (link,) = links(collection, QUERYABLES)
        answer = client.request(method, f"/collections/{collection['id']}/items")
        assert answer.status_code == 200
        assert answer.links[QUERYABLES]["url"] == link["href"]


def test_3_get_queryables(client: TestClient, collections: list[dict]):
    for collection in collections:
        (link,) = links(collection, QUERYABLES)
        answer = client.get(link["href"], headers={"accept": "application/schema+json"})
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/schema+json"
        schema = answer.json()
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert schema["$id"] == link["href"]
        assert schema["type"] == "object"
        assert schema["properties"]
        assert schema["additionalProperties"] is False
        for property in schema["properties"].values():
            assert "type" in property or property["format"].startswith("geometry-")
        jsonschema.Draft202012Validator.check_schema(schema)


def test_5_query_param(client: TestClient, collections: list[dict]):
    for collection in collections:
        names = queryables(client, collection)
        first = items_of(client, collection, limit=1)["features"]
        for name, value in first[0]["properties"].items() if first else ():
            if isinstance(value, (str, int, float)) and value != "" and name in names:
                text = str(value).lower() if isinstance(value, bool) else str(value)
                same = {one["id"] for one in every_item(client, collection) if one["properties"].get(name) == value}
                asked = {one["id"] for one in every_item(client, collection, **{name: text})}
                assert asked == same, (collection["id"], name)
    for name, value in (("confidence", "high"), ("historical", "perhaps"), ("start", "soon"), ("reports", "1.5")):
        assert refused(client, collections[0], **{name: value}) == name


def test_7_filter_param(client: TestClient, collections: list[dict]):
    for collection in collections:
        every = [item["id"] for item in every_item(client, collection)]
        for name in queryables(client, collection):
            none = found(client, collection, f'"{name}" IS NULL', **{"filter-lang": "cql2-text"})
            some = found(client, collection, f'"{name}" IS NOT NULL', **{"filter-lang": "cql2-text"})
            assert sorted(none + some) == sorted(every), (collection["id"], name)
        assert refused(client, collection, filter="THIS IS NOT A FILTER") == "filter"


def test_7_filter_param_in_json(client: TestClient, collections: list[dict]):
    events = collections[0]
    asked = json.dumps({"op": "=", "args": [{"property": "type"}, "CONSULT"]})
    assert found(client, events, asked, **{"filter-lang": "cql2-json"}) == ["apia"]
    assert refused(client, events, filter="{", **{"filter-lang": "cql2-json"}) == "filter"


def test_8_filter_lang_default(client: TestClient, collections: list[dict]):
    for collection in collections:
        assert found(client, collection, "id IS NULL") == []
        assert refused(client, collection, filter='{"op":"isNull","args":[{"property":"id"}]}') == "filter"
        assert refused(client, collection, **{"filter": "id IS NULL", "filter-lang": "sql"}) == "filter-lang"


def test_9_expression_construction(client: TestClient, collections: list[dict]):
    for collection in collections:
        assert refused(client, collection, filter="this_is_not_a_queryable IS NULL") == "filter"


def test_10_filter_crs_wgs84(client: TestClient, collections: list[dict]):
    for collection in spatial(client, collections):
        everywhere = found(client, collection, f"S_INTERSECTS(geometry,{WORLD})")
        assert everywhere == [item["id"] for item in every_item(client, collection) if item["geometry"]]
        assert refused(client, collection, filter="S_INTERSECTS(geometry,BBOX(1000000,1000000,2000000,2000000))")


def test_11_filter_crs_param(client: TestClient, collections: list[dict]):
    for collection in spatial(client, collections):
        asked = f"S_INTERSECTS(geometry,{WORLD})"
        assert found(client, collection, asked, **{"filter-crs": CRS84}) == found(client, collection, asked)
        unknown = "http://www.opengis.net/def/crs/OGC/0/does_not_exist"
        assert refused(client, collection, **{"filter": asked, "filter-crs": unknown}) == "filter-crs"


def test_12_mixing_expressions(client: TestClient, collections: list[dict]):
    for collection in spatial(client, collections):
        asked = f"S_INTERSECTS(geometry,{WORLD})"
        assert found(client, collection, asked, bbox="-180,-90,180,90") == found(client, collection, asked)
        assert found(client, collection, asked, bbox="0,0,0.1,0.1") == []
    events = collections[0]
    assert found(client, events, "status = 'planned'", type="CONSULT", place="Apia") == ["apia"]
    assert found(client, events, "status = 'planned'", type="PROTEST") == []


def test_14_filter_on_items(client: TestClient, collections: list[dict]):
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
