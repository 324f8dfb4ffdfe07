import os
from dataclasses import fields
from pathlib import Path

import pytest

from geo.errors import SettingsError
from geo.settings import Settings


def test_the_environment_is_read_when_settings_are_made(monkeypatch):
    monkeypatch.setenv("DATELINE_STORE", "other.gpkg")
    assert Settings().store == Path("other.gpkg")
    assert Settings(store=Path("mine.gpkg")).store == Path("mine.gpkg")


@pytest.mark.parametrize("text", [None, "", " "])
def test_what_is_not_set_has_its_default(monkeypatch, text):
    monkeypatch.delenv("DATELINE_PORT", raising=False)
    if text is not None:
        monkeypatch.setenv("DATELINE_PORT", text)
    assert Settings().port == 8000


@pytest.mark.parametrize("text", ["eighty", "-1", "65536", "80.0"])
def test_a_wrong_value_is_refused_by_name(monkeypatch, text):
    monkeypatch.setenv("DATELINE_PORT", text)
    with pytest.raises(SettingsError, match=f"DATELINE_PORT: '{text}' is no port"):
        Settings()


@pytest.mark.parametrize("between", [",", " , ", os.pathsep, f"{os.pathsep}{os.pathsep}"])
def test_paths_have_commas_between_them_or_what_the_platform_puts_there(monkeypatch, between):
    monkeypatch.setenv("DATELINE_GAZETTEERS", f"a b.toml{between}~/c.toml")
    assert Settings().gazetteers == (Path("a b.toml"), Path("~/c.toml").expanduser())


def test_a_model_is_named_by_its_module_and_attribute(monkeypatch):
    monkeypatch.setenv("DATELINE_PLACE_LINKER", "mymodels:link")
    assert Settings().place_linker == "mymodels:link"
    monkeypatch.setenv("DATELINE_PLACE_LINKER", "mymodels.link")
    with pytest.raises(SettingsError, match="DATELINE_PLACE_LINKER: 'mymodels\\.link' is no entry point"):
        Settings()


def test_every_setting_says_what_it_is_for_and_is_the_variable_of_its_name():
    for setting in fields(Settings):
        assert setting.metadata["description"]
        assert setting.metadata["variable"] == f"DATELINE_{setting.name.upper()}"
