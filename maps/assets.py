"""The files in `static/`: read once, and bundled for pages that travel as one file."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import orjson

STATIC = Path(__file__).with_name("static")

# In the order in which they need each other. Bundled, they share one scope: names at the top level differ.
MODULES = ("text", "events", "badge", "land", "card", "marks", "filters", "page")
NOTEBOOK = ("text", "events", "badge", "land", "card", "marks", "filters", "notebook")

_IMPORT = re.compile(r"^import .*?;\n", re.MULTILINE | re.DOTALL)
_EXPORT = re.compile(r"^export (?=async function|function|const|class)", re.MULTILINE)


@cache
def static_text(name: str) -> str:
    path = STATIC / name
    if not path.exists() and name.startswith("vendor/"):
        raise FileNotFoundError(
            f"{path} is missing: it is brought when the package is installed (pip install . or make run)"
        )
    return path.read_text(encoding="utf-8")


@cache
def static_json(name: str) -> Any:
    return orjson.loads(static_text(name))


@cache
def bundle(*modules: str) -> str:
    """The modules as one piece of plain JavaScript, none by default meaning all."""
    return "".join(_EXPORT.sub("", _IMPORT.sub("", static_text(f"{name}.js"))) for name in modules or MODULES)


@cache
def leaflet_js() -> str:
    """Without the pointer to its source map, which developer tools would try to load."""
    return re.sub(r"\n//# sourceMappingURL=.*", "", static_text("vendor/leaflet/leaflet.js"))


@cache
def leaflet_css() -> str:
    """Without its images, which only controls use that the pages do not have."""
    return re.sub(r"url\(images/[^)]*\)", "none", static_text("vendor/leaflet/leaflet.css"))
