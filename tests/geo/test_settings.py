from pathlib import Path

import pytest
from pydantic import ValidationError

from geo.settings import Settings


def test_the_environment_is_read_when_settings_are_made(monkeypatch):
    monkeypatch.setenv("DATELINE_STORE", "other.gpkg")
    assert Settings().store == Path("other.gpkg")


def test_a_wrong_value_is_refused_by_name(monkeypatch):
    monkeypatch.setenv("DATELINE_PORT", "eighty")
    with pytest.raises(ValidationError, match="port"):
        Settings()


def test_every_setting_says_what_it_is_for():
    assert all(field.description for field in Settings.model_fields.values())
