"""The files in `static/`: read once, and bundled for pages that travel as one file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import orjson

STATIC = Path(__file__).with_name("static")

# What the scripts' modules import and export, as they are written here.
_IMPORT = re.compile(r'^import \{\s*([^}]*?),?\s*\} from "\./(\w+)\.js";\n', re.MULTILINE)
_COMMENT = re.compile(r"^ *(?://.*|/\*\*(?:[^*]|\*(?!/))*\*/)\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async function|function|const|class) (\w+))", re.MULTILINE)


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
def modules(entry: str) -> tuple[str, ...]:
    """The module and all that it imports, in the order in which they need each other, itself last."""
    return tuple(dict.fromkeys(_with_imports(entry)))


def _with_imports(name: str) -> Iterator[str]:
    for _, other in _IMPORT.findall(static_text(f"{name}.js")):
        yield from modules(other)
    yield name


@cache
def bundle(entry: str) -> str:
    """The module and all that it imports as one piece of plain JavaScript; what it exports is then in `$entry`."""
    return "".join(map(_wrapped, modules(entry)))


def _wrapped(name: str) -> str:
    """A module as a function of its own, so that names at the top of two modules may be the same."""
    text = _COMMENT.sub("", static_text(f"{name}.js"))
    exported = ", ".join(_EXPORT.findall(text))
    body = _EXPORT.sub("", _IMPORT.sub(_taken, text))
    return f"const ${name} = (() => {{\n{body}return {{ {exported} }};\n}})();\n"


def _taken(line: re.Match[str]) -> str:
    return f"const {{ {line[1].replace(' as ', ': ')} }} = ${line[2]};\n"


@cache
def live_js() -> str:
    """All scripts of the service's pages as one: Leaflet, then ours."""
    return f"{leaflet_js()}\n(() => {{\n{bundle('live')}}})();\n"


@cache
def leaflet_js() -> str:
    """Without the pointer to its source map, which developer tools would try to load."""
    return re.sub(r"\n//# sourceMappingURL=.*", "", static_text("vendor/leaflet/leaflet.js"))


@cache
def leaflet_css() -> str:
    """Without its images, which only controls use that the pages do not have."""
    return re.sub(r"url\(images/[^)]*\)", "none", static_text("vendor/leaflet/leaflet.css"))
