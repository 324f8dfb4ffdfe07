"""A description names what is wrong with it: the file, the key, what would be right."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import GazetteerError
from geo.gazetteers.described import Description, read_description

GOOD = """
file = "villages.csv"
prefix = "villages"
[columns]
name = "NAME"
lon = "X"
lat = "Y"
"""


@pytest.fixture
def described(tmp_path: Path):  # type: ignore[no-untyped-def]
    (tmp_path / "villages.csv").write_text("NAME,X,Y\n")

    def described(text: str) -> Description:
        (tmp_path / "villages.toml").write_text(text, encoding="utf-8")
        return read_description(tmp_path / "villages.toml")

    return described


def test_the_file_lies_beside_the_description(described, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    assert described(GOOD).file == tmp_path / "villages.csv"


def test_what_is_left_out_has_its_default(described) -> None:  # type: ignore[no-untyped-def]
    said = described(GOOD)
    assert (said.defaults.kind, said.separators, said.layer) == (("P", "PPL"), "|;", "")
    assert described(GOOD + '[defaults]\nfeature_class = "H"').defaults.kind == ("H", "")


def test_the_lists_own_words_are_compared_as_names_are(described) -> None:  # type: ignore[no-untyped-def]
    said = described(GOOD + '[classes]\n"KƏND" = "P.PPL"\n"çay" = "H.STM"\n"göl" = "H"')
    assert said.kinds() == {"kend": ("P", "PPL"), "cay": ("H", "STM"), "gol": ("H", "")}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("file = ", "no TOML in UTF-8: Invalid value (at end of document)"),
        (GOOD + "[classes]\nkənd = 3", "line 9, column 2); is a word such as kənd not in quotes?"),
        ('prefix = "villages"', "file: this key is needed"),
        (
            GOOD.replace("name =", "nmae ="),
            "columns.nmae: 'nmae' is no key here; there are name, id, alternate_names",
        ),
        (GOOD.replace("name =", "nmae ="), "columns.name: this key is needed"),
        (GOOD.replace("prefix", "prefixes"), "prefixes: 'prefixes' is no key here; there are file, prefix, layer"),
        (GOOD.replace("villages.csv", "towns.csv"), "file: there is no file "),
        (GOOD.replace('"villages"', '"geonames"'), "prefix: 'geonames' is what others' ids begin with"),
        (GOOD.replace('"villages"', '"../x"'), "prefix: '../x' won't do"),
        (GOOD.replace('"NAME"', "3"), "columns.name: 3 won't do: Input should be a valid string"),
        ('crs = "EPSG:0"\n' + GOOD, "crs: 'EPSG:0' is no coordinate reference system such as EPSG:32638"),
        (GOOD + '[defaults]\ncountry = "Azerbaijan"', "defaults.country: 'Azerbaijan' won't do"),
        (GOOD + '[classes]\nvillage = "PPL"', "classes.village: 'PPL' won't do"),
        (GOOD + "classes = 3", "columns.classes: 'classes' is no key here"),
    ],
)
def test_what_is_wrong_is_named(described, text: str, told: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(GazetteerError) as error:
        described(text)
    assert told in str(error.value)
    assert "villages.toml: " in str(error.value)


def test_all_that_is_wrong_is_told_at_once(described) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(GazetteerError) as error:
        described(GOOD.replace("name =", "nmae =").replace('"villages"', '"osm"'))
    assert len(str(error.value).splitlines()) == 3


@given(st.dictionaries(st.text(max_size=8), st.one_of(st.text(max_size=8), st.integers(), st.booleans()), max_size=4))
def test_any_table_is_read_or_refused_in_words(
    tmp_path_factory: pytest.TempPathFactory, table: dict[str, object]
) -> None:
    path = tmp_path_factory.mktemp("any") / "list.toml"
    path.write_text("\n".join(f"{_quoted(key)} = {_quoted(value)}" for key, value in table.items()), encoding="utf-8")
    with pytest.raises(GazetteerError):  # since a section is missing, whatever else
        read_description(path)


def _quoted(value: object) -> str:
    if isinstance(value, str):
        return '"' + "".join(f"\\U{ord(c):08x}" for c in value) + '"'
    return str(value).lower()
