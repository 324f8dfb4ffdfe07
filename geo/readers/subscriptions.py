"""Which feeds somebody reads: an OPML file, as every feed reader writes one, or a list of addresses."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

from geo.errors import ReadError
from geo.readers.base import decode


class _Outlines(HTMLParser):
    """As HTML: nothing in it is ever expanded, and what other programs wrote carelessly is read too."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "outline":
            self.addresses += [value for name, value in attrs if name == "xmlurl" and value]


def feeds_of(source: str) -> tuple[str, ...]:
    """`source` itself if it is an address; else those in the file: OPML, or one a line, # before what is none."""
    if source.startswith(("http://", "https://")):
        return (source,)
    try:
        text = decode(Path(source).read_bytes(), source)
    except OSError as error:
        raise ReadError(error.strerror or str(error), source=source) from None
    if "<opml" in text[:4096].lower():
        outlines = _Outlines()
        outlines.feed(text)
        found: list[tuple[str, int | None]] = [(address.strip(), None) for address in outlines.addresses]
    else:
        lines = enumerate(map(str.strip, text.splitlines()), start=1)
        found = [(line, number) for number, line in lines if line and not line.startswith("#")]
    for address, number in found:
        if not address.startswith(("http://", "https://")):
            raise ReadError(
                f"{address!r} is not an address such as https://example.org/feed", source=source, line=number
            )
    if not found:
        raise ReadError("no feeds in it", source=source)
    return tuple(dict.fromkeys(address for address, _ in found))
