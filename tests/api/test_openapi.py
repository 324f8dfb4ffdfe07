"""The description of the service says what the service does."""

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

PAGES_THAT_IGNORE_STRANGERS = {"/try", "/map", "/embed", "/docs", "/oembed"}


@pytest.fixture
def document(client: TestClient) -> dict:
    return client.get("/api").json()


def test_it_is_valid_openapi_3_0(document: dict):
    validator = pytest.importorskip("openapi_spec_validator", reason="openapi-spec-validator is not installed")
    assert document["openapi"].startswith("3.0.")
    assert [error.message for error in validator.OpenAPIV30SpecValidator(document).iter_errors()] == []


def test_every_route_is_in_it_with_its_answer_and_its_errors(app: FastAPI, document: dict):
    operations = document["paths"]
    for path, method, operation in ((path, *one) for path, methods in operations.items() for one in methods.items()):
        assert operation["summary"], path
        if method == "delete":
            assert operation["responses"]["204"], path
        else:
            assert operation["responses"]["200"]["content"], path
        assert operation["responses"]["default"]["content"].keys() == {"application/problem+json"}
    assert {
        "/",
        "/api",
        "/conformance",
        "/collections",
        "/collections/events/items",
        "/geocode",
        "/map",
    } <= operations.keys()
    assert {route.path for route in app.routes if isinstance(route, APIRoute)} <= operations.keys()


def test_both_addresses_have_the_same_document(client: TestClient, document: dict):
    assert client.get("/openapi.json").json() == document


def test_limits_and_lists_are_declared_as_the_standard_asks(document: dict):
    parameters = {p["name"]: p for p in document["paths"]["/collections/events/items"]["get"]["parameters"]}
    limit = parameters["limit"]["schema"]
    assert (limit["minimum"], limit["maximum"], limit["default"]) == (1, 10_000, 100)
    bbox = parameters["bbox"]
    assert (bbox["schema"]["minItems"], bbox["schema"]["maxItems"]) == (4, 6)
    assert (bbox["style"], bbox["explode"]) == ("form", False)


def test_what_is_not_declared_is_refused(client: TestClient, document: dict):
    for path, methods in document["paths"].items():
        if "get" in methods and path not in PAGES_THAT_IGNORE_STRANGERS:
            answer = client.get(path, params={"stranger": "1"})
            assert answer.status_code == 400, path
            assert answer.json()["parameter"] == "stranger", path


def test_each_media_type_answered_is_declared(client: TestClient, document: dict):
    for path, methods in document["paths"].items():
        if (
            "{" not in path
            and path != "/events/stream"  # which has no end
            and "get" in methods
            and "security" not in methods["get"]
            and not any(p["required"] for p in methods["get"].get("parameters", ()))
        ):
            answer = client.get(path)
            assert answer.status_code == 200, path
            declared = methods["get"]["responses"]["200"]["content"]
            assert answer.headers["content-type"].removesuffix("; charset=utf-8") in declared, path
