"""What the tests of this room share: sentences read, and documents taken through the whole pipeline."""

import re
from datetime import date

from geo.events import triggers
from geo.events.blocks import blocks
from geo.events.clauses import read
from geo.events.parts import Sentence, Trigger
from geo.gazetteers import Gazetteer
from geo.model import Document, Event, Toponym
from geo.pipeline import Pipeline

NAMES = "Baku Basra Berlin Gori Grenoble Iraq Kirkuk Lyon Moscow Nice Paris Washington Yerevan".split()
_NAMED = re.compile(rf"\b(?:{'|'.join(NAMES)})\b", re.IGNORECASE)
WEDNESDAY = date(2023, 9, 20)


def sentence(text: str) -> Sentence:
    return read(text, blocks(text))[0]


def triggered(text: str) -> list[Trigger]:
    return triggers.find(sentence(text))


def named(text: str) -> list[tuple[str, str]]:
    """(type, mode) of what a sentence's triggers name."""
    return [(trigger.type, trigger.mode) for trigger in triggered(text)]


def told(gazetteer: Gazetteer, text: str, published: date | None = WEDNESDAY) -> tuple[Event, ...]:
    """The events of a text in which exactly `NAMES` are place names: recognition is tested elsewhere."""
    mentions = tuple(Toponym(m.start(), m.end(), m.group()) for m in _NAMED.finditer(text))
    return Pipeline(gazetteer).parse(Document("d", text, published=published, mentions=mentions)).events


def spots(event: Event) -> list[str]:
    """The names, as the text has them, of where an event is drawn."""
    return [place.mention.text for place in event.located if place.mention]
