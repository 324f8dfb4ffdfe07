"""Other people's models in the recogniser's place: a spaCy pipeline made here, and GLiNER's interface acted."""

import pickle
import sys
from types import ModuleType
from typing import Any

import pytest

from geo.errors import SettingsError
from geo.model import Document, MentionKind, MentionRole
from geo.pipeline import Pipeline
from geo.recognition import recognizer_named

TEXT = "Oxford Crown Court sent the French man to the Gambia.\nThe Gambia's press, and Republicans, wondered."
EXPECTED = [
    ("Oxford", MentionKind.TOPONYM, MentionRole.IN_NAME),
    ("French", MentionKind.DEMONYM, MentionRole.PLACE),
    ("Gambia", MentionKind.TOPONYM, MentionRole.PLACE),
    ("Gambia", MentionKind.TOPONYM, MentionRole.PLACE),
]


class FakeGliner:
    """The two methods of a GLiNER model that are used; it knows a few words."""

    KNOWN = (("Oxford", "place"), ("French", "nationality"), ("the Gambia", "place"), ("The Gambia's", "place"))

    @classmethod
    def from_pretrained(cls, name: str) -> "FakeGliner":
        if name != "small":
            raise OSError(f"no model {name}")
        return cls()

    def predict_entities(self, text: str, labels: list[str], threshold: float) -> list[dict[str, Any]]:
        known = [*self.KNOWN, ("Republicans", "nationality")]
        return [
            {"start": text.index(word), "end": text.index(word) + len(word), "label": label}
            for word, label in known
            if word in text and label in labels and threshold < 0.9
        ]


@pytest.fixture
def gliner(monkeypatch: pytest.MonkeyPatch) -> str:
    module = ModuleType("gliner")
    module.GLiNER = FakeGliner  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "gliner", module)
    monkeypatch.delitem(sys.modules, "geo.recognition.gliner_model", raising=False)
    return "gliner:small"


@pytest.fixture
def spacy_model(tmp_path) -> str:
    spacy = pytest.importorskip("spacy")
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(
        [
            {"label": "GPE", "pattern": "Oxford"},
            {"label": "GPE", "pattern": "the Gambia"},
            {"label": "GPE", "pattern": "The Gambia's"},
            {"label": "NORP", "pattern": "French"},
            {"label": "NORP", "pattern": "Republicans"},
            {"label": "ORG", "pattern": "Court"},
        ]
    )
    nlp.to_disk(tmp_path / "model")
    return f"spacy:{tmp_path / 'model'}"


@pytest.fixture(params=["gliner", "spacy_model"])
def name(request) -> str:
    return request.getfixturevalue(request.param)


def test_what_a_model_finds_becomes_our_mentions(name, gazetteer):
    found = recognizer_named(name).recognise(Document("d", TEXT), gazetteer)
    assert [(t.text, t.kind, t.role) for t in found] == EXPECTED
    assert all(TEXT[t.start : t.end] == t.text for t in found)


def test_a_text_without_a_name_has_none(name, gazetteer):
    recognizer = recognizer_named(name)
    assert [recognizer.recognise(Document("d", text), gazetteer) for text in ("", "\n", "Nothing here.")] == [()] * 3


def test_the_pipeline_uses_it_in_a_worker_too(name, gazetteer):
    pipeline = pickle.loads(pickle.dumps(Pipeline(gazetteer, recognizer=recognizer_named(name))))
    assert [r.toponym.text for r in pipeline.parse(Document("d", TEXT)).resolutions] == [t for t, _, _ in EXPECTED]


@pytest.mark.parametrize("wrong", ["flair:x", "spacy", "spacy:", "en_core_web_sm"])
def test_a_name_that_is_none_says_what_would_be(wrong):
    with pytest.raises(SettingsError, match="neither spacy:MODEL nor gliner:MODEL"):
        recognizer_named(wrong)


def test_a_missing_model_is_told(gliner):
    with pytest.raises(SettingsError, match="the model 'large' can't be loaded"):
        recognizer_named("gliner:large")


def test_a_missing_package_names_its_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "gliner", None)
    monkeypatch.delitem(sys.modules, "geo.recognition.gliner_model", raising=False)
    with pytest.raises(SettingsError, match=r"dateline\[gliner\]"):
        recognizer_named("gliner:small")


def test_nothing_is_our_own():
    assert recognizer_named("") is recognizer_named("")
