"""Requests made up from the OpenAPI document, right ones and wrong ones, to every operation: whatever is sent, the answer
is one that the document tells of, and never an error of the server."""

from collections.abc import Iterator, Mapping

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import ignored_auth, negative_data_rejection, positive_data_acceptance

from api import live, openapi
from api.app import create_app
from geo.settings import Settings
from geo.stores import MemoryStore
from tests.api.conftest import GAZETTEER, outline
from tests.api.test_articles import KEYS, hashes
from tests.api.test_geoparse import TEXT
from tests.api.test_openapi import PAGES_THAT_IGNORE_STRANGERS

HELD = {"authorization": f"Bearer {KEYS[0]}"}
BOUNDED = settings(
    max_examples=8, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


def operations() -> Iterator[tuple[str, str, Mapping]]:
    paths = openapi.document(create_app(Settings(), store=MemoryStore()), "/")["paths"]
    return ((method.upper(), path, one) for path, methods in paths.items() for method, one in methods.items())


# What there is to send that is right, and what there is that is wrong.
SENDING = [(method, path, GenerationMode.POSITIVE) for method, path, _ in operations()]
SENDING += [
    (method, path, GenerationMode.NEGATIVE)
    for method, path, described in operations()
    if described.keys() & {"parameters", "requestBody"}
]
SECURED = [(method, path) for method, path, described in operations() if "security" in described]
# What chance does not find, since a schema does not tell of its grammar.
LIKELY = {
    "after": ("-738000:yerevan",),
    "datetime": ("2023-09-18/..", "2023-09-19T12:00:00Z"),
    "filter": ("type = 'PROTEST' AND confidence > 0.5", "S_INTERSECTS(geometry, BBOX(170, -30, -170, 0))"),
    "item_id": ("yerevan", "country:AM"),
    "sortby": ("-start,id", "place"),
}


async def _soon_over(self, query, since):
    yield b"retry: 3000\n\n"


@pytest.fixture
def app(store: MemoryStore, monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    monkeypatch.setenv("DATELINE_API_KEYS", hashes(KEYS))
    monkeypatch.setattr(live.Hub, "messages", _soon_over)
    return create_app(Settings(), store=store, outline=outline, gazetteer=GAZETTEER)


@pytest.fixture
def schema(app: FastAPI, few_boundaries: None):
    return schemathesis.openapi.from_asgi("/api", app)


@pytest.mark.parametrize(("method", "path", "mode"), SENDING)
def test_with_a_key(schema, method: str, path: str, mode: GenerationMode):
    checked(schema[path][method], mode, HELD)


@pytest.mark.parametrize(("method", "path"), SECURED)
def test_without_a_key(schema, method: str, path: str):
    for answer in checked(schema[path][method], GenerationMode.POSITIVE, {}):
        assert answer.status_code == 401


@pytest.mark.parametrize(
    ("method", "path", "sent"),
    [
        ("GET", "/geocode", {"query": {"q": "Paris"}}),
        ("GET", "/reverse", {"query": {"lon": 44.5, "lat": 40.2, "limit": 3}}),
        ("POST", "/geoparse", {"body": TEXT, "media_type": "text/plain", "query": {"explain": "true"}}),
        ("POST", "/geoparse", {"body": {"text": TEXT, "published": "2023-09-21"}, "media_type": "application/json"}),
    ],
)
def test_an_answer_that_holds_something(schema, method: str, path: str, sent: dict):
    answer = schema[path][method].Case(**sent).call_and_validate()
    assert answer.status_code == 200
    assert answer.json().get("features") or (answer.json()["mentions"] and answer.json()["events"])


def checked(operation, mode: GenerationMode, headers: dict[str, str]) -> list:
    """The answers."""
    without = [positive_data_acceptance, ignored_auth]  # not all that is wrong a schema can say; for keys see above
    if operation.path in PAGES_THAT_IGNORE_STRANGERS:
        without.append(negative_data_rejection)  # their script says what is wrong
    if operation.path == "/oembed":
        without.append(not_a_server_error)  # oEmbed answers 501 where it has not the format
    declared = operation.definition.raw["responses"]
    answers = []

    @BOUNDED
    @given(st.data())
    def check(data):
        case = data.draw(operation.as_strategy(generation_mode=mode))
        if mode is GenerationMode.POSITIVE:
            for values in (case.query, case.path_parameters):
                for name, likely in LIKELY.items():
                    if name in (values or ()):
                        values[name] = data.draw(st.sampled_from(likely) | st.just(values[name]))
        # A limit that is too high means the highest, as the standard has it.
        high = [negative_data_rejection] if str((case.query or {}).get("limit")).isdigit() else []
        answers.append(case.call_and_validate(headers=headers, excluded_checks=without + high))
        assert answers[-1].status_code >= 400 or str(answers[-1].status_code) in declared

    check()
    return answers
