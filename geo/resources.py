"""Where the files that ship with the code are: beside the packages in a checkout, in `geo/_shipped` in a wheel."""

from pathlib import Path

_SHIPPED = Path(__file__).with_name("_shipped")
_ROOT = _SHIPPED if _SHIPPED.is_dir() else Path(__file__).parent.parent


def data_path(*parts: str) -> Path:
    """A file or folder below `data/`; it is not checked to exist."""
    return _ROOT.joinpath("data", *parts)


def seeds_path() -> Path:
    return _ROOT / "seeds"
