"""What operators rely on: caches, proxies, probes, figures and logs."""

import json
import logging
import sys

import httpx2 as httpx
import pytest
from starlette.testclient import TestClient

from api import logs
from api.app import create_app
from geo.errors import GazetteerError, StoreError
from geo.model import Document
from geo.settings import Settings
from tests.api.conftest import GAZETTEER, make_event, outline

ITEMS = "/collections/events/items"


def reached(store, settings: Settings, client=("testclient", 50000), **headers) -> str:
    """The address of the first link of the landing page, as seen by who asks with these headers."""
    app = create_app(settings, store=store, outline=outline, gazetteer=GAZETTEER)
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = TestClient(app, client=client).get("/", headers=given)
    return answer.json()["links"][0]["href"]


def test_a_copy_that_is_still_right_costs_no_work(app, client, store, monkeypatch):
    tag = client.get(ITEMS).headers["etag"]
    monkeypatch.setattr(store, "search", None)
    again = client.get(ITEMS, headers={"if-none-match": f'"x", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert again.headers["access-control-allow-origin"] == "*"
    assert client.get(f"{ITEMS}?limit=1", headers={"if-none-match": tag}).status_code == 500


def test_a_tag_changes_with_the_store_and_with_what_was_asked(client, store):
    tag = client.get(ITEMS).headers["etag"]
    assert client.get(ITEMS).headers["etag"] == tag
    assert client.get(f"{ITEMS}?limit=1").headers["etag"] != tag
    assert client.get(ITEMS, headers={"host": "other.example"}).headers["etag"] != tag
    store.add(Document("d3", "More.", "More"), [make_event("more")])
    assert client.get(ITEMS, headers={"if-none-match": tag}).status_code == 200
    assert client.get(ITEMS).headers["etag"] != tag


def test_answers_say_what_they_vary_with(client):
    vary = client.get(ITEMS, headers={"accept-encoding": "gzip"}).headers["vary"]
    assert {"Accept", "Accept-Encoding"} <= {word.strip() for word in vary.split(",")}


def test_an_error_has_no_tag(client):
    answer = client.get(f"{ITEMS}?limit=0")
    assert answer.status_code == 400
    assert "etag" not in answer.headers


@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "DELETE"])
def test_another_site_may_do_what_its_users_key_allows(client, method):
    asked = {
        "origin": "https://example.org",
        "access-control-request-method": method,
        "access-control-request-headers": "authorization, content-type",
    }
    answer = client.options(ITEMS, headers=asked)
    assert answer.status_code == 204
    assert method in answer.headers["access-control-allow-methods"]
    assert "authorization" in answer.headers["access-control-allow-headers"].lower()
    assert "access-control-allow-credentials" not in answer.headers
    assert "ETag" in client.get("/").headers["access-control-expose-headers"]


PROXY = ("10.0.0.1", 1234)
TRUSTING = Settings(forwarded_allow="10.0.0.0/8")


@pytest.mark.parametrize(
    ("headers", "address"),
    [
        ({}, "http://testserver/"),
        ({"x_forwarded_proto": "https", "x_forwarded_host": "maps.example:8443"}, "https://maps.example:8443/"),
        ({"x_forwarded_proto": "https", "x_forwarded_prefix": "/news/"}, "https://testserver/news/"),
        ({"forwarded": 'for=1.2.3.4;proto=https;host="maps.example:81"'}, "https://maps.example:81/"),
        ({"forwarded": "for=1.2.3.4;proto=https", "x_forwarded_proto": "http"}, "https://testserver/"),
        ({"forwarded": "host=evil.example, for=1.2.3.4;host=maps.example"}, "http://maps.example/"),
        ({"forwarded": "for=1.2.3.4;host=maps.example, for=10.0.0.2;host=inside"}, "http://maps.example/"),
        (
            {"x_forwarded_for": "6.6.6.6, 1.2.3.4", "x_forwarded_host": "evil.example, maps.example"},
            "http://maps.example/",
        ),
        ({"x_forwarded_host": "a<b>.example"}, "http://testserver/"),
        ({"x_forwarded_proto": "javascript"}, "http://testserver/"),
        ({"x_forwarded_prefix": '/"><script>'}, "http://testserver/"),
        ({"forwarded": "host=a;;;=,,"}, "http://testserver/"),
    ],
)
def test_a_trusted_proxy_says_what_the_address_is(store, headers, address):
    assert reached(store, TRUSTING, PROXY, **headers) == address


def test_nobody_else_is_believed_and_a_configured_address_is_stronger(store):
    headers = {"x_forwarded_host": "evil.example", "forwarded": "host=evil.example"}
    assert reached(store, Settings(), PROXY, **headers) == "http://testserver/"
    assert reached(store, TRUSTING, ("11.0.0.1", 1), **headers) == "http://testserver/"
    settings = Settings(forwarded_allow="*", base_url="https://maps.example/news")
    assert reached(store, settings, **headers) == "https://maps.example/news/"


def test_a_wrong_list_of_proxies_is_complained_of(monkeypatch):
    monkeypatch.setenv("DATELINE_FORWARDED_ALLOW", "10.0.0.0/99")
    with pytest.raises(ValueError, match="DATELINE_FORWARDED_ALLOW"):
        Settings()


def test_health_asks_nothing_of_the_store(client, store, monkeypatch):
    monkeypatch.setattr(store, "summary", None)
    assert client.get("/health").json()["status"] == "ok"
    assert client.get("/health").headers["cache-control"] == "no-store"


def test_ready_says_what_the_store_holds(client):
    ready = client.get("/ready").json()
    assert (ready["store"], ready["boundaries"]) == ("open", "there")
    assert ready["gazetteer"] in ("building", "built")
    assert (ready["articles"], ready["events"], ready["placed"], ready["unplaced"]) == (1, 36, 35, 1)
    assert 0 < ready["stories"] <= 36


def test_not_ready_says_what_is_missing(client, app, store, monkeypatch):
    def fail():
        raise StoreError("/secret/path")

    monkeypatch.setattr(store, "summary", fail)
    answer = client.get("/ready")
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"] == "missing: store"
    assert "secret" not in answer.text


def test_a_gazetteer_that_could_not_be_built_is_missing(client, app, caplog):
    from api.service import Lazy

    def fail():
        raise GazetteerError("no data")

    app.state.service.gazetteer = Lazy(fail)
    assert client.get("/ready").json()["gazetteer"] == "building"
    while not app.state.service.gazetteer.failed:
        pass
    assert "gazetteer" in client.get("/ready").json()["detail"]


def test_metrics_count_requests_by_their_route(client, store):
    client.get(f"{ITEMS}/yerevan")
    client.get(f"{ITEMS}/nobody")
    client.get("/wp-login.php")
    client.head("/")
    client.request("BREW", "/")
    text = client.get("/metrics").text
    route = f'method="GET",route="{ITEMS}/{{item_id}}"'
    assert f'dateline_http_requests_total{{{route},status="200"}} 1.0' in text
    assert f'dateline_http_requests_total{{{route},status="404"}} 1.0' in text
    assert f"dateline_http_request_duration_seconds_count{{{route}}} 2.0" in text
    assert 'method="GET",route="other",status="404"' in text
    assert 'method="HEAD",route="/",status="200"' in text
    assert 'method="other",route="/",status="405"' in text
    assert "dateline_http_requests_in_flight 1.0" in text
    assert "dateline_store_events 36.0" in text
    assert f"dateline_store_version {store.version()}.0" in text
    assert "wp-login" not in text
    assert "nobody" not in text


def test_a_request_is_known_by_its_id(client):
    assert client.get("/health", headers={"x-request-id": "abc-1.2"}).headers["x-request-id"] == "abc-1.2"
    for bad in ("a b", "x" * 200, '"', ""):
        made = client.get("/health", headers={"x-request-id": bad}).headers["x-request-id"]
        assert made != bad
        assert len(made) == 16


def test_the_log_has_a_line_for_each_request_and_no_secret(client, caplog):
    with caplog.at_level(logging.INFO, logs.ACCESS):
        headers = {"authorization": "Bearer hush", "x-request-id": "r1"}
        answer = client.get(f"{ITEMS}/yerevan?f=json&crs=hush", headers=headers)
    (record,) = [record for record in caplog.records if record.name == logs.ACCESS]
    line = logs.JsonFormatter().format(record)
    assert "hush" not in line
    entry = json.loads(line)
    assert entry["path"] == f"{ITEMS}/yerevan"
    assert (entry["method"], entry["status"], entry["bytes"]) == ("GET", answer.status_code, len(answer.content))
    assert entry["duration_ms"] > 0
    assert entry["client"] == "testclient"
    assert "hush" not in logs.TextFormatter().format(record)


def test_an_error_is_logged_with_the_id_of_its_request(app, store, monkeypatch):
    lines = []

    class Kept(logging.Handler):
        def emit(self, record):
            lines.append(json.loads(self.format(record)))

    def fail(_):
        raise StoreError("broken")

    monkeypatch.setattr(store, "search", fail)
    kept = Kept()
    kept.setFormatter(logs.JsonFormatter())
    logging.getLogger("dateline.api").addHandler(kept)
    try:
        answer = TestClient(app).get(ITEMS, headers={"x-request-id": "r2"})
    finally:
        logging.getLogger("dateline.api").removeHandler(kept)
    assert answer.headers["x-request-id"] == "r2"
    (line,) = lines
    assert (line["request_id"], line["level"]) == ("r2", "error")
    assert "broken" in line["trace"]


def test_what_nobody_foresaw_is_answered_with_its_id(app, store, monkeypatch):
    monkeypatch.setattr(store, "search", None)
    answer = TestClient(app, raise_server_exceptions=False).get(ITEMS, headers={"x-request-id": "r3"})
    assert (answer.status_code, answer.headers["x-request-id"]) == (500, "r3")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_text_lines_can_not_be_forged():
    record = logging.LogRecord("x", logging.INFO, "", 0, "GET /a\n2026 forged", None, None)
    assert "\n" not in logs.TextFormatter().format(record)


def test_several_workers_answer_from_one_store_and_count_together(tmp_path):
    import os
    import signal
    import socket
    import subprocess
    import time

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["-m", "dateline", "serve", "--workers", "2", "--port", str(port), "--store", tmp_path / "news.gpkg"]
    environment = os.environ | {"DATELINE_LOG": "json"}
    server = subprocess.Popen([sys.executable, *map(str, words)], stderr=subprocess.PIPE, text=True, env=environment)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(1_200):
            try:
                httpx.get(f"{address}/health", timeout=60)
                break
            except httpx.TransportError:
                assert server.poll() is None
                time.sleep(0.1)
        for _ in range(20):
            assert httpx.get(f"{address}/collections", timeout=60).status_code == 200
        text = httpx.get(f"{address}/metrics", timeout=60).text
    finally:
        server.send_signal(signal.SIGTERM)
        _, said = server.communicate(timeout=60)
    counted = 'dateline_http_requests_total{method="GET",route="/collections",status="200"} 20.0'
    assert counted in text
    assert "dateline_store_events 0.0" in text
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    assert sum(line.get("path") == "/collections" for line in lines) == 20
    assert server.returncode == 0
