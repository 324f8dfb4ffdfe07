"""The language that a page is wanted in: `?lang=`, else what the browser says it likes."""

from __future__ import annotations

from fastapi import Request

from api.answers import liked
from maps.words import DEFAULT, languages, spoken


def language(request: Request) -> str:
    """One of those there are. What is asked for and not there is answered in the next best, and never an error: links to
    pages are passed on to readers of all languages."""
    if wanted := request.query_params.get("lang"):
        return spoken(wanted)
    known = {tag.casefold() for tag in languages()}
    for tag in liked(request.headers.get("accept-language", "")):
        found = spoken(tag)
        if tag.split("-")[0].casefold() == found.split("-")[0].casefold() or tag.casefold() in known:
            return found
    return DEFAULT
