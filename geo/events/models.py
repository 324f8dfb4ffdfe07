"""What of this stage a user's own model may stand in for: linking an event to its place, and saying what it is.

A model is named by an entry point, "module:attribute": a function, or a class that is made without arguments, once in
each process. Only the name travels between processes, so a model need not pickle.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from geo.errors import SettingsError
from geo.events.parts import Sentence, Trigger
from geo.events.places import Offsets, linked
from geo.settings import Settings
from geo.vocabulary import vocabulary


class PlaceLinker(Protocol):
    def __call__(self, text: str, trigger: Offsets, names: Sequence[Offsets], /) -> Sequence[tuple[int, int, float]]:
        """Those of a sentence's place names where the event that `trigger` names happened, each with its probability.

        All offsets are half-open and into `text`, the sentence. Best first; empty where no name is the event's place.
        """


class EventClassifier(Protocol):
    def __call__(self, text: str, trigger: Offsets, type: str, mode: str, /) -> tuple[str, str] | None:
        """The type and mode ("" for none) of the event that `trigger` names in `text`, a sentence; None for no event.

        `type` and `mode` are what the lexicon takes it for. Both must be of `geo.vocabulary`.
        """


@dataclass(frozen=True, slots=True)
class Models:
    """Entry points; "" for our own. SettingsError, when it is made, for one that can't be loaded."""

    place_linker: str = ""
    event_classifier: str = ""

    def __post_init__(self) -> None:
        for entry in filter(None, (self.place_linker, self.event_classifier)):
            _loaded(entry)

    @classmethod
    def of(cls, settings: Settings) -> Models:
        return cls(settings.place_linker, settings.event_classifier)

    def link(
        self, sentence: Sentence, trigger: Offsets, names: Sequence[Offsets]
    ) -> Sequence[tuple[int, int, float]]:
        """As `PlaceLinker`, with offsets into the document. SettingsError for an answer that is none of `names`."""
        if not self.place_linker:
            return linked(sentence.tokens, sentence.clauses, trigger, names)
        shift = sentence.span.start
        own = [(start - shift, end - shift) for start, end in names]
        linker = cast("PlaceLinker", _loaded(self.place_linker))
        answer = linker(sentence.span.text, (trigger[0] - shift, trigger[1] - shift), own)
        for start, end, _ in answer:
            if (start, end) not in own:
                raise SettingsError(f"{self.place_linker} answered {start, end}, which is none of the names {own}")
        return [(start + shift, end + shift, float(score)) for start, end, score in answer]

    def classify(self, triggers: Sequence[Trigger]) -> list[Trigger]:
        """The triggers of events, as what they are. SettingsError for a type or mode that there is not."""
        if not self.event_classifier:
            return list(triggers)
        return [trigger for each in triggers if (trigger := self._classified(each))]

    def _classified(self, trigger: Trigger) -> Trigger | None:
        span = trigger.sentence.span
        classifier = cast("EventClassifier", _loaded(self.event_classifier))
        where = (trigger.start - span.start, trigger.end - span.start)
        answer = classifier(span.text, where, trigger.type, trigger.mode)
        if answer is None:
            return None
        type, mode = answer
        if (type, mode) not in vocabulary():
            raise SettingsError(
                f"{self.event_classifier} answered {type}/{mode}, which is in no table of types and modes"
            )
        return replace(trigger, type=type, mode=mode)


OWN = Models()


@cache
def _loaded(entry: str) -> Callable[..., object]:
    module, _, attribute = entry.partition(":")
    try:
        found = getattr(import_module(module), attribute)
    except ImportError as error:
        raise SettingsError(f"{entry}: {error}; is it installed, or its folder on PYTHONPATH?") from None
    except AttributeError:
        raise SettingsError(f"{entry}: the module {module} has no {attribute}") from None
    made = found() if isinstance(found, type) else found
    if not callable(made):
        raise SettingsError(f"{entry}: {made!r} can't be called")
    return cast("Callable[..., object]", made)
