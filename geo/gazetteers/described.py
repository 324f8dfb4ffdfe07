"""What a user says of a list of places: the file it is in, and which column means what (docs/gazetteers.md)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, ValidationInfo

from geo.errors import GazetteerError
from geo.text import normalise

# Prefixes of ids that others give.
_TAKEN = frozenset({"geonames", "dateline", "osm", "pelias", "online", "record"})


def _beside(file: Path, info: ValidationInfo) -> Path:
    """The file as seen from the description's folder. Nothing but a file or folder is opened: no address."""
    found = (info.context or Path()) / file.expanduser()
    if not found.exists():
        raise ValueError(f"there is no file {found}")
    return found


def _free(prefix: str) -> str:
    if prefix in _TAKEN:
        raise ValueError(f"{prefix!r} is what others' ids begin with; take another word")
    return prefix


def _known(crs: str) -> str:
    import pyproj  # here, since few lists name one and it takes its time

    try:
        pyproj.CRS.from_user_input(crs)
    except pyproj.exceptions.CRSError:
        raise ValueError(f"{crs!r} is no coordinate reference system such as EPSG:32638") from None
    return crs


# GeoNames' feature class, and its class and code: https://www.geonames.org/export/codes.html
_Class = Annotated[str, Field(pattern=r"^[AHLPRSTUV]$")]
_Code = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]{0,9}$")]
_Kind = Annotated[str, Field(pattern=r"^[AHLPRSTUV](\.[A-Z][A-Z0-9]{0,9})?$")]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Columns(_Section):
    """Headers of the list's columns; "" where it has none.

    `kind`: the list's own word for what a place is. `former_names`: names it used to have. `lon` and `lat` stand in
    for a geometry.
    """

    name: str = Field(min_length=1)
    id: str = ""
    alternate_names: str = ""
    former_names: str = ""
    lon: str = ""
    lat: str = ""
    kind: str = ""
    feature_class: str = ""
    feature_code: str = ""
    country: str = ""
    admin1: str = ""
    population: str = ""
    radius_m: str = ""

    def named(self) -> Iterator[tuple[str, str]]:
        """(key, header) of the columns that the list has."""
        return ((key, header) for key, header in self if header)


class Defaults(_Section):
    """What holds for a row whose cell is empty or that has no such column."""

    feature_class: _Class = "P"
    feature_code: _Code | None = None
    country: str = Field(default="", pattern=r"^([A-Z]{2})?$")
    admin1: str = ""
    radius_m: float = Field(default=0.0, ge=0, allow_inf_nan=False)

    @property
    def kind(self) -> tuple[str, str]:
        """GeoNames' class and code."""
        return self.feature_class, self.feature_code or ("PPL" if self.feature_class == "P" else "")


class Description(_Section):
    """`separators`: what stands between several names in one cell. `crs`: of coordinates that do not tell theirs.

    `classes`: the list's own words for kinds of places -> GeoNames' class and code, such as "P.PPL".
    """

    file: Annotated[Path, AfterValidator(_beside)]
    prefix: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,31}$"), AfterValidator(_free)]
    layer: str = ""
    separators: str = Field(default="|;", min_length=1)
    crs: Annotated[str, AfterValidator(_known)] = "OGC:CRS84"
    columns: Columns
    defaults: Defaults = Defaults()
    classes: Mapping[str, _Kind] = {}

    def kinds(self) -> dict[str, tuple[str, str]]:
        """Normal form of the list's word -> GeoNames' class and code."""
        return {normalise(word): split_kind(kind) for word, kind in self.classes.items()}


def split_kind(kind: str) -> tuple[str, str]:
    """ "P.PPL" -> ("P", "PPL")."""
    letter, _, code = kind.partition(".")
    return letter, code


def read_description(path: Path) -> Description:
    """A GazetteerError names the file and each key that is wrong."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        return Description.model_validate(said, context=path.parent)
    except OSError as error:
        raise GazetteerError(f"{path}: {error.strerror or error}") from None
    except ValidationError as error:
        raise GazetteerError("\n".join(f"{path}: {_reason(dict(fault))}" for fault in error.errors())) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise GazetteerError(f"{path}: no TOML in UTF-8: {error}; is a word such as kənd not in quotes?") from None


def _reason(fault: Mapping[str, Any]) -> str:
    *outer, last = fault["loc"]
    key = ".".join(map(str, fault["loc"]))
    if fault["type"] == "extra_forbidden":
        sections: dict[str, type[BaseModel]] = {"columns": Columns, "defaults": Defaults}
        section = sections[outer[0]] if outer else Description
        return f"{key}: {last!r} is no key here; there are {', '.join(section.model_fields)}"
    if fault["type"] == "missing":
        return f"{key}: this key is needed"
    if fault["type"] == "value_error":
        return f"{key}: {fault['ctx']['error']}"
    return f"{key}: {fault['input']!r} won't do: {fault['msg']}"
