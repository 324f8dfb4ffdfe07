"""Who may write: those who hold a key. The service knows only the keys' hashes."""

from __future__ import annotations

import re
from hashlib import sha256
from hmac import compare_digest

from fastapi import Request
from starlette.exceptions import HTTPException

from geo.errors import SettingsError

_SHA256 = re.compile(r"[0-9a-f]{64}")


def accepted(hashes: str) -> tuple[str, ...]:
    """The hashes of a list with commas. A SettingsError for what is none, such as a key itself, which is not repeated."""
    known = tuple(part.strip().lower() for part in hashes.split(",") if part.strip())
    if not all(map(_SHA256.fullmatch, known)):
        raise SettingsError("DATELINE_API_KEYS holds something that is not a SHA-256 hash of 64 hexadecimal digits")
    return known


def admit(request: Request) -> str:
    """HTTPException 403 where nobody may write, 401 to who holds no key. Which key it is: "key 1a2b", enough to tell
    a few apart and too little to guess one by."""
    hashes: tuple[str, ...] = request.app.state.keys
    if not hashes:
        raise HTTPException(403, "this service is read-only: it was started without DATELINE_API_KEYS")
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    # Back to the bytes that were sent.
    held = sha256(key.strip().encode("latin-1")).hexdigest()
    # All are compared, so that the time tells nothing of which one was close.
    fits = [compare_digest(held, known) for known in hashes]
    if scheme.lower() != "bearer" or not any(fits):
        detail = "send Authorization: Bearer and a key that this service knows"
        raise HTTPException(401, detail, {"WWW-Authenticate": 'Bearer realm="dateline"'})
    return f"key {held[:4]}"
