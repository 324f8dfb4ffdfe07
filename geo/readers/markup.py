"""HTML fragments into plain text."""

from __future__ import annotations

from html.parser import HTMLParser

_BLOCKS = frozenset(
    "address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main "
    "ol p pre section table td th tr ul".split()
)
_SILENT = frozenset({"script", "style", "template", "noscript"})


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.silent += tag in _SILENT
        if tag in _BLOCKS:
            self.pieces.append("\0")

    def handle_endtag(self, tag: str) -> None:
        self.silent = max(0, self.silent - (tag in _SILENT))
        if tag in _BLOCKS:
            self.pieces.append("\0")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.pieces.append(data.replace("\0", ""))


def plain(html: str) -> str:
    """The words of an HTML fragment, one line for each block, white space collapsed; scripts and styles left out."""
    words = _Words()
    words.feed(html)
    words.close()
    blocks = (" ".join(block.split()) for block in "".join(words.pieces).split("\0"))
    return "\n".join(block for block in blocks if block)
