"""Which words of a document name places."""

from __future__ import annotations

from functools import cache

from geo.errors import SettingsError
from geo.gazetteers.base import Gazetteer
from geo.model import Document, Toponym
from geo.recognition.base import Recognizer
from geo.recognition.crf import CrfRecognizer
from geo.resources import data_path

__all__ = ["CrfRecognizer", "Recognizer", "recognise", "recognizer_named"]


def recognise(document: Document, gazetteer: Gazetteer) -> tuple[Toponym, ...]:
    """The mentions that our own recogniser finds, in order of appearance, never overlapping."""
    return _shipped().recognise(document, gazetteer)


def recognizer_named(name: str) -> Recognizer:
    """What the setting `recognizer` names: "" our own, "spacy:MODEL", "gliner:MODEL". Loads the model, so that one
    that is missing is told at once. Pickles, for worker processes."""
    if not name:
        return _shipped()
    kind, _, model = name.partition(":")
    if not model or kind not in ("spacy", "gliner"):
        raise SettingsError(f"recognizer: {name!r} is neither spacy:MODEL nor gliner:MODEL, nor empty for our own")
    try:
        if kind == "spacy":
            from geo.recognition.spacy_model import SpacyRecognizer

            return SpacyRecognizer(model)
        from geo.recognition.gliner_model import GlinerRecognizer

        return GlinerRecognizer(model)
    except ImportError as error:
        raise SettingsError(f"recognizer: {error.name} is not installed; pip install 'dateline[{kind}]'") from error
    except OSError as error:
        raise SettingsError(f"recognizer: the model {model!r} can't be loaded: {error}") from error


@cache
def _shipped() -> CrfRecognizer:
    return CrfRecognizer(data_path("models", "recognition.crfsuite"))
