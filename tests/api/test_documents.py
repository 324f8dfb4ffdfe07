"""The addresses in docs/api.md are answered."""

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("address", re.findall(r"^/collections.*$", GUIDE, re.MULTILINE))
def test_an_address_of_the_guide_is_answered(client: TestClient, address: str):
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.json()["type"] == "FeatureCollection"
