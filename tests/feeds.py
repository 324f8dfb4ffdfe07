"""Feeds and pages for tests, and a pipeline that finds one event in every text."""

from dataclasses import replace

from geo.corrections import NO_RULINGS
from geo.model import Parsed
from tests.api.conftest import make_event

SHORT = "People rallied in Yerevan."
LONG = (
    "<html><head><title>Page</title></head><body><article>"
    + "<p>"
    + (SHORT + " ") * 40
    + "</p></article></body></html>"
)


def item(number, text=SHORT, link=None):
    address = f"<link>{link}</link>" if link else ""
    return f"<item><title>Item {number}</title>{address}<guid>{number}</guid><description>{text}</description></item>"


def rss(*items):
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>N</title>{"".join(items)}</channel></rss>'


class OneEvent:
    def __init__(self):
        self.texts = []

    def parse(self, document, *, events=True, rulings=NO_RULINGS):
        self.texts.append(document.text)
        if "BREAKS" in document.text:
            raise RuntimeError("too much")
        return Parsed(document, (), (replace(make_event(f"event-of-{document.id}")),))
