"""Write DESIGN.md's list of modules from their own first lines; with --check, only say whether it is true."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
MARK = "<!-- modules: checked by tests/test_docs.py -->\n"


def lines() -> Iterator[str]:
    modules = (path for top in ("dateline", "geo", "api", "maps") for path in (ROOT / top).rglob("*.py"))
    for path in sorted(modules):
        module = path.relative_to(ROOT).as_posix()
        summary = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split("\n")[0]
        if summary and "_shipped" not in module:
            yield f"- `{module}`: {summary}"


def written(text: str) -> str:
    before, _, _ = text.partition(MARK)
    return before + MARK + "\n" + "\n".join(lines()) + "\n"


if __name__ == "__main__":
    design = ROOT / "DESIGN.md"
    now = design.read_text(encoding="utf-8")
    if "--check" in sys.argv:
        sys.exit(0 if written(now) == now else "DESIGN.md's list of modules is not what the modules say: make docs")
    design.write_text(written(now), encoding="utf-8")
